/** Statistics of a tensor, from a histogram of it. */
import { elementAt } from "../../core/element.js";
import type { Stats } from "../../types.js";

/** What is known of a tensor by its histogram. */
export interface HistogramStats extends Omit<Stats, "zeros"> {
  /** Numbers of the tensor. */
  readonly count: number;
  /** Left out where buckets do not tell. */
  readonly zeros?: number;
}

/** A HistogramProto (tensorflow/core/framework/summary.proto): these are of all numbers of the tensor, whatever the buckets are. */
export interface Moments {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  /** Numbers that a bucket holds. */
  readonly held: number;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Zeros, where min and max tell. */
const zerosOf = (min: number, max: number, count: number): { zeros?: number } =>
  min === 0 && max === 0 ? { zeros: count } : min > 0 || max < 0 ? { zeros: 0 } : {};

/** All that is known of a tensor with numbers that are not finite. */
const broken = (count: number, nonFinite: number): HistogramStats => ({
  count,
  mean: NaN,
  std: NaN,
  norm: NaN,
  min: NaN,
  max: NaN,
  nonFinite,
});

function statsFrom({ min, max, count, sum, squares }: Omit<Moments, "held">): HistogramStats {
  const mean = sum / count;
  // The difference of two sums that were rounded may come out below 0.
  const std = Math.sqrt(Math.max(0, squares / count - mean * mean));
  return { count, mean, std, norm: Math.sqrt(squares), min, max, nonFinite: 0, ...zerosOf(min, max, count) };
}

/**
 * Of a HistogramProto: mean, std, norm, min and max of all numbers, as exact as float64 sums are. What is not finite is counted
 * as what no bucket holds, at least 1.
 *
 * @returns null for a tensor without numbers.
 * @throws Error when the numbers contradict each other
 */
export function statsOfMoments(moments: Moments): HistogramStats | null {
  const { min, max, count, sum, squares, held } = moments;
  if (!isCount(count)) throw new Error(`a histogram of ${count} numbers`);
  if (count === 0) return null;
  if (![min, max, sum, squares].every(Number.isFinite))
    return broken(count, Math.min(count, Math.max(1, Math.round(count - held) || 1)));
  if (min > max || squares < 0) throw new Error("a histogram whose numbers contradict each other");
  return statsFrom(moments);
}

/**
 * Of rows [left, right, count] as TensorFlow 2 writes them, the first beginning at the least number and the last ending at the
 * largest. Min and max are exact; mean, std and norm take the numbers of a bucket as spread evenly over it, so the mean is off by
 * at most half a bucket's width.
 *
 * @param rows  three numbers each.
 * @returns null for a tensor without numbers.
 * @throws Error when they are no buckets
 */
export function statsOfBuckets(rows: readonly number[]): HistogramStats | null {
  let [count, sum, squares] = [0, 0, 0];
  for (let at = 0; at + 2 < rows.length; at += 3) {
    const [left, right, held] = [elementAt(rows, at), elementAt(rows, at + 1), elementAt(rows, at + 2)];
    if (!isCount(held) || left > right) throw new Error("a histogram whose rows are no buckets");
    const middle = left + (right - left) / 2;
    count += held;
    sum += held * middle;
    squares += held * (middle * middle + ((right - left) * (right - left)) / 12);
  }
  if (count === 0) return null;
  const [min, max] = [elementAt(rows, 0), elementAt(rows, rows.length - 2)];
  if (![min, max, sum, squares].every(Number.isFinite)) return broken(count, 1);
  return statsFrom({ min, max, count, sum, squares });
}
