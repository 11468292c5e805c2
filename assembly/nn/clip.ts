/** Clipping of gradients in place: n floats in one block, n a multiple of 4 (blocks are padded with zeros). */
import { zeros } from "../lanes";

/** g ← max(−limit, min(limit, g)); ±∞ becomes ±limit, NaN stays. Returns 1 when any entry changed. limit > 0. */
export function clipByValue(n: i32, g: usize, limit: f32): i32 {
  const high = f32x4.splat(limit),
    low = f32x4.splat(-limit);
  let changed = zeros();
  for (; n > 0; n -= 4, g += 16) {
    const v = v128.load(g);
    changed = v128.or(changed, f32x4.gt(f32x4.abs(v), high));
    v128.store(g, f32x4.max(low, f32x4.min(high, v)));
  }
  return i32(v128.any_true(changed));
}
