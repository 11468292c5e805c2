/** Small plots in characters: logarithmic where the values span decades, several curves told apart without colour. */
import { formatNumber } from "../../figure/number.js";
import { visible } from "./escape.js";
import type { Screen } from "./screen.js";

/** One curve; a y of null or NaN is a gap. */
export interface Curve {
  label: string;
  points: readonly (readonly [x: number, y: number | null])[];
}

const MARKS = ["●", "○", "▲", "△", "■", "□"];
const BLOCKS = "▁▂▃▄▅▆▇█";
const DECADES = 1.5;

/** From value to height 0 … 1; a logarithmic scale gives null to what is not positive. */
export interface Scale {
  log: boolean;
  low: number;
  high: number;
  height(value: number): number | null;
}

/** The common scale of some values: logarithmic where none is negative and the positive ones span decades, if it may be. */
export function scaleOf(values: readonly (number | null)[], mayBeLog = true): Scale {
  const finite = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const positive = finite.filter((value) => value > 0);
  const lowest = Math.min(...positive);
  const highest = Math.max(...positive);
  const log = mayBeLog && finite.every((value) => value >= 0) && Math.log10(highest / lowest) >= DECADES;
  const low = log ? Math.floor(Math.log10(lowest) + 1e-9) : Math.min(...finite);
  const high = log ? Math.ceil(Math.log10(highest) - 1e-9) : Math.max(...finite);
  const part = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  const height = (value: number) => (log ? (value > 0 ? part(Math.log10(value)) : null) : part(value));
  return { log, low, high, height };
}

/** One character per value: a block as high as the value, `0` for nothing left on a log scale, `!` for NaN and infinity. */
export function sparkline(values: readonly (number | null)[], scale: Scale): string {
  return values
    .map((value) => {
      if (value === null) return " ";
      if (!Number.isFinite(value)) return "!";
      const height = scale.height(value);
      return height === null ? "0" : BLOCKS[Math.min(Math.floor(height * BLOCKS.length), BLOCKS.length - 1)];
    })
    .join("");
}

/** At most `width` values, evenly taken, the first and the last always among them. */
export function thin<T>(values: readonly T[], width: number): T[] {
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, index) => values[Math.round((index * (values.length - 1)) / (width - 1))]!);
}

type Grid = { mark: string; curve: number }[][];

function draw(curves: readonly Curve[], scale: Scale, width: number, rows: number, zeroRow: boolean): Grid {
  const grid: Grid = Array.from({ length: rows + (zeroRow ? 1 : 0) }, () =>
    Array.from({ length: width }, () => ({ mark: " ", curve: -1 })),
  );
  const xs = curves.flatMap(({ points }) => points.map(([x]) => x));
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const column = (x: number) => (right > left ? Math.round(((x - left) / (right - left)) * (width - 1)) : 0);
  const line = (y: number) => {
    const height = scale.height(y);
    return height === null ? rows : Math.round((1 - height) * (rows - 1));
  };
  const dots: [number, number, number][] = [];
  const marks: [number, number, number][] = [];
  curves.forEach(({ points }, curve) => {
    const places = points.map(([x, y]) => (y === null || !Number.isFinite(y) ? null : ([column(x), line(y)] as const)));
    places.forEach((place, index) => {
      if (place === null) return;
      marks.push([...place, curve]);
      const next = places[index + 1];
      if (next === null || next === undefined) return;
      for (let c = place[0] + 1; c < next[0]; c++)
        dots.push([c, Math.round(place[1] + ((next[1] - place[1]) * (c - place[0])) / (next[0] - place[0])), curve]);
    });
  });
  for (const [c, r, curve] of dots) grid[r]![c] = { mark: "·", curve };
  for (const [c, r, curve] of marks) grid[r]![c] = { mark: MARKS[curve % MARKS.length]!, curve };
  return grid;
}

/** Labels of the rows: every decade, or as many as there is room for; the ends of a linear scale. */
function ticks(scale: Scale, rows: number): Map<number, string> {
  if (!scale.log)
    return new Map([
      [0, formatNumber(scale.high, 3)],
      [rows - 1, formatNumber(scale.low, 3)],
    ]);
  const decades = scale.high - scale.low;
  const every = Math.max(1, Math.ceil(decades / (rows / 2)));
  const labels = new Map<number, string>();
  for (let decade = scale.high; decade >= scale.low; decade -= every)
    labels.set(Math.round(((scale.high - decade) / decades) * (rows - 1)), `1e${decade}`);
  return labels;
}

/** Rows of a logarithmic plot so that decades fall on whole rows where that is possible. */
function rowsFor(scale: Scale): number {
  const decades = scale.high - scale.low;
  return scale.log && decades <= 12 ? decades * Math.max(1, Math.floor(9 / decades)) + 1 : 10;
}

/** Curves over a common axis, with a legend under it when there are several. */
export function plotText(
  curves: readonly Curve[],
  axis: { x: string; y: string; mayBeLog: boolean },
  screen: Screen,
  indent = "",
): string {
  const { colors } = screen;
  const paints = [colors.cyan, colors.yellow, colors.magenta, colors.green, colors.blue, colors.red];
  const paint = (curve: number, text: string) => (curve < 0 ? text : paints[curve % paints.length]!(text));
  const values = curves.flatMap(({ points }) => points.map(([, y]) => y));
  const scale = scaleOf(values, axis.mayBeLog);
  const rows = rowsFor(scale);
  const zeroRow = scale.log && values.includes(0);
  const labels = ticks(scale, rows);
  if (zeroRow) labels.set(rows, "0");
  const gutter = Math.max(...[...labels.values()].map((label) => label.length));
  const width = Math.min(screen.columns - indent.length - gutter - 3, 64);
  const body = draw(curves, scale, width, rows, zeroRow).map((cells, row) => {
    const label = labels.get(row);
    const text = cells.map(({ mark, curve }) => paint(curve, mark)).join("");
    return `${indent}${(label ?? "").padStart(gutter)} ${label === undefined ? "│" : "┤"}${text}`.trimEnd();
  });
  const xs = curves.flatMap(({ points }) => points.map(([x]) => x));
  const ends = [formatNumber(Math.min(...xs)), formatNumber(Math.max(...xs))] as const;
  const space = Math.max(width - ends[0].length - ends[1].length, 2);
  const name = axis.x.length + 2 <= space ? visible(axis.x) : "";
  const middle = name.padStart(Math.floor((space + name.length) / 2)).padEnd(space);
  const legend = curves.map(({ label }, curve) => paint(curve, `${MARKS[curve % MARKS.length]} ${visible(label)}`));
  return [
    `${indent}${colors.bold(visible(axis.y))}${scale.log ? " (log scale)" : ""}`,
    ...body,
    `${indent}${" ".repeat(gutter)} └${"─".repeat(width)}`,
    `${indent}${" ".repeat(gutter + 2)}${ends[0]}${middle}${ends[1]}`,
    ...(curves.length > 1 ? legend.map((line) => `${indent}${" ".repeat(gutter + 2)}${line}`) : []),
  ].join("\n");
}
