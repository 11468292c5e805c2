/**
 * Elementary functions in float64, for spectra and initialisation: a few hundred bytes of fdlibm's polynomials
 * (Sun Microsystems, 1993, by way of FreeBSD's msun and musl) instead of kilobytes of tables. Each within 1.5 ulp;
 * what was measured stands in docs/accuracy.md.
 */

/** ln 2 in two words; the first has 33 bits, so that k times it is exact. */
const LN2_HIGH: f64 = 6.9314718036912381649e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

/** t − ROUND is t rounded to the nearest integer, for |t| < 2⁵¹. */
const ROUND: f64 = 6755399441055744;

/** k = round(x log2 e). */
// @ts-ignore: decorator
@inline
function exponentOf(x: f64): f64 {
  return x * 1.442695040888963387 + ROUND - ROUND;
}

/**
 * e^r − 1 − high for r = high − low, |r| ≤ ln 2/2: what is missing in e^r ≈ 1 + high. See FreeBSD e_exp.c.
 */
function beyondLinear(high: f64, low: f64): f64 {
  const r = high - low;
  const z = r * r;
  const c =
    r -
    z *
      (1.66666666666666019037e-1 +
        z *
          (-2.77777777770155933842e-3 +
            z * (6.61375632143793436117e-5 + z * (-1.6533902205465251539e-6 + z * 4.13813679705723846039e-8))));
  return (r * c) / (2 - c) - low;
}

/** value·2^k, |k| < 2046, in two factors: a subnormal result is rounded once. */
function scale(value: f64, k: f64): f64 {
  const n = <i64>k;
  const half = n >> 1;
  return value * reinterpret<f64>((half + 1023) << 52) * reinterpret<f64>((n - half + 1023) << 52);
}

/** factor·e^(y − rest) for |y| < 1400 and a small rest; a subnormal result is rounded once. */
export function timesExp(factor: f64, y: f64, rest: f64): f64 {
  const k = exponentOf(y);
  const high = y - k * LN2_HIGH;
  return scale(factor * (1 + (high + beyondLinear(high, k * LN2_LOW + rest))), k);
}

/** e^x, all of float64: +∞ above 709.7827, 0 below −745.1332, NaN for NaN. */
export function exp64(x: f64): f64 {
  if (x != x) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  return timesExp(1, x, 0);
}

/** e^x − 1 for x ≤ 0. */
export function expMinusOne64(x: f64): f64 {
  const y = max<f64>(x, -64);
  const k = exponentOf(y);
  const high = y - k * LN2_HIGH;
  const power = scale(1, k);
  return power - 1 + power * (high + beyondLinear(high, k * LN2_LOW));
}

/** log x, all of float64: −∞ for ±0, NaN below 0 and for NaN, +∞ for +∞. See FreeBSD e_log.c. */
export function log64(x: f64): f64 {
  let k: f64 = 0;
  if (x < 2.2250738585072014e-308) {
    if (x == 0) return -Infinity;
    if (x < 0) return NaN;
    x *= 18014398509481984;
    k = -54;
  }
  if (!(x < Infinity)) return x;
  // The mantissa between √½ and √2: the exponent's step is moved from 1 to √½.
  const shifted = reinterpret<i64>(x) + (0x3ff0000000000000 - 0x3fe6a09e667f3bcd);
  k += <f64>((shifted >> 52) - 1023);
  const f = reinterpret<f64>((shifted & 0x000fffffffffffff) + 0x3fe6a09e667f3bcd) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + even + odd) + k * LN2_LOW) - f);
}

/** log(1 + x), x ≥ 0, with the rounding of 1 + x put back. */
export function log1p64(x: f64): f64 {
  const above = 1 + x;
  return log64(above) - (above - 1 - x) / above;
}

/** σ(x) = 1/(1 + e^−x), all of float64, to full relative accuracy on both sides. */
export function sigmoid64(x: f64): f64 {
  if (x != x) return x;
  const y = -abs<f64>(x);
  if (y < -745.2) return x < 0 ? 0 : 1;
  const k = exponentOf(y);
  const high = y - k * LN2_HIGH;
  const c = high + beyondLinear(high, k * LN2_LOW);
  // e = 2^k (q + qLow), 1 + e = d + dLow: what the sums round away goes into one correction of the quotient.
  const q = 1 + c;
  const qLow = c - (q - 1);
  const e = scale(q, k);
  const d = 1 + e;
  const dLow = e - (d - 1) + scale(qLow, k);
  if (x < 0) {
    const w = q / d;
    return scale(w + (qLow - w * dLow) / d, k);
  }
  const w = 1 / d;
  return w - (w * dLow) / d;
}

