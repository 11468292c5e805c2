import { coreOf } from "../../core/create.js";
import { lastOf } from "../../core/element.js";
import type { Digits } from "../../data/digits.js";
import type { LabelledRows } from "../../data/rows.js";
import type { ActivationName, Gradiometer, Mlp, Skip } from "../../types.js";
import { median } from "../tools/numbers.js";
import { evaluate, head, train } from "../tools/training.js";

/** What `degradation` takes; its schema says what each is. */
export interface DegradationParameters {
  depths: number[];
  activations: ("tanh" | "relu")[];
  skips: SkipName[];
  skipGain: number;
  inserted: ActivationName;
  repeats: number;
  width: number;
  steps: number;
  batch: number;
  learningRate: number;
  probe: number;
}

export type SkipName = "none" | "scaled" | "identity";

/** One of the nets that are compared. */
export interface Family {
  readonly activation: "tanh" | "relu";
  readonly skip: SkipName;
  readonly depth: number;
}

/** What one net came to. Losses are over all rows. */
export interface Outcome {
  readonly start: number;
  readonly training: number;
  readonly test: number;
  readonly accuracy: number;
  /** Mean square of the pre-activations of each hidden layer at the start. */
  readonly moments: readonly number[];
}

/** A family with its nets. */
export interface Compared extends Family {
  readonly outcomes: readonly Outcome[];
}

/** The middle of a quantity over nets; what is not finite counts as larger than any number. */
export const middleOf = (outcomes: readonly Outcome[], of: (outcome: Outcome) => number): number =>
  median(outcomes.map((outcome) => (Number.isFinite(of(outcome)) ? of(outcome) : Infinity)));

/** What the skips are called. */
export const SKIPS: Readonly<Record<Family["skip"], string>> = {
  none: "plain",
  scaled: "scaled skips",
  identity: "identity skips",
};

const CLASSES = 10;
const PIXELS = 64;
/** Steps between two reports of progress. */
const REPORT_EVERY = 50;

/** α of u ← u + α·(z W + b). */
export function skipGainOf({ skip, depth }: Family, skipGain: number): number {
  return skip === "scaled" ? skipGain / Math.sqrt(depth - 1) : skipGain;
}

function skipOf(family: Family, skipGain: number): Skip {
  if (family.skip === "none") return "none";
  return skipGain === 1 ? family.skip : { gain: skipGainOf(family, skipGain) };
}

/** Builds a net, trains it, and hands it over; its memory is given back whatever happens. */
export async function trained<T>(
  lab: Gradiometer,
  family: Family,
  { skipGain, width, steps, batch, learningRate, probe }: DegradationParameters,
  { data, seed, report }: { data: Digits; seed: number; report: (step: number) => Promise<void> },
  body: (network: Mlp, outcome: Outcome) => T,
): Promise<T> {
  const { activation, depth } = family;
  const network = lab.mlp({
    sizes: [PIXELS, ...Array<number>(depth).fill(width), CLASSES],
    activation,
    init: activation === "relu" ? "he-normal" : "glorot-uniform",
    skip: skipOf(family, skipGain),
    seed,
  });
  try {
    const rows = head(data.train, probe);
    const { loss: start, layers } = network.flow(rows.x, rows.y, "cross-entropy");
    const moments = layers.slice(0, -1).map(({ u }) => (u.norm * u.norm) / (rows.count * width));
    const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate } });
    await train(coreOf(lab), trainer, data.train, {
      steps,
      batch,
      seed,
      outputsOnly: true,
      between: async (step) => {
        if (step % REPORT_EVERY === 0) await report(step);
      },
    });
    const training = evaluate(network, data.train);
    const test = evaluate(network, data.test);
    return body(network, { start, training: training.loss, test: test.loss, accuracy: test.accuracy, moments });
  } finally {
    network.dispose();
  }
}

/** How much a net changes when layers with W = I and b = 0 stand between its last hidden layer and the readout. */
export interface Insertion {
  readonly layers: number;
  readonly before: number;
  readonly after: number;
  /** Outputs over all rows, and those of them that are not the same number. */
  readonly outputs: number;
  readonly different: number;
  readonly largest: number;
}

/**
 * The net with `layers` identity layers behind its hidden ones. What a ReLU hands on is not negative, so that a ReLU of it
 * is the same number, and so are sums of that number and zeros.
 */
export function insertIdentity(
  lab: Gradiometer,
  network: Mlp,
  { layers, inserted, width }: { layers: number; inserted: ActivationName; width: number },
  rows: LabelledRows,
): Insertion {
  const { sizes, activation } = network.config;
  const hidden = sizes.length - 2;
  const readout = lastOf(activation);
  const deeper = lab.mlp({
    sizes: [...sizes.slice(0, -1), ...Array<number>(layers).fill(width), CLASSES],
    activation: [...activation.slice(0, -1), ...Array<ActivationName>(layers).fill(inserted), readout],
    init: "zeros",
  });
  try {
    const moved = network.parameters().map(({ name, values }) => {
      const [, layer, tensor] = name.split(".");
      return [Number(layer) < hidden ? name : `layers.${hidden + layers}.${tensor}`, values] as const;
    });
    const identity = Float32Array.from({ length: width * width }, (_, at) => (at % (width + 1) === 0 ? 1 : 0));
    const between = Array.from(
      { length: layers },
      (_, layer) => [`layers.${hidden + layer}.weight`, identity] as const,
    );
    deeper.setParameters(Object.fromEntries([...moved, ...between]));
    const own = network.backward(rows.x, rows.y, "cross-entropy");
    const other = deeper.backward(rows.x, rows.y, "cross-entropy");
    const distances = other.output.map((value, at) => Math.abs(value - own.output[at]!));
    return {
      layers,
      before: own.loss,
      after: other.loss,
      outputs: own.output.length,
      different: other.output.filter((value, at) => !Object.is(value, own.output[at]!)).length,
      largest: distances.reduce((most, value) => Math.max(most, value), 0),
    };
  } finally {
    deeper.dispose();
  }
}
