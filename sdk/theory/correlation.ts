import { badOption } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import type { Activation } from "../types.js";
import { count, options, positive, real } from "./check.js";
import { depthScaleOf, ensemble, type Ensemble, fixedPoint } from "./meanField.js";
import { secondMoment, secondMomentSlope, slopeMoment } from "./gaussian.js";
import { pairOf } from "./pairs.js";
import { falsePosition } from "./roots.js";

/** What stands before φ in every layer, as far as there is a law for pairs of inputs. */
export type PairNorm = "none" | "layer" | "rms";

/** A wide random net, inputs two at a time. */
export interface CorrelationOptions {
  /** φ, the same in every layer. */
  activation: Activation;
  /** σ_w² ≥ 0 in Var w = σ_w²/fanIn. */
  weightVariance: number;
  /** σ_b² ≥ 0. */
  biasVariance: number;
  /** Default `"none"`. */
  norm?: PairNorm;
}

/** Where the correlation of two inputs goes, and how soon. */
export interface CorrelationField {
  /** q*, variance of what comes into φ in deep layers; 1 behind a norm. */
  q: number;
  /** χ_c at c = 1: how fast two inputs that are nearly alike part (> 1) or meet (< 1). χ₁ where q* is finite and not 0. */
  parting: number;
  /** `"ordered"`: all inputs become alike; `"chaotic"`: they stay apart; `"critical"`: in between, `parting` = 1. */
  phase: "ordered" | "critical" | "chaotic";
  /** c*, the stable fixed point: 1 but in the chaotic phase. */
  correlation: number;
  /** 1 − c*, which has its digits where c* rounds to 1. */
  distance: number;
  /** χ_{c*}, slope of the map at c*: what is left of a deviation after a layer. */
  slope: number;
  /** ξ_c = 1/|ln χ_{c*}|, layers in which a deviation falls by a factor e; ∞ at `slope` = 1. Trainable to about 6 ξ_c. */
  correlationDepth: number;
  /** ξ_q = 1/|ln ∂V/∂q|, the same of the variance; ∞ where it never settles, 0 behind a norm, which sets it at once. */
  varianceDepth: number;
}

/** A checked net, with the variance that φ sees. */
interface PairNet extends Ensemble {
  readonly normed: boolean;
}

/** Closer to χ = 1 than this, quadrature does not tell the phases apart. */
const CRITICAL = 1e-12;
/** The least 1 − c* that is looked for. */
const NEAREST = 1e-14;

const NAMES = ["activation", "weightVariance", "biasVariance", "norm"] as const;

function pairNet(given: Readonly<Record<string, unknown>>): PairNet {
  const norm = given["norm"] ?? "none";
  if (norm === "batch") {
    const why =
      "it makes one of all its rows, and two of them have no map of their own; their mean correlation is −1/(rows − 1)";
    throw new GradiometerError("UNSUPPORTED", `norm: expected "none", "layer" or "rms", but got "batch"; ${why}`);
  }
  if (norm !== "none" && norm !== "layer" && norm !== "rms") throw badOption("norm", `"none", "layer" or "rms"`, norm);
  const net = ensemble(given);
  if (net.weightVariance === 0 && net.biasVariance === 0)
    throw badOption("weightVariance", "a finite number > 0 where biasVariance is 0", 0);
  return { ...net, normed: norm !== "none" };
}

/** One layer at variance q: 1 − c′ and ∂c′/∂c, at 1 − c. */
function nextPair({ law, weightVariance, biasVariance }: PairNet, q: number, distance: number) {
  const { second, apart, slopes } = pairOf(law, q, distance);
  const limit = q === 0 || q === Infinity; // there everything goes as q, and a bias has no share
  const [weight, bias] = limit || biasVariance === 0 ? [1, 0] : [weightVariance, biasVariance]; // alone, σ_w² cancels
  const variance = weight * second + bias;
  if (variance === 0 || weightVariance === 0) return { distance: 0, slope: () => 0 }; // nothing of the inputs is left
  return {
    distance: (weight * apart) / variance,
    slope: () => (weight * slopes() * (limit ? 1 : q)) / variance,
  };
}

function varianceDepth({ law, weightVariance, normed }: PairNet, q: number): number {
  if (normed || weightVariance === 0) return 0;
  if (q === Infinity) return Infinity;
  return depthScaleOf(weightVariance * (q === 0 ? slopeMoment(law, 0, 1) : secondMomentSlope(law, q)));
}

