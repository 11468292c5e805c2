/** Nets of other kinds, known to learn what can be learnt: what do these data allow? */
import { normaliseMlpConfig } from "../nn/config.js";
import { normaliseRnnConfig } from "../nn/rnnConfig.js";
import { checkTrainerConfig } from "../nn/training.js";
import type { Optimizer, TrainerConfig } from "../types.js";
import { stepsPerEpoch } from "./budget.js";
import type { Case, MlpCase, RnnCase } from "./patient.js";
import { withStandardInputs, withStandardTargets } from "./remedies/data.js";
import { limit } from "./thresholds.js";

/** One row of the registry. */
export interface Reference {
  readonly id: string;
  /** What it is, in words. */
  readonly about: string;
  /** The net on the data of a case; null where it is not for such data. */
  build(subject: Case): Case | null;
}

const BATCH = 32;
const ADAM: Optimizer = { kind: "adam", learningRate: 0.01 };

/** Standardised data, small batches, and as many epochs as make the steps of a reference. */
function prepared<C extends Case>(subject: C, training: Omit<TrainerConfig, "loss">): C {
  const { batch: _, parameters: __, ...rest } = withStandardInputs(subject) as C;
  const scaled = (withStandardTargets(rest as C) ?? rest) as C;
  // A sum over a batch would need a rate of its own.
  const loss = subject.training.loss === "sum-squared-error" ? "mean-squared-error" : subject.training.loss;
  const own = { ...scaled, batch: BATCH, training: checkTrainerConfig({ ...training, loss }) };
  return { ...own, epochs: Math.max(1, Math.ceil(limit("referenceSteps") / stepsPerEpoch(own))) };
}

function mlpReference(hidden: readonly number[], activation: "relu" | "linear") {
  return (subject: Case): MlpCase | null => {
    if (subject.kind === "rnn") return null;
    const { seed } = subject.config;
    const config = normaliseMlpConfig({
      sizes: [subject.inputs, ...hidden, subject.outputs],
      activation,
      init: "he-normal",
      seed,
    });
    return { ...prepared(subject, { optimizer: ADAM }), config };
  };
}

const RNN_UNITS = 32;

function rnnReference(subject: Case): RnnCase | null {
  if (subject.kind === "mlp") return null;
  const { inputs, outputs } = subject;
  const config = normaliseRnnConfig({ inputs, hidden: RNN_UNITS, outputs, seed: subject.config.seed });
  return { ...prepared(subject, { optimizer: ADAM, clip: { kind: "norm", limit: 1 } }), config };
}

/** What can be asked. */
export const references: readonly Reference[] = [
  {
    id: "relu-adam",
    about: "two layers of 64 ReLU units with He's weights, Adam, standardised data",
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
    build: rnnReference,
  },
];
