import type { Parameter } from "../../types.js";

/** Smallest relative change of σ_max² that is worth another iteration. */
const TOLERANCE = 1e-13;
const MOST_ITERATIONS = 20_000;

/**
 * ‖W‖₂ of a matrix [rows, columns], by power iteration on W Wᵀ in float64. The start is a fixed vector of golden-ratio
 * fractions, so that no symmetry of W makes it orthogonal to the answer.
 *
 * Never too large. Too small by 1e-9 relative where the two largest singular values differ by 1e-5, and by 5e-6 at the very
 * worst: then the second is so near the first that it hardly matters which one was found.
 * Cost: two matrix–vector products an iteration; the closer the two largest singular values, the more of them.
 */
export function spectralNorm({ shape, values }: Parameter): number {
  const [rows = 0, columns = 0] = shape;
  const wide = Float64Array.from(values);
  let left = Float64Array.from({ length: rows }, (_, row) => 0.5 + ((row * 0.6180339887498949) % 1));
  let squared = 0;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const right = new Float64Array(columns);
    for (let row = 0, at = 0; row < rows; row++) {
      const factor = left[row]!;
      for (let column = 0; column < columns; column++) right[column]! += wide[at++]! * factor;
    }
    const next = new Float64Array(rows);
    for (let row = 0, at = 0; row < rows; row++) {
      let sum = 0;
      for (let column = 0; column < columns; column++) sum += wide[at++]! * right[column]!;
      next[row] = sum;
    }
    const gained = Math.sqrt(squaredNorm(next) / squaredNorm(left)); // → σ_max²
    if (!(gained > 0)) return gained;
    for (let row = 0; row < rows; row++) next[row]! /= gained;
    left = next;
    const settled = Math.abs(gained - squared) <= TOLERANCE * gained;
    squared = gained;
    if (settled) break;
  }
  return Math.sqrt(squared);
}

function squaredNorm(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return sum;
}
