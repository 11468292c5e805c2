import { badOption, checkInteger, checkKeys, checkNumber, flatten, notFinite } from "../core/check.js";
import type { Core } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import { permutation, Purpose, streamOf } from "../core/random.js";
import { takeRows } from "../data/rows.js";
import { normaliseMlpConfig } from "../nn/config.js";
import { normaliseRnnConfig } from "../nn/rnnConfig.js";
import { targetRows } from "../nn/trainable.js";
import { checkTrainerConfig } from "../nn/training.js";
import type { NormalisedMlpConfig, NormalisedRnnConfig, TrainerConfig } from "../types.js";
import { isRnnConfig } from "./preflight.js";
import type { Patient } from "./types.js";

/** Where a target's own units lie: own = mean + std · (what the network is trained on). */
export interface TargetUnit {
  readonly mean: number;
  readonly std: number;
}

/** Samples, flat: x [count, inputs], or [time, count, inputs] of sequences; y [count, outputs]. */
export interface Samples {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly count: number;
}

/** What both kinds of case have: everything checked, the data flat and its own. */
interface Common extends Samples {
  readonly training: TrainerConfig;
  readonly epochs: number;
  readonly batch?: number;
  /** Of a row, or of one step of a sequence. */
  readonly inputs: number;
  readonly outputs: number;
  /** Rows that are kept out of the training. */
  readonly held: Samples | null;
  /** As the patient's. */
  readonly holdout: number;
  /** Where the training starts; the initialisation where it is absent. */
  readonly parameters?: Readonly<Record<string, Float32Array>>;
  /** One per output where the targets were moved and scaled: losses are then reported in their own units. */
  readonly units?: readonly TargetUnit[];
}

/** A multilayer perceptron with its training and data. */
export interface MlpCase extends Common {
  readonly kind: "mlp";
  readonly config: NormalisedMlpConfig;
}

/** A recurrent network with its training and data. */
export interface RnnCase extends Common {
  readonly kind: "rnn";
  readonly config: NormalisedRnnConfig;
  readonly time: number;
}

/** A checked patient. */
export type Case = MlpCase | RnnCase;

function finite(name: string, values: Float32Array): Float32Array {
  const own = values.slice();
  if (!own.every(Number.isFinite)) throw notFinite(name, own);
  return own;
}

function targetsOf(y: unknown, outputs: number, count: number): Float32Array {
  return finite("data.y", targetRows(y as Float32Array, outputs, count)); // which checks whatever it is
}

function parametersOf(given: unknown): Record<string, Float32Array> | undefined {
  if (given === undefined) return undefined;
  const names = Object.keys(Object(given) as object);
  const tensors = checkKeys("patient.parameters", given, names);
  return Object.fromEntries(
    names.map((name) => [name, finite(`patient.parameters.${name}`, flatten(name, tensors[name], 1))]),
  );
}

/** The samples at `rows`, copied. */
export function samplesAt(subject: Case, rows: readonly number[]): Samples {
  const { x, y, inputs, outputs, count } = subject;
  const at =
    subject.kind === "mlp"
      ? rows
      : Array.from({ length: subject.time }, (_, t) => rows.map((row) => t * count + row)).flat();
  return { x: takeRows(x, inputs, at), y: takeRows(y, outputs, rows), count: rows.length };
}

/** At most `most` indices below `count`, evenly taken, so that sorted data are seen as a whole. */
export function evenly(count: number, most: number): number[] {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, index) => Math.floor((index * count) / taken));
}

/** The streams that rows are split by. */
export const enum SplitStream {
  Holdout = 4096,
  Folds = 4097,
  Targets = 4098,
}

/** A random order of the rows, a function of the seed alone. */
export function shuffledRows(core: Core, seed: number, stream: SplitStream, count: number): number[] {
  return Array.from(permutation(core, seed, streamOf(Purpose.Split, stream), count));
}

