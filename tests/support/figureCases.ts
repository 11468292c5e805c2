/** What is drawn otherwise than in the specimens: the edges of every kind of figure, each by the name of what is at stake. */
import type { BarsSpec, FactorsSpec, FigureSpec, HeatSpec, Quantity } from "gradiometer/figure";
import { log, specs } from "./figures.js";
import { PLOTS } from "./plotCases.js";

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const { bars, factors, heat, histogram, ridges, spectra } = specs;

const STACK = [
  { name: "one", values: bars.categories.map((_, index) => index) },
  { name: "two", values: bars.categories.map(() => 1) },
];

/** Bars of one series over categories a, b, c … */
const barsOf = (values: readonly Quantity[], more: Partial<BarsSpec> = {}): BarsSpec => ({
  ...bars,
  references: [],
  value: { label: "size" },
  categories: values.map((_, index) => "abcdefgh".charAt(index)),
  series: [{ name: "one", values }],
  ...more,
});

/** Layers of eight singular values each. */
const layers = (count: number, theory: boolean) =>
  range(count).map((layer) => ({
    name: String(layer),
    values: range(8).map((index) => (8 - index) / (layer + 1)),
    ...(theory && { theory: range(8).map((index) => (9 - index) / (layer + 1)) }),
  }));

const factorsOf = (values: readonly Quantity[], more: Partial<FactorsSpec> = {}): FactorsSpec => ({
  ...factors,
  factors: values.map((value, index) => ({ name: `w${index}`, value })),
  ...more,
});

/** A plane whose rows are given from the bottom up. */
const heatOf = (values: readonly (readonly Quantity[])[], more: Partial<HeatSpec> = {}): HeatSpec => ({
  ...heat,
  xs: (values[0] ?? []).map((_, column) => column + 1),
  ys: values.map((_, row) => row + 1),
  values,
  colour: { label: "height" },
  contours: [],
  theory: [],
  ...more,
});
const hill = (columns: number, rows: number, top = 4) =>
  range(rows).map((row) => range(columns).map((column) => top - Math.abs(column - 2) - Math.abs(row - 2) / 2));

const BARS: Record<string, FigureSpec> = {
  "bars on a log axis": { ...bars, arrange: "grouped", value: log },
  "bars in a stack": { ...bars, arrange: "stacked", value: { label: "share" }, series: STACK },
  "one series of bars, all to the left": barsOf([-1, -3, -0.5], { references: [{ value: -2, label: "a line" }] }),
  "bars of both signs, and lines through their numbers": barsOf([-1, 2, 0, 1.9], {
    references: [-1.2, -0.05, 0.3, 1, 2.1, 2.2, 2.6].map((value) => ({ value, label: `at ${value}` })),
  }),
  "bars of theory and of measurement, with errors": barsOf([1, 2, 3], {
    series: [
      { name: "measured", values: [1, 2, 3], low: [0.5, null, "NaN"], high: [1.5, 2.5, 4] },
      { name: "theory", role: "theory", values: [1, -2, 3] },
      { name: "third", values: [1, 2, null] },
    ],
    references: [{ value: 1, label: "one" }],
  }),
  "the same on a log axis, with what has no place there": barsOf([1, 20, 0, -3], {
    value: log,
    series: [
      { name: "measured", values: [1, 20, 0, -3], low: [0.5, 10, 0, -4], high: [2, 30, 1, -2] },
      { name: "theory", role: "theory", values: [3, 0, 0, -3] },
    ],
    references: [{ value: 3, label: "three" }],
  }),
  "one word for all bars of a category": barsOf([null, null], {
    missing:
      "did not arrive, for reasons that are longer than the room that is left for them in a figure of this width",
    series: [
      { name: "one", values: [null, 1] },
      { name: "two", values: [null, null] },
    ],
    references: [{ value: 0.1, label: "a line through the word" }],
  }),
  "a stack with words": barsOf([0, 1, "NaN", null, 2], {
    arrange: "stacked",
    series: [
      { name: "one", values: [0, 1, "NaN", null, 1e-6] },
      { name: "two", values: [0, null, 2, null, 30] },
      { name: "three", values: [0, 8, "Infinity", null, 0.6] },
    ],
  }),
  "a stack with a word of its own": barsOf([0, 1], { arrange: "stacked", missing: "nothing" }),
  "names of one to six lines": barsOf([1, 2, 3, 4], {
    categories: ["short", ...[8, 14, 40].map((words) => "several words ".repeat(words))],
  }),
  "an axis of bars with ends": barsOf([1, 5, 9], { value: { label: "size", from: 2, to: 6 } }),
};

