/**
 * The four losses and their gradients in float64 from float32 outputs and targets, in the forms of loss.ts: what probes start
 * from, and what loss.ts is measured against. `output` and `target` are [batch, n] float32, row-major; `gradient` [batch, n]
 * float64 is always overwritten (it serves as scratch on the way) and must not overlap them. For targets of 0 and 1 each
 * gradient is within some 2⁻⁵⁰ of itself, down to where float64 ends, near e^−745.
 */
import { LossKind } from "../abi";
import { exp64, log1p64 } from "../math/double";

/** Σ (o − y)²; gradient ← factor·2 (o − y). Returns the sum without the factor. */
function squaredError64(n: i32, output: usize, target: usize, gradient: usize, factor: f64): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++, output += 4, target += 4, gradient += 8) {
    const difference = <f64>f32.load(output) - <f64>f32.load(target);
    f64.store(gradient, 2 * factor * difference);
    sum += difference * difference;
  }
  return sum;
}

/** The binary cross-entropy; gradient ← scale·(σ(o) − y). Returns the sum without the scale. */
function binaryCrossEntropy64(n: i32, output: usize, target: usize, gradient: usize, scale: f64): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++, output += 4, target += 4, gradient += 8) {
    const o = <f64>f32.load(output),
      y = <f64>f32.load(target);
    const e = exp64(-abs<f64>(o)),
      against = 1 - y,
      positive = o >= 0;
    const difference = positive ? against - y * e : e * against - y;
    f64.store(gradient, (scale * difference) / (1 + e));
    sum += abs<f64>(o) * (positive ? against : y) + log1p64(e);
  }
  return sum;
}

/** Of one row: Σ_j y_j (ln S − o_j); gradient ← scale·(softmax(o) Σ_j y_j − y). Returns the sum without the scale. */
function softmaxCrossEntropy64(n: i32, output: usize, target: usize, gradient: usize, scale: f64): f64 {
  let highest = f32.load(output);
  for (let j = 1; j < n; j++) highest = max(highest, f32.load(output + ((<usize>j) << 2)));
  // The sums without their largest term, as in loss.ts.
  let others: f64 = 0,
    top: f64 = 0,
    otherMass: f64 = 0,
    topMass: f64 = 0,
    weighted: f64 = 0;
  for (let j: usize = 0, end = <usize>n; j < end; j++) {
    const shifted = <f64>f32.load(output + (j << 2)) - <f64>highest,
      y = <f64>f32.load(target + (j << 2));
    const e = exp64(shifted);
    f64.store(gradient + (j << 3), e);
    others += min(e, top);
    top = max(top, e);
    otherMass += min(y, topMass);
    topMass = max(topMass, y);
    if (y != 0) weighted += y * shifted;
  }
  const total = top + others,
    mass = topMass + otherMass;
  for (let j: usize = 0, end = <usize>n; j < end; j++) {
    const e = f64.load(gradient + (j << 3)),
      y = <f64>f32.load(target + (j << 2));
    const toward = e * (y == topMass ? otherMass : mass - y),
      away = y * (e == top ? others : total - e);
    f64.store(gradient + (j << 3), (scale * (toward - away)) / total);
  }
  return mass * log1p64(others) - weighted;
}

/** The loss of a batch; `gradient` ← ∂L/∂output, both in float64. batch, n ≥ 1. */
export function loss64(kind: i32, batch: i32, n: i32, output: usize, target: usize, gradient: usize): f64 {
  const count = batch * n;
  const share = 1 / <f64>(kind == LossKind.CrossEntropy ? batch : count);
  if (kind == LossKind.SumSquaredError) return squaredError64(count, output, target, gradient, 1);
  if (kind == LossKind.MeanSquaredError) return squaredError64(count, output, target, gradient, share) / <f64>count;
  if (kind == LossKind.BinaryCrossEntropy)
    return binaryCrossEntropy64(count, output, target, gradient, share) / <f64>count;
  let sum: f64 = 0;
  const step = <usize>n;
  for (let i = 0; i < batch; i++, output += step << 2, target += step << 2, gradient += step << 3)
    sum += softmaxCrossEntropy64(n, output, target, gradient, share);
  return sum / <f64>batch;
}
