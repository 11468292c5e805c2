import { badOption, show } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import { activationNameOf } from "../nn/activation.js";
import type { Activation } from "../types.js";
import { type Law, lawOf } from "./laws.js";
import { count, nonNegative, options } from "./check.js";
import { ln } from "./elementary.js";
import { meanValue, secondMoment, secondMomentSlope, slopeMoment } from "./gaussian.js";
import { bisect, type Side, walk } from "./roots.js";

/** Below it a variance counts as 0: q there shrinks to 0, or differs from σ_w²φ′(0)²q by rounding only. */
const SMALLEST = 1e-12;
/** Above it a variance counts as ∞. */
const LARGEST = 1e30;

/** Where the variance settles. */
export interface MeanField {
  /** q*, variance of the pre-activations in deep layers; 0 where the signal dies, ∞ where it explodes. */
  q: number;
  /** χ₁ at q*: factor of the gradient's variance per layer. */
  chi: number;
  /** 1/|ln χ₁|, layers in which the gradient's variance changes by a factor e; ∞ at χ₁ = 1. */
  depthScale: number;
  /** √(E φ² − (E φ)²) at q*: standard deviation of the outputs. */
  activationStd: number;
}

/** A checked σ_w², σ_b² and activation. */
export interface Ensemble {
  readonly law: Law;
  readonly weightVariance: number;
  readonly biasVariance: number;
}

/** @throws GradiometerError BAD_OPTION */
export function ensemble(given: Readonly<Record<string, unknown>>): Ensemble {
  return {
    law: lawOf("activation", given["activation"]),
    weightVariance: nonNegative("weightVariance", given["weightVariance"]),
    biasVariance: nonNegative("biasVariance", given["biasVariance"]),
  };
}

/** 1/|ln χ| */
export const depthScaleOf = (chi: number): number => (chi === 1 ? Infinity : 1 / Math.abs(ln(chi)));

/** 0·∞ = 0: no weight, no signal, however large. */
const times = (variance: number, moment: number): number => (variance === 0 ? 0 : variance * moment);

const nextVariance = ({ law, weightVariance, biasVariance }: Ensemble, q: number): number =>
  times(weightVariance, secondMoment(law, q)) + biasVariance;

/** q ← V(q) without bend: q*, by V(q) = s q + σ_b². */
function straightFixedPoint(s: number, { weightVariance, biasVariance }: Ensemble): number {
  if (Math.abs(s - 1) <= Number.EPSILON) return biasVariance === 0 ? weightVariance : Infinity;
  return s < 1 ? biasVariance / (1 - s) : Infinity;
}

/**
 * The fixed point that q ← V(q) reaches from σ_w² + σ_b². V increases with q for every activation, so the iteration is
 * monotone and ends at the first root of V(q) − q on its way: found by walking there and bisecting, which takes no
 * longer at a critical point, where the iteration itself takes forever.
 */
export function fixedPoint(net: Ensemble): number {
  const { law, weightVariance, biasVariance } = net;
  const { homogeneous } = law;
  if (homogeneous !== null) return straightFixedPoint((weightVariance * (1 + homogeneous * homogeneous)) / 2, net);
  const start = weightVariance + biasVariance;
  if (start === 0) return 0;
  const side = (q: number): Side => {
    const change = nextVariance(net, q) / q - 1;
    return Math.abs(change) < 1e-13 ? 0 : change > 0 ? 1 : -1;
  };
  const lowest = Math.max(nextVariance(net, 0), SMALLEST); // V ≥ V(0)
  if (start <= SMALLEST) return lowest > SMALLEST ? lowest : 0;
  const first = side(start);
  if (first === 0) return start;
  const end = first > 0 ? LARGEST : lowest;
  const bracket = walk(side, start, first, end);
  if (bracket === undefined) return first > 0 ? Infinity : lowest > SMALLEST ? lowest : 0;
  return bisect((q) => nextVariance(net, q) - q, bracket);
}

/**
 * Mean field of a wide random net: q* = σ_w² E φ²(√q* z) + σ_b², χ₁ = σ_w² E φ′²(√q* z), z ~ N(0, 1), by quadrature.
 *
 * Gradients vanish with depth for χ₁ < 1 and explode for χ₁ > 1, by χ₁ a layer in variance. tanh, σ_w² = 25/9, σ_b² = 0:
 * q* = 1.17848049, χ₁ = 1.20983132.
 *
 * Several fixed points: q* is the one that the layers reach from inputs with mean square 1, that is from
 * q₁ = σ_w² + σ_b². None (ReLU with σ_w² > 2): q* and activationStd are ∞, and χ₁ is its limit, σ_w²/2. On ReLU's critical
 * line σ_w² = 2, σ_b² = 0 every q is fixed, and q* = q₁ = 2. A fixed point below 1e-12 counts as 0.
 *
 * @param p.weightVariance  σ_w² ≥ 0 in Var w = σ_w²/fanIn; a gain g is σ_w² = g².
 * @param p.biasVariance    σ_b² ≥ 0.
 * @returns q to 1e-12 relative away from critical points; see MeanField.
 * @throws GradiometerError BAD_OPTION
 * Poole 2016, Exponential expressivity; Schoenholz 2017, Deep information propagation.
 * @example
 * ```js
 * import { meanField } from "gradiometer/theory";
 * const { q, chi } = meanField({ activation: "tanh", weightVariance: 25 / 9, biasVariance: 0 });
 * console.log(q.toFixed(8), chi.toFixed(8)); // 1.17848049 1.20983132
 * ```
 */
