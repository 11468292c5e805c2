import { coreOf } from "../core/create.js";
import { takeRows } from "../data/rows.js";
import { homogeneousSlope, isBounded, resolveActivation } from "../nn/activation.js";
import { rateOf } from "../nn/optimizer.js";
import { norm } from "../probe/rnnFlow.js";
import { lawOf } from "../theory/laws.js";
import type { Gradiometer, Mlp, Parameter, Rnn, Stats } from "../types.js";
import type { Case, MlpCase, RnnCase } from "./patient.js";
import { type DataChart, dataChart } from "./dataChart.js";
import { expectationOf } from "./expectation.js";
import { limit } from "./thresholds.js";
import { type Attendance, type Course, treat } from "./treat.js";
import type { Expectation, Signals } from "./types.js";

/** Everything that a finding may look at. */
export interface Chart {
  readonly sick: Case;
  readonly course: Course;
  readonly data: DataChart;
  readonly before: Signals;
  /** null where the parameters were no longer finite. */
  readonly after: Signals | null;
  /** What theory says of `before`; null where it says nothing. */
  readonly expected: Expectation | null;
  /** First hidden layer whose units all have the same weights; −1 for none. */
  readonly symmetric: number;
  /** ‖θ − θ₀‖/‖θ₀‖ over all weights. */
  readonly moved: number;
}

const rms = ({ mean, std }: Stats): number => Math.sqrt(mean * mean + std * std);

/** At most `most` indices, evenly taken, so that sorted data are seen as a whole. */
function sampled(count: number, most: number): number[] {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, index) => Math.floor((index * count) / taken));
}

function mlpSignals(network: Mlp, sick: MlpCase): Signals {
  const rows = sampled(sick.count, limit("probeRows"));
  const x = takeRows(sick.x, sick.inputs, rows);
  const { layers } = network.flow(x, takeRows(sick.y, sick.outputs, rows), sick.training.loss);
  const hidden = layers.slice(0, -1);
  return {
    forward: hidden.map(({ z }) => rms(z)),
    backward: hidden.map(({ delta }) => rms(delta)),
    saturated: hidden.map(({ saturated }, layer) => (isBounded(sick.config.activation[layer]!) ? saturated : 0)),
    dead: hidden.map(({ dead }) => dead),
    weightGradient: layers.map(({ weightGradient }) => weightGradient.norm),
    updateToWeight: layers.map(({ updateToWeight }) => updateToWeight),
    underflow: Math.max(...layers.map(({ underflow }) => underflow)),
  };
}

/** Some of the sequences, [time, batch, inputs]. */
function someSequences({ x, time, count, inputs }: RnnCase, rows: readonly number[]): Float32Array {
  const steps = Array.from({ length: time }, (_, t) => rows.map((row) => t * count + row)).flat();
  return takeRows(x, inputs, steps);
}

function rnnSignals(network: Rnn, sick: RnnCase): Signals {
  const { time, config } = sick;
  // h of a gated cell is o ⊙ tanh(c): flat where a tanh would be.
  const { hidden, activation = "tanh" } = config;
  const rows = sampled(sick.count, limit("probeRows"));
  const x = { values: someSequences(sick, rows), time };
  const { hidden: states } = network.forward(x);
  const backward = network.backward(x, takeRows(sick.y, sick.outputs, rows), sick.training.loss);
  const each = rows.length * hidden;
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
  const rate = rateOf(sick.training.optimizer).start;
  return {
    forward: Array.from({ length: time }, (_, t) => norm(states.subarray(t * each, (t + 1) * each)) / Math.sqrt(each)),
    backward: Array.from(backward.hiddenGradientNorms),
    saturated: [flat / states.length],
    dead: [homogeneousSlope(activation) === 0 ? 1 - active.reduce((sum, one) => sum + one, 0) / hidden : 0],
    weightGradient,
    updateToWeight: weightGradient.map((size, index) => (rate * size) / weights[index]!),
    underflow: 0,
  };
}

const signalsOf = (network: Mlp | Rnn, sick: Case): Signals =>
  sick.kind === "mlp" ? mlpSignals(network as Mlp, sick) : rnnSignals(network as Rnn, sick);

/** The first hidden layer of two units or more whose columns, weights and bias, are all alike; −1 for none. */
function symmetricLayer(parameters: readonly Parameter[], sick: Case): number {
  const names =
    sick.kind === "rnn"
      ? [["input.weight", "recurrent.weight"]]
      : sick.config.sizes.slice(1, -1).map((_, layer) => [`layers.${layer}.weight`, `layers.${layer}.bias`]);
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

/** Trains the patient from its own seed and writes down what there is to see. */
export async function takeChart(lab: Gradiometer, sick: Case, attendance: Attendance): Promise<Chart> {
  let first: Parameter[] = [];
  let before: Signals | undefined;
  let after: Signals | null = null;
  let moved = NaN;
  const watched = { ...sick, training: { ...sick.training, keepLastFinite: true } };
  const course = await treat(lab, watched, sick.config.seed, attendance, {
    before(network) {
      first = network.parameters();
      before = signalsOf(network, sick);
    },
    after(network) {
      const last = network.parameters();
      if (!last.every(({ values }) => values.every(Number.isFinite))) return;
      after = signalsOf(network, sick);
      moved = distance(weightsOf(first), weightsOf(last));
    },
  });
  const data = dataChart(coreOf(lab), sick);
  return {
    sick,
    course,
    data,
    before: before!,
    after,
    expected: expectationOf(sick, data),
    symmetric: symmetricLayer(first, sick),
    moved,
  };
}
