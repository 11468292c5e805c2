import { coreOf } from "../core/create.js";
import { homogeneousSlope, isBounded, resolveActivation } from "../nn/activation.js";
import { elementAt } from "../core/element.js";
import { normaliseMlpConfig, resolveNorm, skipGains } from "../nn/config.js";
import { ensembleOf } from "../nn/initialise.js";
import { normaliseRnnConfig } from "../nn/rnnConfig.js";
import { activationSlope } from "../theory/activation.js";
import { underflowDepth } from "../theory/depth.js";
import { exp, ln, power } from "../theory/elementary.js";
import { activationMoments } from "../theory/gaussian.js";
import { meanField } from "../theory/meanField.js";
import { normGradientFactor } from "../theory/normalisation.js";
import type {
  Activation,
  ForgetBias,
  Gradiometer,
  MlpConfig,
  NormalisedMlpConfig,
  NormalisedRnnConfig,
  RnnConfig,
} from "../types.js";
import { limit } from "./thresholds.js";
import type { FindingId, Preflight } from "./types.js";

/** A layer as theory sees it: what Preflight shows, and what its findings need beside. */
interface Field {
  readonly chi: number;
  readonly forward: number;
  readonly dead: number;
  readonly saturated: number;
  readonly weightVariance: number;
}

/** Beyond it a variance counts as ∞; theory takes finite ones. */
const LARGEST = 1e300;
/** Like flow: a slope below this share of the largest is none. */
const SATURATED_BELOW = 0.01;
const GRID = 400;

/** Share of u ~ N(0, q) where |φ′| is below a hundredth of its largest; 0 where φ has no such region on both sides. */
export function saturatedShare(activation: Activation, q: number): number {
  if (!isBounded(activation)) return 0;
  const least = SATURATED_BELOW * resolveActivation(activation).maxSlope;
  const root = Math.sqrt(Math.min(q, LARGEST));
  let [inside, all] = [0, 0];
  for (let i = 0; i < GRID; i++) {
    const z = ((i + 0.5) * 8) / GRID;
    const density = exp(-0.5 * z * z);
    all += density;
    if (Math.abs(activationSlope(activation, root * z)) < least) inside += density;
  }
  return inside / all;
}

/** P(all `units` of a ReLU layer off) for one input: 2^{−n}, Lu 2019. */
const deadAtBirth = (activation: Activation, units: number): number =>
  homogeneousSlope(activation) === 0 ? power(0.5, Math.min(units, 1100)) : 0;

/** E φ² and E φ′² at q; the slope alone survives q = ∞. */
function momentsAt(activation: Activation, q: number): { second: number; slope2: number } {
  return activationMoments({ activation, q: Math.min(q, LARGEST) });
}

function mlpFields(config: NormalisedMlpConfig): Field[] {
  const { sizes, activation, init } = config;
  const gains = skipGains(config);
  const norm = resolveNorm(config.norm);
  const last = activation.length - 1;
  let moment = 1;
  /** Of the layer below: the second moment of its u, E φ′², and what a norm between the two divides by. */
  let below = { q: 0, slope2: 1, divisor: 1 };
  return activation.map((phi, index) => {
    const [fanIn, fanOut] = [elementAt(sizes, index), elementAt(sizes, index + 1)];
    const layer = { index, fanIn, fanOut, activation: phi, inputMoment: moment };
    const { weightVariance, biasVariance } = ensembleOf(init, layer);
    const own = weightVariance * moment + (config.bias ? biasVariance : 0);
    const gain = elementAt(gains, index);
    const q = gain === null ? own : below.q + gain * gain * own;
    // Behind a norm φ takes in N(0, 1) whatever q is, and δ is divided by the same root as u.
    const normed = norm !== null && index < last;
    const { second, slope2 } = momentsAt(phi, normed ? 1 : q);
    const through = gain === null ? undefined : 1 + (gain * gain * weightVariance * below.slope2) / below.divisor;
    const field: Field = {
      chi: through ?? (normed ? normGradientFactor({ activation: phi, norm: norm.kind }) : weightVariance * slope2),
      forward: moment > 0 ? second / moment : 0,
      dead: deadAtBirth(phi, fanOut),
      saturated: saturatedShare(phi, normed ? 1 : q),
      weightVariance,
    };
    moment = second;
    below = { q, slope2, divisor: normed ? q : 1 };
    return field;
  });
}

