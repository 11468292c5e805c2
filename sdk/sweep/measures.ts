/** What a study can measure of a training. A new measure is one row. */
import { badOption, unknownWord } from "../core/check.js";
import { accuracy } from "../data/rows.js";
import { type Case, inputOf } from "../doctor/patient.js";
import { errorFactors, isRnnConfig } from "../doctor/preflight.js";
import { predict, type Run } from "../doctor/training.js";
import type { Patient } from "../doctor/types.js";
import { hasLearnt, reference, relative } from "../doctor/verdict.js";
import { limit } from "../doctor/thresholds.js";
import { ln } from "../theory/elementary.js";
import type { Mlp, Rnn } from "../types.js";

/** A training that is over, and what was looked at on its way. */
export interface Trained {
  readonly run: Run;
  readonly subject: Case;
  /** Loss of the best answer that does not look at x. */
  readonly constant: number;
  /** What the row's `look` saw; null where it has none. */
  readonly seen: number | null;
}

/** What a measure is. */
export interface MeasureInfo {
  /** As a study names it. */
  readonly name: string;
  /** On an axis. */
  readonly label: string;
  /** Of its values, where they have one. */
  readonly unit?: string;
  /** What it is, in a sentence or two. */
  readonly meaning: string;
}

/** One measure. */
export interface Measure extends MeasureInfo {
  /** How it is drawn: its axis, and which of its values is in the middle. */
  readonly scale?: "linear" | "log";
  readonly centre?: number;
  /** The kind of network that has it; both where it is absent. */
  readonly kind?: Case["kind"];
  /** Looks at the network before its first step, or behind its last one. */
  readonly look?: { readonly when: "before" | "after"; see(network: Mlp | Rnn, subject: Case): number };
  of(trained: Trained): number | null;
  /** What theory expects of a configuration; null where it says nothing. */
  theory?(config: Patient["config"]): number | null;
}

const log10 = (x: number): number => ln(x) / ln(10);
const outcome = ({ run, constant }: Trained) => ({ start: run.start, end: run.end, constant });

/** log₁₀ ‖δ₁‖/‖δ_L‖: hidden layers lie between, so the output's δ comes last. */
function gradientRatio(network: Mlp | Rnn, subject: Case): number {
  const { layers } = (network as Mlp).flow(subject.x, subject.y, subject.training.loss);
  return log10(layers[0]!.delta.norm / layers.at(-1)!.delta.norm);
}

/** The same as theory has it at infinite width: ‖δ‖² changes by σ_w² E φ′² from each layer to the one below. */
function expectedRatio(config: Patient["config"]): number | null {
  if (isRnnConfig(config) || config.init === "lsuv") return null;
  const sum = errorFactors(config).reduce((all, factor) => all + log10(factor), 0);
  return Number.isFinite(sum) ? 0.5 * sum : null;
}

/** log₁₀ ‖∂J/∂h₁‖/‖∂J/∂h_T‖. */
function lagRatio(network: Mlp | Rnn, subject: Case): number {
  const sequence = inputOf(subject, subject) as { values: Float32Array; time: number };
  const norms = (network as Rnn).backward(sequence, subject.y, subject.training.loss).hiddenGradientNorms;
  return log10(norms[0]! / norms.at(-1)!);
}

/** The class of each row: the column of its largest target, or of one column whether it is above ½. */
const labelsOf = (y: Float32Array, outputs: number): Uint8Array =>
  Uint8Array.from({ length: y.length / outputs }, (_, row) => {
    if (outputs === 1) return y[row]! > 0.5 ? 1 : 0;
    const own = y.subarray(row * outputs, (row + 1) * outputs);
    return own.indexOf(Math.max(...own));
  });

/** Share of the rows whose class is right: of those kept out where there are such. */
function accuracyOf(network: Mlp | Rnn, subject: Case): number {
  const { x, y } = subject.held ?? subject;
  const { outputs, training } = subject;
  const output = predict(network, subject, x);
  if (training.loss !== "cross-entropy" && training.loss !== "binary-cross-entropy")
    throw badOption("measure", `no accuracy where the loss is ${training.loss}: there are no classes`, "accuracy");
  // One logit: the other class has 0.
  const logits =
    outputs === 1
      ? Float32Array.from({ length: 2 * output.length }, (_, at) => (at % 2 ? output[at >> 1]! : 0))
      : output;
  return accuracy(logits, labelsOf(y, outputs));
}

