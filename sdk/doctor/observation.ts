import { coreOf } from "../core/create.js";
import { homogeneousSlope, isBounded, resolveActivation } from "../nn/activation.js";
import { rateOf } from "../nn/optimizer.js";
import { norm } from "../probe/rnnFlow.js";
import { lawOf } from "../theory/laws.js";
import type { Gradiometer, Mlp, Parameter, Rnn, Stats } from "../types.js";
import { evenly, samplesAt, type Case, type MlpCase, type RnnCase } from "./patient.js";
import { type DataFacts, dataFacts } from "./dataFacts.js";
import { largestCurvature } from "./edge.js";
import { expectationOf } from "./expectation.js";
import { limit } from "./thresholds.js";
import { networkOf, type Run, type RunHooks, train } from "./training.js";
import type { Expectation, Signals } from "./types.js";

/** The output layer, on the rows that signals are measured on. */
export interface Head {
  /** Share of its units × rows without slope, where its activation is flat on both sides. */
  readonly saturated: number;
  /** Share of its units that no row activates. */
  readonly dead: number;
}

/** Everything that a finding may look at. */
export interface Observation {
  readonly subject: Case;
  readonly run: Run;
  readonly data: DataFacts;
  readonly head: { readonly before: Head; readonly after: Head | null };
  readonly before: Signals;
  /** null where the parameters were no longer finite. */
  readonly after: Signals | null;
  /** What theory says of `before`; null where it says nothing. */
  readonly expected: Expectation | null;
  /** First hidden layer whose units all have the same weights; −1 for none. */
  readonly symmetric: number;
  /** ‖θ − θ₀‖/‖θ₀‖ over all weights. */
  readonly moved: number;
  /** RMS of the weights, before and after. */
  readonly weights: { readonly before: number; readonly after: number };
  /** λ_max of the Hessian before the first step and after the last; NaN where it was not measured or is not finite. */
  readonly curvature: { readonly before: number; readonly after: number };
}

const rms = ({ mean, std }: Stats): number => Math.sqrt(mean * mean + std * std);

/** What was seen of a network at one moment. */
interface Look {
  readonly signals: Signals;
  readonly head: Head;
}

function mlpLook(network: Mlp, subject: MlpCase): Look {
  const { x, y } = samplesAt(subject, evenly(subject.count, limit("probeRows")));
  const { layers } = network.flow(x, y, subject.training.loss);
  const hidden = layers.slice(0, -1);
  const flat = (layer: number): boolean => isBounded(subject.config.activation[layer]!);
  const last = layers.at(-1)!;
  const head = flat(layers.length - 1) ? { saturated: last.saturated, dead: 0 } : { saturated: 0, dead: last.dead };
  const signals = {
    forward: hidden.map(({ z }) => rms(z)),
    backward: hidden.map(({ delta }) => rms(delta)),
    saturated: hidden.map(({ saturated }, layer) => (flat(layer) ? saturated : 0)),
    // Units that are flat on both sides saturate; only those that are flat on one can be off for every row.
    dead: hidden.map(({ dead }, layer) => (flat(layer) ? 0 : dead)),
    weightGradient: layers.map(({ weightGradient }) => weightGradient.norm),
    updateToWeight: layers.map(({ updateToWeight }) => updateToWeight),
    underflow: Math.max(...layers.map(({ underflow }) => underflow)),
  };
  return { signals, head };
}

function rnnSignals(network: Rnn, subject: RnnCase): Signals {
  const { time, config } = subject;
  // h of a gated cell is o ⊙ tanh(c): flat where a tanh would be.
  const { hidden, activation = "tanh" } = config;
  const samples = samplesAt(subject, evenly(subject.count, limit("probeRows")));
  const x = { values: samples.x, time };
  const { hidden: states } = network.forward(x);
  const backward = network.backward(x, samples.y, subject.training.loss);
  const each = samples.count * hidden;
  const least = 0.01 * resolveActivation(activation).maxSlope;
  const { slopeFromValue } = lawOf("activation", activation); // h is all that is kept, and enough to tell a slope from none
  const active = new Uint8Array(hidden);
  let flat = 0;
  states.forEach((h, index) => {
    const slope = slopeFromValue?.(h);
    if (slope !== undefined && isBounded(activation) && slope < least) flat++;
    if (slope !== 0) active[index % hidden] = 1;
  });
  const matrices = (all: readonly Parameter[]) =>
    all.filter(({ name }) => name === "input.weight" || name === "recurrent.weight").map(({ values }) => norm(values));
  const [weights, weightGradient] = [matrices(network.parameters()), matrices(backward.gradients)];
  const rate = rateOf(subject.training.optimizer).start;
  return {
    forward: Array.from({ length: time }, (_, t) => norm(states.subarray(t * each, (t + 1) * each)) / Math.sqrt(each)),
    // What an lstm carries through time is c: its gradient is the one that must not fade.
    backward: Array.from(backward.cellGradientNorms ?? backward.hiddenGradientNorms),
    saturated: [flat / states.length],
    dead: [homogeneousSlope(activation) === 0 ? 1 - active.reduce((sum, one) => sum + one, 0) / hidden : 0],
    weightGradient,
    updateToWeight: weightGradient.map((size, index) => (rate * size) / weights[index]!),
    underflow: 0,
  };
}

