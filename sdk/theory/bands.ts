import { elementAt } from "../core/element.js";
import { GradiometerError } from "../core/errors.js";
import type { Activation, Doubles } from "../types.js";
import { type Law, lawOf } from "./laws.js";
import { nonNegative, options, positive } from "./check.js";
import { ln, square } from "./elementary.js";
import { checkWidths } from "./finiteWidth.js";
import { average, secondMoment, secondMomentSlope, slopeMoment, slopeMomentSlope } from "./gaussian.js";
import { type LogLaw, logSumOfSquares } from "./homogeneous.js";

/** A line with its spread, one number per layer, l = 0 … L. */
export interface Band {
  /** Expected value at each layer, l = 0 … L. */
  mean: Doubles;
  /** Standard deviation over draws of the weights: draw mean ± 2 std. */
  std: Doubles;
}

/** What a net of finite width does round the infinite-width lines. Natural logarithms. */
export interface Bands {
  /** ln(‖h_l‖²/‖h₀‖²), h_l the outputs of layer l and h₀ the input; 0 at l = 0. */
  forward: Band;
  /** ln(‖δ_l‖²/‖δ_L‖²), δ_l = ∂L/∂u_l; 0 at l = L, NaN at l = 0, where there is no δ. */
  backward: Band;
  /** Whether both are exact at any width. */
  exact: boolean;
}

interface Net {
  readonly law: Law;
  readonly widths: readonly number[];
  readonly weightVariance: number;
  readonly biasVariance: number;
}

const empty = (length: number): Band => ({ mean: new Float64Array(length), std: new Float64Array(length) });

/**
 * linear, relu, leaky-relu without biases: each layer multiplies ‖h‖² and ‖δ‖² by (σ_w²/n) Σ_j φ(g_j)², independent of all
 * others, since the gates are independent coins whatever the weights (Hanin & Nica 2018).
 */
function exactBands({ widths, weightVariance }: Net, alpha: number): Bands {
  const laws = new Map<number, LogLaw>();
  const lawOfWidth = (n: number): LogLaw => {
    const law = laws.get(n) ?? logSumOfSquares(n, alpha);
    laws.set(n, law);
    return law;
  };
  const last = widths.length - 1;
  const [forward, backward] = [empty(last + 1), empty(last + 1)];
  const gain = ln(weightVariance);
  let variance = 0;
  for (let l = 1; l <= last; l++) {
    const law = lawOfWidth(elementAt(widths, l));
    forward.mean[l] = forward.mean[l - 1]! + gain - ln(elementAt(widths, l - 1)) + law.mean;
    variance += law.variance;
    forward.std[l] = Math.sqrt(variance);
  }
  variance = 0;
  for (let l = last - 1; l >= 1; l--) {
    const law = lawOfWidth(elementAt(widths, l));
    backward.mean[l] = backward.mean[l + 1]! + gain - ln(elementAt(widths, l)) + law.mean;
    variance += law.variance;
    backward.std[l] = Math.sqrt(variance);
  }
  return { forward, backward, exact: true };
}

/** One layer of the infinite-width line, and how a finite one strays from it to first order in 1/n. */
interface Step {
  /** E φ² */
  readonly forward: number;
  /** ∂ E φ²/∂q */
  readonly forwardSlope: number;
  /** Variance of the mean of φ² over the units. */
  readonly forwardNoise: number;
  /** ln χ and ∂ ln χ/∂q */
  readonly logChi: number;
  readonly logChiSlope: number;
  /** Variance of ln of the backward factor, and its covariance with the mean of φ². */
  readonly backwardNoise: number;
  readonly covariance: number;
}

function stepAt({ law, weightVariance }: Net, q: number, n: number): Step {
  const root = Math.sqrt(q);
  const forward = secondMoment(law, q);
  const fourth = average((z) => square(square(law.value(root * z))));
  const slope2 = slopeMoment(law, q, 1);
  const mixed = average((z) => square(law.value(root * z) * law.slope(root * z)));
  return {
    forward,
    forwardSlope: secondMomentSlope(law, q),
    forwardNoise: (fourth - forward * forward) / n,
    logChi: ln(weightVariance * slope2),
    logChiSlope: slopeMomentSlope(law, q) / slope2,
    backwardNoise: ((3 * slopeMoment(law, q, 2)) / (slope2 * slope2) - 1) / n,
    covariance: (mixed / slope2 - forward) / n,
  };
}

/**
 * Any other net, to first order in 1/n. A layer's empirical variance q̂ strays from q by δ, δ_{l+1} = V′(q_l) δ_l + η_l, and
 * ln of its backward factor from ln χ by c_l δ_l + ε_l, with η and ε the noise of averages over n_l units: fluctuations of the
 * forward pass reach the gradients through c.
 */
