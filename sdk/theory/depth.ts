import type { Activation } from "../types.js";
import { lawOf } from "./laws.js";
import { count, nonNegative, options, real } from "./check.js";
import { angle, expm1, ln, log1p, power, power1p } from "./elementary.js";

/**
 * Probability that a ReLU net is dead at birth on a single input: P = 1 − (1 − 2^{−N})^L, some layer having none of its N
 * units active.
 *
 * @param p.width  N ≥ 1, the same in every layer.
 * @param p.depth  L ≥ 0, ReLU layers.
 * @throws GradiometerError BAD_OPTION
 * Lu 2019, Dying ReLU and initialization, theorem 3.
 */
export function dyingRelu(p: { width: number; depth: number }): number {
  const given = options(p, ["width", "depth"]);
  const width = count("width", given["width"], 1);
  const depth = count("depth", given["depth"], 0);
  const none = power(0.5, width);
  if (width * depth <= 53) return 1 - power(1 - none, depth); // exact
  return -expm1(depth * log1p(-none));
}

/**
 * Correlation of the gradients at two orthogonal inputs of a wide He ReLU net, L layers deep: Π_{l<L} (1 − arccos ρ_l/π)
 * with ρ₀ = 0, ρ_{l+1} = (√(1 − ρ_l²) + ρ_l (π − arccos ρ_l))/π. .5, .301558, .200345 at L = 1, 2, 3.
 *
 * The outputs become alike (ρ → 1) while the gradients become white noise. The paper's 2^{−L} is an approximation that
 * keeps ρ at 0.
 * @param depth  L, 0 … 10⁶; 1 at 0.
 * @throws GradiometerError BAD_OPTION
 * Balduzzi 2017, The shattered gradients problem; Cho & Saul 2009 for the recursion.
 */
export function gradientCorrelation(depth: number): number {
  count("depth", depth, 0);
  let product = 1;
  let distance = 1; // 1 − ρ, kept in place of ρ, which rounds to 1
  for (let layer = 0; layer < depth; layer++) {
    const theta = angle(distance);
    product *= 1 - theta / Math.PI;
    const sine = Math.sqrt(distance * (2 - distance));
    distance = Math.max(distance - (sine - theta * (1 - distance)) / Math.PI, 0);
  }
  return product;
}

/**
 * Growth of E‖u‖² through L residual blocks u ← u + α W φ(u), ReLU with He weights: (1 + α²)^L. 2^L at α = 1, and → e at
 * α = 1/√L, the gain of `skip: "scaled"`.
 *
 * @param p.gain   α.
 * @param p.depth  L ≥ 0 blocks.
 * @throws GradiometerError BAD_OPTION
 * Balduzzi 2017; He 2016, Identity mappings.
 */
export function residualGrowth(p: { gain: number; depth: number }): number {
  const given = options(p, ["gain", "depth"]);
  const gain = real("gain", given["gain"], "a finite number", () => true);
  return power1p(gain * gain, count("depth", given["depth"], 0));
}

/**
 * Time in which a mode of a two-layer linear net grows from u₀ to u_f toward its singular value s:
 * t = (τ/2s) ln[u_f (s − u₀)/(u₀ (s − u_f))], in the unit of τ. s = 2, u₀ = 1e-3, u_f = 1.9, τ = 1: 2.63621.
 *
 * @param p.strength  s > 0, singular value of the input–output correlation.
 * @param p.start     u₀, 0 < u₀ ≤ u_f.
 * @param p.end       u_f, u₀ ≤ u_f < s: s itself is reached at no finite time.
 * @param p.tau       τ > 0, one over the learning rate; t is then in steps over all the data.
 * @throws GradiometerError BAD_OPTION
 * Saxe 2013, Exact solutions to the nonlinear dynamics of learning in deep linear neural networks, eq. 8.
 */
export function saxeTime(p: { strength: number; start: number; end: number; tau: number }): number {
  const given = options(p, ["strength", "start", "end", "tau"]);
  const s = real("strength", given["strength"], "a finite number > 0", (v) => v > 0);
  const end = real("end", given["end"], `a number between 0 and strength = ${s}`, (v) => v > 0 && v < s);
  const start = real("start", given["start"], `a number above 0, at most end = ${end}`, (v) => v > 0 && v <= end);
  const tau = real("tau", given["tau"], "a finite number > 0", (v) => v > 0);
  return (tau / (2 * s)) * (ln(end / start) + ln((s - start) / (s - end)));
}

/** 2⁻¹²⁶ and 2⁻¹⁵⁰: below the first a float32 is subnormal, at the second and below it rounds to 0. */
const SMALLEST_NORMAL = 1.1754943508222875e-38;
const ROUNDS_TO_ZERO = 7.006492321624085e-46;

/** The least n ≥ 1 at which factor^n meets a condition that is met from some n on, `near` being within one of it. */
function firstPower(factor: number, near: number, met: (value: number) => boolean): number {
  if (near > 1e6) return Math.floor(near) + 1; // the powers are no better known than this
  let n = Math.max(1, Math.floor(near) - 1);
  while (n <= near + 1 && !met(power(factor, n))) n++;
  return n;
}

/**
 * Depth at which a product of equal factors leaves float32: the least L with factor^L subnormal (below 2⁻¹²⁶), and with
 * factor^L rounded to 0 (2⁻¹⁵⁰ and below). ¼, the most that a sigmoid passes on: 64 and 75 (C2).
 *
 * @param p.factor  a layer's; ∞ for factors from 1 on, which never do.
 * @throws GradiometerError BAD_OPTION
 * IEEE 754 binary32.
 */
export function underflowDepth(p: { factor: number }): { subnormal: number; zero: number } {
  const factor = nonNegative("factor", options(p, ["factor"])["factor"]);
  if (factor >= 1) return { subnormal: Infinity, zero: Infinity };
  if (factor === 0) return { subnormal: 1, zero: 1 };
  const octaves = -ln(factor) / Math.LN2;
  return {
    subnormal: firstPower(factor, 126 / octaves, (value) => value < SMALLEST_NORMAL),
    zero: firstPower(factor, 150 / octaves, (value) => value <= ROUNDS_TO_ZERO),
  };
}

/**
 * Bound of the Jacobian of L layers: (γ ‖W‖₂)^L ≥ ‖∂z_L/∂z_0‖₂, γ the largest |φ′| (¼ sigmoid, 1 tanh). The bound always
 * holds and can be absurdly loose (C2, C7). Below 1 a recurrent net's gradients vanish for certain; above 1 nothing
 * follows (C22).
 *
 * @param p.weightNorm  ‖W‖₂ ≥ 0 of every layer: the largest singular value.
 * @param p.depth       L ≥ 0 layers, or time steps.
 * @throws GradiometerError BAD_OPTION
 * Pascanu 2013, On the difficulty of training recurrent neural networks, §2.1.
 */
export function jacobianBound(p: { activation: Activation; weightNorm: number; depth: number }): number {
  const given = options(p, ["activation", "weightNorm", "depth"]);
  const [low, high] = lawOf("activation", given["activation"]).slopeRange;
  const weightNorm = nonNegative("weightNorm", given["weightNorm"]);
  return power(Math.max(-low, high) * weightNorm, count("depth", given["depth"], 0));
}
