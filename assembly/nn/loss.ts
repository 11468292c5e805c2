/**
 * The four losses and their gradients by the output. `output` and `target` are [batch, n], row-major; `gradient` [batch, n]
 * is always overwritten (it serves as scratch on the way) and must not overlap them. Element-wise arithmetic in float32,
 * sums in float64 in row order. `workspace`: WORKSPACE_BYTES of gemm.ts; 16 · ROWS are used.
 */
import { LossKind } from "../abi";
import { loadCount, storeCount } from "../lanes";
import { exp } from "../math/exp";
import { log } from "../math/log";
import { expArray, logArray } from "../vector/map";

/** Rows of a softmax that are worked on together, so that exponentials and logarithms fill whole vectors. */
const ROWS: i32 = 64;

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

/** Σ (o − y)²; gradient ← scale·2 (o − y). Returns the sum without the scale. */
function squaredError(n: i32, output: usize, target: usize, gradient: usize, scale: f32): f64 {
  const factor = f32x4.splat(2 * scale);
  let sum: f64 = 0;
  for (; n > 0; n -= 4, output += 16, target += 16, gradient += 16) {
    const d = f32x4.sub(loadCount(output, n), loadCount(target, n));
    storeCount(gradient, f32x4.mul(factor, d), n);
    const low = f64x2.promote_low_f32x4(d);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(d, d, 2, 3, 2, 3));
    const squares = f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high));
    sum += f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
  }
  return sum;
}

/** Σ max(o, 0) − o y + ln(1 + e^−|o|); gradient ← scale·(σ(o) − y). Returns the sum without the scale. */
function binaryCrossEntropy(n: i32, output: usize, target: usize, gradient: usize, scale: f32): f64 {
  const factor = f32x4.splat(scale), one = f32x4.splat(1), zero = f32x4.splat(0);
  let sum: f64 = 0;
  for (; n > 0; n -= 4, output += 16, target += 16, gradient += 16) {
    const o = loadCount(output, n), y = loadCount(target, n);
    const e = exp(f32x4.neg(f32x4.abs(o)));
    const above = f32x4.add(one, e), positive = f32x4.ge(o, zero);
    const sigmoid = f32x4.div(v128.bitselect(one, e, positive), above);
    storeCount(gradient, f32x4.mul(factor, f32x4.sub(sigmoid, y)), n);
    // ln(1 + e) with the rounding of 1 + e put back, or small e would lose all their digits.
    const log1p = f32x4.sub(log(above), f32x4.div(f32x4.sub(f32x4.sub(above, one), e), above));
    const loss = f32x4.add(f32x4.sub(f32x4.max(o, zero), f32x4.mul(o, y)), log1p);
    sum = addLanes(sum, loss, n);
  }
  return sum;
}

/**
 * Σ_i Σ_j y_ij (ln Σ_k e^{o_ik} − o_ij) for up to ROWS rows; gradient ← scale·(softmax(o_i) Σ_j y_ij − y_ij).
 * The largest output of a row is subtracted first, so nothing overflows.
 */
function softmaxRows(rows: i32, n: i32, output: usize, target: usize, gradient: usize, scale: f32, workspace: usize): f64 {
  const sums = workspace, logs = workspace + 4 * ROWS, masses = workspace + 8 * ROWS;
  const step = <usize>n << 2;

  for (let i = 0; i < rows; i++) {
    const from = output + <usize>i * step, to = gradient + <usize>i * step;
    let largest = f32.load(from);
    for (let j: usize = 4; j < step; j += 4) largest = max(largest, f32.load(from + j));
    for (let j: usize = 0; j < step; j += 4) f32.store(to + j, f32.load(from + j) - largest);
  }

  // Σ y (o − max), while the shifted outputs still stand in `gradient`.
  let weighted: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const to = gradient + <usize>i * step, truth = target + <usize>i * step;
    let mass: f64 = 0;
    for (let j: usize = 0; j < step; j += 4) {
      const y = f32.load(truth + j);
      mass += <f64>y;
      // 0 · (−∞) is no loss: a probability of zero asks nothing.
      if (y != 0) weighted += <f64>y * <f64>f32.load(to + j);
    }
    f32.store(masses + (<usize>i << 2), <f32>mass);
  }

  expArray(rows * n, gradient, gradient);
  for (let i = 0; i < rows; i++) {
    const to = gradient + <usize>i * step;
    let sum: f32 = 0;
    for (let j: usize = 0; j < step; j += 4) sum += f32.load(to + j);
    f32.store(sums + (<usize>i << 2), sum);
  }
  logArray(rows, sums, logs);

  let loss: f64 = -weighted;
  for (let i = 0; i < rows; i++) {
    const to = gradient + <usize>i * step, truth = target + <usize>i * step, at = <usize>i << 2;
    const mass = f32.load(masses + at), factor = mass / f32.load(sums + at);
    loss += <f64>mass * <f64>f32.load(logs + at);
    for (let j: usize = 0; j < step; j += 4) f32.store(to + j, scale * (factor * f32.load(to + j) - f32.load(truth + j)));
  }
  return loss;
}

/** The loss of a batch; `gradient` ← ∂L/∂output. batch, n ≥ 1. */
export function loss(kind: i32, batch: i32, n: i32, output: usize, target: usize, gradient: usize, workspace: usize): f64 {
  const count = batch * n;
  if (kind == LossKind.SumSquaredError) return squaredError(count, output, target, gradient, 1);
  if (kind == LossKind.MeanSquaredError) return squaredError(count, output, target, gradient, 1 / <f32>count) / <f64>count;
  if (kind == LossKind.BinaryCrossEntropy) return binaryCrossEntropy(count, output, target, gradient, 1 / <f32>count) / <f64>count;
  let sum: f64 = 0;
  for (let i = 0; i < batch; i += ROWS) {
    const at = <usize>(i * n) << 2;
    sum += softmaxRows(min(ROWS, batch - i), n, output + at, target + at, gradient + at, 1 / <f32>batch, workspace);
  }
  return sum / <f64>batch;
}

/** How far the sum of a row of float32 probabilities may be from 1. */
const MASS_TOLERANCE: f32 = 1e-3;

/**
 * The first row of `target` [batch, n] for which the loss is not defined, or −1: for the cross-entropy a row that is not
 * made of probabilities that sum to 1, for the binary one a number outside [0, 1], for any loss NaN or ±∞.
 */
export function firstBadTarget(kind: i32, batch: i32, n: i32, target: usize): i32 {
  const bounded = kind == LossKind.CrossEntropy || kind == LossKind.BinaryCrossEntropy;
  const low: f32 = bounded ? 0 : -f32.MAX_VALUE, high: f32 = bounded ? 1 : f32.MAX_VALUE;
  for (let i = 0; i < batch; i++) {
    let mass: f32 = 0, good = 1;
    for (let j = 0; j < n; j++, target += 4) {
      const y = f32.load(target);
      good &= i32(y >= low) & i32(y <= high);
      mass += y;
    }
    if (!good || (kind == LossKind.CrossEntropy && abs(mass - 1) > MASS_TOLERANCE)) return i;
  }
  return -1;
}
