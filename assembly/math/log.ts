/**
 * The natural logarithm in f32x4.
 *
 * x = 2^k m, √½ ≤ m < √2, f = m − 1, s = f/(2 + f): log x = k ln 2 + log((1 + s)/(1 − s)), after FreeBSD's e_logf.c.
 */
import { multiplyAdd, zeros } from "../lanes";

/** Places in TABLE, in bytes. */
const enum At {
  L3 = 0,
  L2 = 4,
  L1 = 8,
  Half = 12,
  One = 16,
  Two = 20,
  Ln2High = 24,
  Ln2Low = 28,
  Bias = 32,
  TinyBias = 36,
  TwoTo23 = 40,
  MinusInfinity = 44,
}

/** Places in BITS, in bytes. */
const enum BitsAt {
  SmallestNormal = 0,
  NormalRange = 4,
  ToRoot = 8,
  Root = 12,
  Mantissa = 16,
}

/**
 * Loaded, not written as immediates: V8 builds a v128.const anew at every use. s² L(s²) is the minimax approximation of
 * log((1 + s)/(1 − s))/s − 2 for |s| ≤ 0.1716 in single coefficients: 0.05·2⁻²⁴ of the logarithm. ln 2 in two
 * positive words, the first of 15 bits: k times it is exact, and an infinite k does not meet its own opposite.
 */
const TABLE = memory.data<f32>([
  0.2958664894104004,
  0.39988553524017334,
  0.6666668653488159,
  0.5,
  1,
  2,
  0.693145751953125,
  1.428606765330187e-6,
  -127,
  -150,
  8388608,
  -Infinity,
]);

/** Patterns of bits: 2⁻¹²⁶, the count of patterns from there to ∞, 1 − √½ and √½ as patterns, the mantissa. */
const BITS = memory.data<i32>([0x00800000, 0x7f000000, 0x004afb0d, 0x3f3504f3, 0x007fffff]);

/** All four lanes from one place of TABLE. */
// @ts-ignore: decorator
@inline
function constant(at: At): v128 {
  return v128.load32_splat(TABLE + <usize>at);
}

/** All four lanes from one place of BITS. */
// @ts-ignore: decorator
@inline
function bits(at: BitsAt): v128 {
  return v128.load32_splat(BITS + <usize>at);
}

/**
 * log x.
 *
 * All of float32: −∞ for ±0, NaN below 0 and for NaN, +∞ for +∞; subnormal x are exact inputs like any other.
 * Within 1 ulp of the correctly rounded value (docs/accuracy.md).
 */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  let normal = x;
  let bias = constant(At.Bias);
  if (v128.any_true(i32x4.ge_u(i32x4.sub(x, bits(BitsAt.SmallestNormal)), bits(BitsAt.NormalRange)))) {
    const tiny = f32x4.lt(x, bits(BitsAt.SmallestNormal));
    normal = v128.bitselect(f32x4.mul(x, constant(At.TwoTo23)), x, tiny);
    bias = v128.bitselect(constant(At.TinyBias), bias, tiny);
    // Where there is no finite logarithm, 1 takes the place of x and what comes out instead is added through k.
    const zero = f32x4.eq(x, zeros());
    const instead = v128.bitselect(constant(At.MinusInfinity), f32x4.sqrt(x), zero);
    const finite = v128.and(f32x4.gt(x, zeros()), f32x4.lt(x, f32x4.neg(constant(At.MinusInfinity))));
    normal = v128.bitselect(normal, constant(At.One), finite);
    bias = v128.bitselect(bias, f32x4.add(constant(At.Bias), instead), finite);
  }
  const shifted = i32x4.add(normal, bits(BitsAt.ToRoot));
  const k = f32x4.add(f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23)), bias);
  const m = i32x4.add(v128.and(shifted, bits(BitsAt.Mantissa)), bits(BitsAt.Root));
  const f = f32x4.sub(m, constant(At.One));
  const s = f32x4.div(f, f32x4.add(f, constant(At.Two)));
  const z = f32x4.mul(s, s);
  let tail = multiplyAdd(constant(At.L3), z, constant(At.L2));
  tail = multiplyAdd(tail, z, constant(At.L1));
  tail = f32x4.mul(tail, z);
  const square = f32x4.mul(f32x4.mul(f, f), constant(At.Half));
  const small = multiplyAdd(s, f32x4.add(square, tail), f32x4.mul(k, constant(At.Ln2Low)));
  return multiplyAdd(k, constant(At.Ln2High), f32x4.sub(f, f32x4.sub(square, small)));
}
