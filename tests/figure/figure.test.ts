import type { ErrorCode } from "gradiometer";
import { figure, type FigureSpec } from "gradiometer/figure";
import { afterEach, describe, expect, it, test, vi } from "vitest";
import { BROKEN, coordinates, elements, line, log, parse, plot, specs, textOf } from "../support/figures.js";
import { refusal } from "../support/refusal.js";

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

describe("errors", () => {
  it.each<[string, FigureSpec, object | undefined, ErrorCode, RegExp]>([
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
    expect(() => figure(spec, options)).toThrow(refusal(code, message));
  });
});
