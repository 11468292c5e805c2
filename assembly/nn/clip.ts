/** Clipping of gradients in place, and the scaled sums of skips: n floats in one block. */
import { loadCount, multiplyAdd, storeCount } from "../lanes";

/** g ← max(−limit, min(limit, g)); ±∞ becomes ±limit, NaN stays. Returns 1 when any entry changed. limit > 0, n a multiple of 4. */
export function clipByValue(n: i32, g: usize, limit: f32): i32 {
  const high = f32x4.splat(limit),
    low = f32x4.splat(-limit);
  let changed = i32x4.splat(0);
  for (; n > 0; n -= 4, g += 16) {
    const v = v128.load(g);
    changed = v128.or(changed, f32x4.gt(f32x4.abs(v), high));
    v128.store(g, f32x4.max(low, f32x4.min(high, v)));
  }
  return i32(v128.any_true(changed));
}

/** y ← factor·x; y may be x. */
export function scale(n: i32, factor: f32, x: usize, y: usize): void {
  const by = f32x4.splat(factor);
  for (; n > 0; n -= 4, x += 16, y += 16) storeCount(y, f32x4.mul(by, loadCount(x, n)), n);
}

/** y ← y + factor·x; n floats each. */
export function addScaled(n: i32, factor: f32, x: usize, y: usize): void {
  const by = f32x4.splat(factor);
  for (; n > 0; n -= 4, x += 16, y += 16) storeCount(y, multiplyAdd(by, loadCount(x, n), loadCount(y, n)), n);
}
