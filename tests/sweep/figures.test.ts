import { experiments } from "gradiometer/experiments";
import { figure } from "gradiometer/figure";
import { claimCounts, type ResultLine, type Study, studies, sweepFigures, sweepPage } from "gradiometer/sweep";
import { criticalPoint, meanField } from "gradiometer/theory";
import { describe, expect, it } from "vitest";
import type { BarsSpec, HeatSpec, LinesSpec } from "../../sdk/figureSpec.js";
import { meanOf, quantileOf } from "../../sdk/sweep/points.js";
import { planOf } from "../../sdk/sweep/plan.js";
import { changed } from "./support.js";

/** A line for every job, its values by a rule. */
function made(study: Study, rule: (point: ResultLine["point"], seed: number) => ResultLine["values"]): ResultLine[] {
  const plan = planOf(study);
  return Array.from({ length: plan.count }, (_, index) => {
    const { key, point, seed } = plan.job(index);
    return { key, point, seed, values: rule(point, seed), hash: "" };
  }).reverse(); // the order must not matter
}

describe("statistics over seeds", () => {
  it("leave out what was not measured", () => {
    expect(meanOf([1, null, 3])).toBe(2);
    expect(meanOf([null])).toBeNull();
    expect(meanOf([1, "Infinity"])).toBe(Infinity);
    expect(quantileOf([4, 1, 3, 2, 5], 0.5)).toBe(3);
    expect(quantileOf([1, 2], 0.25)).toBe(1.25);
    expect(quantileOf([], 0.5)).toBeNull();
    expect(quantileOf(["Infinity", "Infinity"], 0.9)).toBe(Infinity);
  });
});

describe("a plane", () => {
  const study = changed({
    axes: [
      { path: "config.init.weight", from: 1, to: 4, count: 7 },
      { path: "config.depth", from: 5, to: 80, count: 6 },
      { path: "config.output", values: ["linear", "tanh"] },
    ],
    measure: ["learnt"],
  });
  const lines = made(study, (point, seed) => ({
    learnt: Number(point["config.init.weight"]) > 2 && seed === 0 ? 1 : 0,
  }));
  const figures = sweepFigures(study, lines) as HeatSpec[];

  it("is drawn once for every combination of the other axes", () => {
    expect(figures.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      "heat: Share of seeds that learnt over σ_w² and hidden layers: output linear",
      "heat: Share of seeds that learnt over σ_w² and hidden layers: output tanh",
    ]);
    expect(figures[0]!.xs).toEqual([1, 1.5, 2, 2.5, 3, 3.5, 4]);
    expect(figures[0]!.values[3]).toEqual([0, 0, 0, 0.5, 0.5, 0.5, 0.5]);
    for (const spec of figures) expect(figure(spec)).toContain("<svg");
  });

  it("has six depth scales and χ₁ = 1 over it, where theory has them", () => {
    const [scales, critical] = figures[0]!.theory!;
    expect(scales!.name).toBe("6 ξ_c");
    const place = { activation: "tanh", biasVariance: 0.05 } as const;
    scales!.x.forEach((weight, index) => {
      const depth = 6 * meanField({ ...place, weightVariance: Number(weight) }).depthScale;
      expect(scales!.y[index]).toEqual(depth >= 5 && depth <= 80 ? expect.closeTo(depth, 9) : null);
    });
    expect(scales!.y.filter((depth) => depth === null).length).toBeGreaterThan(0);
    expect(critical!.x[0]).toBe(criticalPoint(place).weightVariance);
  });

  it("has no theory where an axis or a norm takes its ground away", () => {
    const axes = study.axes.slice(0, 2);
    const planes = (change: object): HeatSpec => {
      const own = { ...study, axes, base: { ...study.base, config: { ...study.base.config, ...change } } } as Study;
      return sweepFigures(
        own,
        made(own, () => ({ learnt: 0 })),
      )[0] as HeatSpec;
    };
    expect(planes({}).theory).toHaveLength(2);
    expect(planes({ norm: "batch" }).theory).toBeUndefined();
    expect(planes({ activation: "relu", init: { kind: "variance", weight: 1, bias: 0 } }).theory).toHaveLength(2);
    const turned = { ...study, axes: [axes[1]!, axes[0]!] };
    const [flipped] = sweepFigures(
      turned,
      made(turned, () => ({ learnt: 0 })),
    ) as HeatSpec[];
    expect(flipped!.theory![1]!.y[0]).toBe(criticalPoint({ activation: "tanh", biasVariance: 0.05 }).weightVariance);
  });
});

