/** Lines, bands and marks of one series in one plot. */
import { area, line } from "d3-shape";
import { elementAt, lastOf } from "../../core/element.js";
import type { Canvas, LegendItem } from "../canvas.js";
import { SAMPLE } from "../canvas.js";
import type { SeriesSpec } from "../../figureSpec.js";
import { element, fixed, group, stroke } from "../svg.js";
import { markAt, type Paint, paintOf, type Theme } from "../theme.js";
import type { Scale, Tick } from "../scale.js";
import type { Panel } from "./panels.js";
import { type Point, runsOf, thinned } from "./points.js";

export type Role = NonNullable<SeriesSpec["role"]>;

/** How a kind of figure draws what was measured. */
export interface PlotStyle {
  lines: boolean;
  /** "spaced" leaves out marks that would touch, "sparse" keeps few, "dash" draws each as a short line. */
  marks: "all" | "spaced" | "sparse" | "dash" | "none";
  /** Bands are part of the line and need no entry of their own. */
  filled?: boolean;
  /** Ticks of x in place of round numbers. */
  xTicks?: readonly Tick[];
  /** Widens y to 0. */
  zero?: "always";
  /** Drawn above and over every panel, within `head` px above it. */
  over?: { head: number; draw(panel: Panel, x: Scale, y: Scale): string };
}

/** A series and its place in the palette; null for theory that belongs to no measurement. */
export interface Painted {
  series: SeriesSpec;
  role: Role;
  slot: number | null;
  /** Its name's place among the names of its role, which chooses the dashes of theory and bounds. */
  rank: number;
}

/** Series of one name are painted alike in all panels; theory and bounds take the colour of what they are laid over. */
export function paintSeries(all: readonly SeriesSpec[]): Painted[] {
  const ranks: Record<Role, Map<string, number>> = { measured: new Map(), theory: new Map(), bound: new Map() };
  for (const { name, role = "measured" } of all) if (!ranks[role].has(name)) ranks[role].set(name, ranks[role].size);
  return all.map((series) => {
    const { name, like, role = "measured" } = series;
    const slot = ranks.measured.get(role === "measured" ? name : (like ?? "")) ?? null;
    return { series, role, slot, rank: ranks[role].get(name)! };
  });
}

/** Dashes by rank; measured lines are told apart by their marks. */
const DASHES: Record<Role, readonly string[]> = {
  measured: [],
  theory: ["7 4", "13 4", "7 3 2 3"],
  bound: ["1.5 4", "1.5 3.5 6 3.5", "1.5 8"],
};

function paintFor({ role, slot }: Painted, theme: Theme): Paint {
  if (slot !== null) return paintOf(theme, slot);
  return role === "bound" ? { line: theme.muted, over: theme.muted } : { line: theme.ink, over: theme.ink };
}

function dash({ role, rank }: Painted): string | undefined {
  const dashes = DASHES[role];
  return dashes[rank % dashes.length];
}

function lineStyle(painted: Painted, theme: Theme) {
  const { line: base, over } = paintFor(painted, theme);
  return {
    fill: "none",
    stroke: painted.role === "measured" ? base : over,
    "stroke-width": painted.role === "measured" ? 2 : 2.2,
    "stroke-dasharray": dash(painted),
    "stroke-linecap": painted.role === "bound" ? "round" : undefined,
    "stroke-linejoin": "round",
  } as const;
}

export function bandOf(painted: Painted, points: readonly Point[], { theme }: Canvas): string {
  const shape = area<Point>()
    .defined(({ band }) => band !== null)
    .x(({ x }) => x)
    .y0(({ band }) => band![0])
    .y1(({ band }) => band![1])
    .digits(2);
  const d = shape(points) ?? "";
  if (d === "") return "";
  // Without a colour of its own it lies under those of others.
  return element("path", {
    d,
    fill: paintFor(painted, theme).line,
    "fill-opacity": painted.slot === null ? "0.1" : "0.2",
  });
}

export function lineOf(painted: Painted, points: readonly Point[], { theme }: Canvas): string {
  const path = line<Point>()
    .x(({ x }) => x)
    .y(({ y }) => y!)
    .digits(2);
  const runs = runsOf(points).filter((run) => run.length > 1);
  const d = runs.map((run) => path(thinned(run)) ?? "").join("");
  return d === "" ? "" : element("path", { d, ...lineStyle(painted, theme) });
}

const CLOSEST = { spaced: 15, sparse: 90 } as const;
/** Marks farther apart than this are too few to follow a line by. */
const FARTHEST = 90;

/** Which of several lines this is. Lines that lie upon each other take turns with their marks, so that each is seen. */
export interface Turn {
  slot: number;
  of: number;
}

/** The points that get a mark: all where there is room, else some, and always the end of a run. */
function marked(points: readonly Point[], style: PlotStyle["marks"], { slot, of }: Turn): Point[] {
  if (style === "none") return [];
  const runs = runsOf(points);
  if (style === "all" || style === "dash") return runs.flat();
  return runs.flatMap((run) => {
    const [start, end] = [elementAt(run, 0), lastOf(run)];
    if ((run.length - 1) * CLOSEST[style] <= end.x - start.x) return run;
    const apart = Math.max(CLOSEST[style], Math.min(CLOSEST.spaced * of * 0.8, FARTHEST));
    let next = start.x + (apart * (slot % of)) / of;
    return run.filter((point) => {
      if (point === end) return true;
      if (point.x < next || end.x - point.x < CLOSEST[style] / 2) return false;
      next = point.x + apart;
      return true;
    });
  });
}

