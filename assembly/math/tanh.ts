/**
 * The hyperbolic tangent and its slope in f32x4, both from p of exp.ts at y = −2|x|, e = e^y = 2^k (1 + p).
 */
import { multiplyAdd } from "../lanes";
import { exponentOf, fractionOf, powerOf } from "./exp";

/** Places in TABLE, in bytes. */
const enum At {
  One = 0,
  Two = 4,
  Sign = 8,
  Lowest = 12,
  UpscaledFour = 16,
  Downscale = 20,
}

const TABLE = memory.data<f32>([1, 2, -0.0, -105.5, 67108864, 5.9604644775390625e-8]);

/** All four lanes from one place of TABLE. */
// @ts-ignore: decorator
@inline
function constant(at: At): v128 {
  return v128.load32_splat(TABLE + <usize>at);
}

/** y = −2|x|, not below −105.5, from where on even 4e is 0. */
// @ts-ignore: decorator
@inline
export function tanhArgument(x: v128): v128 {
  return f32x4.pmax(v128.or(f32x4.add(x, x), constant(At.Sign)), constant(At.Lowest));
}

/** tanh x = (1 − e)/(1 + e), the sign put back. */
// @ts-ignore: decorator
@inline
export function tanhFrom(x: v128, power: v128, p: v128): v128 {
  const m = f32x4.sub(f32x4.sub(constant(At.One), power), f32x4.mul(power, p));
  const magnitude = f32x4.div(m, f32x4.sub(constant(At.Two), m));
  return v128.or(magnitude, v128.and(x, constant(At.Sign)));
}

/** tanh′ x = 4e/(1 + e)². */
// @ts-ignore: decorator
@inline
export function tanhSlopeFrom(t: v128, power: v128, p: v128): v128 {
  const value = f32x4.add(p, constant(At.One));
  const e = f32x4.mul(value, power);
  const ratio = f32x4.div(value, multiplyAdd(e, f32x4.add(e, constant(At.Two)), constant(At.One)));
  const upscaled = i32x4.add(i32x4.shl(t, 23), constant(At.UpscaledFour));
  return f32x4.mul(f32x4.mul(ratio, upscaled), constant(At.Downscale));
}

/** tanh x. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const y = tanhArgument(x);
  const t = exponentOf(y);
  return tanhFrom(x, powerOf(t), fractionOf(y, t));
}

/** tanh′ x = sech² x. */
// @ts-ignore: decorator
@inline
export function tanhSlope(x: v128): v128 {
  const y = tanhArgument(x);
  const t = exponentOf(y);
  return tanhSlopeFrom(t, powerOf(t), fractionOf(y, t));
}
