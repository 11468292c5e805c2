/**
 * What the norms over rows and over columns share: the maps that follow the sums, and float64 out of float32 and back.
 * A map runs over `count` vectors of four floats, or of one where `four` is false, `step` bytes apart. Along a row the gain
 * and the shift move with it (`along` is `step`), down a column they stay (`along` is 0).
 */
import { loadFourOrOne, multiplyAdd, storeFourOrOne } from "../lanes";

/** The first two floats in float64. */
// @ts-ignore: decorator
@inline
export function lowOf(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

/** The last two floats in float64. */
// @ts-ignore: decorator
@inline
export function highOf(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
}

/** Four float64, rounded to float32. */
// @ts-ignore: decorator
@inline
export function narrowed(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/**
 * x̂ ← (u − mean)·scale in float64, rounded once; v ← gain ⊙ x̂ + shift. gain, shift = 0: ones, zeros; normalised = 0: x̂ is
 * not kept. normalised or v may be u.
 */
// prettier-ignore
export function mapForward(count: i32, step: usize, four: bool, along: usize, meanLow: v128, meanHigh: v128, scaleLow: v128, scaleHigh: v128, u: usize, gain: usize, shift: usize, normalised: usize, v: usize): void {
  const gainStep = gain ? along : 0;
  const shiftStep = shift ? along : 0;
  for (; count > 0; --count) {
    const x = loadFourOrOne(u, four);
    const low = f64x2.mul(f64x2.sub(lowOf(x), meanLow), scaleLow);
    const high = f64x2.mul(f64x2.sub(highOf(x), meanHigh), scaleHigh);
    const value = narrowed(low, high);
    if (normalised) {
      storeFourOrOne(normalised, value, four);
      normalised += step;
    }
    const factor = gain ? loadFourOrOne(gain, four) : f32x4.splat(1);
    const added = shift ? loadFourOrOne(shift, four) : i32x4.splat(0);
    storeFourOrOne(v, multiplyAdd(factor, value, added), four);
    u += step;
    v += step;
    gain += gainStep;
    shift += shiftStep;
  }
}

/**
 * du ← inverse ⊙ (g − mean − x̂ ⊙ slant) (+ carried unless it is 0), g = dv ⊙ gain (gain = 0: ones). du may be dv or carried.
 */
// prettier-ignore
export function mapBackward(count: i32, step: usize, four: bool, along: usize, mean: v128, slant: v128, inverse: v128, normalised: usize, gain: usize, dv: usize, carried: usize, du: usize): void {
  const gainStep = gain ? along : 0;
  const down = f32x4.neg(slant);
  for (; count > 0; --count) {
    let g = loadFourOrOne(dv, four);
    if (gain) g = f32x4.mul(g, loadFourOrOne(gain, four));
    let own = f32x4.mul(inverse, multiplyAdd(down, loadFourOrOne(normalised, four), f32x4.sub(g, mean)));
    if (carried) {
      own = f32x4.add(own, loadFourOrOne(carried, four));
      carried += step;
    }
    storeFourOrOne(du, own, four);
    dv += step;
    normalised += step;
    du += step;
    gain += gainStep;
  }
}
