/**
 * SiLU, x σ(x), and its slope in f32x4, from e = exp(−|x|) scaled by K = 2⁶¹ (exp.ts): max(x, 0) + w with
 * w = −|x| e/(1 + e), which is x σ(x) itself on the left and what σ lacks of 1 on the right. Likewise the slope is
 * e/(1 + e) + w/(1 + e) on the left, and 1 less that of −x on the right.
 */
import { multiplyAdd } from "../lanes";

/** Places in TABLE, in bytes. */
const enum At {
  One = 0,
  Scale = 4,
  Lowest = 8,
}

/** K; −110 e^−110 is 0. */
const TABLE = memory.data<f32>([1, 2.305843009213693952e18, -110]);

/** All four lanes from one place of TABLE. */
// @ts-ignore: decorator
@inline
function constant(at: At): v128 {
  return v128.load32_splat(TABLE + <usize>at);
}

/** w from minus = −|x| and e = K exp(−|x|). */
// @ts-ignore: decorator
@inline
export function siluLeft(minus: v128, e: v128): v128 {
  return f32x4.div(f32x4.mul(f32x4.pmax(minus, constant(At.Lowest)), e), f32x4.add(e, constant(At.Scale)));
}

/** SiLU′(−|x|) from w and e. */
// @ts-ignore: decorator
@inline
export function siluSlopeLeft(w: v128, e: v128): v128 {
  const sigmoid = f32x4.div(e, f32x4.add(e, constant(At.Scale)));
  return multiplyAdd(w, f32x4.sub(constant(At.One), sigmoid), sigmoid);
}
