/**
 * The four losses and their gradients by the output. `output` and `target` are [batch, n], row-major; `gradient` [batch, n]
 * is always overwritten (it serves as scratch on the way) and must not overlap them. Arithmetic in float32, the sum over
 * rows (cross-entropy) or entries in float64, in order.
 *
 * The gradients of the cross-entropies are never probability − target, which is 0 in float32 for a target of 1 from an output
 * of 17 on, while the mirror image keeps all its digits. 1 − probability is instead a sum of what the other outputs have.
 * For targets of 0 and 1 gradient and loss are within 2 ulp of the correctly rounded value, 2 + n/4 for n classes, as far as
 * float32 reaches; for targets between, within a few roundings of the two terms whose difference the gradient is. loss64.ts
 * is the twin in float64.
 */
import { LossKind } from "../abi";
import { loadCount, ones, storeCount, zeros } from "../lanes";
import { exp, expOfDifference } from "../math/exp";
import { log } from "../math/log";
import { sumOfSquares } from "../vector/reduce";
import { scale } from "../vector/scale";

/** Adds the four lanes, which hold `count` numbers, in order. */
// @ts-ignore: decorator
@inline
function addLanes(sum: f64, lanes: v128, count: i32): f64 {
  sum += <f64>f32x4.extract_lane(lanes, 0);
  if (count > 1) sum += <f64>f32x4.extract_lane(lanes, 1);
  if (count > 2) sum += <f64>f32x4.extract_lane(lanes, 2);
  if (count > 3) sum += <f64>f32x4.extract_lane(lanes, 3);
  return sum;
}

/** ln(1 + x), x ≥ 0, with the rounding of 1 + x put back. Called and not inlined: it is asked once for many exponentials. */
function logOfOneAnd(x: v128): v128 {
  const one = f32x4.splat(1);
  const above = f32x4.add(one, x);
  return f32x4.sub(log(above), f32x4.div(f32x4.sub(f32x4.sub(above, one), x), above));
}

/** Σ (o − y)²; gradient ← factor·2 (o − y). Returns the sum without the factor. */
function squaredError(n: i32, output: usize, target: usize, gradient: usize, factor: f32): f64 {
  for (let i: usize = 0, end = (<usize>n) << 2; i < end; i += 4) {
    f32.store(gradient + i, f32.load(output + i) - f32.load(target + i));
  }
  const sum = sumOfSquares(n, gradient);
  scale(n, 2 * factor, gradient, gradient);
  return sum;
}

/**
 * Σ |o| (o ≥ 0 ? 1 − y : y) + ln(1 + e), e = e^−|o|; gradient ← scale·(σ(o) − y), as ((1 − y) − y e)/(1 + e) for o ≥ 0 and
 * (e (1 − y) − y)/(1 + e) below. Returns the sum without the scale.
 */
function binaryCrossEntropy(n: i32, output: usize, target: usize, gradient: usize, scale: f32): f64 {
  const factor = f32x4.splat(scale),
    one = ones(),
    zero = zeros();
  let sum: f64 = 0;
  for (; n > 0; n -= 4, output += 16, target += 16, gradient += 16) {
    const o = loadCount(output, n),
      y = loadCount(target, n);
    const magnitude = f32x4.abs(o),
      e = exp(f32x4.neg(magnitude));
    const against = f32x4.sub(one, y),
      positive = f32x4.ge(o, zero);
    const above = v128.bitselect(against, f32x4.mul(e, against), positive),
      below = v128.bitselect(f32x4.mul(e, y), y, positive);
    storeCount(gradient, f32x4.mul(factor, f32x4.div(f32x4.sub(above, below), f32x4.add(one, e))), n);
    const wrong = f32x4.mul(magnitude, v128.bitselect(against, y, positive));
    sum = addLanes(sum, f32x4.add(wrong, logOfOneAnd(e)), n);
  }
  return sum;
}

/** Where row `index` of four begins; without such a row, where the last one does. */
// @ts-ignore: decorator
@inline
function rowOffset(index: i32, rows: i32, step: usize): usize {
  return <usize>min(index, rows - 1) * step;
}

/** One element of four rows, the first at `from`, the others behind it by their offsets. */
// @ts-ignore: decorator
@inline
function gather(from: usize, s1: usize, s2: usize, s3: usize): v128 {
  let v = v128.load32_zero(from);
  v = v128.load32_lane(from + s1, v, 1);
  v = v128.load32_lane(from + s2, v, 2);
  return v128.load32_lane(from + s3, v, 3);
}

// @ts-ignore: decorator
@inline
function scatter(to: usize, s1: usize, s2: usize, s3: usize, v: v128): void {
  v128.store32_lane(to, v, 0);
  v128.store32_lane(to + s1, v, 1);
  v128.store32_lane(to + s2, v, 2);
  v128.store32_lane(to + s3, v, 3);
}

/**
 * The sum of all numbers but x, where `total` is that of all and `others` that without the largest. The difference loses no
 * digits, because x is at most half of the total unless it is the largest.
 */
// @ts-ignore: decorator
@inline
function without(x: v128, largest: v128, others: v128, total: v128): v128 {
  return v128.bitselect(others, f32x4.sub(total, x), f32x4.eq(x, largest));
}

