/** Statistics of numbers, for a trace. */
import { elementAt } from "../../core/element.js";
import type { Stats } from "../../types.js";

/** Statistics of numbers as a Flow has them, in float64. */
export function statsOf(values: ArrayLike<number>): Stats {
  let [sum, squares, min, max, finite, zeros] = [0, 0, Infinity, -Infinity, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = elementAt(values, i);
    if (!Number.isFinite(value)) continue;
    finite++;
    sum += value;
    squares += value * value;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) zeros++;
  }
  const mean = sum / finite;
  let spread = 0;
  for (let i = 0; i < values.length; i++) {
    const value = elementAt(values, i);
    if (Number.isFinite(value)) spread += (value - mean) * (value - mean);
  }
  const shared = { norm: Math.sqrt(squares), nonFinite: values.length - finite, zeros };
  return finite === 0
    ? { mean: NaN, std: NaN, min: NaN, max: NaN, ...shared }
    : { mean, std: Math.sqrt(spread / finite), min, max, ...shared };
}