function withHoldout(core: Core, subject: Case): Case {
  const kept = Math.round(subject.holdout * subject.count);
  if (subject.holdout === 0) return subject;
  if (kept < 1 || kept >= subject.count)
    throw badOption("patient.holdout", `a share that leaves rows on both sides of ${subject.count}`, subject.holdout);
  const order = shuffledRows(core, subject.config.seed, SplitStream.Holdout, subject.count);
  const [out, rest] = [order.slice(0, kept), order.slice(kept)];
  const ascending = (rows: number[]): number[] => rows.sort((a, b) => a - b);
  return { ...subject, ...samplesAt(subject, ascending(rest)), held: samplesAt(subject, ascending(out)) };
}

/**
 * Checks everything that can be checked without a network, and takes copies.
 *
 * @throws GradiometerError BAD_OPTION, BAD_SHAPE, NOT_FINITE
 */
export function checkPatient(core: Core, patient: unknown): Case {
  return withHoldout(core, checkWhole(patient));
}

/** The same with every row in the training, whatever the holdout. */
export function checkWhole(patient: unknown): Case {
  const given = checkKeys("patient", patient, ["config", "training", "data", "holdout", "parameters"]);
  // As data come: what stands beside x and y (labels, sizes, an attribution) is left alone.
  const data = checkKeys("patient.data", given["data"], Object.keys(Object(given["data"]) as object));
  const asked = checkKeys("patient.training", given["training"], [
    ...["loss", "optimizer", "clip", "keepLastFinite"],
    ...["epochs", "batch"],
  ]);
  const { epochs, batch, ...rest } = asked;
  const parameters = parametersOf(given["parameters"]);
  const common = {
    training: checkTrainerConfig(rest),
    epochs: checkInteger("patient.training.epochs", epochs, 1),
    ...(batch !== undefined && { batch: checkInteger("patient.training.batch", batch, 1) }),
    ...(parameters && { parameters }),
    held: null,
    holdout: checkNumber("patient.holdout", given["holdout"] ?? 0, "0 ≤ holdout < 1", (a) => a >= 0 && a < 1),
  };
  const { config } = given;
  if (!isRnnConfig(config)) {
    const mlp = normaliseMlpConfig(config);
    const [inputs, outputs] = [mlp.sizes[0]!, mlp.sizes.at(-1)!];
    const x = finite("data.x", flatten("data.x", data["x"], inputs));
    const count = x.length / inputs;
    const y = targetsOf(data["y"], outputs, count);
    return { kind: "mlp", config: mlp, ...common, inputs, outputs, count, x, y };
  }
  const rnn = normaliseRnnConfig(config);
  const { inputs } = rnn;
  const outputs = rnn.outputs ?? rnn.hidden;
  const sequence = data["x"];
  if (typeof sequence !== "object" || sequence === null || !("values" in sequence) || !("time" in sequence))
    throw new GradiometerError("BAD_SHAPE", "data.x: a recurrent network expected a sequence { values, time }");
  const time = checkInteger("data.x.time", sequence.time, 1);
  const values = finite("data.x.values", flatten("data.x.values", sequence.values, inputs));
  if (values.length % (time * inputs) !== 0)
    throw badOption("data.x.time", `a number of steps that ${values.length / inputs} rows can be cut into`, time);
  const count = values.length / (time * inputs);
  const y = targetsOf(data["y"], outputs, count);
  return { kind: "rnn", config: rnn, ...common, inputs, outputs, count, time, x: values, y };
}

/** The network and the training of a case, small enough to be shown. */
export function describe(subject: Case): Pick<Patient, "config" | "training"> {
  const { config, training } = patientOf(subject);
  const own = Object.entries(config).filter(([key]) => key !== "initData");
  return { config: Object.fromEntries(own) as typeof config, training };
}

/** A case as its owner would write it down: the rows that are trained on, so without a holdout. */
export function patientOf(subject: Case): Patient {
  const { training, epochs, batch, x, y, parameters } = subject;
  return {
    config: subject.config,
    training: { ...training, epochs, ...(batch !== undefined && { batch }) },
    data: { x: subject.kind === "rnn" ? { values: x, time: subject.time } : x, y },
    ...(parameters && { parameters }),
  };
}

/** x as the network of a case takes it. */
export const inputOf = (
  subject: Case,
  { x }: Pick<Samples, "x">,
): Float32Array | { values: Float32Array; time: number } =>
  subject.kind === "mlp" ? x : { values: x, time: subject.time };
