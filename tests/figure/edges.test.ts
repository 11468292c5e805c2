import { figure, type FigureSpec, type Quantity } from "gradiometer/figure";
import { describe, expect, it } from "vitest";
import { textWidth } from "../../sdk/figure/text.js";
import { BROKEN, coordinates, elements, line, log, parse, plot, specs, textOf } from "../support/figures.js";

describe.each([320, 720])("whatever it is given, %d px wide", (width) => {
  const thousand = Array.from({ length: 1000 }, (_, index) => (index % 2 ? "NaN" : 0)) as Quantity[];
  const lists: Record<string, readonly Quantity[]> = {
    "nothing finite": ["NaN", "Infinity", "-Infinity"],
    "one point": [5],
    "equal values": [3, 3, 3],
    extremes: [5e-324, 1.7e308, -1.7e308],
    "a thousand points": thousand,
  };
  const named = "a very long name ".repeat(12) + "x".repeat(200);
  const texts = { title: named, description: named, note: named };

  it.each(Object.entries(lists))("%s: drawn without a broken coordinate, in little room", (_, y) => {
    for (const scale of ["linear", "log"] as const) {
      const axis = { label: named, scale };
      const series = [line(y, { name: named, low: y, high: y }), line(y, { name: "theory", role: "theory" })];
      for (const kind of ["lines", "loss", "scatter"] as const) {
        const svg = figure({ ...plot(series, { x: axis, y: axis, ...texts }), kind }, { width });
        expect(svg.replace(/>[^<]*</g, "><")).not.toMatch(/NaN|Infinity|undefined|null/);
        expect(svg.length).toBeLessThan(150_000);
        for (const { x } of coordinates(parse(svg))) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(width);
        }
      }
    }
  });

  it("no series at all: says that nothing was measured", () => {
    expect(figure(plot([]), { width })).toContain("No data");
  });

  it("long names are cut where they have no room", () => {
    for (const spec of Object.values(specs)) {
      const renamed = JSON.parse(
        JSON.stringify(spec, (key, value: unknown) =>
          key === "name" || key === "label" ? `${String(value)} ${named}` : value,
        ),
      ) as FigureSpec;
      for (const text of elements(parse(figure(renamed, { width })), "text"))
        expect(textWidth(textOf(text), Number(text["@font-size"] ?? 12.5))).toBeLessThanOrEqual(width);
    }
  });
});

