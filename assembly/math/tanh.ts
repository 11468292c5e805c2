/**
 * The hyperbolic tangent and its slope in f32x4, both from e = e^y = 2^k (1 + p), y = −2|x|, in the parts of exp.ts:
 * tanh |x| = (1 − e)/(1 + e), where 1 − e = (1 − 2^k) − 2^k p keeps small x, and tanh′ x = 4e/(1 + e)². From tanh itself
 * the slope 1 − z² would be 28 % off at x = 8.5 and 0 from 9.02 on. All of it is scaled by K = 2⁶¹ (exp.ts).
 */
import { multiplyAdd } from "../lanes";

/** Places in TABLE, in bytes. */
const enum At {
  Sign = 0,
  Scale = 4,
  Double = 8,
  Fourfold = 12,
  Square = 16,
}

/** −0 is the sign bit; K, 2K, 4K and K². */
const TABLE = memory.data<f32>([
  -0.0, 2.305843009213693952e18, 4.611686018427387904e18, 9.223372036854775808e18, 5.316911983139663e36,
]);

/** All four lanes from one place of TABLE. */
// @ts-ignore: decorator
@inline
function constant(at: At): v128 {
  return v128.load32_splat(TABLE + <usize>at);
}

/** tanh x from x, power = K 2^k and rest = power·p; tanh(−0) = −0. */
// @ts-ignore: decorator
@inline
export function tanhFrom(x: v128, power: v128, rest: v128): v128 {
  const m = f32x4.sub(f32x4.sub(constant(At.Scale), power), rest);
  const magnitude = f32x4.div(m, f32x4.sub(constant(At.Double), m));
  return v128.or(magnitude, v128.and(x, constant(At.Sign)));
}

/** tanh′ x from e = K exp(−2|x|) = power + rest. */
// @ts-ignore: decorator
@inline
export function tanhSlopeFrom(e: v128): v128 {
  const square = multiplyAdd(e, f32x4.add(e, constant(At.Double)), constant(At.Square));
  return f32x4.div(f32x4.mul(e, constant(At.Fourfold)), square);
}
