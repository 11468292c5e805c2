/** From the numbers of a series to places in a plot; what has no place on an axis gets one beside it. */
import { elementAt, lastOf } from "../../core/element.js";
import type { SeriesSpec } from "../../figureSpec.js";
import { type Scale, toNumber } from "../scale.js";
import type { Box } from "./panels.js";

/** Where a value went: into the plot, into the row for 0 under a log axis, or into the row for what is not finite. */
export type Place = "plot" | "low" | "nan" | "up" | "down" | "gap";

export interface Point {
  x: number;
  /** null for a gap. */
  y: number | null;
  place: Place;
  /** The band, in px; null where there is none. */
  band: readonly [number, number] | null;
}

/** Rows beside the plot: the y of the one above it and of the one below it. */
export interface Strips {
  readonly above: number;
  readonly below: number;
}

function placeOf(value: number | null, log: boolean): Place {
  if (value === null) return "gap";
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "up" : "down";
  return log && value <= 0 ? "low" : "plot";
}

/** Whether any value of y needs the row above or below the plot. */
export function needsStrips(series: readonly SeriesSpec[], log: boolean): { above: boolean; below: boolean } {
  const places = new Set(series.flatMap(({ y }) => y.map((value) => placeOf(toNumber(value), log))));
  return { above: places.has("nan") || places.has("up") || places.has("down"), below: places.has("low") };
}

/** The points that have an x, from left to right as they came. */
export function pointsOf(series: SeriesSpec, x: Scale, y: Scale, log: boolean, box: Box, strips: Strips): Point[] {
  const inside = (value: number | null) =>
    value === null || !Number.isFinite(value) ? null : (y(value) ?? box.bottom);
  return series.x.flatMap((quantity, index): Point[] => {
    const value = toNumber(quantity);
    const at = value === null || !Number.isFinite(value) ? null : x(value);
    if (at === null) return [];
    const measured = toNumber(series.y[index]);
    const place = placeOf(measured, log);
    const ends = [inside(toNumber(series.low?.[index])), inside(toNumber(series.high?.[index]))] as const;
    const band = ends[0] === null || ends[1] === null ? null : ([ends[0], ends[1]] as const);
    const height = {
      plot: () => y(measured!),
      low: () => strips.below,
      nan: () => strips.above,
      up: () => strips.above,
      down: () => strips.above,
      gap: () => null,
    }[place]();
    return [{ x: at, y: height, place, band }];
  });
}

/** Runs of points that a line may join. */
export function runsOf(points: readonly Point[]): Point[][] {
  const runs: Point[][] = [];
  let open = false;
  for (const point of points) {
    if (point.place !== "plot") open = false;
    else if (open) lastOf(runs).push(point);
    else {
      runs.push([point]);
      open = true;
    }
  }
  return runs;
}

/**
 * At most four points for every column of px, the first, the lowest, the highest and the last, which draw the same line (M4;
 * Jugel et al., VLDB 2014).
 */
export function thinned(run: readonly Point[]): Point[] {
  const columns = new Map<number, Point[]>();
  for (const point of run) {
    const column = Math.round(point.x);
    const found = columns.get(column);
    if (found) found.push(point);
    else columns.set(column, [point]);
  }
  if (columns.size * 4 >= run.length) return [...run];
  return [...columns.values()].flatMap((points) => {
    const high = points.reduce((best, point) => (point.y! < best.y! ? point : best));
    const low = points.reduce((best, point) => (point.y! > best.y! ? point : best));
    const kept = new Set([elementAt(points, 0), high, low, lastOf(points)]);
    return points.filter((point) => kept.has(point));
  });
}