/** 2^shift e/(1 + e)², e = e^y, y ≤ 0. */
function slopeOf(y: f64, shift: f64): f64 {
  if (y != y) return y;
  if (y < -748) return 0;
  const k = exponentOf(y);
  const high = y - k * LN2_HIGH;
  const c = high + beyondLinear(high, k * LN2_LOW);
  const q = 1 + c;
  const qLow = c - (q - 1);
  const e = scale(q, k);
  // (1 + e)² = 1 + 2e + e² = d + dLow, the first sum after Knuth because either term may be the larger.
  const twice = e + e;
  const sum = 1 + twice;
  const virtual = sum - twice;
  const square = e * e;
  const d = sum + square;
  const dLow = 1 - virtual + (twice - (sum - virtual)) + (square - (d - sum)) + 2 * (1 + e) * scale(qLow, k);
  const w = q / d;
  return scale(w + (qLow - w * dLow) / d, k + shift);
}

/** σ′(x) = e/(1 + e)², e = exp(−|x|): full relative accuracy down to the subnormals, 0 at ±∞. */
export function sigmoidSlope64(x: f64): f64 {
  return slopeOf(-abs<f64>(x), 0);
}

/** tanh′ x = 4e/(1 + e)², e = exp(−2|x|): full relative accuracy down to the subnormals, 0 at ±∞. */
export function tanhSlope64(x: f64): f64 {
  return slopeOf(-2 * abs<f64>(x), 2);
}

/** tanh x = (1 − e)/(1 + e), e = exp(−2|x|), all of float64; tanh(−0) = −0. */
export function tanh64(x: f64): f64 {
  if (x != x) return x;
  const y = -2 * abs<f64>(x);
  if (y < -44) return copysign<f64>(1, x);
  const k = exponentOf(y);
  const high = y - k * LN2_HIGH;
  const beyond = beyondLinear(high, k * LN2_LOW);
  const c = high + beyond;
  const cLow = beyond - (c - high);
  // m + mLow = 1 − e = (1 − 2^k) − 2^k (e^r − 1), d + dLow = 1 + e = 2 − m.
  const power = scale(1, k);
  const m = 1 - power - power * c;
  const mLow = 1 - power - m - power * c - power * cLow;
  const d = 2 - m;
  const dLow = 2 - d - m - mLow;
  const w = m / d;
  return copysign<f64>(w + (mLow - w * dLow) / d, x);
}

/** a + b − fl(a + b), exactly, for any a and b (Knuth). */
// @ts-ignore: decorator
@inline
function lostBySum(a: f64, b: f64, sum: f64): f64 {
  const virtual = sum - a;
  return a - (sum - virtual) + (b - virtual);
}

/**
 * sin(x + quarters·π/2) for |x| ≤ 2²⁰; the accuracy fades beyond. Reduction by three words of π/2 of 33 bits each and a
 * fourth (FreeBSD e_rem_pio2.c); the polynomials are those of k_sin.c and k_cos.c.
 */
function sineOf(x: f64, quarters: i32): f64 {
  const rounded = x * 6.36619772367581382433e-1 + ROUND;
  const n = rounded - ROUND;
  const first = x - n * 1.57079632673412561417;
  const w2 = n * -6.0771005063039659766e-11;
  const second = first + w2;
  const w3 = n * -2.0222662487111664558e-21;
  const third = second + w3;
  const low = lostBySum(first, w2, second) + lostBySum(second, w3, third) - n * 8.47842766036889956997e-32;
  const r = third + low;
  const rLow = low - (r - third);
  const z = r * r;
  const w = z * z;
  const quadrant = <i32>reinterpret<i64>(rounded) + quarters;
  let y: f64;
  if (quadrant & 1) {
    const p =
      z * (4.16666666666666019037e-2 + z * (-1.38888888888741095749e-3 + z * 2.48015872894767294178e-5)) +
      w * w * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11));
    const half = 0.5 * z;
    const top = 1 - half;
    y = top + (1 - top - half + (z * p - r * rLow));
  } else {
    const p =
      8.33333333332248946124e-3 +
      z * (-1.98412698298579493134e-4 + z * 2.75573137070700676789e-6) +
      z * w * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10);
    const cube = z * r;
    y = r - (z * (0.5 * rLow - cube * p) - rLow + cube * 1.66666666666666324348e-1);
  }
  return quadrant & 2 ? -y : y;
}

/** sin x for |x| ≤ 2²⁰, sin(−0) = −0; NaN for NaN and ±∞. */
export function sin64(x: f64): f64 {
  return abs<f64>(x) < 7.450580596923828e-9 ? x : sineOf(x, 0);
}

/** cos x for |x| ≤ 2²⁰; NaN for NaN and ±∞. */
export function cos64(x: f64): f64 {
  return sineOf(x, 1);
}