/** Points of U(1, longest − 1) over which a chrono initialisation is averaged. */
const CHRONO_POINTS = 1000;

/** What a step keeps of c (lstm) or h (gru) at first, σ(b) of the gate that keeps: the geometric mean over its units. */
function keptShare(forgetBias: ForgetBias): number {
  if (typeof forgetBias === "number") return sigmoid(forgetBias);
  let sum = 0;
  for (let i = 0; i < CHRONO_POINTS; i++) {
    const steps = 1 + ((i + 0.5) * (forgetBias.longest - 2)) / CHRONO_POINTS;
    sum += ln(steps / (1 + steps)) / CHRONO_POINTS; // σ(ln s) = s/(1 + s)
  }
  return exp(sum);
}

const sigmoid = (b: number): number => 1 / (1 + exp(-b));

/**
 * A gated step by what it keeps: with all other weights 0, ∂c_T/∂c_0 is a product of forget gates (Hochreiter & Schmidhuber
 * 1997; C33). What passes W_h comes on top of it.
 */
function gatedFields({ hidden, outputs, init, recurrentInit, forgetBias = 0 }: NormalisedRnnConfig): Field[] {
  const kept = keptShare(forgetBias);
  const layer = { fanIn: hidden, inputMoment: 1 };
  const { weightVariance } = ensembleOf(recurrentInit, { ...layer, index: 1, fanOut: hidden, activation: "tanh" });
  const step = { chi: kept * kept, forward: 1, dead: 0, saturated: 0, weightVariance };
  if (outputs === undefined) return [step];
  const readout = ensembleOf(init, { ...layer, index: 2, fanOut: outputs, activation: "linear" });
  const { weightVariance: out } = readout;
  return [step, { chi: out, forward: out, dead: 0, saturated: 0, weightVariance: out }];
}

/** The recurrent step where its variance has settled, inputs of mean square 1 coming in all the time; then the readout. */
function rnnFields(config: NormalisedRnnConfig): Field[] {
  const { inputs, hidden, outputs, activation, init, recurrentInit, bias } = config;
  if (activation === undefined) return gatedFields(config);
  const layer = { fanOut: hidden, activation, inputMoment: 1 };
  const input = ensembleOf(init, { ...layer, index: 0, fanIn: inputs });
  const recurrent = ensembleOf(recurrentInit, { ...layer, index: 1, fanIn: hidden });
  const biasVariance = bias ? input.biasVariance + recurrent.biasVariance : 0;
  const { weightVariance } = recurrent;
  const field = meanField({ activation, weightVariance, biasVariance: biasVariance + input.weightVariance });
  const slope = homogeneousSlope(activation);
  const moment = momentsAt(activation, field.q).second;
  const step: Field = {
    chi: field.chi,
    forward:
      slope !== null
        ? (weightVariance * (1 + slope * slope)) / 2
        : moment > 0
          ? momentsAt(activation, weightVariance * moment).second / moment
          : 0,
    dead: deadAtBirth(activation, hidden),
    saturated: saturatedShare(activation, field.q),
    weightVariance,
  };
  if (outputs === undefined) return [step];
  const last = { index: 2, fanIn: hidden, fanOut: outputs, activation: "linear", inputMoment: moment } as const;
  const readout = ensembleOf(init, last);
  const { weightVariance: out } = readout;
  return [step, { chi: out, forward: out, dead: 0, saturated: 0, weightVariance: out }];
}

/**
 * The factors by which theory has ‖δ‖² change from each layer to the one below it, the output's first step down last:
 * σ_w² E φ′² with the weights of the layer above and the slopes of the one below, χ where there is a skip or a norm.
 */
export function errorFactors(config: MlpConfig): number[] {
  const normalised = normaliseMlpConfig(config);
  const fields = mlpFields(normalised);
  const gains = skipGains(normalised);
  const normed = resolveNorm(normalised.norm) !== null;
  return fields.slice(0, -1).map((below, layer) => {
    const above = elementAt(fields, layer + 1);
    if (elementAt(gains, layer + 1) !== null) return above.chi;
    return normed || below.weightVariance === 0 ? below.chi : (below.chi * above.weightVariance) / below.weightVariance;
  });
}

