/** Results by point: what the seeds of each came to. */
import type { CheckedAxis } from "./axes.js";
import { canonicalJson } from "./canonical.js";
import type { ResultLine, Value } from "./types.js";

/** One point with the values of all its seeds. */
export interface PointResult {
  /** Path → value. */
  readonly point: ResultLine["point"];
  /** By measure, one for each seed, in the order of the lines. */
  readonly values: Readonly<Record<string, readonly Value[]>>;
  /** How many of its seeds have a line. */
  readonly seeds: number;
}

/** Where a value stands in a list that was checked to have it once. */
const rankOf = (values: readonly unknown[], value: unknown): number => {
  const text = canonicalJson(value);
  return values.findIndex((one) => canonicalJson(one) === text);
};

/** Points in the order of the axes, the last axis fastest; those of experiments stay as they are. */
export function inOrder(points: readonly PointResult[], axes: readonly CheckedAxis[]): PointResult[] {
  const ranked = points.map((one) => ({ one, ranks: axes.map(({ path, values }) => rankOf(values, one.point[path])) }));
  const before = (a: readonly number[], b: readonly number[]): number => {
    const at = a.findIndex((rank, index) => rank !== b[index]);
    return at < 0 ? 0 : a[at]! - b[at]!;
  };
  return ranked.sort((a, b) => before(a.ranks, b.ranks)).map(({ one }) => one);
}

/** Lines in groups, in the order in which the points first appear. */
export function byPoint(lines: Iterable<ResultLine>): PointResult[] {
  const groups = new Map<string, { point: ResultLine["point"]; values: Record<string, Value[]>; seeds: number }>();
  for (const { point, values } of lines) {
    const key = canonicalJson(point);
    const group = groups.get(key) ?? { point, values: {}, seeds: 0 };
    groups.set(key, group);
    group.seeds++;
    for (const [name, value] of Object.entries(values)) (group.values[name] ??= []).push(value);
  }
  return [...groups.values()];
}

/** A value as a number; null stays what was not measured. */
export const numberOf = (value: Value): number | null => (value === null ? null : Number(value));

/** Mean over the seeds that have a measurement; null where none has. */
export function meanOf(values: readonly Value[] | undefined): number | null {
  const numbers = (values ?? []).map(numberOf).filter((value) => value !== null);
  if (numbers.length === 0) return null;
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

/** The value below which a share of the seeds lie, between neighbours in proportion; null where nothing was measured. */
export function quantileOf(values: readonly Value[] | undefined, share: number): number | null {
  const sorted = (values ?? [])
    .map(numberOf)
    .filter((value): value is number => value !== null)
    .sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return below === above ? below : below + (place - Math.floor(place)) * (above - below);
}
