import { ActivationKind } from "../abi";
import { loadTail, storeTail } from "../lanes";
import { sigmoidFrom, sigmoidOfMinus, sigmoidSlopeFrom } from "../math/sigmoid";
import { exponentOf, fractionOf, powerOf } from "../math/exp";
import { tanhArgument, tanhFrom, tanhSlopeFrom } from "../math/tanh";

const CONSTANTS = memory.data<f32>([1, -0.0, 3.4028234663852886e38]);


// @ts-ignore: decorator
@inline
function keep(to: usize, v: v128, n: i32): void { if (n == 4) v128.store(to, v); else storeTail(to, v, n); }
// @ts-ignore: decorator
@inline
function apply(kind: ActivationKind, x: v128, alpha: v128, n: i32, z: usize, slope: usize, wanted: bool): void {
  if (kind == ActivationKind.Sigmoid) {
    const w = sigmoidOfMinus(x);
    keep(z, sigmoidFrom(x, w), n);
    if (wanted) keep(slope, sigmoidSlopeFrom(w), n);
  } else if (kind == ActivationKind.Tanh) {
    const y = tanhArgument(x);
    const t = exponentOf(y);
    const power = powerOf(t);
    const p = fractionOf(y, t);
    keep(z, tanhFrom(x, power, p), n);
    if (wanted) keep(slope, tanhSlopeFrom(t, power, p), n);
  }
}


// @ts-ignore: decorator
@inline
function drive(kind: ActivationKind, alpha: f32, n: i32, u: usize, z: usize, slope: usize, wanted: bool): i32 {
  const a = f32x4.splat(alpha);
  const zero = i32x4.splat(0);
  let nonFinite = zero;
  for (; n >= 4; n -= 4) {
    const x = v128.load(u);
    nonFinite = f32x4.add(nonFinite, f32x4.mul(x, zero));
    apply(kind, x, a, 4, z, slope, wanted);
    u += 16;
    z += 16;
    slope += 16;
  }
  if (n > 0) {
    const x = loadTail(u, n);
    nonFinite = f32x4.add(nonFinite, f32x4.mul(x, zero));
    apply(kind, x, a, n, z, slope, wanted);
  }
  return i32(v128.any_true(f32x4.ne(nonFinite, zero)));
}
function forwardSigmoid(alpha: f32, n: i32, u: usize, z: usize, slope: usize): i32 {
  return slope ? drive(ActivationKind.Sigmoid, alpha, n, u, z, slope, true) :  drive(ActivationKind.Sigmoid, alpha, n, u, z, slope, false);
}
function forwardTanh(alpha: f32, n: i32, u: usize, z: usize, slope: usize): i32 {
  return slope ? drive(ActivationKind.Tanh, alpha, n, u, z, slope, true) :  drive(ActivationKind.Tanh, alpha, n, u, z, slope, false);
}
export function activationForward(kind: i32, alpha: f32, n: i32, u: usize, z: usize, slope: usize): i32 {
  switch (kind) {
    case ActivationKind.Sigmoid: return forwardSigmoid(alpha, n, u, z, slope);
    case ActivationKind.Tanh: return forwardTanh(alpha, n, u, z, slope);
  }
  return 0;
}
