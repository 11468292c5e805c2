import { GradiometerError } from "../core/errors.js";
import { skipGains } from "../nn/config.js";
import { resolveInit } from "../nn/initialisations.js";
import { ensembleOf } from "../nn/initialise.js";
import { type Band, type Bands, bands } from "../theory/bands.js";
import { exp, square } from "../theory/elementary.js";
import type { DataFacts } from "./dataFacts.js";
import type { Case } from "./patient.js";
import type { Expectation, Spread } from "./types.js";

/** How many standard deviations a band is wide, up and down. */
const DEVIATIONS = 2;

/** The root of what a band says the logarithm of, times a size. */
function rootOf({ mean, std }: Band, l: number, size: number): Spread {
  const at = (deviations: number): number => size * exp(0.5 * (mean[l]! + deviations * std[l]!));
  return { middle: at(0), low: at(-DEVIATIONS), high: at(DEVIATIONS) };
}

/**
 * The bands of an Mlp whose hidden layers are all alike: one activation, one σ_w², entries drawn one by one, no skips. null
 * for any other, and where a line leaves float64.
 */
export function expectationOf(subject: Case, data: DataFacts): Expectation | null {
  if (
    subject.kind === "rnn" ||
    subject.config.norm !== "none" ||
    skipGains(subject.config).some((gain) => gain !== null)
  )
    return null;
  const { sizes, activation, init, bias } = subject.config;
  if (resolveInit(init).row.entries !== "independent") return null;
  const widths = sizes.slice(0, -1);
  const hidden = activation.slice(0, -1);
  const [phi] = hidden;
  if (phi === undefined || hidden.length < 2) return null;
  const moment = data.inputs.reduce((sum, { mean, std }) => sum + mean * mean + std * std, 0) / data.inputs.length;
  const ensembles = hidden.map((own, layer) =>
    ensembleOf(init, {
      index: layer,
      fanIn: sizes[layer]!,
      fanOut: sizes[layer + 1]!,
      activation: own,
      inputMoment: moment,
    }),
  );
  const [first, second] = ensembles;
  const weightVariance = second!.weightVariance;
  const alike =
    hidden.every((own) => JSON.stringify(own) === JSON.stringify(phi)) &&
    ensembles.slice(1).every((own) => Math.abs(own.weightVariance - weightVariance) <= 1e-12 * weightVariance);
  // The first layer may have a σ_w² of its own: its input as that of all others would have to be for the same u.
  const inputMoment = (first!.weightVariance / weightVariance) * moment;
  if (!alike || !(weightVariance > 0) || !(inputMoment > 0)) return null;
  const biasVariance = bias ? second!.biasVariance : 0;
  let lines: Bands;
  try {
    lines = bands({ widths, activation: phi, weightVariance, biasVariance, inputMoment });
  } catch (error) {
    if (error instanceof GradiometerError) return null; // beyond float64, or a variance beyond what theory takes
    throw error;
  }
  const { forward, backward, exact } = lines;
  const last = widths.length - 1;
  const layers = hidden.map((_, index) => index + 1);
  const equal = widths.every((width, index) => index === 0 || width === widths[1]);
  const steps = last - 1;
  const factor = (): Expectation["factor"] => {
    const middle = exp((forward.mean[last]! - forward.mean[1]!) / steps);
    const variance = square(forward.std[last]!) - square(forward.std[1]!);
    const reach = (DEVIATIONS * middle * Math.sqrt(variance)) / steps;
    return { middle, low: middle - reach, high: middle + reach, width: widths[1]!, weightVariance };
  };
  return {
    forward: layers.map((l) => rootOf(forward, l, Math.sqrt((inputMoment * widths[0]!) / widths[l]!))),
    backward: layers.map((l) => rootOf(backward, l, Math.sqrt(widths[last]! / widths[l]!))),
    factor: exact && equal ? factor() : null,
  };
}
