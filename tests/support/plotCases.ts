/** The edges of plots over two axes, each by the name of what is at stake. */
import type { AxisSpec, FigureSpec, LinesSpec } from "gradiometer/figure";
import { line, log, plot, specs } from "./figures.js";

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const { lines, scatter } = specs;

const axis = (from?: number, to?: number, more: Partial<AxisSpec> = {}): AxisSpec => ({
  label: "axis",
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
  ...more,
});

const zones = [
  { from: -5, to: 2, label: "begins below the axis" },
  { from: 3, to: 3.01, label: "too flat for a label" },
  {
    from: 4,
    to: 99,
    label: "ends above the axis, and has a name that is far too long to find room between both ends of it",
  },
  { from: 200, to: 300, label: "outside" },
];

const reaches = (y: readonly number[], more: Partial<LinesSpec> = {}) => plot([line(y)], more);

export const PLOTS: Record<string, FigureSpec> = {
  "a log axis each way": plot([line([1, 10, 100, 0, -1])], { x: log, y: log }),
  "numbers that are none": plot([
    line([1, "NaN", 2, "Infinity", null, "-Infinity", 3]),
    line(["NaN", 3, 3, null, 2, 1, "Infinity"], { name: "b" }),
  ]),
  "one point": plot([line([3])]),
  "many points": plot([line(range(900).map((index) => (index % 7) * index))]),
  "nine lines that take turns": plot(
    range(9).map((slot) =>
      line(
        range(60).map(() => 1),
        { name: `line ${slot}` },
      ),
    ),
  ),
  "theory and bounds of their own, four of each": plot([
    line([1, 2, 4, 8]),
    ...range(4).map((rank) => line([rank, 2, 3, 5], { name: `theory ${rank}`, role: "theory" })),
    ...range(4).map((rank) =>
      line([rank, 1, 1, rank], { name: `bound ${rank}`, role: "bound", low: [0, 0, 0, 0], high: [1, 1, 1, 1] }),
    ),
  ]),
  "theory over two lines, of one name": plot([
    line([1, 2, 4]),
    line([2, 3, 5], { name: "b" }),
    line([1, 2, 3], { name: "theory", role: "theory", like: "a" }),
    line([2, 3, 4], { name: "theory", role: "theory", like: "b" }),
  ]),
  "bands that have no name, and gaps": plot([line([1, 2, 3, 2], { low: [0, null, 2, "NaN"], high: [2, 3, 4, 5] })]),
  "zones that the axes cut": plot([line([1, 5, 9])], { zones }),
  "zones on a log axis": plot([line([1, 5, 900])], { y: log, zones: [{ from: 0, to: 10, label: "from 0" }] }),
  "axes with ends": plot(
    [
      line(range(20)),
      line(
        range(20).map((y) => 19 - y),
        { name: "b" },
      ),
    ],
    { x: axis(3, 12), y: axis(4, 11) },
  ),
  "an axis with a first end only": reaches([1, 2, 3], { x: axis(-1), y: axis(-4) }),
  "an axis with a last end only": reaches([1, 2, 3], {
    x: axis(undefined, 7),
    y: axis(undefined, 9, { unit: "nats" }),
  }),
  "a log axis with ends": reaches([0.5, 3, 700], { y: axis(0.3, 2000, { scale: "log", unit: "1" }) }),
  "references at the ends of both axes, and outside": plot([line([0, 4, 8])], {
    x: axis(0, 2),
    y: axis(0, 8),
    references: [-1, 0, 1, 2, 3].flatMap((value) => [
      { value, label: `x ${value}`, axis: "x" },
      {
        value: 4 * value,
        label: `y ${value}, with words enough that it is cut where the plot ends and not a letter later`,
      },
    ]),
  }),
  "five panels": plot(range(5).flatMap((panel) => [line([panel, 2, 1], { panel: `panel ${panel}` })])),
  "points of two series, each with a band": {
    ...scatter,
    band: "range",
    series: [line([1, 2], { low: [0, 1], high: [2, 3] }), line([2, 2], { name: "b" })],
  },
  "a diagonal across what both axes share": { ...scatter, x: axis(0, 10), y: axis(4, 30), series: [line([5, 9, 20])] },
  "a diagonal that neither axis reaches": { ...scatter, x: axis(0, 1), y: axis(4, 30), series: [line([5, 9, 20])] },
  "a diagonal on log axes": { ...scatter, x: log, y: log, series: [line([5, 9, 20, 40])] },
  "places on x that a log axis has not": plot([{ name: "a", x: [-1, 0, 1, "NaN", null, 10], y: [1, 2, 3, 4, 5, 6] }], {
    x: log,
  }),
  "one place on x that is none": plot([{ name: "a", x: ["Infinity", 1, 2], y: [1, 2, 3] }]),
  "values of very different sizes": plot([line([1e-7, 3e-7]), line([-2e-7, 0], { name: "b" })]),
  "values above 100,000": plot([line([99_000, 100_000, 250_000])]),
  "values near to each other, far from 0": plot([line([1000.25, 1000.5, 1000.75])]),
  "values just near enough to 0, and just too far": plot([line([3.9, 10])]),
  "values that begin at four tenths": plot([line([4, 10])]),
  "whole numbers up to 2": plot([line([0, 1, 2])]),
  "less than two whole numbers": plot([line([0, 1, 1])]),
  ...Object.fromEntries(
    [1.5, 4, 9, 10, 50, 990, 1e3, 1e4, 1e7, 1e12, 1e30, 1e120, 1e300].map((high) => [
      `a log axis from 1 to ${high}`,
      plot([line([1, high])], { y: log }),
    ]),
  ),
  "a log axis from 0.001 down": plot([line([1e-3, 3e-5])], { y: log }),
  "a title and a note of several lines": { ...lines, title: "word ".repeat(60), note: "word ".repeat(80) },
};
