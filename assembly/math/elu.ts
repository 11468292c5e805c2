/**
 * ELU, x above 0 and e^x − 1 below (Clevert et al. 2016), times λ and λα: SELU (Klambauer et al. 2017); and the slope, in
 * f32x4. From e^y = 2^k (1 + p), y = min(x, 0), in the parts of exp.ts, scaled by K = 2⁶¹. λα is in two words, or its own
 * rounding would cost an ulp; the words of ELU are 1 and 0, which change no bit.
 */
import { multiplyAdd, zeros } from "../lanes";

/** Places in TABLE, in bytes. */
const enum At {
  Scale = 0,
  Right = 4,
  Left = 8,
  LeftLow = 12,
}

/** From the constants of ELU to those of SELU, in bytes. */
export const SELU: usize = 12;

/** K; λ and the words of λα/K of ELU, then of SELU. */
const TABLE = memory.data<f32>([
  2.305843009213693952e18, 1, 4.336808689942018e-19, 0, 1.0507010221481323, 7.62454039813483e-19,
  1.0103340665849975e-26,
]);

/** All four lanes from one place of TABLE. */
// @ts-ignore: decorator
@inline
function constant(at: At, set: usize): v128 {
  return v128.load32_splat(TABLE + set + <usize>at);
}

/** λα/K times v. */
// @ts-ignore: decorator
@inline
function left(v: v128, set: usize): v128 {
  return multiplyAdd(v, constant(At.Left, set), f32x4.mul(v, constant(At.LeftLow, set)));
}

/** K (e^y − 1) from K 2^k and rest = K 2^k p. */
// @ts-ignore: decorator
@inline
export function scaledMinusOne(power: v128, rest: v128): v128 {
  return f32x4.add(f32x4.sub(power, constant(At.Scale, 0)), rest);
}

/** ELU of x from below = K (e^y − 1), which is 0 above 0. */
// @ts-ignore: decorator
@inline
export function eluFrom(x: v128, below: v128): v128 {
  return multiplyAdd(below, constant(At.Left, 0), f32x4.pmax(x, zeros()));
}

/** Its slope from e = K e^y, which is K above 0. */
// @ts-ignore: decorator
@inline
export function eluSlopeFrom(e: v128): v128 {
  return f32x4.mul(e, constant(At.Left, 0));
}

/** SELU, or ELU to the same bits with set 0. */
// @ts-ignore: decorator
@inline
export function seluFrom(x: v128, below: v128, set: usize): v128 {
  return multiplyAdd(f32x4.pmax(x, zeros()), constant(At.Right, set), left(below, set));
}

/** Its slope; at 0 the left one. */
// @ts-ignore: decorator
@inline
export function seluSlopeFrom(x: v128, e: v128, set: usize): v128 {
  return v128.bitselect(constant(At.Right, set), left(e, set), f32x4.gt(x, zeros()));
}