/**
 * Σ_i Σ_j y_ij (ln S_i − o_ij), S_i = Σ_k e_ik, e_ik = exp(o_ik − max_k o_ik); gradient ← scale·(softmax(o_i) Σ_j y_ij − y_ij), as
 * (e_j Σ_k≠j y_k − y_j Σ_k≠j e_k)/S. Returns the sum without the scale.
 * Four rows at a time, one a lane, so that narrow outputs fill the vectors too; lanes without a row repeat the last one.
 * Sums over a row are in float32, in order: n outputs add n − 2 roundings at most.
 */
function softmaxCrossEntropy(rows: i32, n: i32, output: usize, target: usize, gradient: usize, scale: f32): f64 {
  const step = (<usize>n) << 2,
    zero = zeros(),
    factor = f32x4.splat(scale);
  let sum: f64 = 0;
  for (; rows > 0; rows -= 4) {
    const s1 = rowOffset(1, rows, step),
      s2 = rowOffset(2, rows, step),
      s3 = rowOffset(3, rows, step);
    let largest = gather(output, s1, s2, s3);
    for (let j: usize = 4; j < step; j += 4) largest = f32x4.max(largest, gather(output + j, s1, s2, s3));
    // The largest e is 1; of several that are, all but one count among the others.
    let others = zero,
      top = zero,
      otherMass = zero,
      topMass = zero,
      weighted = zero;
    for (let j: usize = 0; j < step; j += 4) {
      const o = gather(output + j, s1, s2, s3),
        y = gather(target + j, s1, s2, s3);
      const shifted = f32x4.sub(o, largest),
        e = expOfDifference(o, largest, shifted);
      scatter(gradient + j, s1, s2, s3, e);
      others = f32x4.add(others, f32x4.pmin(e, top));
      top = f32x4.pmax(top, e);
      otherMass = f32x4.add(otherMass, f32x4.pmin(y, topMass));
      topMass = f32x4.pmax(topMass, y);
      // 0 · (−∞) is no loss: a probability of zero asks nothing.
      weighted = f32x4.add(weighted, v128.andnot(f32x4.mul(y, shifted), f32x4.eq(y, zero)));
    }
    const total = f32x4.add(top, others),
      mass = f32x4.add(topMass, otherMass);
    sum = addLanes(sum, f32x4.sub(f32x4.mul(mass, logOfOneAnd(others)), weighted), rows);
    for (let j: usize = 0; j < step; j += 4) {
      const e = gather(gradient + j, s1, s2, s3),
        y = gather(target + j, s1, s2, s3);
      const toward = f32x4.mul(e, without(y, topMass, otherMass, mass)),
        away = f32x4.mul(y, without(e, top, others, total));
      scatter(gradient + j, s1, s2, s3, f32x4.mul(factor, f32x4.div(f32x4.sub(toward, away), total)));
    }
    output += 4 * step;
    target += 4 * step;
    gradient += 4 * step;
  }
  return sum;
}

/** The loss of a batch; `gradient` ← ∂L/∂output. batch, n ≥ 1. */
export function loss(kind: i32, batch: i32, n: i32, output: usize, target: usize, gradient: usize): f64 {
  const count = batch * n;
  if (kind == LossKind.SumSquaredError) return squaredError(count, output, target, gradient, 1);
  if (kind == LossKind.MeanSquaredError)
    return squaredError(count, output, target, gradient, 1 / <f32>count) / <f64>count;
  if (kind == LossKind.BinaryCrossEntropy)
    return binaryCrossEntropy(count, output, target, gradient, 1 / <f32>count) / <f64>count;
  return softmaxCrossEntropy(batch, n, output, target, gradient, 1 / <f32>batch) / <f64>batch;
}

/** How far the sum of a row of float32 probabilities may be from 1. */
const MASS_TOLERANCE: f32 = 1e-3;

/**
 * The first row of `target` [batch, n] for which the loss is not defined, or −1: for the cross-entropy a row that is not
 * made of probabilities that sum to 1, for the binary one a number outside [0, 1], for any loss NaN or ±∞.
 */
export function firstBadTarget(kind: i32, batch: i32, n: i32, target: usize): i32 {
  const bounded = kind == LossKind.CrossEntropy || kind == LossKind.BinaryCrossEntropy;
  const low = f32x4.splat(bounded ? 0 : -f32.MAX_VALUE),
    high = f32x4.splat(bounded ? 1 : f32.MAX_VALUE);
  const one = ones(),
    tolerance = f32x4.splat(kind == LossKind.CrossEntropy ? MASS_TOLERANCE : Infinity);
  const step = (<usize>n) << 2;
  // Four rows at a time, one a lane; lanes without a row repeat the last one.
  for (let i = 0; i < batch; i += 4, target += 4 * step) {
    const rows = batch - i;
    const s1 = rowOffset(1, rows, step),
      s2 = rowOffset(2, rows, step),
      s3 = rowOffset(3, rows, step);
    let mass = zeros(),
      good = i32x4.splat(-1);
    for (let j: usize = 0; j < step; j += 4) {
      const y = gather(target + j, s1, s2, s3);
      good = v128.and(good, v128.and(f32x4.ge(y, low), f32x4.le(y, high)));
      mass = f32x4.add(mass, y);
    }
    good = v128.and(good, f32x4.le(f32x4.abs(f32x4.sub(mass, one)), tolerance));
    const bad = ~i32x4.bitmask(good) & 15;
    if (bad) return i + ctz(bad);
  }
  return -1;
}