export function meanField(p: { activation: Activation; weightVariance: number; biasVariance: number }): MeanField {
  const net = ensemble(options(p, ["activation", "weightVariance", "biasVariance"]));
  const q = fixedPoint(net);
  const chi = times(net.weightVariance, slopeMoment(net.law, q, 1));
  const second = secondMoment(net.law, q);
  const mean = meanValue(net.law, q);
  const activationStd = second === Infinity ? Infinity : Math.sqrt(Math.max(second - mean * mean, 0));
  return { q, chi, depthScale: depthScaleOf(chi), activationStd };
}

/** One layer on the way to the fixed point. */
export interface LayerField {
  /** q_l, variance of the pre-activations u_l. */
  q: number;
  /** E φ²(√q_l z): mean square of the outputs z_l. */
  forward: number;
  /** χ of the layer, σ_w² E φ′²(√q_l z): Var δ of the layer below over Var δ above, for layers of one width. */
  chi: number;
}

/**
 * The variance map layer by layer, q₁ = σ_w² m + σ_b², q_{l+1} = σ_w² E φ²(√q_l z) + σ_b², with the gradient's factor of
 * each layer: what the first layers do before q* is reached. He 2015: σ_w² = 1 halves a ReLU signal a layer, 2⁻¹⁵ in
 * standard deviation over 30.
 *
 * @param p.inputMoment  m, mean square of the inputs; default 1.
 * @throws GradiometerError BAD_OPTION
 * Poole 2016, eq. 3; Schoenholz 2017, eq. 5.
 */
export function varianceMap(p: {
  activation: Activation;
  weightVariance: number;
  biasVariance: number;
  depth: number;
  inputMoment?: number;
}): LayerField[] {
  const given = options(p, ["activation", "weightVariance", "biasVariance", "depth", "inputMoment"]);
  const net = ensemble(given);
  const depth = count("depth", given["depth"], 1);
  let q = net.weightVariance * nonNegative("inputMoment", given["inputMoment"] ?? 1) + net.biasVariance;
  return Array.from({ length: depth }, () => {
    const forward = secondMoment(net.law, q);
    const layer = { q, forward, chi: times(net.weightVariance, slopeMoment(net.law, q, 1)) };
    q = times(net.weightVariance, forward) + net.biasVariance;
    return layer;
  });
}

/** A point of the edge of chaos. */
export interface CriticalPoint {
  /** σ_w² */
  weightVariance: number;
  /** q* there. */
  q: number;
}

/** σ_w² at which χ₁ = 1 when the pre-activations have variance q. */
const criticalWeight = (law: Law, q: number): number => 1 / slopeMoment(law, q, 1);

/** Whether q ← V(q) comes back to q, V(q) = q. */
function attracts(law: Law, q: number): boolean {
  const weightVariance = criticalWeight(law, q);
  if (q > 0) return weightVariance * secondMomentSlope(law, q) <= 1 + 1e-9;
  const near = 1e-6;
  return weightVariance * secondMoment(law, near) <= near;
}

/**
 * σ_w² at which χ₁ = 1 at the fixed point, for this σ_b²: neither vanishing nor exploding, at any depth. tanh, σ_b² = .05:
 * σ_w² = 1.7609546396, q* = .5700478816; σ_b² = 0: 1. Sigmoid, σ_b² = 0: 103.00755.
 *
 * Both conditions in one: at the critical point σ_w² = 1/E φ′², so that q solves q − E φ²/E φ′² = σ_b². There is one such q
 * at most, and it counts only when the variance is drawn to it (∂V/∂q ≤ 1); otherwise no net stays there.
 * linear, relu, leaky-relu: only at σ_b² = 0, where σ_w² = 2/(1 + α²) keeps every q; q is then q₁ = σ_w².
 * tanh, softsign, elu, selu: at any σ_b²; σ_b² = 0 gives q* = 0, which layers near like a power of depth.
 * sigmoid: at any σ_b². gelu: from σ_b² = .1729 on; silu: from σ_b² = .5551 on (the half-stable points of Roberts, Yaida &
 * Hanin 2022, §5.3). softplus: nowhere.
 *
 * @returns q to 1e-10 relative for q of order one. `meanField` leads back to it.
 * @throws GradiometerError BAD_OPTION, also when the activation has no critical point at this σ_b² but at others;
 *         UNSUPPORTED when it has none at any.
 * Poole 2016; Schoenholz 2017.
 */
export function criticalPoint(p: { activation: Activation; biasVariance: number }): CriticalPoint {
  const given = options(p, ["activation", "biasVariance"]);
  const law = lawOf("activation", given["activation"]);
  const biasVariance = nonNegative("biasVariance", given["biasVariance"]);
  const missing = (expected: string) =>
    badOption(
      "biasVariance",
      `${expected}, where ${activationNameOf(p.activation)} has a critical point`,
      biasVariance,
    );
  if (law.homogeneous !== null) {
    if (biasVariance > 0) throw missing("0");
    const weightVariance = 2 / (1 + law.homogeneous * law.homogeneous);
    return { weightVariance, q: weightVariance };
  }
  const q = criticalVariance(law, biasVariance);
  if (q === undefined) {
    const why = `χ₁ = 1 at no fixed point of ${activationNameOf(p.activation)}`;
    throw new GradiometerError(
      "UNSUPPORTED",
      `activation: expected one with a critical point, but got ${show(p.activation)}; ${why}`,
    );
  }
  if (!attracts(law, q)) throw missing("a larger variance");
  return { weightVariance: criticalWeight(law, q), q };
}

function criticalVariance(law: Law, biasVariance: number): number | undefined {
  if (law.value(0) === 0 && biasVariance === 0) return 0;
  const excess = (q: number): number => q - secondMoment(law, q) * criticalWeight(law, q) - biasVariance;
  const side = (q: number): Side => (excess(q) > 0 ? 1 : -1);
  const bracket = walk(side, SMALLEST, -1, LARGEST);
  return bracket && bisect(excess, bracket);
}
