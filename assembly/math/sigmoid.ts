/**
 * The logistic sigmoid and its slope in f32x4, both from e = exp(−|x|) scaled by K = 2⁶¹ (exp.ts): σ is e/(1 + e) or
 * 1 − e/(1 + e), and σ′ = e/(1 + e)². From σ itself the slope y (1 − y) would be 17 % off at x = 15 and 0 from 16.64 on.
 *
 * Both quotients are e divided by exactly 1 where e < 2⁻²⁵, so subnormal results have the one rounding of e.
 */
import { multiplyAdd } from "../lanes";

/** Places in TABLE, in bytes. */
const enum At {
  One = 0,
  Scale = 4,
  Double = 8,
  Square = 12,
}

/** K, 2K and K². */
const TABLE = memory.data<f32>([1, 2.305843009213693952e18, 4.611686018427387904e18, 5.316911983139663e36]);

/** All four lanes from one place of TABLE. */
// @ts-ignore: decorator
@inline
function constant(at: At): v128 {
  return v128.load32_splat(TABLE + <usize>at);
}

/** σ(x) from e = K exp(−|x|). */
// @ts-ignore: decorator
@inline
export function sigmoidFrom(x: v128, e: v128): v128 {
  const left = f32x4.div(e, f32x4.add(e, constant(At.Scale)));
  return v128.bitselect(left, f32x4.sub(constant(At.One), left), i32x4.shr_s(x, 31));
}

/** σ′(x) from e = K exp(−|x|). 1 + e (2 + e) loses less than (1 + e)². */
// @ts-ignore: decorator
@inline
export function sigmoidSlopeFrom(e: v128): v128 {
  const square = multiplyAdd(e, f32x4.add(e, constant(At.Double)), constant(At.Square));
  return f32x4.div(f32x4.mul(e, constant(At.Scale)), square);
}