function mark(painted: Painted, x: number, y: number, theme: Theme): string {
  const { line: fill } = paintFor(painted, theme);
  return element("path", { ...markAt(painted.slot ?? 0, x, y), fill, stroke: theme.paper, "stroke-width": 1 });
}

const DASH_HALF = 8;

const GLYPHS: Partial<Record<Point["place"], string>> = {
  nan: "M-4,-4L4,4M-4,4L4,-4",
  up: "M-4.5,3.5L0,-4L4.5,3.5Z",
  down: "M-4.5,-3.5L0,4L4.5,-3.5Z",
};

const BESIDE = 9;

/** The points beside the plot that get a mark: the first of those in a row, then as many as there is room for in turn. */
function besideOf(points: readonly Point[], { slot, of }: Turn): Point[] {
  let before: Point["place"] | "" = "";
  const ends = new Map<Point["place"], { last: number; next: number }>();
  return points.filter(({ x, place }) => {
    const begins = place !== before;
    before = place;
    if (place === "plot" || place === "gap") return false;
    const { last, next } = ends.get(place) ?? { last: -Infinity, next: -Infinity };
    if (x < next && !(begins && x - last >= BESIDE / 3)) return false;
    // From its own place on, so that series that begin together part.
    const own = BESIDE * (slot + of * Math.ceil((x + BESIDE / 2) / (BESIDE * of) - slot / of));
    ends.set(place, { last: x, next: begins ? own : x + BESIDE * of });
    return true;
  });
}

/** Marks of the values that were measured, of zeros under a log axis (hollow), and of what is not finite. */
export function marksOf(
  painted: Painted,
  points: readonly Point[],
  style: PlotStyle["marks"],
  turn: Turn,
  canvas: Canvas,
): string {
  const { theme } = canvas;
  const colour = lineStyle(painted, theme).stroke;
  const plain = painted.role === "measured" ? marked(points, style, turn) : [];
  const beside = besideOf(points, turn);
  const { line: fill } = paintFor(painted, theme);
  // What the marks of a series share stands once, on their group.
  const common =
    style === "dash"
      ? { stroke: colour, "stroke-width": 1.4, "stroke-opacity": "0.65" }
      : { fill, stroke: theme.paper, "stroke-width": 1 };
  return (
    group(
      common,
      ...plain.map(({ x, y }) =>
        style === "dash"
          ? stroke(x - DASH_HALF, y!, x + DASH_HALF, y!, {})
          : element("path", markAt(painted.slot ?? 0, x, y!)),
      ),
    ) +
    group(
      { fill: theme.paper, stroke: fill, "stroke-width": 1.6 },
      ...beside
        .filter(({ place }) => place === "low")
        .map(({ x, y }) => element("path", markAt(painted.slot ?? 0, x, y!))),
    ) +
    group(
      { fill: colour, stroke: colour, "stroke-width": 2 },
      ...beside
        .filter(({ place }) => place !== "low")
        .map(({ x, y, place }) => {
          const transform = `translate(${fixed(x)},${fixed(y!)})`;
          return element("path", { d: GLYPHS[place], transform });
        }),
    )
  );
}

function sampleMark(painted: Painted, { marks }: PlotStyle, x: number, y: number, theme: Theme): string {
  if (marks === "none") return "";
  if (marks !== "dash") return mark(painted, x, y, theme);
  const { line: colour } = paintFor(painted, theme);
  return stroke(x - DASH_HALF, y, x + DASH_HALF, y, { stroke: colour, "stroke-width": 1.4 });
}

/** The legend: one entry for every name and role; one colour for all when theory is laid over several series. */
export function legendOf(
  all: readonly Painted[],
  style: PlotStyle,
  band: string | undefined,
  theme: Theme,
): LegendItem[] {
  const groups = new Map<string, Painted[]>();
  const order: readonly Role[] = ["measured", "theory", "bound"];
  for (const painted of order.flatMap((role) => all.filter((one) => one.role === role))) {
    const key = `${painted.role} ${painted.series.name}`;
    groups.set(key, [...(groups.get(key) ?? []), painted]);
  }
  const items = [...groups.values()].map((same): LegendItem => {
    const { series, role } = elementAt(same, 0);
    const slot = new Set(same.map((painted) => painted.slot)).size === 1 ? elementAt(same, 0).slot : null;
    const painted: Painted = { ...elementAt(same, 0), slot };
    const solid = role !== "measured" || style.lines;
    return {
      label: series.name,
      sample: (x, y) =>
        (solid ? stroke(x, y, x + SAMPLE, y, lineStyle(painted, theme)) : "") +
        (role === "measured" ? sampleMark(painted, style, x + SAMPLE / 2, y, theme) : ""),
    };
  });
  const banded = all.some(({ series }) => series.low !== undefined) && style.filled !== true;
  if (!banded) return items;
  const sample = (x: number, y: number) =>
    element("rect", { x, y: y - 6, width: SAMPLE, height: 12, fill: theme.muted, "fill-opacity": "0.3" });
  return [...items, { label: band ?? "band", sample }];
}