describe("lines and bars", () => {
  it("have a band over the seeds, and theory where the measure has some", () => {
    const study = changed({
      axes: [
        { path: "config.init", values: ["he-normal", "glorot-normal"] },
        { path: "config.depth", values: [11, 1] },
      ],
      seeds: 11,
      measure: ["gradient", "steps"],
      base: { ...changed({}).base, config: { sizes: [2, 32, 2], activation: "relu" } },
    });
    const lines = made(study, (point, seed) => ({ gradient: seed - Number(point["config.depth"]), steps: null }));
    const [gradient, steps] = sweepFigures(study, lines) as LinesSpec[];
    expect(gradient!.series.map(({ name, role }) => [name, role])).toEqual([
      ["he-normal", undefined],
      ["he-normal, theory", "theory"],
      ["glorot-normal", undefined],
      ["glorot-normal, theory", "theory"],
    ]);
    expect(gradient!.series[0]).toMatchObject({ x: [1, 11], y: [4, -6], low: [0, -10], high: [8, -2] });
    // Between ten layers of 32 ReLUs ‖δ‖² halves with Glorot's weights; the last step is that of the two outputs.
    const drop = Number(gradient!.series[3]!.y[1]) - Number(gradient!.series[3]!.y[0]);
    expect(drop).toBeCloseTo(-5 * Math.log10(2), 9);
    expect(gradient!.band).toBe("from the 10 % to the 90 % of the seeds");
    expect(steps!.series[0]!.y).toEqual([null, null]);
    expect(figure(steps!)).toContain("No data");
  });

  it("are bars where no axis is numbers", () => {
    const study = changed({ axes: [{ path: "config.activation", values: ["tanh", "relu"] }], measure: ["loss"] });
    const [bars] = sweepFigures(
      study,
      made(study, (_, seed) => ({ loss: seed })),
    ) as BarsSpec[];
    expect(bars).toMatchObject({ kind: "bars", categories: ["tanh", "relu"], series: [{ values: [0.5, 0.5] }] });
    const none = changed({ axes: [], measure: ["loss"] });
    expect(
      (
        sweepFigures(
          none,
          made(none, () => ({ loss: 1 })),
        )[0] as BarsSpec
      ).categories,
    ).toEqual(["all"]);
  });

  it("are none without lines", () => {
    expect(sweepFigures(changed({}), [])).toEqual([]);
  });
});

describe("experiments", () => {
  const study: Study = { name: "claims", experiment: "scalar-chain", seeds: 3, controls: true };

  it("count the alarms: a claim that came out other than foreseen, a control that did not", () => {
    const lines = made(study, (point, seed) => {
      const all = experiments.find(({ id }) => id === "scalar-chain")!.claims.map(({ id }) => id);
      const claims = "control" in point ? String(point["control"]).split(", ") : all;
      return Object.fromEntries(claims.map((id) => [id, seed === 2 ? "NaN" : 0]));
    });
    const counts = claimCounts(study, lines);
    const own = counts.filter(({ control }) => !control);
    expect(own.every(({ runs }) => runs === 3)).toBe(true);
    // What is not a number never holds: an alarm of every claim that was foreseen to.
    const { claims } = experiments.find(({ id }) => id === "scalar-chain")!;
    for (const { id, foreseen, low, high } of claims) {
      const holds = (low ?? -1) <= 0 && (high ?? 1) >= 0;
      const expected = (holds === foreseen ? 0 : 2) + (foreseen ? 1 : 0);
      expect(own.find(({ claim }) => claim === id)!.alarms, id).toBe(expected);
      for (const one of counts.filter(({ claim, control }) => control && claim === id))
        expect(one.alarms, `${id}, control`).toBe(3 - expected);
    }
    const [spec] = sweepFigures(study, lines) as BarsSpec[];
    expect(spec).toMatchObject({ kind: "bars", categories: ["scalar-chain"] });
  });
});

describe("the page", () => {
  it.each(["trainability-tanh", "claims"])("of %s has its figures and its table", (name) => {
    const study = studies.find((one) => one.name === name)!;
    const lines = made(study, () => ({ accuracy: 0.5, loss: 1, gradient: -2, "C1.value": 1 }));
    const html = sweepPage(study, lines, { command: "gradiometer sweep <x>", sha256: "0".repeat(64) });
    expect(html).toContain(`<h1>${name}</h1>`);
    expect(html).toContain("gradiometer sweep &lt;x&gt;");
    expect(html).toContain(name === "claims" ? "<h2>Claims</h2>" : "<h2>Points</h2>");
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(300_000);
    expect(() => sweepPage(study, lines, { sha: "" } as object)).toThrow('did you mean "sha256"?');
  });
});