const PLANES: Record<string, FigureSpec> = {
  "a plane with level curves": heatOf(hill(6, 5), {
    contours: [0.5, 1.75, 2, 4, 5].map((level) => ({ level, label: `level ${level}` })),
  }),
  "a plane with a hole": heatOf(
    hill(6, 6).map((row, at) => row.map((value, column) => (at === 3 && column === 2 ? null : value))),
    {
      contours: [1, 2.5, 3].map((level) => ({ level, label: String(level) })),
    },
  ),
  "a plane with a centre": heatOf(hill(5, 4), { colour: { label: "height", unit: "m", centre: 3 } }),
  "a plane with a centre on a log scale": heatOf(hill(5, 4), {
    colour: { label: "height", scale: "log", centre: 0.1 },
  }),
  "a plane of nothing above 0": heatOf(
    [
      [-1, 0],
      [0, -2],
    ],
    { colour: { label: "height", scale: "log", centre: 1 } },
  ),
  "a plane with level curves on a log scale": heatOf(
    hill(7, 5, 5).map((row) => row.map((value) => 10 ** Math.round(value))),
    {
      colour: { label: "height", scale: "log" },
      contours: [
        { level: 30, label: "30" },
        { level: -1, label: "none" },
      ],
      x: log,
    },
  ),
  "one row": heatOf([[1, 2, 3, 3, 3]], { contours: [{ level: 2, label: "2" }] }),
  "one column": heatOf([[1], [2], [2]], { contours: [{ level: 2, label: "2" }] }),
  "one cell": heatOf([[7]], { xs: [0], ys: [-3] }),
  "a plane of infinities": heatOf([
    ["Infinity", "NaN"],
    ["-Infinity", null],
  ]),
  "three lines of theory, with gaps": heatOf(hill(5, 4), {
    theory: range(3).map((which) => ({
      name: `theory ${which}`,
      x: [1, 2, null, 4, "NaN", 5],
      y: [which, 2, 3, 4, 4, 1],
    })),
  }),
  "cells of uneven sizes": heatOf(hill(4, 3), { xs: [1, 2, 8, 9], ys: [0.1, 4, 5] }),
};

const REST: Record<string, FigureSpec> = {
  ...Object.fromEntries(
    [1, 2, 7, 8, 13].flatMap((count) =>
      [false, true].map((theory) => [
        `spectra of ${count} layers over their index, ${theory ? "with" : "without"} theory`,
        {
          ...spectra,
          over: "index" as const,
          groups: layers(count, theory),
          ...(count === 2 && { y: { label: "own" } }),
        },
      ]),
    ),
  ),
  "spectra without theory": { ...spectra, groups: layers(3, false), references: [{ value: 1, label: "one" }] },
  "spectra with gaps": {
    ...spectra,
    groups: [
      { name: "a", values: [3, "NaN", null, 1] },
      { name: "b", values: [null] },
      { name: "c", values: [1], theory: [] },
    ],
  },
  "histograms of no width, and of nothing": {
    ...histogram,
    histograms: [
      { name: "no width", from: 2, to: 2, shares: [1] },
      { name: "no width at 0", from: 0, to: 0, shares: [3, 0] },
      { name: "nothing", from: 0, to: 1, shares: [] },
      { name: "nothing finite", from: 0, to: 1, shares: ["NaN"] },
      { name: "zeros", from: 0, to: 1, shares: [0, 0], panel: "other" },
    ],
    theory: [],
  },
  "histograms of several panels": {
    ...histogram,
    histograms: range(3).map((at) => ({
      name: `n = ${at}`,
      panel: `panel ${at % 2}`,
      from: -at,
      to: 3,
      shares: [1, 4, at],
    })),
  },
  ...Object.fromEntries(
    [1, 4, 5, 12, 13, 20].map((rows) => [
      `ridges of ${rows} rows`,
      {
        ...ridges,
        histograms: range(rows).map((row) => ({
          name: `row ${row}`,
          from: -1,
          to: 1 + row,
          shares: range(900).map((bin) => 1 + ((bin * 7) % 11)),
        })),
      },
    ]),
  ),
  "ridges with outliers, without width, without data": {
    ...ridges,
    histograms: [
      { name: "outliers", from: -50, to: 50, shares: [1, ...range(98).map((bin) => (bin === 49 ? 1e5 : 0)), 1] },
      { name: "no width", from: 0.5, to: 0.5, shares: [1] },
      { name: "no data, and a name far too long for the place that it has at the side", from: 0, to: 1, shares: [] },
      { name: "zeros", from: 0, to: 1, shares: [0, 0] },
    ],
  },
  "factors of every kind": factorsOf([0.5, -4, 1, 0.001, "NaN", 2]),
  "factors that vanish": factorsOf([2, 0, 3]),
  "a factor that is missing": factorsOf([2, null, 3]),
  "factors that explode": factorsOf([3, "Infinity", -1]),
  "factors that fall, then grow": factorsOf([3, 2, 0.1, 0.1, 5, 9, 9]),
  "factors that grow, then fall": factorsOf([0.5, 4, 4, 0.25, 0.25], { product: "∂".repeat(80) }),
  "one factor": factorsOf([-0.3], {
    factors: [{ name: "a name that is far too long", value: -0.3, meaning: "words ".repeat(30) }],
  }),
  "nine factors": factorsOf(range(9).map((index) => 0.5 + index / 4)),
  "ten factors": factorsOf(range(10).map((index) => 0.5 + index / 4)),
  "factors beyond what an axis can span": factorsOf([1e200, 1e200, 1e-300]),
};

export const CASES: Record<string, FigureSpec> = { ...PLOTS, ...BARS, ...PLANES, ...REST };
