import { GradiometerError } from "gradiometer";
import { figure, type FigureSpec, type LinesSpec, type Quantity, type SeriesSpec } from "gradiometer/figure";
import { afterEach, describe, expect, it, test, vi } from "vitest";
import { textWidth } from "../sdk/figure/text.js";
import { coordinates, elements, parse, specs, textOf } from "./support/figures.js";

const line = (y: readonly Quantity[], more: Partial<SeriesSpec> = {}): SeriesSpec => ({
  name: "a",
  x: y.map((_, index) => index),
  y,
  ...more,
});

const plot = (series: readonly SeriesSpec[], more: Partial<LinesSpec> = {}): LinesSpec => ({
  kind: "lines",
  title: "title",
  description: "description",
  x: { label: "layer" },
  y: { label: "norm" },
  series,
  ...more,
});

/** An attribute that is not a number, or finer than 1/100 px. */
const BROKEN = /="[^"]*(NaN|Infinity|undefined|null|\d\.\d{3})/;

const log = { label: "norm", scale: "log" } as const;

function errorOf(act: () => unknown): GradiometerError {
  try {
    act();
  } catch (error) {
    if (error instanceof GradiometerError) return error;
    throw error;
  }
  throw new Error("expected an error");
}

describe.each(Object.entries(specs))("%s", (kind, spec) => {
  const svg = figure(spec);

  it("is well-formed XML that names and describes itself", () => {
    const root = parse(svg);
    expect(spec.kind).toBe(kind);
    expect(root["@role"]).toBe("img");
    const ids = String(root["@aria-labelledby"]).split(" ");
    expect(elements(root, "title").map((one) => one["@id"])).toEqual([ids[0]]);
    expect(elements(root, "desc").map((one) => one["@id"])).toEqual([ids[1]]);
    expect(textOf(elements(root, "title")[0]!)).toBe(spec.title);
    const description = textOf(elements(root, "desc")[0]!);
    expect(description.startsWith(spec.description)).toBe(true);
    expect(description.length).toBeGreaterThan(spec.description.length + 10);
  });

  it("scales, and needs nothing from elsewhere", () => {
    expect(svg).toMatch(/viewBox="0 0 720 \d+"/);
    expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|<style|<script|<image|@import|href/);
  });

  it("has no coordinate that is not a number, none finer than 1/100 px, none beside the drawing", () => {
    expect(svg).not.toMatch(BROKEN);
    const height = Number(/viewBox="0 0 720 (\d+)"/.exec(svg)![1]);
    for (const { x, y } of coordinates(parse(svg))) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(720);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(height);
    }
  });

  it("gives the same bytes again, leaves its specification alone, and takes other ids and widths", () => {
    const before = JSON.stringify(spec);
    expect(figure(spec)).toBe(svg);
    expect(figure(JSON.parse(before) as FigureSpec)).toBe(svg);
    expect(JSON.stringify(spec)).toBe(before);
    const other = figure(spec, { id: "other", width: 400, theme: "dark" });
    expect(other).toContain('aria-labelledby="other-title other-desc"');
    const [mine, its] = [svg, other].map((one) => new Set([...one.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)));
    expect([...mine!].filter((id) => its!.has(id))).toEqual([]);
    for (const reference of other.matchAll(/url\(#([^)]+)\)/g)) expect(its).toContain(reference[1]);
    parse(other);
  });

  it("refers only to what is there", () => {
    const ids = new Set([...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const [, id] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
  });
});

describe("another engine", () => {
  afterEach(() => vi.restoreAllMocks());

  test.each(Object.entries(specs))(
    "whose logarithms and powers differ in the last bit draws the same %s",
    (_, spec) => {
      const expected = figure(spec);
      for (const name of ["log", "log10", "exp", "sin", "cos"] as const) {
        const own = Math[name];
        vi.spyOn(Math, name).mockImplementation((x) => own(x) * (1 + Number.EPSILON));
      }
      expect(figure(spec)).toBe(expected);
    },
  );
});

describe("texts", () => {
  const nasty = `<b> & "quotes" 'and' ]]> \u0000\u0008 \ud800 –`;

  test.each(Object.entries(specs))("of %s are escaped wherever they stand", (_, spec) => {
    const poisoned = JSON.parse(JSON.stringify(spec), (key, value: unknown) =>
      typeof value === "string" && !["kind", "scale", "role", "axis", "over", "arrange"].includes(key)
        ? /^(NaN|-?Infinity)$/.test(value)
          ? value
          : `${value} ${nasty}`
        : value,
    ) as FigureSpec;
    const svg = figure(poisoned);
    const root = parse(svg);
    expect(textOf(elements(root, "title")[0]!)).toContain(`<b> & "quotes" 'and' ]]>`);
    expect(elements(root, "b")).toEqual([]);
    expect(svg).not.toMatch(/[\u0000-\u0008\ud800-\udfff]/);
  });

  it("are wrapped, so that none runs out of the drawing", () => {
    const long = "a title that goes on and on ".repeat(20).trim();
    const svg = figure(plot([line([1, 2, 3])], { title: long, note: long }), { width: 400 });
    const lines = elements(parse(svg), "text").map(textOf);
    expect(lines.filter((one) => one.startsWith("a title") || one.includes("goes on")).length).toBeGreaterThan(10);
    expect(Math.max(...lines.map((one) => one.length))).toBeLessThan(70);
  });
});

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
    expect(errorOf(() => figure({ ...spec, arrange: "stacked" })).code).toBe("BAD_OPTION");
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

describe("errors", () => {
  it.each<[string, FigureSpec, object | undefined, GradiometerError["code"], RegExp]>([
    [
      "an unknown kind",
      { ...plot([]), kind: "pie" as "lines" },
      undefined,
      "BAD_OPTION",
      /kind: expected one of lines/,
    ],
    ["a kind of Object's own", { ...plot([]), kind: "toString" as "lines" }, undefined, "BAD_OPTION", /kind/],
    [
      "x and y of different lengths",
      plot([{ name: "a", x: [1, 2], y: [1] }]),
      undefined,
      "BAD_SHAPE",
      /series\[0\] \(a\).*2.*1/,
    ],
    ["half a band", plot([line([1], { low: [0] })]), undefined, "BAD_OPTION", /low and .high/],
    [
      "an axis that ends before it begins",
      plot([line([1])], { y: { label: "y", from: 2, to: 1 } }),
      undefined,
      "BAD_OPTION",
      /y\.to/,
    ],
    ["a log axis from 0", plot([line([1])], { y: { ...log, from: 0 } }), undefined, "BAD_OPTION", /above 0/],
    ["rows of different lengths", { ...specs.heat, values: [[1]] }, undefined, "BAD_SHAPE", /rows/],
    ["columns that do not grow", { ...specs.heat, xs: specs.heat.xs.map(() => 1) }, undefined, "BAD_OPTION", /xs\[1\]/],
    ["too few bars", { ...specs.bars, categories: ["one"] }, undefined, "BAD_SHAPE", /categories/],
    [
      "a negative share",
      { ...specs.bars, arrange: "stacked", series: [{ name: "a", values: specs.bars.categories.map(() => -1) }] },
      undefined,
      "BAD_OPTION",
      /negative/,
    ],
    [
      "a negative count",
      { ...specs.ridges, histograms: [{ name: "1", from: 0, to: 1, shares: [-1] }] },
      undefined,
      "BAD_OPTION",
      /shares/,
    ],
    ["an unknown option", plot([]), { colour: "red" }, "BAD_OPTION", /colour/],
    ["too narrow", plot([]), { width: 10 }, "BAD_OPTION", /width/],
    ["an id with a space", plot([]), { id: "a b" }, "BAD_OPTION", /id/],
    ["an unknown theme", plot([]), { theme: "pink" }, "BAD_OPTION", /theme/],
  ])("%s", (_, spec, options, code, message) => {
    const error = errorOf(() => figure(spec, options));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });
});
