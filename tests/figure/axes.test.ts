import { figure, type FigureSpec } from "gradiometer/figure";
import { describe, expect, it } from "vitest";
import { textWidth } from "../../sdk/figure/text.js";
import { FONT } from "../../sdk/figure/theme.js";
import { elements, line, log, parse, plot, specs, textOf } from "../support/figures.js";
import { refusal } from "../support/refusal.js";

describe("axes and lines", () => {
  const yLabels = (svg: string) =>
    elements(parse(svg), "text")
      .filter((one) => one["@text-anchor"] === "end")
      .map(textOf);

  it("a log axis has powers of ten, a short one 1, 2, 5", () => {
    expect(yLabels(figure(plot([line([1e-12, 1])], { y: log })))).toEqual(expect.arrayContaining(["10⁻¹⁰", "10⁰"]));
    expect(yLabels(figure(plot([line([1, 9])], { y: log })))).toEqual(["1", "2", "5", "10"]);
  });

  it("equal steps on a log axis are equal distances", () => {
    const svg = figure(plot([line([1, 1e-2, 1e-4, 1e-6])], { y: log }));
    const d = /<path d="M([^"]*)" fill="none" stroke="#0072b2"/.exec(svg)![1]!;
    const heights = d.split("L").map((point) => Number(point.split(",")[1]));
    const steps = heights.slice(1).map((height, index) => height - heights[index]!);
    for (const step of steps) expect(Math.abs(step - steps[0]!)).toBeLessThan(0.03);
  });

  it("no tick stands between two layers", () => {
    const svg = figure(plot([line([1, 2, 3])]));
    const labels = elements(parse(svg), "text")
      .filter((one) => one["@text-anchor"] === "middle")
      .map(textOf);
    expect(labels).toEqual(["layer", "0", "1", "2"]);
  });

  it("theory is dashed, a bound dotted, and both share the colour of what they are laid over", () => {
    const measured = line([1, 2]);
    const svg = figure(
      plot([
        measured,
        line([1, 2.1], { name: "theory", role: "theory", like: "a" }),
        line([2, 3], { name: "b", role: "bound" }),
      ]),
    );
    const dashes = elements(parse(svg), "path").map((path) => path["@stroke-dasharray"]);
    expect(dashes).toEqual(expect.arrayContaining(["7 4", "1.5 4", undefined]));
    expect(svg).toContain('stroke="#003f66"');
  });

  it("series of one name look alike in all panels", () => {
    const panels = ["x", "y"].flatMap((panel) => ["a", "b"].map((name) => line([1, 2], { name, panel })));
    const svg = figure(plot(panels));
    const count = (colour: string) => svg.match(new RegExp(`fill="none" stroke="${colour}"`, "g"))?.length;
    expect(count("#0072b2")).toBe(3); // two panels and the legend
    expect(count("#d55e00")).toBe(3);
  });

  it("a hundred thousand points make no large file, and no extreme is lost", () => {
    const y = Array.from({ length: 100_000 }, (_, index) => (index === 54_321 ? 50 : (index * 7919) % 10));
    const svg = figure({ ...plot([line(y)]), kind: "loss" });
    expect(svg.length).toBeLessThan(60_000);
    const highest = (drawn: string) => {
      const d = /<path d="(M[^"]*)" fill="none" stroke="#0072b2"/.exec(drawn)![1]!;
      return Math.min(...[...d.matchAll(/[ML][\d.]+,([\d.]+)/g)].map(([, height]) => Number(height)));
    };
    const whole = figure({ ...plot([line([0, 50, 0])]), kind: "loss" });
    expect(highest(svg)).toBe(highest(whole));
  });

  it("a band is drawn for theory too", () => {
    const theory = line([1, 2, 3], { name: "theory", role: "theory", low: [0, 1, 2], high: [2, 3, 4] });
    const svg = figure(plot([line([1, 2, 3]), theory], { band: "± 2 s.d." }));
    expect(svg).toMatch(/<path d="M[^"]*Z" fill="[^"]*" fill-opacity="0.1"/);
    expect(svg).toContain("± 2 s.d.");
  });

  it("bounds and theories of several names have dashes of their own", () => {
    for (const role of ["bound", "theory"] as const) {
      const svg = figure(plot([line([1, 2]), line([2, 3], { name: "b", role }), line([3, 4], { name: "c", role })]));
      const dashes = [...svg.matchAll(/fill="none"[^>]*stroke-dasharray="([^"]+)"/g)].map(([, dash]) => dash);
      expect(new Set(dashes).size).toBe(2);
    }
  });

  it("lines upon each other take turns with their marks", () => {
    const y = Array.from({ length: 200 }, (_, index) => index);
    const svg = figure(plot([line(y), line(y, { name: "b" })]));
    const marks = [...svg.matchAll(/<g fill="(#0072b2|#d55e00)"[^>]*>(.*?)<\/g>/g)].map(([, , inside]) =>
      [...inside!.matchAll(/translate\(([\d.]+),/g)].map(([, x]) => Number(x)).slice(0, -1),
    );
    expect(marks).toHaveLength(2);
    for (const x of marks[0]!) for (const other of marks[1]!) expect(Math.abs(x - other)).toBeGreaterThan(5);
  });

  it("a log axis over few decades ends near its data", () => {
    const svg = figure(plot([line([8, 20, 128])], { y: log }));
    const texts = elements(parse(svg), "text").map(textOf);
    expect(texts).toEqual(expect.arrayContaining(["5", "200"]));
    expect(texts).not.toContain("1000");
  });

  it("bars are hatched, theory is hollow, one beyond the axis ends with it", () => {
    const spec: FigureSpec = {
      kind: "bars",
      title: "t",
      description: "d",
      value: { label: "v", from: 0, to: 2 },
      categories: ["a"],
      series: [
        { name: "one", values: [1] },
        { name: "other", values: [1000] },
        { name: "theory", values: [1.5], role: "theory" },
      ],
    };
    const svg = figure(spec, { id: "f" });
    const boxes = elements(parse(svg), "rect").filter((box) => box["@height"] === "15");
    expect(boxes.map((box) => box["@fill"])).toEqual(["#0072b2", "url(#f-bar-1)", "none"]);
    expect(boxes[2]!["@stroke-dasharray"]).toBeDefined();
    expect(Number(boxes[1]!["@width"])).toBeCloseTo(2 * Number(boxes[0]!["@width"]), 1);
    expect(() => figure({ ...spec, arrange: "stacked" })).toThrow(refusal("BAD_OPTION", /role: .* in a stack/));
  });

  it("the places of a heat map are held against the scale of their own axis", () => {
    const { values, ...rest } = { ...specs.heat, contours: [] };
    const heat = (xs: number[], ys: number[], x: object, y: object): FigureSpec => ({
      ...{ ...rest, xs, ys, values: ys.map(() => xs.map(() => values[0]![0]!)) },
      ...{ x: { label: "x", ...x }, y: { label: "y", ...y } },
    });
    const scale = "log";
    expect(figure(heat([1, 10], [-2, 0, 3], { scale }, {}))).toContain("</svg>");
    expect(figure(heat([-2, 0, 3], [1, 10], {}, { scale }))).toContain("</svg>");
    expect(() => figure(heat([0, 10], [-2, 0], { scale }, {}))).toThrow(refusal("BAD_OPTION", /xs\[0\].*above 0/));
    expect(() => figure(heat([-2, 0], [0, 10], {}, { scale }))).toThrow(refusal("BAD_OPTION", /ys\[0\].*above 0/));
  });

  it("the label of an axis that is longer than the figure goes on in lines that stay within its margins", () => {
    const [width, margin] = [340, 16];
    const longest = Array.from({ length: 40 }, (_, words) => {
      const label = Array.from({ length: words + 1 }, (_, word) => "m".repeat(1 + ((word * words) % 5))).join(" ");
      const root = parse(figure(plot([line([1, 2])], { y: { label } }), { width }));
      const lines = elements(root, "text")
        .map(textOf)
        .filter((text) => /^[m …]+$/.test(text));
      return Math.max(...lines.map((text) => textWidth(text, FONT.small)));
    });
    expect(Math.max(...longest)).toBeLessThanOrEqual(width - 2 * margin);
    expect(Math.max(...longest)).toBeGreaterThan(width - 2 * margin - 12); // all of the room is taken
  });

  it("bars on a log axis are stems with a mark, their tips where the logarithm of the value is", () => {
    const spec: FigureSpec = {
      ...{ kind: "bars", title: "t", description: "d" },
      value: { label: "v", scale: "log", from: 1e-4, to: 1 },
      categories: ["a", "b", "c", "d"],
      series: [{ name: "one", values: [1e-3, 1e-2, 1e-1, 0] }],
    };
    const svg = figure(spec);
    const root = parse(svg);
    expect(elements(root, "rect")).toHaveLength(1); // the paper alone
    const stems = elements(root, "path").filter((one) => one["@stroke-width"] === "2");
    const [starts, tips] = [/^M([\d.]+),/, /L([\d.]+),/].map((end) => stems.map((one) => Number(end.exec(one["@d"]!)![1]))) as [number[], number[]]; // prettier-ignore
    expect(tips).toHaveLength(3);
    expect(tips[1]! - tips[0]!).toBeGreaterThan(50);
    expect(tips[2]! - tips[1]!).toBeCloseTo(tips[1]! - tips[0]!, 1);
    for (const start of starts) expect(start).toBeCloseTo(tips[0]! - (tips[1]! - tips[0]!), 1);
    const texts = elements(root, "text").map(textOf);
    expect(texts).toEqual(expect.arrayContaining(["v, log scale", "10⁻⁴", "10⁰", "0"]));
    expect(() => figure({ ...spec, arrange: "stacked" })).toThrow(
      refusal("BAD_OPTION", /value\.scale: expected "linear" for stacked bars, but got "log"/),
    );
    const linear = figure({ ...spec, value: { label: "v" } });
    expect(elements(parse(linear), "rect").length).toBeGreaterThan(3);
  });

  it("a level that no value reaches is not in the legend", () => {
    const heat = { ...specs.heat, contours: [{ level: 1e9, label: "never reached" }] };
    expect(figure(heat)).not.toContain("never reached");
  });

  it("the contour of a plane lies where its values cross the level", () => {
    const xs = Array.from({ length: 21 }, (_, index) => index / 10);
    const spec: FigureSpec = {
      kind: "heat",
      title: "t",
      description: "d",
      x: { label: "x" },
      y: { label: "y" },
      xs,
      ys: xs,
      values: xs.map(() => xs),
      colour: { label: "x", centre: 1 },
      contours: [{ level: 0.75, label: "¾" }],
    };
    const svg = figure(spec);
    const d = /<path d="(M[^"]+)" fill="none" stroke-linejoin="round" stroke="#1a1a1a"/.exec(svg)![1]!;
    const places = [...d.matchAll(/[ML]([\d.]+),/g)].map(([, x]) => Number(x));
    const tick = (label: string) =>
      Number(
        elements(parse(svg), "text").find((one) => textOf(one) === label && one["@text-anchor"] === "middle")!["@x"],
      );
    const expected = tick("0.6") + (tick("0.8") - tick("0.6")) * 0.75;
    for (const place of places) expect(Math.abs(place - expected)).toBeLessThan(0.02);
  });
});
