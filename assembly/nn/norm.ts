/**
 * Layer and RMS normalisation: over the columns of each row. Matrices are [rows, columns], row-major, contiguous; gain,
 * shift and their gradients [columns], inverse [rows]; epsilon > 0. Sums in float64, in the order of the columns, in four
 * chains that are added at the end of a row; what is left beyond a multiple of four goes to the first of them.
 */
import { loadFourOrOne, zeros } from "../lanes";
import { highOf, lowOf, mapBackward, mapForward } from "./normMap";
import { normColumnsBackward } from "./normColumns";

/** a₀ + b₀ + (a₁ + b₁). */
// @ts-ignore: decorator
@inline
function total(a: v128, b: v128): f64 {
  const both = f64x2.add(a, b);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/**
 * x̂ ← (u − mean)/√(variance + ε) over each row (`centred`: layer norm, Ba 2016) or u/√(mean(u²) + ε) (RMS norm, Zhang &
 * Sennrich 2019), v ← gain ⊙ x̂ + shift. As PyTorch's LayerNorm and RMSNorm: the variance is the biased one.
 *
 * @param centred     1: layer, 0: RMS.
 * @param gain        0: ones.
 * @param shift       0: zeros.
 * @param normalised  x̂, for the backward pass; 0: not wanted. It or v, not both, may be u.
 * @param inverse     1/√(variance + ε) of each row, for the backward pass; 0: not wanted.
 * What is written overlaps nothing else. No byte outside is read or written.
 * The sums of a layer norm are of u less the row's first number: a row of equal numbers gives x̂ = 0 exactly, and a mean far
 * from 0 costs no digits: what cancels in the variance is at most (columns − 1) times it. x̂ is within an ulp for |u| ≤ 1e30
 * and beyond.
 */
// prettier-ignore
export function normRowsForward(centred: i32, rows: i32, columns: i32, u: usize, gain: usize, shift: usize, epsilon: f32, normalised: usize, inverse: usize, v: usize): void {
  const width = (<usize>columns) << 2;
  const count = <f64>columns;
  for (; rows > 0; --rows) {
    const pivot = centred ? v128.load32_splat(u) : zeros();
    const pivots = lowOf(pivot);
    let sumLow = zeros();
    let sumHigh = sumLow;
    let squaresLow = sumLow;
    let squaresHigh = sumLow;
    let step: usize = 0;
    for (let j: usize = 0; j < width; j += step) {
      const four = j + 16 <= width;
      step = four ? 16 : 4;
      // Of a single number the other lanes are the pivot, so that they add nothing.
      const x = four ? v128.load(u + j) : v128.load32_lane(u + j, pivot, 0);
      const low = f64x2.sub(lowOf(x), pivots);
      const high = f64x2.sub(highOf(x), pivots);
      sumLow = f64x2.add(sumLow, low);
      sumHigh = f64x2.add(sumHigh, high);
      squaresLow = f64x2.add(squaresLow, f64x2.mul(low, low));
      squaresHigh = f64x2.add(squaresHigh, f64x2.mul(high, high));
    }
    const sum = total(sumLow, sumHigh);
    const squares = total(squaresLow, squaresHigh);
    const beyond = centred ? sum / count : 0;
    const scale = 1 / sqrt(max((squares - beyond * sum) / count, 0) + <f64>epsilon);
    if (inverse) {
      f32.store(inverse, <f32>scale);
      inverse += 4;
    }
    const mean = f64x2.add(pivots, f64x2.splat(beyond));
    const scales = f64x2.splat(scale);
    mapForward(width, 0, true, mean, mean, scales, scales, u, gain, shift, normalised, v);
    u += width;
    v += width;
    if (normalised) normalised += width;
  }
}

/**
 * du ← inverse·(g − mean(g) − x̂ ⊙ mean(g ⊙ x̂)) (+ carried), g = dv ⊙ gain, means over the row; without `centred` no
 * mean(g). dGain ← Σ_rows dv ⊙ x̂, dShift ← Σ_rows dv.
 *
 * @param normalised  x̂, and `inverse`, as the forward pass left them.
 * @param gain        0: ones.
 * @param carried     what a skip brings from above, [rows, columns]; 0: nothing.
 * @param du          may be dv or carried.
 * @param dGain       overwritten; 0: not wanted. dShift likewise.
 * Sums in float64 and rounded once, du in float32: |error| ≤ 8·2⁻²⁴·inverse·(|g| + mean|g| + |x̂| mean|g ⊙ x̂|).
 */
// prettier-ignore
export function normRowsBackward(centred: i32, rows: i32, columns: i32, normalised: usize, inverse: usize, gain: usize, dv: usize, carried: usize, du: usize, dGain: usize, dShift: usize): void {
  if (dGain | dShift) normColumnsBackward(rows, columns, normalised, 0, 0, dv, 0, 0, dGain, dShift);
  const width = (<usize>columns) << 2;
  const count = <f64>columns;
  for (; rows > 0; --rows) {
    let sumLow = zeros();
    let sumHigh = sumLow;
    let productLow = sumLow;
    let productHigh = sumLow;
    let step: usize = 0;
    for (let j: usize = 0; j < width; j += step) {
      const four = j + 16 <= width;
      step = four ? 16 : 4;
      const x = loadFourOrOne(normalised + j, four);
      let g = loadFourOrOne(dv + j, four);
      if (gain) g = f32x4.mul(g, loadFourOrOne(gain + j, four));
      const low = lowOf(g);
      const high = highOf(g);
      sumLow = f64x2.add(sumLow, low);
      sumHigh = f64x2.add(sumHigh, high);
      productLow = f64x2.add(productLow, f64x2.mul(low, lowOf(x)));
      productHigh = f64x2.add(productHigh, f64x2.mul(high, highOf(x)));
    }
    const sum = total(sumLow, sumHigh);
    const product = total(productLow, productHigh);
    const mean = f32x4.splat(centred ? <f32>(sum / count) : 0);
    const slant = f32x4.splat(<f32>(product / count));
    mapBackward(width, 0, true, mean, slant, v128.load32_splat(inverse), normalised, gain, dv, carried, du);
    inverse += 4;
    normalised += width;
    dv += width;
    du += width;
    if (carried) carried += width;
  }
}
