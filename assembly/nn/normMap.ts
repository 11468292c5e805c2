/**
 * What the norms over rows and over columns share: the maps that follow the sums, and float64 out of float32 and back.
 *
 * A map goes `left` bytes. Down columns it takes four of them, or one (`four`), and moves by `step`, a row; gain and shift
 * stay where they are. Along a row `step` is 0: it takes four floats after four, then one after one; gain and shift move too.
 */
import { loadFourOrOne, storeFourOrOne } from "../lanes";

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
export function mapForward(left: usize, step: usize, four: bool, meanLow: v128, meanHigh: v128, scaleLow: v128, scaleHigh: v128, u: usize, gain: usize, shift: usize, normalised: usize, v: usize): void {
  const along = !step;
  for (; left > 0; left -= step) {
    if (along) {
      four = left >= 16;
      step = four ? 16 : 4;
    }
    const x = loadFourOrOne(u, four);
    const low = f64x2.mul(f64x2.sub(lowOf(x), meanLow), scaleLow);
    const high = f64x2.mul(f64x2.sub(highOf(x), meanHigh), scaleHigh);
    let value = narrowed(low, high);
    if (normalised) {
      storeFourOrOne(normalised, value, four);
      normalised += step;
    }
    if (gain) {
      value = f32x4.mul(value, loadFourOrOne(gain, four));
      if (along) gain += step;
    }
    if (shift) {
      value = f32x4.add(value, loadFourOrOne(shift, four));
      if (along) shift += step;
    }
    storeFourOrOne(v, value, four);
    u += step;
    v += step;
  }
}

/**
 * du ← inverse ⊙ (g − mean − x̂ ⊙ slant) (+ carried unless it is 0), g = dv ⊙ gain (gain = 0: ones). du may be dv or carried.
 */
// prettier-ignore
export function mapBackward(left: usize, step: usize, four: bool, mean: v128, slant: v128, inverse: v128, normalised: usize, gain: usize, dv: usize, carried: usize, du: usize): void {
  const along = !step;
  for (; left > 0; left -= step) {
    if (along) {
      four = left >= 16;
      step = four ? 16 : 4;
    }
    let g = loadFourOrOne(dv, four);
    if (gain) {
      g = f32x4.mul(g, loadFourOrOne(gain, four));
      if (along) gain += step;
    }
    const slanted = f32x4.mul(loadFourOrOne(normalised, four), slant);
    let own = f32x4.mul(inverse, f32x4.sub(f32x4.sub(g, mean), slanted));
    if (carried) {
      own = f32x4.add(own, loadFourOrOne(carried, four));
      carried += step;
    }
    storeFourOrOne(du, own, four);
    dv += step;
    normalised += step;
    du += step;
  }
}