const lookAt = (network: Mlp | Rnn, subject: Case): Look =>
  subject.kind === "mlp"
    ? mlpLook(network as Mlp, subject)
    : { signals: rnnSignals(network as Rnn, subject), head: { saturated: 0, dead: 0 } };

/** The first hidden layer of two units or more whose columns, weights and bias, are all alike; −1 for none. */
function symmetricLayer(parameters: readonly Parameter[], subject: Case): number {
  const names =
    subject.kind === "rnn"
      ? [["input.weight", "recurrent.weight"]]
      : subject.config.sizes.slice(1, -1).map((_, layer) => [`layers.${layer}.weight`, `layers.${layer}.bias`]);
  return names.findIndex((tensors) => {
    const own = parameters.filter(({ name }) => tensors.includes(name));
    const units = own[0]?.shape.at(-1) ?? 0;
    const alike = ({ values }: Parameter) =>
      values.every((value, index) => Math.abs(value - values[index - (index % units)]!) <= limit("symmetric"));
    return units > 1 && own.every(alike);
  });
}

const weightsOf = (parameters: readonly Parameter[]): Parameter[] =>
  parameters.filter(({ name }) => name.endsWith("weight"));

function distance(from: readonly Parameter[], to: readonly Parameter[]): number {
  let [moved, size] = [0, 0];
  from.forEach(({ values }, index) => {
    const now = to[index]!.values;
    values.forEach((value, i) => {
      moved += (now[i]! - value) * (now[i]! - value);
      size += value * value;
    });
  });
  return size > 0 ? Math.sqrt(moved / size) : moved > 0 ? Infinity : 0;
}

function sizeOf(parameters: readonly Parameter[]): number {
  const count = parameters.reduce((sum, { values }) => sum + values.length, 0);
  const squares = parameters.reduce((sum, { values }) => sum + norm(values) ** 2, 0);
  return Math.sqrt(squares / count);
}

/** Trains the patient from a seed and writes down what there is to see. */
export async function observe(lab: Gradiometer, subject: Case, seed: number, hooks: RunHooks): Promise<Observation> {
  const looks: { first: Parameter[]; before: Look; last: Parameter[] | null; after: Look | null }[] = [];
  const watched = { ...subject, training: { ...subject.training, keepLastFinite: true } };
  const run = await train(lab, watched, seed, {
    ...hooks,
    before(network) {
      looks.push({ first: network.parameters(), before: lookAt(network, subject), last: null, after: null });
    },
    after(network) {
      const last = network.parameters();
      if (!last.every(({ values }) => values.every(Number.isFinite))) return;
      Object.assign(looks[0]!, { last, after: lookAt(network, subject) });
    },
  });
  const { first, before, last, after } = looks[0]!;
  const data = dataFacts(coreOf(lab), subject);
  const [from, to] = [weightsOf(first), last && weightsOf(last)];
  return {
    subject,
    run,
    data,
    head: { before: before.head, after: after?.head ?? null },
    before: before.signals,
    after: after?.signals ?? null,
    expected: expectationOf(subject, data),
    symmetric: symmetricLayer(first, subject),
    moved: to ? distance(from, to) : NaN,
    weights: { before: sizeOf(from), after: to ? sizeOf(to) : NaN },
    curvature: { before: NaN, after: NaN },
  };
}

/** The same with the curvature, which is measured only where somebody asks what is wrong. */
export function withCurvature(lab: Gradiometer, observation: Observation, seed: number): Observation {
  const { subject } = observation;
  if (subject.training.optimizer.kind !== "sgd") return observation;
  const network = networkOf(lab, subject, seed);
  try {
    const before = largestCurvature(coreOf(lab), network, subject);
    return { ...observation, curvature: { before, after: NaN } };
  } finally {
    network.dispose();
  }
}
