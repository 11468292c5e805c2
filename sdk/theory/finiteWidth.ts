import { badOption } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import { count, options, positive } from "./check.js";
import { exp, ln } from "./elementary.js";
import { logSumOfSquares } from "./homogeneous.js";

/**
 * E[(‖h_L‖²/‖h₀‖²)²] = Π (1 + 5/n_j) of a He ReLU net without biases, whose E ‖h_L‖²/‖h₀‖² is 1 for layers of one width:
 * fluctuations grow with Σ 1/n_j, however wide the net is on average.
 *
 * @param widths  n_j of the ReLU layers, without the input; [] gives 1.
 * @throws GradiometerError BAD_SHAPE when it is no array, BAD_OPTION for a width that is no integer from 1 to 10⁶.
 * Hanin & Rolnick 2018, How to start training; Hanin 2018, Which neural net architectures give rise to exploding and
 * vanishing gradients?
 */
export function haninMoment(widths: readonly number[]): number {
  return checkWidths(widths).reduce((product, width) => product * (1 + 5 / width), 1);
}

/** @throws GradiometerError BAD_SHAPE or BAD_OPTION */
export function checkWidths(widths: unknown, least = 0): number[] {
  if (!Array.isArray(widths) || widths.length < least) {
    const came = Array.isArray(widths) ? `an array of length ${widths.length}` : typeof widths;
    throw new GradiometerError("BAD_SHAPE", `widths: expected an array of at least ${least} widths, but got ${came}`);
  }
  return widths.map((width: unknown, index) => count(`widths[${index}]`, width, 1));
}

/** How a ReLU layer changes the second moment of its signal. */
export interface ForwardFactor {
  /** σ_w²/2, the factor in the mean, and at infinite width in every draw. */
  mean: number;
  /** e^{E ln}: geometric mean, and in the limit of many layers the median, of the factor per layer. */
  median: number;
  /** σ_w²/2 · e^{−5/(2n)}: the median to first order in 1/n. */
  firstOrder: number;
  /** Standard deviation of the factor per layer as one net shows it over all its layers. */
  std: number;
}

/**
 * The factor per layer of the second moment in a ReLU net of one width n, weights of variance σ_w²/n, as a net of finite width
 * shows it: with Glorot's σ_w² = 1 it falls by ½ in the mean, and by ½·e^{−5/(2n)} in the median; .46 at n = 32, where over
 * 30 layers the standard deviation is .04.
 *
 * @param p.width           n ≥ 2 (a single unit is dead every other time).
 * @param p.depth           layers over which one net's factor is measured, ≥ 1.
 * @param p.weightVariance  σ_w² > 0; default 1, Glorot's. He's is 2.
 * @returns the law given that no layer is dead (`dyingRelu`).
 * @throws GradiometerError BAD_OPTION
 * He 2015, Delving deep into rectifiers; Hanin & Nica 2018, Products of many large random matrices and gradients.
 */
export function reluForwardFactor(p: { width: number; depth: number; weightVariance?: number }): ForwardFactor {
  const given = options(p, ["width", "depth", "weightVariance"]);
  const width = count("width", given["width"], 2);
  const depth = count("depth", given["depth"], 1);
  const weightVariance = positive("weightVariance", given["weightVariance"] ?? 1);
  if (weightVariance > 1e300) throw badOption("weightVariance", "at most 1e300", weightVariance);
  const law = logSumOfSquares(width, 0);
  const mean = weightVariance / 2;
  const median = weightVariance * exp(law.mean - ln(width));
  return {
    mean,
    median,
    firstOrder: mean * exp(-2.5 / width),
    std: median * Math.sqrt(law.variance / depth),
  };
}