/** Steps until the mean loss of an epoch was below half the reference; null where none was. */
function stepsToLearn(trained: Trained): number | null {
  const { losses, steps } = trained.run;
  const bound = limit("learnt") * reference(outcome(trained));
  const epoch = losses.findIndex((loss) => loss < bound);
  return epoch < 0 ? null : Math.round(((epoch + 1) * steps) / losses.length);
}

/** Every measure, in the order in which the documentation has them. */
export const measures: readonly Measure[] = Object.freeze([
  {
    name: "start",
    label: "loss at the start",
    meaning: "Loss over all rows that are trained on, before the first step.",
    of: ({ run }) => run.start,
  },
  {
    name: "loss",
    label: "loss",
    meaning: "Loss over all rows that are trained on, after the last step.",
    of: ({ run }) => run.end,
  },
  {
    name: "heldOut",
    label: "loss on rows kept out",
    meaning: "Loss over the rows that were kept out; null where base.holdout is 0.",
    of: ({ run }) => run.heldOut ?? null,
  },
  {
    name: "relative",
    label: "share of the loss of a constant",
    meaning:
      "The loss over that of who has learnt nothing: the smaller of the loss at the start and that of the best constant answer.",
    of: (trained) => relative(outcome(trained)),
  },
  {
    name: "learnt",
    label: "share of seeds that learnt",
    meaning:
      "1 where the loss ends below half of what it costs to learn nothing, the doctor's convention; 0 elsewhere.",
    centre: 0.5,
    of: (trained) => (hasLearnt(outcome(trained)) ? 1 : 0),
  },
  {
    name: "accuracy",
    label: "accuracy",
    meaning: "Share of the rows whose class is right, of those kept out where there are such. For losses with classes.",
    look: { when: "after", see: accuracyOf },
    of: ({ seen }) => seen,
  },
  {
    name: "steps",
    label: "steps until it learnt",
    meaning: "Steps until the mean loss of an epoch was below half of the reference; null where none was.",
    scale: "log",
    of: stepsToLearn,
  },
  {
    name: "diverged",
    label: "share of seeds that diverged",
    meaning: "1 where something in the training was not finite, 0 elsewhere.",
    centre: 0.5,
    of: ({ run }) => (run.trainer.firstNonFinite === null && Number.isFinite(run.end) ? 0 : 1),
  },
  {
    name: "nonFiniteStep",
    label: "first step that was not finite",
    meaning: "The step, counted from 0, in which something was not finite; null where all was.",
    of: ({ run }) => run.trainer.firstNonFinite?.step ?? null,
  },
  {
    name: "clipped",
    label: "share of steps that were clipped",
    meaning: "Share of the steps whose gradient was clipped.",
    of: ({ run }) => run.trainer.clippedFraction,
  },
  {
    name: "skipped",
    label: "skipped steps",
    meaning: "Steps that clipping by norm skipped because the norm was not finite.",
    of: ({ run }) => run.trainer.skippedSteps,
  },
  {
    name: "gradient",
    label: "log₁₀ ‖δ₁‖/‖δ_L‖",
    meaning:
      "Decimal logarithm of ‖δ‖ at the first layer over that at the last, of the fresh network over all rows. Mlp.",
    centre: 0,
    kind: "mlp",
    look: { when: "before", see: gradientRatio },
    of: ({ seen }) => seen,
    theory: expectedRatio,
  },
  {
    name: "lag",
    label: "log₁₀ ‖∂J/∂h₁‖/‖∂J/∂h_T‖",
    meaning:
      "Decimal logarithm of ‖∂J/∂h‖ at the first step over that at the last, of the fresh network over all sequences. Rnn.",
    centre: 0,
    kind: "rnn",
    look: { when: "before", see: lagRatio },
    of: ({ seen }) => seen,
  },
] satisfies Measure[]);

/** What can be measured, as `measure` of a study names it. */
export const measureInfos: readonly MeasureInfo[] = measures;

/** The names, checked and in the given order. @throws GradiometerError BAD_OPTION */
export function checkMeasures(given: unknown): string[] {
  const names = measures.map(({ name }) => name);
  if (!Array.isArray(given) || given.length === 0) throw badOption("measure", `a list of ${names.join(", ")}`, given);
  given.forEach((name: unknown, index) => {
    if (typeof name !== "string" || !names.includes(name)) throw unknownWord(`measure[${index}]`, name, names);
    if (given.indexOf(name) < index) throw badOption(`measure[${index}]`, "each name once", name);
  });
  return given as string[];
}

/** The row of a name that was checked. */
export const measureOf = (name: string): Measure => measures.find((row) => row.name === name)!;
