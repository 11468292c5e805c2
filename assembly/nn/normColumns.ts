/**
 * Batch normalisation (Ioffe & Szegedy 2015), as PyTorch's BatchNorm1d: over the rows of each column. Matrices are
 * [rows, columns], row-major, contiguous; vectors [columns]; epsilon > 0. Four columns at a time, from the first row to the
 * last; sums in float64, one chain a column in the order of the rows, so no bit depends on the place of a column.
 */
import { loadFourOrOne, ones, storeFourOrOne, zeros } from "../lanes";
import { highOf, lowOf, mapBackward, mapForward, narrowed } from "./normMap";

/** 1/√(variance + ε). */
// @ts-ignore: decorator
@inline
function inverseOf(variance: v128, epsilon: f32): v128 {
  return f64x2.div(lowOf(ones()), f64x2.sqrt(f64x2.add(variance, f64x2.splat(<f64>epsilon))));
}

/** max(0, (squares − sum·beyond)/n), beyond = sum/n. */
// @ts-ignore: decorator
@inline
function varianceOf(squares: v128, sum: v128, beyond: v128, n: v128): v128 {
  return f64x2.max(f64x2.div(f64x2.sub(squares, f64x2.mul(sum, beyond)), n), zeros());
}

/** normColumnsForward, or with `given` statistics, which are read, normColumnsInference. */
// prettier-ignore
function normalise(given: bool, rows: i32, columns: i32, u: usize, gain: usize, shift: usize, epsilon: f32, mean: usize, variance: usize, normalised: usize, inverse: usize, v: usize): void {
  const step = (<usize>columns) << 2;
  const size = <usize>rows * step;
  const count = f64x2.splat(<f64>rows);
  while (columns > 0) {
    const four = columns >= 4;
    const first = loadFourOrOne(given ? mean : u, four);
    let meanLow = lowOf(first);
    let meanHigh = highOf(first);
    let varianceLow: v128;
    let varianceHigh: v128;
    if (given) {
      const stored = loadFourOrOne(variance, four);
      varianceLow = lowOf(stored);
      varianceHigh = highOf(stored);
    } else {
      const pivotLow = meanLow;
      const pivotHigh = meanHigh;
      let sumLow = zeros();
      let sumHigh = sumLow;
      let squaresLow = sumLow;
      let squaresHigh = sumLow;
      for (let j: usize = 0; j < size; j += step) {
        const x = loadFourOrOne(u + j, four);
        const low = f64x2.sub(lowOf(x), pivotLow);
        const high = f64x2.sub(highOf(x), pivotHigh);
        sumLow = f64x2.add(sumLow, low);
        sumHigh = f64x2.add(sumHigh, high);
        squaresLow = f64x2.add(squaresLow, f64x2.mul(low, low));
        squaresHigh = f64x2.add(squaresHigh, f64x2.mul(high, high));
      }
      const beyondLow = f64x2.div(sumLow, count);
      const beyondHigh = f64x2.div(sumHigh, count);
      meanLow = f64x2.add(pivotLow, beyondLow);
      meanHigh = f64x2.add(pivotHigh, beyondHigh);
      varianceLow = varianceOf(squaresLow, sumLow, beyondLow, count);
      varianceHigh = varianceOf(squaresHigh, sumHigh, beyondHigh, count);
      storeFourOrOne(mean, narrowed(meanLow, meanHigh), four);
      storeFourOrOne(variance, narrowed(varianceLow, varianceHigh), four);
    }
    const bytes: usize = four ? 16 : 4;
    const scaleLow = inverseOf(varianceLow, epsilon);
    const scaleHigh = inverseOf(varianceHigh, epsilon);
    if (inverse) {
      storeFourOrOne(inverse, narrowed(scaleLow, scaleHigh), four);
      inverse += bytes;
    }
    mapForward(size, step, four, meanLow, meanHigh, scaleLow, scaleHigh, u, gain, shift, normalised, v);
    columns -= <i32>(bytes >> 2);
    u += bytes;
    v += bytes;
    mean += bytes;
    variance += bytes;
    if (normalised) normalised += bytes;
    if (gain) gain += bytes;
    if (shift) shift += bytes;
  }
}

/**
 * x̂ ← (u − mean)/√(variance + ε) over each column, v ← gain ⊙ x̂ + shift.
 *
 * @param rows        ≥ 1; with one row x̂ is 0.
 * @param gain        0: ones.
 * @param shift       0: zeros.
 * @param mean        written.
 * @param variance    written: the biased one. ∞ in float32 where a column's spread is beyond 1.8e19; x̂ is right all the same.
 * @param normalised  x̂, for the backward pass; 0: not wanted. It or v, not both, may be u.
 * @param inverse     1/√(variance + ε), for the backward pass; 0: not wanted.
 * What is written overlaps nothing else. No byte outside is read or written.
 * Sums are of u less the first row: a column of equal numbers gives x̂ = 0 exactly, and a mean far from 0 costs no digits:
 * what cancels in the variance is at most (rows − 1) times it. x̂ is within an ulp.
 */