const product = (values: readonly number[]): number => values.reduce((all, value) => all * value, 1);

/**
 * Behind a norm a large gradient is no harm: it is orthogonal to the weights and falls as they grow, so that batch norm nets
 * train whose δ² grows by π/(π − 1) a layer (van Laarhoven 2017; C31).
 */
function mlpFindings(fields: readonly Field[], normed: boolean): FindingId[] {
  const hidden = fields.slice(0, -1);
  const inner = hidden.slice(1);
  const backward = product(inner.map(({ chi }) => chi));
  const forward = product(inner.map((field) => field.forward));
  const [fading, growing] = [limit("fading") ** 2, limit("growing") ** 2]; // thresholds are of sizes, these are squares
  const alive = product(hidden.map(({ dead }) => 1 - dead));
  if (hidden.some(({ weightVariance }) => weightVariance === 0)) return ["symmetric"];
  if (hidden.some(({ saturated }) => saturated >= limit("saturated"))) return ["saturation"];
  const found: FindingId[] = [];
  if (1 - alive >= limit("born")) found.push("dying");
  if (forward >= growing) found.push("exploding-forward");
  else if (backward >= growing && !normed) found.push("exploding-backward");
  if (forward <= fading) found.push("forward-collapse");
  else if (backward <= fading) found.push("vanishing-backward");
  return found;
}

function rnnFindings([step]: readonly Field[]): FindingId[] {
  if (!step) return [];
  const { chi, forward, saturated, weightVariance, dead } = step;
  const steps = limit("lagSteps");
  if (saturated >= limit("saturated")) return ["saturation"];
  const found: FindingId[] = [];
  if (dead >= limit("born")) found.push("dying");
  if (power(forward, steps) >= limit("growing") ** 2) found.push("exploding-forward");
  else if (power(chi, steps) >= limit("growing") ** 2) found.push("exploding-backward");
  if (weightVariance === 0 || power(chi, steps) <= limit("lag") ** 2) found.push("recurrent-lag");
  return found;
}

/** The geometric mean, 0 when one is 0. */
function typical(values: readonly number[]): number {
  if (values.some((value) => value === 0)) return 0;
  const sum = values.reduce((all, value) => all + ln(value), 0) / values.length;
  return Math.abs(sum) < 1e-12 ? 1 : exp(sum); // rounding must not make a critical net end somewhere
}

/**
 * What theory says before step 1, from the configuration alone: mean field at infinite width, biases and skips included.
 *
 * ReLU with He weights: χ = 1, forward 1 in every hidden layer; with Glorot's between equal layers ½ and ½. A finding here
 * is an expectation (no data, no training, no rate); `examine` finds out.
 *
 * @throws GradiometerError as `lab.mlp` and `lab.rnn` do for what is no configuration.
 * Poole 2016; Schoenholz 2017; Lu 2019.
 */
export function preflight(lab: Gradiometer, config: MlpConfig | RnnConfig): Preflight {
  coreOf(lab); // says what is wrong when it is none
  const recurrent = isRnnConfig(config);
  const fields = recurrent ? rnnFields(normaliseRnnConfig(config)) : mlpFields(normaliseMlpConfig(config));
  const normed = !recurrent && (config.norm ?? "none") !== "none";
  const passed = recurrent ? fields.slice(0, 1) : fields.length > 2 ? fields.slice(1, -1) : fields.slice(-1);
  const chi = typical(passed.map((field) => field.chi));
  return {
    layers: fields.map(({ chi: own, forward, dead }) => ({ chi: own, forward, dead })),
    depthScale: chi === 1 ? Infinity : chi === 0 ? 0 : 1 / Math.abs(ln(chi)),
    underflowDepth: underflowDepth({ factor: Math.min(Math.sqrt(chi), 1) }).zero,
    findings: recurrent ? rnnFindings(fields) : mlpFindings(fields, normed),
  };
}

/** Whether a configuration is meant for a recurrent net. */
export function isRnnConfig(config: unknown): config is RnnConfig {
  return typeof config === "object" && config !== null && "hidden" in config;
}
