/**
 * The hyperbolic tangent and its slope in f32x4, both from e = e^y = 2^k (1 + p), y = −2|x|, in the parts of exp.ts:
 * tanh |x| = (1 − e)/(1 + e), where 1 − e = (1 − 2^k) − 2^k p keeps small x, and tanh′ x = 4e/(1 + e)². From tanh itself
 * the slope 1 − z² would be 28 % off at x = 8.5 and 0 from 9.02 on.
 */
import { multiplyAdd } from "../lanes";
import { fractionOf, remainderOf } from "./exp";

/** Places in TABLE, in bytes. */
const enum At {
  One = 0,
  Two = 4,
  Sign = 8,
  Lowest = 12,
  UpscaledFour = 16,
  Downscale = 20,
  Straight = 24,
}

/** At y = −106 k is −153, for which the bits of 4·2²⁴ and k make exactly 0. −0 is the sign bit. */
const TABLE = memory.data<f32>([1, 2, -0.0, -106, 67108864, 5.9604644775390625e-8, -1.4901161193847656e-8]);

/** All four lanes from one place of TABLE. */
// @ts-ignore: decorator
@inline
function constant(at: At): v128 {
  return v128.load32_splat(TABLE + <usize>at);
}

/** y = −2|x|, not below −106: what exponentOf and tanhFraction take. */
// @ts-ignore: decorator
@inline
export function tanhArgument(x: v128): v128 {
  return f32x4.pmax(v128.or(f32x4.add(x, x), constant(At.Sign)), constant(At.Lowest));
}

/** p of exp.ts. Above −2⁻²⁶ it is y to an eighth of an ulp, and y² could be subnormal, which is slow. */
// @ts-ignore: decorator
@inline
export function tanhFraction(y: v128, t: v128): v128 {
  const r = remainderOf(y, t);
  return fractionOf(r, v128.and(r, f32x4.lt(y, constant(At.Straight))));
}

/** tanh x from x, 2^k = powerOf(t) and p = tanhFraction(y, t); tanh(−0) = −0. */
// @ts-ignore: decorator
@inline
export function tanhFrom(x: v128, power: v128, p: v128): v128 {
  const m = f32x4.sub(f32x4.sub(constant(At.One), power), f32x4.mul(power, p));
  const magnitude = f32x4.div(m, f32x4.sub(constant(At.Two), m));
  return v128.or(magnitude, v128.and(x, constant(At.Sign)));
}

/** tanh′ x from t = exponentOf(y), 2^k and p. The scale comes last, so only the last product rounds a subnormal. */
// @ts-ignore: decorator
@inline
export function tanhSlopeFrom(t: v128, power: v128, p: v128): v128 {
  const value = f32x4.add(p, constant(At.One));
  const e = f32x4.mul(value, power);
  const ratio = f32x4.div(value, multiplyAdd(e, f32x4.add(e, constant(At.Two)), constant(At.One)));
  const upscaled = i32x4.add(i32x4.shl(t, 23), constant(At.UpscaledFour));
  return f32x4.mul(f32x4.mul(ratio, upscaled), constant(At.Downscale));
}
