/** Scaled copies and sums of arrays: n ≥ 0 floats; no byte behind them is read or written. */
import { loadCount, multiplyAdd, storeCount } from "../lanes";

/** y ← factor·x; x and y are the same array or do not overlap. */
export function scale(n: i32, factor: f32, x: usize, y: usize): void {
  const by = f32x4.splat(factor);
  for (; n > 0; n -= 4, x += 16, y += 16) storeCount(y, f32x4.mul(by, loadCount(x, n)), n);
}

/** y ← y + factor·x; x and y are the same array or do not overlap. */
export function addScaled(n: i32, factor: f32, x: usize, y: usize): void {
  const by = f32x4.splat(factor);
  for (; n > 0; n -= 4, x += 16, y += 16) storeCount(y, multiplyAdd(by, loadCount(x, n), loadCount(y, n)), n);
}
