/**
 * The logistic sigmoid and its slope in f32x4, both from one exponential: w = e/(1 + e) with e = exp(−|x|) has full
 * relative accuracy; σ is w or 1 − w, σ′ = w (1 − w). Never from σ: y (1 − y) is 17 % off at x = 15 and 0 from 16.64.
 */
import { multiplyAdd } from "../lanes";
import { exponentOf, fractionOf, scaleDown } from "./exp";

/** Places in TABLE, in bytes. */
const enum At {
  One = 0,
  Sign = 4,
  Lowest = 8,
  Two = 12,
}

/** −0 is the sign bit; below −104 everything is 0. */
const TABLE = memory.data<f32>([1, -0.0, -104, 2]);

/** All four lanes from one place of TABLE. */
// @ts-ignore: decorator
@inline
function constant(at: At): v128 {
  return v128.load32_splat(TABLE + <usize>at);
}

/** σ(−|x|) = e/(1 + e), e = exp(−|x|). */
// @ts-ignore: decorator
@inline
export function sigmoidOfMinus(x: v128): v128 {
  const y = f32x4.pmax(v128.or(x, constant(At.Sign)), constant(At.Lowest));
  const t = exponentOf(y);
  const value = f32x4.add(fractionOf(y, t), constant(At.One));
  return scaleDown(value, t);
}

/** σ(x) from x and w = sigmoidOfMinus(x). */
// @ts-ignore: decorator
@inline
export function sigmoidFrom(x: v128, e: v128): v128 {
  const w = f32x4.div(e, f32x4.add(e, constant(At.One)));
  return v128.bitselect(w, f32x4.sub(constant(At.One), w), i32x4.shr_s(x, 31));
}

/** σ′(x) from w = sigmoidOfMinus(x). Where w is subnormal 1 − w is 1: the only rounding there was in w. */
// @ts-ignore: decorator
@inline
export function sigmoidSlopeFrom(e: v128): v128 {
  return f32x4.div(e, multiplyAdd(e, f32x4.add(e, constant(At.Two)), constant(At.One)));
}

/** σ(x) = 1/(1 + e^−x). */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  return sigmoidFrom(x, sigmoidOfMinus(x));
}

/** σ′(x) = e/(1 + e)², e = exp(−|x|). */
// @ts-ignore: decorator
@inline
export function sigmoidSlope(x: v128): v128 {
  return sigmoidSlopeFrom(sigmoidOfMinus(x));
}
