import { exp, ln, log1p } from "./elementary.js";

/** Mean and variance of a logarithm. */
export interface LogLaw {
  readonly mean: number;
  readonly variance: number;
}

const STEP = 1 / 8;
/** ln of an exponential variable has mean −γ and variance π²/6. */
const EULER = 0.5772156649015329;
const GUMBEL_VARIANCE = 1.6449340668482264;

/** Binary digits of x ≥ 1, rounded up. */
function bits(x: number): number {
  let digits = 0;
  for (let rest = x; rest > 1; rest /= 2) digits++;
  return digits;
}

/**
 * The law of ln S, S = Σ φ(g_j)², j = 1 … n, g_j ~ N(0, 1) independent, φ leaky with 0 ≤ α ≤ 1: S = χ²_K + α²χ²_{n−K},
 * K ~ Bin(n, ½). For α = 0 it is that of S > 0, since ln χ²_0 is −∞.
 *
 * With E exponential and independent of S, P(E/S > t) = E e^{−tS} = M(t)ⁿ, M(t) = ½(1 + 2t)^{−½} + ½(1 + 2α²t)^{−½}. So
 * ln E − ln S has a smooth density in closed form; its moments by the trapezoid rule, less those of ln E. Absolute error
 * 1e-13 in both.
 */
export function logSumOfSquares(n: number, alpha: number): LogLaw {
  const square = alpha * alpha;
  const centre = -bits(n) * Math.LN2; // near the mean, so that the second moment does not cancel
  const first = -40 - 1.5 * bits(n);
  const last = 80 + (square === 0 ? 0 : bits(1 / square));
  let [mass, mean, raw] = [0, 0, 0];
  for (let y = first; y <= last; y += STEP) {
    const t = exp(y);
    const [x, w] = [2 * t, 2 * square * t];
    const [s, v] = [Math.sqrt(1 + x), Math.sqrt(1 + w)];
    const less = 0.5 * (x / (s * (1 + s)) + w / (v * (1 + v))); // 1 − M
    const logM = less < 0.5 ? log1p(-less) : ln(0.5 * (1 / s + 1 / v));
    const slope = 0.5 * (1 / (s * s * s) + square / (v * v * v)); // −M′
    const density = n * t * slope * exp((n - 1) * logM);
    mass += density;
    mean += density * (y - centre);
    raw += density * (y - centre) * (y - centre);
  }
  mean /= mass;
  return { mean: -EULER - centre - mean, variance: raw / mass - mean * mean - GUMBEL_VARIANCE };
}
