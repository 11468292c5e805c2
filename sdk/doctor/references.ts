/** Nets of other kinds, known to learn what can be learnt: what do these data allow? */
import { normaliseMlpConfig } from "../nn/config.js";
import { normaliseRnnConfig } from "../nn/rnnConfig.js";
import { checkTrainerConfig } from "../nn/training.js";
import type { Optimizer, TrainerConfig } from "../types.js";
import { epochSeconds, stepsPerEpoch } from "./budget.js";
import type { Case, MlpCase, RnnCase } from "./patient.js";
import { withStandardInputs, withStandardTargets } from "./remedies/data.js";
import { limit } from "./thresholds.js";
import { without } from "./without.js";

/** One row of the registry. */
export interface Reference {
  readonly id: string;
  /** What it is, in words. */
  readonly about: string;
  /** The net on the data of a case; null where it is not for such data. */
  readonly build: (subject: Case) => Case | null;
}

const BATCH = 32;
const ADAM: Optimizer = { kind: "adam", learningRate: 0.01 };

/** Standardised data, small batches, and as many epochs as make the steps of a reference. */
function prepared<C extends Case>(subject: C, training: Omit<TrainerConfig, "loss">): C {
  const rest = without(withStandardInputs(subject), "parameters");
  const scaled = (withStandardTargets(rest as Case) ?? rest) as C;
  // A sum over a batch would need a rate of its own.
  const loss = subject.training.loss === "sum-squared-error" ? "mean-squared-error" : subject.training.loss;
  const own = { ...scaled, batch: BATCH, training: checkTrainerConfig({ ...training, loss }) };
  return own;
}

/** As many epochs as make the steps of a reference, as far as its seconds reach. */
function limited<C extends Case>(subject: C): C {
  const steps = Math.ceil(limit("referenceSteps") / stepsPerEpoch(subject));
  const most = Math.floor(limit("referenceSeconds") / epochSeconds(subject));
  return { ...subject, epochs: Math.max(1, Math.min(steps, most)) };
}

function mlpReference(hidden: readonly number[], activation: "relu" | "linear") {
  return (subject: Case): Case | null => {
    if (subject.kind === "rnn") return null;
    const { seed } = subject.config;
    const config = normaliseMlpConfig({
      sizes: [subject.inputs, ...hidden, subject.outputs],
      activation,
      init: "he-normal",
      ...(hidden.length > 0 && { norm: "layer" }),
      seed,
    });
    return limited<MlpCase>({ ...prepared(subject, { optimizer: ADAM }), config });
  };
}

const RNN_UNITS = 32;
/** Below it a chrono initialisation has no steps to spread over. */
const FEWEST_STEPS = 3;

function rnnReference(cell: "simple" | "lstm") {
  return (subject: Case): Case | null => {
    if (subject.kind === "mlp" || (cell === "lstm" && subject.time < FEWEST_STEPS)) return null;
    const { inputs, outputs, time } = subject;
    const config = normaliseRnnConfig({
      ...{ inputs, hidden: RNN_UNITS, outputs, cell, seed: subject.config.seed },
      ...(cell === "lstm" && { forgetBias: { kind: "chrono", longest: time } }),
    });
    return limited<RnnCase>({ ...prepared(subject, { optimizer: ADAM, clip: { kind: "norm", limit: 1 } }), config });
  };
}

/** What can be asked. */
export const references: readonly Reference[] = [
  {
    id: "relu-layer-norm",
    about: "two layers of 64 ReLU units with layer norm and He's weights, Adam, standardised data",
    build: mlpReference([64, 64], "relu"),
  },
  {
    id: "linear-adam",
    about: "no hidden layer, Adam, standardised data",
    build: mlpReference([], "linear"),
  },
  {
    id: "orthogonal-rnn",
    about: "32 tanh units with orthogonal recurrent weights, Adam, clipping, standardised data",
    build: rnnReference("simple"),
  },
  {
    id: "lstm-chrono",
    about: "32 LSTM cells with chrono biases, Adam, clipping, standardised data",
    build: rnnReference("lstm"),
  },
];
