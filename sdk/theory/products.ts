import { badOption } from "../core/check.js";
import type { Activation, Doubles } from "../types.js";
import { lawOf } from "./laws.js";
import { count, nonNegative, options, real } from "./check.js";
import { ln, power, power1p } from "./elementary.js";
import { slopeMoment } from "./gaussian.js";

/** Euler's γ. */
const EULER = 0.5772156649015329;

/**
 * Lyapunov exponents of a product of i.i.d. n × n matrices with entries N(0, 1/n), the k-th singular value of L factors
 * being about e^{λ_k L}: λ_k = ½[ln(2/n) + ψ((n − k + 1)/2)], k = 1 … n, descending, nats a factor.
 *
 * n = 8: −.0651 … −1.6749. All are negative: even the largest direction shrinks, a little.
 * @param n  width, 1 … 10⁶.
 * @returns n numbers, the caller's; absolute error 1e-14 (1 + ln n).
 * @throws GradiometerError BAD_OPTION
 * Newman 1986, The distribution of Lyapunov exponents.
 */
export function newmanExponents(n: number): Doubles {
  count("n", n, 1);
  const exponents = new Float64Array(n);
  const shift = ln(2 / n);
  // ψ(1/2) = −γ − 2 ln 2, ψ(1) = −γ, ψ(x + 1) = ψ(x) + 1/x: two interleaved chains, m = n − k + 1 upward.
  const psi: [number, number] = [-EULER, -EULER - 2 * Math.LN2];
  for (let m = 1; m <= n; m++) {
    const chain = m % 2 === 1 ? 1 : 0;
    exponents[n - m] = 0.5 * (shift + psi[chain]);
    psi[chain] += 2 / m;
  }
  return exponents;
}

/**
 * Edge of the squared singular values of a product of L wide Gaussian matrices with variance 1/n: (L + 1)^{L+1}/L^L,
 * 4 at L = 1, 6.75 at L = 2, about e (L + ½) for deep ones, while their mean stays 1.
 *
 * @param depth  L, 1 … 10⁶.
 * @throws GradiometerError BAD_OPTION
 * Fuss–Catalan law: Penson & Życzkowski 2011; Pennington 2017.
 */
export function fussCatalanEdge(depth: number): number {
  count("depth", depth, 1);
  return (depth + 1) * power1p(1 / depth, depth);
}

/**
 * Quarter-circle law of one square Gaussian matrix with variance 1/n, n → ∞: density √(4 − s²)/π on [0, 2].
 *
 * mean 8/(3π) = .8488264, second moment 1, largest → 2 (C10).
 * Marchenko & Pastur 1967.
 */
export const quarterCircle: Readonly<{ mean: number; secondMoment: number; largest: number }> = Object.freeze({
  mean: 0.8488263631567751,
  secondMoment: 1,
  largest: 2,
});

/**
 * Variance of the eigenvalues of J Jᵀ over their squared mean, J the Jacobian of L wide layers: L(μ₂/μ₁² − 1 − s₁), with
 * s₁ = −1 for Gaussian weights, 0 for orthogonal ones, μ_k = E φ′^{2k}(√q z).
 *
 * 0 is dynamical isometry. Linear Gaussian L, linear orthogonal 0, ReLU Gaussian 2L, ReLU orthogonal L.
 * @param p.q  variance of the pre-activations, ≥ 0, the same in every layer (`meanField`).
 * @throws GradiometerError BAD_OPTION
 * Pennington 2017, Resurrecting the sigmoid, eq. 22.
 */
export function isometryVariance(p: {
  activation: Activation;
  weights: "gaussian" | "orthogonal";
  depth: number;
  q: number;
}): number {
  const given = options(p, ["activation", "weights", "depth", "q"]);
  const law = lawOf("activation", given["activation"]);
  const { weights } = given;
  if (weights !== "gaussian" && weights !== "orthogonal")
    throw badOption("weights", `"gaussian" or "orthogonal"`, weights);
  const depth = count("depth", given["depth"], 0);
  const q = nonNegative("q", given["q"]);
  const first = slopeMoment(law, q, 1);
  const spread = slopeMoment(law, q, 2) / (first * first) - 1;
  return depth * (spread + (weights === "gaussian" ? 1 : 0));
}

/**
 * gain^count, what `count` equal factors come to: a deep linear net with w = gain·I has count = L − 1 between its first
 * layer and its output (C9: 1.5⁹ = 38.443359375, .5⁹ = .001953125), a linear recurrent one with W_h = gain·Q one a step
 * (C20: .9¹⁰⁰ = 2.656e-5, 1.1¹⁰⁰ = 13780.6). Exact as long as the powers are.
 *
 * @throws GradiometerError BAD_OPTION
 */
export function repeatedGain(p: { gain: number; count: number }): number {
  const given = options(p, ["gain", "count"]);
  const gain = real("gain", given["gain"], "a finite number", () => true);
  return power(gain, count("count", given["count"], 0));
}
