import { badOption, checkInteger, checkKeys, flatten, notFinite } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import { normaliseMlpConfig } from "../nn/config.js";
import { normaliseRnnConfig } from "../nn/rnnConfig.js";
import { targetRows } from "../nn/trainable.js";
import { checkTrainerConfig } from "../nn/training.js";
import type { NormalisedMlpConfig, NormalisedRnnConfig, TrainerConfig } from "../types.js";
import { isRnnConfig } from "./preflight.js";
import type { Patient } from "./types.js";

/** What both kinds of case have: everything checked, the data flat and its own. */
interface Common {
  readonly training: TrainerConfig;
  readonly epochs: number;
  readonly batch?: number;
  /** Rows, or steps one behind the other: numbers in one of them. */
  readonly inputs: number;
  readonly outputs: number;
  /** Samples. */
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export interface MlpCase extends Common {
  readonly kind: "mlp";
  readonly config: NormalisedMlpConfig;
}

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

/**
 * Checks everything that can be checked without a network, and takes copies.
 *
 * @throws GradiometerError BAD_OPTION, BAD_SHAPE, NOT_FINITE
 */
export function admit(patient: unknown): Case {
  const given = checkKeys("patient", patient, ["config", "training", "data"]);
  // As data come: what stands beside x and y (labels, sizes, an attribution) is left alone.
  const data = checkKeys("patient.data", given["data"], Object.keys(Object(given["data"]) as object));
  const asked = checkKeys("patient.training", given["training"], [
    ...["loss", "optimizer", "clip", "keepLastFinite"],
    ...["epochs", "batch"],
  ]);
  const { epochs, batch, ...rest } = asked;
  const common = {
    training: checkTrainerConfig(rest),
    epochs: checkInteger("patient.training.epochs", epochs, 1),
    ...(batch !== undefined && { batch: checkInteger("patient.training.batch", batch, 1) }),
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
export function describe(sick: Case): Pick<Patient, "config" | "training"> {
  const { config, training } = patientOf(sick);
  const own = Object.entries(config).filter(([key]) => key !== "initData");
  return { config: Object.fromEntries(own) as typeof config, training };
}

/** A case as its owner would write it down. */
export function patientOf(sick: Case): Patient {
  const { training, epochs, batch, x, y } = sick;
  return {
    config: sick.config,
    training: { ...training, epochs, ...(batch !== undefined && { batch }) },
    data: { x: sick.kind === "rnn" ? { values: x, time: sick.time } : x, y },
  };
}
