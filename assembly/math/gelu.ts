/**
 * GELU, x Φ(x) with the Gaussian's own integral Φ, and its slope Φ(x) + x φ(x) in f32x4 (Hendrycks & Gimpel 2016).
 *
 * Φ(−a) = e R(a) with e = exp(−a²/2), scaled by K = 2⁶¹ (exp.ts), and R a smooth function from 1/2 down to φ(0)/a. So
 * GELU is max(x, 0) − |x| e R, and its slope is e (R − a φ(0)) on the left and 1 less that of −x on the right.
 */
import { multiplyAdd } from "../lanes";

/** Places in TABLE, in bytes. */
const enum At {
  P8 = 0,
  P7 = 4,
  P6 = 8,
  P5 = 12,
  P4 = 16,
  P3 = 20,
  P2 = 24,
  P1 = 28,
  P0 = 32,
  Shift = 36,
  MinusHalf = 40,
  Unscale = 44,
  Lowest = 48,
  Highest = 52,
  Density = 56,
}

/**
 * R(a) = P(q)/(a + c), q = (c − a)/(c + a), c = 2.9: P the minimax polynomial for the relative error, 0 ≤ a ≤ 14.5, in
 * single coefficients: 0.5·2⁻²⁴. Then c; −1/2; 1/K; −14.8, where GELU and its slope are 0; −2⁻³⁰; φ(0) = 1/√(2π).
 */
const TABLE = memory.data<f32>([
  -0.00031801327713765204, 0.0007192275952547789, 0.0017395615577697754, -0.005658543203026056, -0.013561602681875229,
  0.03452463820576668, 0.21131138503551483, 0.49596545100212097, 0.7252779603004456, 2.9, -0.5, 4.336808689942018e-19,
  -14.8, -9.31322574615478515625e-10, 0.3989422804014327,
]);

/** All four lanes from one place of TABLE. */
// @ts-ignore: decorator
@inline
function constant(at: At): v128 {
  return v128.load32_splat(TABLE + <usize>at);
}

/** −a: −|x| between −14.8 and −2⁻³⁰, so that no square is subnormal, which is slow. */
// @ts-ignore: decorator
@inline
export function geluArgument(minus: v128): v128 {
  return f32x4.pmin(f32x4.pmax(minus, constant(At.Lowest)), constant(At.Highest));
}

/** The first twelve bits of −a: their square is exact. */
// @ts-ignore: decorator
@inline
export function headOf(a: v128): v128 {
  return v128.and(a, i32x4.splat(-4096));
}

/** −a²/2 without the part that geluRest gives. */
// @ts-ignore: decorator
@inline
export function geluExponent(head: v128): v128 {
  return f32x4.mul(f32x4.mul(head, head), constant(At.MinusHalf));
}

/** The rest of −a²/2. */
// @ts-ignore: decorator
@inline
export function geluRest(a: v128, head: v128): v128 {
  return f32x4.mul(f32x4.mul(f32x4.sub(a, head), f32x4.add(a, head)), constant(At.MinusHalf));
}

/** R(a) from −a. */
// @ts-ignore: decorator
@inline
export function gaussianRatio(a: v128): v128 {
  const shift = constant(At.Shift);
  const sum = f32x4.sub(shift, a);
  const q = f32x4.div(f32x4.add(shift, a), sum);
  let p = multiplyAdd(constant(At.P8), q, constant(At.P7));
  p = multiplyAdd(p, q, constant(At.P6));
  p = multiplyAdd(p, q, constant(At.P5));
  p = multiplyAdd(p, q, constant(At.P4));
  p = multiplyAdd(p, q, constant(At.P3));
  p = multiplyAdd(p, q, constant(At.P2));
  p = multiplyAdd(p, q, constant(At.P1));
  p = multiplyAdd(p, q, constant(At.P0));
  return f32x4.div(p, sum);
}

/** −|x| Φ(−|x|) from −|x|, e and R. */
// @ts-ignore: decorator
@inline
export function geluLeft(minus: v128, e: v128, ratio: v128): v128 {
  return f32x4.mul(f32x4.mul(f32x4.mul(e, ratio), f32x4.pmax(minus, constant(At.Lowest))), constant(At.Unscale));
}

/** GELU′(−a) from −a, e and R. */
// @ts-ignore: decorator
@inline
export function geluSlopeLeft(a: v128, e: v128, ratio: v128): v128 {
  return f32x4.mul(f32x4.mul(multiplyAdd(a, constant(At.Density), ratio), e), constant(At.Unscale));
}
