import { elementAt } from "../core/element.js";

/**
 * Elementary functions in float64 from + − × ÷ √ alone, so that the theory has the same bits in every engine and without
 * a loaded core. exp and log are fdlibm's (Sun Microsystems, 1993, by way of FreeBSD's msun), as in assembly/math/double.ts;
 * the others are built on them. Relative errors: tests/theory/activation.test.ts.
 */

/** ln 2 in two words; the first has 33 bits, so that k times it is exact. */
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/** t + ROUND − ROUND is t rounded to the nearest integer, for |t| < 2⁵¹. */
const ROUND = 6755399441055744;

/** 2^k, −1022 ≤ k ≤ 1023, exactly. */
function powerOfTwo(k: number): number {
  let result = 1;
  let base = k < 0 ? 0.5 : 2;
  for (let n = k < 0 ? -k : k; n > 0; n >>= 1) {
    if (n & 1) result *= base;
    base *= base;
  }
  return result;
}

/** e^x: +∞ above 709.7827, 0 below −745.1332. Within 1 ulp. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const k = x * 1.442695040888963387 + ROUND - ROUND;
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const z = r * r;
  const c =
    r -
    z *
      (1.66666666666666019037e-1 +
        z *
          (-2.77777777770155933842e-3 +
            z * (6.61375632143793436117e-5 + z * (-1.6533902205465251539e-6 + z * 4.13813679705723846039e-8))));
  const value = 1 + (high + ((r * c) / (2 - c) - low));
  const half = k > 0 ? 512 : -512; // two factors, so that a subnormal result is rounded once
  return k > 1000 || k < -1000 ? value * powerOfTwo(k - half) * powerOfTwo(half) : value * powerOfTwo(k);
}

/** ln x: −∞ at 0, NaN below. Within 1 ulp. */
export function ln(x: number): number {
  if (Number.isNaN(x) || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return x;
  // m·2^k with m from √½ to √2.
  const subnormal = x < 2.2250738585072014e-308;
  let k = subnormal ? -54 : 0;
  let m = subnormal ? x * 18014398509481984 : x;
  for (let step = 512; step >= 1; step /= 2) {
    const factor = powerOfTwo(step);
    if (m >= factor) {
      m /= factor;
      k += step;
    } else if (m * factor < 2) {
      m *= factor;
      k -= step;
    }
  }
  if (m < 0.7071067811865476) {
    m *= 2;
    k -= 1;
  } else if (m >= 1.4142135623730951) {
    m /= 2;
    k += 1;
  }
  const f = m - 1;
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

/** ln(1 + x), x ≥ −1, to full relative accuracy at 0: the rounding of 1 + x cancels in the quotient (Kahan). */
export function log1p(x: number): number {
  const u = 1 + x;
  if (u === 1 || u === Infinity) return x;
  return u > 0 ? ln(u) * (x / (u - 1)) : ln(u);
}

/** e^x − 1 to full relative accuracy at 0, after the same idea (Kahan) where the difference cancels. */
export function expm1(x: number): number {
  const u = exp(x);
  if (u === 1) return x;
  const less = u - 1;
  return x > 0.7 || x < -0.7 ? less : less * (x / ln(u));
}

/** tanh x = (1 − e)/(1 + e), e = exp(−2|x|). */
export function tanh(x: number): number {
  const e = expm1(-2 * Math.abs(x));
  const t = -e / (2 + e);
  return x < 0 ? -t : t;
}

const TWO_OVER_SQRT_PI = 1.1283791670955126;

/** e^{−k²/4}, k = 1 … 12. */
let gauss: readonly number[] | undefined;

/** erfc x, x ≥ 1/2, by the trapezoid rule with step 1/2 and the residue of its pole. After Hunter & Regan 1972. */
function erfcRight(x: number): number {
  gauss ??= Array.from({ length: 12 }, (_, index) => exp(-((index + 1) * (index + 1)) / 4));
  if (x > 27.3) return 0;
  const square = x * x;
  let sum = 0.5 / square;
  for (let k = gauss.length; k >= 1; k--) sum += elementAt(gauss, k - 1) / (square + (k * k) / 4);
  const pole = x < 6 ? 2 / (exp(4 * Math.PI * x) - 1) : 0;
  return (exp(-square) * x * sum) / Math.PI - pole;
}

/** erf x, |x| ≤ 1/2, by its series. */
function erfSmall(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 1; k < 16; k++) {
    term *= (-x * x) / k;
    sum += term / (2 * k + 1);
  }
  return TWO_OVER_SQRT_PI * sum;
}

/** Φ(x) = ½ erfc(−x/√2), the standard normal distribution, within 1e-13 relative in the left tail, where x² is rounded. */
export function normalCdf(x: number): number {
  const y = Math.abs(x) * Math.SQRT1_2;
  if (y <= 0.5) return 0.5 + 0.5 * erfSmall(x * Math.SQRT1_2);
  const tail = 0.5 * erfcRight(y);
  return x < 0 ? tail : 1 - tail;
}

/** arccos(1 − c), 0 ≤ c ≤ 2, from c, which keeps small angles exact: tan(θ/2) = √(c/(2 − c)), halved three times. */
export function angle(c: number): number {
  if (c > 1) return Math.PI - angle(2 - c);
  let t = Math.sqrt(c / (2 - c));
  for (let halving = 0; halving < 3; halving++) t /= 1 + Math.sqrt(1 + t * t);
  const z = t * t;
  let sum = 0;
  for (let k = 9; k >= 0; k--) sum = 1 / (2 * k + 1) - z * sum;
  return 16 * t * sum;
}

/** sin x, 0 ≤ x ≤ π/2, by its series; relative error 3e-16. */
export function sine(x: number): number {
  const square = x * x;
  let sum = 0;
  for (let k = 11; k >= 1; k--) sum = (-square * (1 + sum)) / (2 * k * (2 * k + 1));
  return x * (1 + sum);
}

export const square = (x: number): number => x * x;

/** x^n by squaring, n an integer from 0 to 2³¹ − 1. Exact as long as the powers are. */
export function power(x: number, n: number): number {
  let result = 1;
  let base = x;
  for (let rest = n; rest > 0; rest >>= 1) {
    if (rest & 1) result *= base;
    if (rest > 1) base *= base;
  }
  return result;
}

/** (1 + x)^n, x > −1, n ≥ 0 an integer: exactly where 1 + x and its powers are exact, else e^{n ln(1 + x)}. */
export function power1p(x: number, n: number): number {
  return 1 + x - 1 === x ? power(1 + x, n) : exp(n * log1p(x));
}