describe("what cannot be drawn plainly", () => {
  it("no data: a figure that says so, for every kind", () => {
    const nothing: FigureSpec[] = [
      plot([]),
      plot([line([null, null])]),
      { ...plot([]), kind: "loss" },
      { ...plot([]), kind: "scatter" },
      { ...specs.ridges, histograms: [] },
      { ...specs.histogram, histograms: [], theory: [] },
      { ...specs.spectra, groups: [] },
      { ...specs.heat, xs: [], ys: [], values: [] },
      { ...specs.factors, factors: [] },
      { ...specs.bars, categories: [], series: [] },
    ];
    for (const spec of nothing) {
      const root = parse(figure(spec));
      expect(elements(root, "text").map(textOf)).toContain("No data: nothing was measured for this figure.");
    }
  });

  it("a figure that has a place for data, but no number, says so too; one number or one word is enough to draw", () => {
    const bars = { ...specs.bars, categories: ["a"], series: [{ name: "one", values: [null] }] };
    const { heat, histogram, ridges } = specs;
    const noShares = { name: "1", from: 0, to: 1, shares: [] };
    const nothing: FigureSpec[] = [
      bars,
      { ...bars, series: [...bars.series, { name: "other", values: [null] }] },
      { ...heat, values: heat.values.map((row) => row.map(() => null)) },
      { ...ridges, histograms: [noShares, noShares] },
      { ...histogram, histograms: [noShares], theory: [] },
      plot([line([]), line([null], { name: "b" })]),
    ];
    const something: FigureSpec[] = [
      { ...bars, missing: "did not arrive" },
      { ...bars, series: [...bars.series, { name: "other", values: [0] }] },
      { ...bars, series: [{ name: "one", values: ["NaN"] }] },
      { ...heat, values: heat.values.map((row, index) => row.map(() => (index === 0 ? 1 : null))) },
      { ...ridges, histograms: [noShares, { ...noShares, shares: [1] }] },
      plot([line([null]), line([null, 1], { name: "b" })]),
    ];
    const saysSo = (spec: FigureSpec) => figure(spec).includes("No data: nothing was measured for this figure.");
    expect(nothing.map(saysSo)).toEqual(nothing.map(() => true));
    expect(something.map(saysSo)).toEqual(something.map(() => false));
  });

  it("nothing is said in a box of its own, on the paper of the theme", () => {
    const root = parse(figure(plot([]), { width: 400, theme: "dark" }));
    const [paper, box] = elements(root, "rect");
    expect(paper).toMatchObject({ "@width": "400", "@fill": "#16181d" });
    expect(box).toMatchObject({ "@x": "16", "@width": "368", "@height": "110", "@fill": "none", "@stroke": "#b4b8c0" });
    const said = elements(root, "text").find((text) => textOf(text).startsWith("No data"));
    expect(said).toMatchObject({ "@x": "200", "@text-anchor": "middle" });
  });

  it("NaN and infinities: marks in a row of their own, and the line has gaps", () => {
    const svg = figure(plot([line([1, 2, "NaN", 3, "Infinity", "-Infinity", 2, 1])]));
    const texts = elements(parse(svg), "text").map(textOf);
    expect(texts).toContain("not finite");
    expect(texts.join(" ")).toContain("×\u00a0NaN, ▲\u00a0+∞, ▼\u00a0−∞: not a finite number.");
    const path = /<path d="(M[^"]*L[^"]*)" fill="none" stroke="#0072b2"/.exec(svg)![1]!;
    expect(path.match(/M/g)).toHaveLength(2); // 1–2 and 2–1; the 3 stands alone as a mark
    const plain = figure(plot([line([1, 2, 3, 2, 1])]));
    expect(plain).not.toContain("not finite");
  });

  it("a gap is no mark", () => {
    const svg = figure(plot([line([1, 2, null, 3, 4])]));
    expect(svg).not.toContain("not finite");
    expect(/<path d="(M[^"]*L[^"]*)" fill="none" stroke="#0072b2"/.exec(svg)![1]!.match(/M/g)).toHaveLength(2);
  });

  it("zeros on a log axis: hollow marks in a row labelled 0; negative numbers: ≤ 0", () => {
    const zero = elements(parse(figure(plot([line([1, 0.01, 0, 0])], { y: log }))), "text").map(textOf);
    expect(zero).toContain("0");
    expect(zero).not.toContain("≤ 0");
    const negative = elements(parse(figure(plot([line([1, 0.01, 0, -1])], { y: log }))), "text").map(textOf);
    expect(negative).toContain("≤ 0");
    expect(negative.join(" ")).toContain("0 or negative");
    const none = elements(parse(figure(plot([line([1, 0.01])], { y: log }))), "text").map(textOf);
    expect(none).not.toContain("0");
  });

  it("points without a place on the x axis are counted", () => {
    const spec = plot([{ name: "a", x: [0, 1, 10, "NaN"], y: [1, 2, 3, 4] }], { x: { label: "step", scale: "log" } });
    expect(
      elements(parse(figure(spec)), "text")
        .map(textOf)
        .join(" "),
    ).toContain("2 points have no place on the x axis and are left out.");
  });

  it.each([
    ["nothing finite", ["NaN", "Infinity"], "linear"],
    ["nothing positive", [0, -1], "log"],
    ["one value", [5], "linear"],
    ["one value on a log axis", [5], "log"],
    ["all alike", [0, 0, 0], "linear"],
    ["from the smallest to the largest float64", [5e-324, 1, 1.7976931348623157e308], "log"],
    ["both ends of float64", [-1.7976931348623157e308, 1.7976931348623157e308], "linear"],
    ["subnormal", [5e-324, 1e-323], "log"],
    ["subnormal, linear", [5e-324, 1e-323], "linear"],
    ["a hair apart", [1, 1 + Number.EPSILON], "linear"],
    ["a hair apart on a log axis", [1, 1 + Number.EPSILON], "log"],
  ] as const)("%s", (_, values, scale) => {
    const svg = figure(plot([line([...values])], { y: { label: "norm", scale } }));
    parse(svg);
    expect(svg).not.toMatch(BROKEN);
    expect(elements(parse(svg), "path").length).toBeGreaterThan(1);
  });

  it("a bar that is not finite is a word, a missing one says what the figure says", () => {
    const bars = { ...specs.bars, missing: "did not arrive" };
    const texts = elements(parse(figure(bars)), "text").map(textOf);
    expect(texts).toEqual(expect.arrayContaining(["× NaN", "× ∞", "did not arrive"]));
  });

  it("a cell that is not finite is hatched and explained", () => {
    const svg = figure(specs.heat);
    expect(svg).toContain("-hatch)");
    const texts = elements(parse(svg), "text").map(textOf);
    expect(texts).toEqual(expect.arrayContaining(["not finite", "not measured"]));
  });
});
