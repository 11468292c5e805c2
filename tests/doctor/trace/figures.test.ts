/** What is drawn of a trace, and its page. */
import { describe, expect, it } from "vitest";
import { diagnose, type TraceLine, type TraceStepLayer } from "gradiometer/doctor";
import { TraceCourse } from "../../../sdk/doctor/trace/course.js";
import { traceFigures } from "../../../sdk/doctor/trace/figures.js";
import { tracePage } from "../../../sdk/figure/page/trace.js";
import { broken, dense, stats, type TraceText, traceOf } from "./byHand.js";

function courseOf(lines: readonly TraceLine[]): TraceCourse {
  const course = new TraceCourse();
  for (const line of lines) course.add(line);
  return course;
}
const figuresOf = (text: TraceText) => traceFigures(courseOf(traceOf(text)));
/** Series of the figure with this title: name → y. */
function seriesOf(text: TraceText, title: string): Record<string, unknown> {
  const figure = figuresOf(text).find((one) => one.title === title);
  if (figure?.kind !== "loss" && figure?.kind !== "lines") return {};
  return Object.fromEntries(figure.series.map(({ name, y }) => [name, y]));
}

describe("the course of a trace", () => {
  it("keeps at most 128 records evenly, and the last one", () => {
    for (const records of [1, 128, 129, 1000]) {
      const losses = Array.from({ length: records }, (_, n) => n);
      const steps = courseOf(traceOf({ losses, every: 1 })).records().map(({ step }) => step); // prettier-ignore
      expect(steps.length).toBeLessThanOrEqual(129);
      expect([steps[0], steps.at(-1)]).toEqual([0, records - 1]);
      const strides = new Set(steps.slice(1, -1).map((step, index) => step - steps[index]!));
      expect(strides.size).toBeLessThanOrEqual(1);
      expect(steps.length).toBeGreaterThanOrEqual(Math.min(records, 64));
    }
  });

  it("nothing is drawn before the first record, and of losses alone the loss", () => {
    expect(traceFigures(new TraceCourse())).toEqual([]);
    expect(figuresOf({ losses: [] })).toEqual([]);
    expect(figuresOf({}).map(({ title }) => title)).toEqual([
      "The loss",
      "The signal, layer by layer",
      "The gradient, layer by layer",
    ]);
  });

  it("sizes over the layers are those of the first and the last record; what was not recorded is no measurement", () => {
    const layers = (record: number): TraceStepLayer[] => [{ z: stats(1 + record) }, {}, { z: broken }];
    const signal = seriesOf({ layers, losses: [1, 1, 1] }, "The signal, layer by layer");
    expect(signal).toEqual({ "step 0": [1, null, "Infinity"], "step 200": [3, null, "Infinity"] });
    expect(Object.keys(seriesOf({ layers, losses: [1] }, "The signal, layer by layer"))).toEqual(["step 0"]);
    const two = { layers: [dense("a"), dense("b")] };
    expect(figuresOf({ header: two, layers: () => [{ z: stats(1) }, {}] }).map(({ title }) => title)).toEqual(["The loss", "The signal over the training"]); // prettier-ignore
  });

  it("six layers at most are drawn over time, from the first to the last, with names that fit a legend", () => {
    const header = { layers: Array.from({ length: 20 }, (_, n) => dense(`${"block.".repeat(10)}${n}`)) };
    const layers = () => header.layers.map((_, n) => (n === 0 ? {} : { weight: stats(n) }));
    const text = { header, layers };
    const names = Object.keys(seriesOf(text, "The weights over the training"));
    expect(names).toHaveLength(6);
    expect([names[0], names.at(-1)]).toEqual([2, 20].map((n) => `${n} ${"block.".repeat(10).slice(0, 40)}…`));
    const figure = figuresOf(text).find(({ title }) => title === "The weights over the training");
    expect(figure?.description).toMatch(/ 6 of 19 layers are drawn\.$/);
  });

  it("the update is what was measured, else what a plain step of the rate does", () => {
    const title = "What one step changes over the training";
    const weight = { weight: stats(2), weightGradient: stats(1) };
    const header = { layers: [dense("a")] };
    expect(seriesOf({ header, layers: () => [{ ...weight, update: 0.25 }], losses: [1] }, title)).toEqual({ "1 a": [0.25] }); // prettier-ignore
    expect(seriesOf({ header, layers: () => [weight], record: { rate: 0.5 }, losses: [1] }, title)).toEqual({ "1 a": [0.25] }); // prettier-ignore
    for (const none of [
      { header, layers: () => [weight], losses: [1] },
      { header, layers: () => [{ weight: stats(2) }], record: { rate: 0.5 }, losses: [1] },
    ])
      // prettier-ignore
      expect(seriesOf(none, title)).toEqual({});
  });
});

describe("the page of a trace", () => {
  const page = (text: TraceText): string => {
    const lines = traceOf(text);
    const course = courseOf(lines);
    const nonFinite = { step: 100, layer: 1, what: "the signal" };
    const last = lines.at(-1)!;
    const isBroken = "loss" in last && Number.isNaN(last.loss);
    return tracePage(diagnose(lines), { name: "run.jsonl", course, nonFinite: isBroken ? nonFinite : null, command: "npx gradiometer diagnose run.jsonl" }); // prettier-ignore
  };

  it("begins with the verdict, the cause and the first thing that was no number", () => {
    const sick = page({ losses: [1, NaN] });
    expect(sick).toContain("✗ Sick: rate-too-large");
    expect(sick).toContain(
      "It does not learn as well as it could because its steps are too large. No trial has proved it.",
    );
    expect(sick).toContain("The first record with NaN or infinity is step 100: the signal of layer 2 (b).");
    const healthy = page({ losses: [1, 0.1] });
    expect(healthy).toContain("✓ Healthy");
    expect(healthy).toContain("All that was recorded is finite.");
    expect(healthy).not.toContain("<h2>Findings</h2>");
    expect(page({ losses: [1, 0.6] })).toContain("✓ Floor");
    expect(page({ losses: [1, 1] })).toContain("✗ Unexplained");
  });

  it("lists 200 layers, and says how many there are more", () => {
    const header = { layers: Array.from({ length: 203 }, (_, n) => dense(`layer-${n}`, { kind: "<Linear>" })) };
    const shown = page({ header });
    expect(shown).toContain("layer-199");
    expect(shown).not.toContain("layer-200<");
    expect(shown).toContain("and 3 more.");
    expect(shown).toContain("&lt;Linear&gt;");
    expect(page({})).not.toContain(" more.");
  });
});
