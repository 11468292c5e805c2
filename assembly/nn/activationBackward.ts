/** The backward pass of every activation: one multiplication by the slope that the forward pass left. */
import { loadPart, storePart } from "../lanes";

/** dz ⊙ slope (+ carried unless its address is 0). */
// @ts-ignore: decorator
@inline
function product(dz: v128, slope: v128, carried: v128, carries: bool): v128 {
  const own = f32x4.mul(dz, slope);
  return carries ? f32x4.add(own, carried) : own;
}

/**
 * delta[i] ← dz[i]·slope[i] (+ carried[i]), i < n: the backward pass of every activation.
 *
 * @param n        ≥ 0, in elements; no byte behind n is read or written.
 * @param carried  what a skip connection brings from above; 0: nothing, and nothing is read.
 * @param delta    may be dz, slope or carried; otherwise it overlaps none of them.
 * Multiplied and added with two roundings in every build.
 */
export function activationBackward(n: i32, dz: usize, slope: usize, carried: usize, delta: usize): void {
  const carries = carried != 0;
  const zero = i32x4.splat(0);
  if (!carries) {
    for (; n >= 8; n -= 8) {
      const left = f32x4.mul(v128.load(dz), v128.load(slope));
      const right = f32x4.mul(v128.load(dz, 16), v128.load(slope, 16));
      v128.store(delta, left);
      v128.store(delta, right, 16);
      dz += 32;
      slope += 32;
      delta += 32;
    }
  }
  for (; n >= 4; n -= 4) {
    const more = carries ? v128.load(carried) : zero;
    v128.store(delta, product(v128.load(dz), v128.load(slope), more, carries));
    dz += 16;
    slope += 16;
    carried += 16;
    delta += 16;
  }
  if (n > 0) {
    const more = carries ? loadPart(carried, n) : zero;
    storePart(delta, product(loadPart(dz, n), loadPart(slope, n), more, carries), n);
  }
}