function linearisedBands(net: Net, inputMoment: number): Bands {
  const { widths, weightVariance, biasVariance } = net;
  const last = widths.length - 1;
  const [forward, backward] = [empty(last + 1), empty(last + 1)];
  const steps: Step[] = [];
  const strays = new Float64Array(last + 1); // Var δ_l
  let q = weightVariance * inputMoment + biasVariance;
  for (let l = 1; l <= last; l++) {
    const n = elementAt(widths, l);
    const step = stepAt(net, q, n);
    steps[l] = step;
    const noise = square(step.forwardSlope) * strays[l]! + step.forwardNoise;
    forward.mean[l] = ln(n) + ln(step.forward) - ln(elementAt(widths, 0)) - ln(inputMoment);
    forward.std[l] = Math.sqrt(noise) / step.forward;
    if (l < last) strays[l + 1] = weightVariance * weightVariance * noise;
    q = weightVariance * step.forward + biasVariance;
  }
  // reach: what a unit of δ_{l+1} adds to ln(‖δ_{l+1}‖²/‖δ_L‖²); own: the variance that the layers l … L − 1 add by themselves.
  let [reach, own] = [0, 0];
  for (let l = last - 1; l >= 1; l--) {
    const { forwardSlope, forwardNoise, logChi, logChiSlope, backwardNoise, covariance } = elementAt(steps, l);
    const onward = weightVariance * reach;
    own += onward * onward * forwardNoise + 2 * onward * covariance + backwardNoise;
    reach = logChiSlope + onward * forwardSlope;
    backward.mean[l] = backward.mean[l + 1]! + logChi;
    backward.std[l] = Math.sqrt(own + reach * reach * strays[l]!);
  }
  return { forward, backward, exact: false };
}

/**
 * Bands of finite width: mean and standard deviation, over draws of the weights, of the logarithms of ‖h_l‖² and ‖δ_l‖² in
 * every layer. Infinite-width lines without them make narrow nets look wrong.
 *
 * linear, relu and leaky-relu without biases: exact at any width, from the law of χ²_K + α²χ²_{n−K}, K ~ Bin(n, ½); for
 * relu given that no layer is dead (`dyingRelu`). To first order He ReLU has mean −(5/2) Σ 1/n_j and variance 5 Σ 1/n_j.
 * All others: the mean is the infinite-width line, the standard deviation is right to first order in Σ 1/n_j; the mean
 * strays from the line by that order too. Trust it while the standard deviation is well below 1.
 *
 * @param p.widths          n₀ … n_L, the input first, L ≥ 1; all layers have the activation.
 * @param p.weightVariance  σ_w² > 0 in Var w = σ_w²/fanIn, weights Gaussian.
 * @param p.biasVariance    σ_b² ≥ 0; default 0.
 * @param p.inputMoment     mean square of the entries of h₀, > 0; default 1. Matters to the others only.
 * @returns arrays that are the caller's. The gradient enters at δ_L, which does not depend on the weights of the layers.
 * @throws GradiometerError BAD_SHAPE, BAD_OPTION; NOT_FINITE where the line leaves the range of float64.
 * Hanin & Nica 2018, Products of many large random matrices and gradients; Hanin 2018; Poole 2016 for the line.
 */
export function bands(p: {
  widths: readonly number[];
  activation: Activation;
  weightVariance: number;
  biasVariance?: number;
  inputMoment?: number;
}): Bands {
  const given = options(p, ["widths", "activation", "weightVariance", "biasVariance", "inputMoment"]);
  const net: Net = {
    law: lawOf("activation", given["activation"]),
    widths: checkWidths(given["widths"], 2),
    weightVariance: positive("weightVariance", given["weightVariance"]),
    biasVariance: nonNegative("biasVariance", given["biasVariance"] ?? 0),
  };
  const inputMoment = positive("inputMoment", given["inputMoment"] ?? 1);
  const { homogeneous } = net.law;
  const result =
    homogeneous !== null && net.biasVariance === 0 ? exactBands(net, homogeneous) : linearisedBands(net, inputMoment);
  for (const { mean, std } of [result.forward, result.backward]) {
    const layer = mean.findIndex((value, l) => !Number.isFinite(value + std[l]!));
    if (layer >= 0)
      throw new GradiometerError("NOT_FINITE", `bands: expected a line within float64, but it ends at layer ${layer}`);
  }
  result.backward.mean[0] = result.backward.std[0] = NaN;
  return result;
}
