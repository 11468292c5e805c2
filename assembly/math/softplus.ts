/** Softplus in f32x4: log(1 + e^x) = max(x, 0) + log(1 + e), e = exp(−|x|) scaled by K = 2⁶¹ (exp.ts). Its slope is σ. */
import { multiplyAdd, zeros } from "../lanes";

/** Places in TABLE, in bytes. */
const enum At {
  Double = 0,
  Straight = 4,
  L1 = 8,
  L2 = 12,
  L3 = 16,
  L4 = 20,
}

/**
 * 2K; 2⁻¹⁶; the minimax polynomial of (log((2 + s)/(2 − s))/s − 1)/s², 0 < s ≤ 2/3, in single coefficients: 0.25·2⁻²⁴
 * of the logarithm.
 */
const TABLE = memory.data<f32>([
  4.611686018427387904e18, 0.0000152587890625, 0.08333329856395721, 0.012502383440732956, 0.002205862430855632,
  0.0005246296059340239,
]);

/** All four lanes from one place of TABLE. */
// @ts-ignore: decorator
@inline
function constant(at: At): v128 {
  return v128.load32_splat(TABLE + <usize>at);
}

/** Softplus of x from e = K exp(−|x|): log(1 + e) = 2 artanh(s/2) with s = 2e/(2 + e). */
// @ts-ignore: decorator
@inline
export function softplusFrom(x: v128, e: v128): v128 {
  const s = f32x4.div(f32x4.add(e, e), f32x4.add(e, constant(At.Double)));
  // Where s itself is the logarithm, its square could be subnormal, which is slow.
  const curved = v128.and(s, f32x4.gt(s, constant(At.Straight)));
  const square = f32x4.mul(curved, curved);
  let factor = multiplyAdd(constant(At.L4), square, constant(At.L3));
  factor = multiplyAdd(factor, square, constant(At.L2));
  factor = multiplyAdd(factor, square, constant(At.L1));
  return f32x4.add(f32x4.pmax(x, zeros()), multiplyAdd(s, f32x4.mul(factor, square), s));
}
