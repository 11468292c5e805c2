/**
 * The exponential in f32x4, and the parts of it that the sigmoid and the hyperbolic tangent share.
 *
 * y = k ln 2 + r with k = round(y log2 e), |r| ≤ ln 2/2, so e^y = 2^k (1 + p), p = e^r − 1 = r + r² q(r). What travels
 * from part to part is `t` (k, with a bias, in the low bits of a float) and p: e^y, e^y − 1 and everything made of them start there.
 *
 * Reduction after Cody & Waite, Software Manual for the Elementary Functions, 1980, ch. 6; rounding by adding 1.5·2²³.
 */
import { multiplyAdd } from "../lanes";

/** Places in TABLE, in bytes. */
const enum At {
  Log2E = 0,
  Scaled = 4,
  Halved = 8,
  Ln2High = 12,
  Ln2Low = 16,
  Q4 = 20,
  Q3 = 24,
  Q2 = 28,
  Q1 = 32,
  Q0 = 36,
  One = 40,
  Lowest = 44,
  Highest = 48,
  Tiny = 52,
  Bottom = 56,
  Straight = 60,
}

/**
 * Coefficients are loaded, not written as immediates: V8 builds a v128.const anew at every use. Scaled and Halved are
 * 1.5·2²³ and the bias of what k becomes the exponent of: 127 + 61, and 2·127 for two halves. Both are even, so that ties
 * go where they would go without a bias. ln 2 is given in two
 * words, both negated; the first has 15 bits, so that k times it is exact. q is the minimax polynomial of degree 4 on
 * |r| ≤ ln 2/2 for the relative error of e^r − 1 in single coefficients: 0.23·2⁻²⁴ for e^r − 1, 0.1·2⁻²⁴ for e^r.
 */
const TABLE = memory.data<f32>([
  1.44269502162933349609375, 12583100, 12583166, -0.693145751953125, -1.42860676533018704503775e-6,
  0.0013870657421648502, 0.00836626160889864, 0.04166743531823158, 0.1666654646396637, 0.4999999701976776, 1, -104, 89,
  9.31322574615478515625e-10, -110, -1.4901161193847656e-8,
]);

/** All four lanes from one place of TABLE. */
// @ts-ignore: decorator
@inline
function constant(at: At): v128 {
  return v128.load32_splat(TABLE + <usize>at);
}

/** 1.5·2²³ + 188 + round(y log2 e): the float whose low bits are k + 188. NaN for NaN. */
// @ts-ignore: decorator
@inline
export function exponentOf(y: v128): v128 {
  return multiplyAdd(y, constant(At.Log2E), constant(At.Scaled));
}

/** r = y − k ln 2. */
// @ts-ignore: decorator
@inline
export function remainderOf(y: v128, t: v128): v128 {
  const k = f32x4.sub(t, constant(At.Scaled));
  return multiplyAdd(k, constant(At.Ln2Low), multiplyAdd(k, constant(At.Ln2High), y));
}

/**
 * p = e^r − 1 = r + curved² q(curved). `curved` is r, or 0 where r is so small that only the linear term counts: its
 * square would be subnormal, and those are slow.
 */
// @ts-ignore: decorator
@inline
export function fractionOf(r: v128, curved: v128): v128 {
  const square = f32x4.mul(curved, curved);
  const high = multiplyAdd(constant(At.Q4), square, multiplyAdd(constant(At.Q3), curved, constant(At.Q2)));
  const q = multiplyAdd(high, square, multiplyAdd(constant(At.Q1), curved, constant(At.Q0)));
  return multiplyAdd(square, q, r);
}

/**
 * y, not below −110: e^y is 0 there, and all that the activations make of it.
 */
// @ts-ignore: decorator
@inline
export function notBelow(y: v128): v128 {
  return f32x4.pmax(y, constant(At.Bottom));
}

/**
 * p for y ≤ 0. Above −2⁻²⁶ it is r to an eighth of an ulp, and r² could be subnormal, which is slow.
 */
// @ts-ignore: decorator
@inline
export function straightFraction(y: v128, r: v128): v128 {
  return fractionOf(r, v128.and(r, f32x4.lt(y, constant(At.Straight))));
}

/**
 * 2⁶¹·2^k for −187 ≤ k ≤ 66. With p, the scaled e^y is power + power·p, and 2⁶¹ stands for 1: nothing is subnormal on
 * the way however small e^y is, and a quotient of two scaled sums is rounded once, to the subnormal if it is one.
 */
// @ts-ignore: decorator
@inline
export function scaledPowerOf(t: v128): v128 {
  return i32x4.shl(t, 23);
}

/** 2^k (1 + e^r − 1) for y between Lowest and Highest, where `tail` is added to r: 2⁻³⁰ at least, see `exp`. */
// @ts-ignore: decorator
@inline
function raised(y: v128, tail: v128): v128 {
  const t = multiplyAdd(y, constant(At.Log2E), constant(At.Halved));
  const k = f32x4.sub(t, constant(At.Halved));
  const low = multiplyAdd(k, constant(At.Ln2Low), tail);
  const r = f32x4.add(multiplyAdd(k, constant(At.Ln2High), y), low);
  const value = f32x4.add(fractionOf(r, r), constant(At.One));
  // 2^k in halves: neither overflows or underflows by itself.
  const half = i32x4.shl(i32x4.shr_s(t, 1), 23);
  const rest = i32x4.sub(i32x4.shl(t, 23), half);
  return f32x4.mul(f32x4.mul(value, half), rest);
}

/**
 * e^x.
 *
 * All of float32: +∞ from 88.7228394 on, 0 below −103.972084, subnormal results included, NaN for NaN.
 * Within 1 ulp of the correctly rounded value (docs/accuracy.md).
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const y = f32x4.pmin(f32x4.pmax(x, constant(At.Lowest)), constant(At.Highest));
  // 2⁻³⁰ is lost in the 1 of the sum, and keeps the squares of tiny x from being subnormal, which is slow.
  return raised(y, constant(At.Tiny));
}

/**
 * e^(x − highest) for x ≤ highest, the difference not rounded: within 1 ulp of the correctly rounded value, where `exp` of
 * the rounded difference is off by half an ulp of the difference, 32 ulp of the result at −64. `difference` is that
 * rounded one. 0 where it is below −103.972084, NaN for NaN and for ∞ − ∞.
 */
// @ts-ignore: decorator
@inline
export function expOfDifference(x: v128, highest: v128, difference: v128): v128 {
  // What the subtraction rounded away, exactly (Knuth); not a number, and of no use, where the difference is −∞.
  const virtual = f32x4.sub(difference, x);
  const lost = f32x4.sub(f32x4.sub(x, f32x4.sub(difference, virtual)), f32x4.add(highest, virtual));
  const lowest = constant(At.Lowest);
  const tail = f32x4.add(v128.and(lost, f32x4.gt(difference, lowest)), constant(At.Tiny));
  return raised(f32x4.pmax(difference, lowest), tail);
}