// prettier-ignore
export function normColumnsForward(rows: i32, columns: i32, u: usize, gain: usize, shift: usize, epsilon: f32, mean: usize, variance: usize, normalised: usize, inverse: usize, v: usize): void {
  normalise(false, rows, columns, u, gain, shift, epsilon, mean, variance, normalised, inverse, v);
}

/** v ← gain ⊙ (u − mean)/√(variance + ε) + shift with given statistics; gain, shift = 0: ones, zeros. v may be u. */
// prettier-ignore
export function normColumnsInference(rows: i32, columns: i32, u: usize, mean: usize, variance: usize, epsilon: f32, gain: usize, shift: usize, v: usize): void {
  normalise(true, rows, columns, u, gain, shift, epsilon, mean, variance, 0, 0, v);
}

/**
 * du ← inverse ⊙ (g − mean(g) − x̂ ⊙ mean(g ⊙ x̂)) (+ carried), g = dv ⊙ gain, means over the rows of a column;
 * dGain ← Σ_rows dv ⊙ x̂, dShift ← Σ_rows dv.
 *
 * @param normalised  x̂, and `inverse`, as the forward pass left them.
 * @param gain        0: ones.
 * @param carried     what a skip brings from above, [rows, columns]; 0: nothing.
 * @param du          may be dv or carried; 0: the sums alone, and inverse, gain and carried are not read.
 * @param dGain       overwritten; 0: not wanted. dShift likewise.
 * Sums in float64 and rounded once, du in float32: |error| ≤ 8·2⁻²⁴·inverse·(|g| + mean|g| + |x̂| mean|g ⊙ x̂|).
 */
// prettier-ignore
export function normColumnsBackward(rows: i32, columns: i32, normalised: usize, inverse: usize, gain: usize, dv: usize, carried: usize, du: usize, dGain: usize, dShift: usize): void {
  const step = (<usize>columns) << 2;
  const size = <usize>rows * step;
  const count = f32x4.splat(<f32>rows);
  while (columns > 0) {
    const four = columns >= 4;
    let sumLow = zeros();
    let sumHigh = sumLow;
    let productLow = sumLow;
    let productHigh = sumLow;
    for (let j: usize = 0; j < size; j += step) {
      const x = loadFourOrOne(normalised + j, four);
      const d = loadFourOrOne(dv + j, four);
      const low = lowOf(d);
      const high = highOf(d);
      sumLow = f64x2.add(sumLow, low);
      sumHigh = f64x2.add(sumHigh, high);
      productLow = f64x2.add(productLow, f64x2.mul(low, lowOf(x)));
      productHigh = f64x2.add(productHigh, f64x2.mul(high, highOf(x)));
    }
    const sum = narrowed(sumLow, sumHigh);
    const product = narrowed(productLow, productHigh);
    const bytes: usize = four ? 16 : 4;
    if (dShift) {
      storeFourOrOne(dShift, sum, four);
      dShift += bytes;
    }
    if (dGain) {
      storeFourOrOne(dGain, product, four);
      dGain += bytes;
    }
    if (du) {
      const share = f32x4.div(gain ? loadFourOrOne(gain, four) : ones(), count);
      const mean = f32x4.mul(share, sum);
      const slant = f32x4.mul(share, product);
      mapBackward(size, step, four, mean, slant, loadFourOrOne(inverse, four), normalised, gain, dv, carried, du);
      inverse += bytes;
      du += bytes;
      if (gain) gain += bytes;
      if (carried) carried += bytes;
    }
    columns -= <i32>(bytes >> 2);
    normalised += bytes;
    dv += bytes;
  }
}

/** (1 − m)·a + m·b, in float64. */
// @ts-ignore: decorator
@inline
function moved(running: usize, momentum: f64, value: f64): void {
  f32.store(running, <f32>((1 - momentum) * <f64>f32.load(running) + momentum * value));
}

/**
 * running ← (1 − m)·running + m·batch for the mean and the variance of each column, in place: as PyTorch's momentum.
 * batchVariance is the biased one over `rows` rows, the running one takes rows/(rows − 1) times it; rows = 1: it is 0.
 */
// prettier-ignore
export function moveStatistics(columns: i32, rows: i32, momentum: f32, batchMean: usize, batchVariance: usize, runningMean: usize, runningVariance: usize): void {
  const unbiased = <f64>rows / <f64>max(rows - 1, 1);
  for (let at: usize = 0, end = (<usize>columns) << 2; at < end; at += 4) {
    moved(runningMean + at, momentum, f32.load(batchMean + at));
    moved(runningVariance + at, momentum, unbiased * <f64>f32.load(batchVariance + at));
  }
}