/**
 * Where the correlation c of two inputs goes in a wide random net. c′ = (σ_w² E φ(u₁)φ(u₂) + σ_b²)/q*, u₁ and u₂ ~ N(0, q*)
 * with correlation c; its slope χ_c = σ_w² E φ′(u₁)φ′(u₂). As a series in c all its coefficients are ≥ 0, so on [0, 1] it is
 * convex: c* = 1 attracts everything where χ₁ ≤ 1, and one c* < 1 does where χ₁ > 1.
 *
 * tanh, σ_b² = .05: ordered below σ_w² = 1.7609546396, where ξ_c is ∞, chaotic above; σ_w² = 4: c* = .16506496. ReLU: at
 * σ_w² = 2 critical, c → 1 as 1 − 9π²/(2l²), which no ξ describes; with σ_b² > 0 and σ_w² < 2 ordered.
 * ξ_q: ∂V/∂q = σ_w² (E φ′² + E φφ″) = χ₁ + σ_w² E φφ″. A kink at 0 adds to φ″ only where φ is 0, hence nothing: for linear, ReLU
 * and leaky ReLU E φφ″ = 0, and ξ_q = 1/|ln χ₁|.
 *
 * Where the signal dies or explodes (q* = 0 or ∞) what is followed is the directions: c′ = E φφ/E φ² in that limit. Where φ is
 * linear there, as tanh without biases below σ_w² = 1, every c is kept: `"critical"`, and 1 is given.
 *
 * With a norm φ sees variance 1 and c′ = (σ_w² E φφ + σ_b²)/(σ_w² E φ² + σ_b²), b the bias before the norm: σ_w² alone does not
 * matter. Layer norm and RMS norm are one law, since the mean over units that layer norm takes off is of order 1/√n for
 * weights of mean 0: linear and ReLU critical, tanh chaotic, sigmoid ordered.
 * Behind batch norm no such map exists: the rows of a batch act on each other. Their mean correlation is −1/(rows − 1) there,
 * and in a large batch whose rows are all equally far apart that of the sums below is (E φ)²/E φ², 1/π for ReLU (Yang 2019).
 *
 * @returns c* and 1 − c* to 1e-9.
 * @throws GradiometerError BAD_OPTION; UNSUPPORTED for `norm: "batch"`.
 * Poole 2016, Exponential expressivity; Schoenholz 2017, Deep information propagation.
 * @example
 * ```js
 * import { correlationField } from "gradiometer/theory";
 * const { phase, parting } = correlationField({ activation: "tanh", weightVariance: 4, biasVariance: 0.05 });
 * console.log(phase, parting.toFixed(8)); // chaotic 1.34240241
 * ```
 */
export function correlationField(p: CorrelationOptions): CorrelationField {
  const net = pairNet(options(p, NAMES));
  const q = net.normed ? 1 : fixedPoint(net);
  const parting = nextPair(net, q, 0).slope();
  const chaotic = parting > 1 + CRITICAL;
  const gain = (distance: number): number => nextPair(net, q, distance).distance / distance - 1; // falls with distance
  const distance = chaotic ? falsePosition(gain, { low: NEAREST, high: 1 }) : 0;
  const slope = chaotic ? nextPair(net, q, distance).slope() : parting;
  return {
    q,
    parting,
    phase: chaotic ? "chaotic" : parting < 1 - CRITICAL ? "ordered" : "critical",
    correlation: 1 - distance,
    distance,
    slope,
    correlationDepth: depthScaleOf(slope),
    varianceDepth: varianceDepth(net, q),
  };
}

/** Two inputs in one layer on their way. */
export interface LayerCorrelation {
  /** q_l, variance of what comes into φ; 1 behind a norm. */
  q: number;
  /** c_l, correlation of u_l between the inputs. */
  correlation: number;
  /** 1 − c_l, which has its digits where c_l rounds to 1. */
  distance: number;
  /** ∂c_{l+1}/∂c_l, the slope of the map there. */
  slope: number;
}

/**
 * The correlation of two inputs layer by layer, c_{l+1} = (σ_w² E φ(u₁)φ(u₂) + σ_b²)/q_{l+1}, the variance on its way too
 * (`varianceMap`): what the first layers do before c* is reached. One step of it at q* is the map of `correlationField`.
 *
 * ReLU, σ_w² = 2, from 0: 0, 1/π = .3183, .4937 …, toward 1 as 1 − 9π²/(2l²).
 * @param p.correlation  c₀ of the inputs, −1 … 1: their scalar product over their mean squares.
 * @param p.depth        layers, ≥ 1.
 * @param p.inputMoment  mean square of the inputs, > 0, the same of both; default 1.
 * @throws GradiometerError BAD_OPTION; UNSUPPORTED for `norm: "batch"`; NOT_FINITE where the variance leaves float64.
 * Poole 2016, eq. 6.
 */
export function correlationMap(
  p: CorrelationOptions & { correlation: number; depth: number; inputMoment?: number },
): LayerCorrelation[] {
  const given = options(p, [...NAMES, "correlation", "depth", "inputMoment"]);
  const net = pairNet(given);
  const depth = count("depth", given["depth"], 1);
  const moment = positive("inputMoment", given["inputMoment"] ?? 1);
  const start = real("correlation", given["correlation"], "a number from −1 to 1", (c) => c >= -1 && c <= 1);
  const { law, weightVariance, biasVariance, normed } = net;
  const first = weightVariance * moment + biasVariance;
  let q = normed ? 1 : first;
  let distance = (weightVariance * moment * (1 - start)) / first;
  return Array.from({ length: depth }, (_, index) => {
    if (!Number.isFinite(q))
      throw new GradiometerError(
        "NOT_FINITE",
        `depth: expected a variance within float64, but it is ∞ in layer ${index + 1}`,
      );
    const next = nextPair(net, q, distance);
    const layer = { q, correlation: 1 - distance, distance, slope: next.slope() };
    if (!normed) q = weightVariance * secondMoment(law, q) + biasVariance;
    distance = Math.min(next.distance, 2);
    return layer;
  });
}
