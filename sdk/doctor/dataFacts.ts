import type { Core } from "../core/create.js";
import { exp, ln, log1p } from "../theory/elementary.js";
import type { Activation, Loss } from "../types.js";
import type { Case } from "./patient.js";
import { limit } from "./thresholds.js";

/** Mean and population standard deviation of a column, and its ends. */
export interface Column {
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
}

/** What the data say before any network sees them. */
export interface DataFacts {
  /** Of every input. */
  inputs: Column[];
  /** Of every target. */
  targets: Column[];
  /** Largest standard deviation of a target over the size of its mean, or 1. */
  targetSpread: number;
  /** Share of the most frequent class; 0 where the targets are no classes. */
  largestClass: number;
  /** Loss of the best answer that does not look at x. */
  constant: number;
  /** The least loss that the range of the output's activation allows, whatever stands below it. */
  least: number;
}

/** The columns of rows. */
export function columnsOf(values: Float32Array, columns: number): Column[] {
  const rows = values.length / columns;
  return Array.from({ length: columns }, (_, column) => {
    let [sum, min, max] = [0, Infinity, -Infinity];
    for (let at = column; at < values.length; at += columns) {
      const value = values[at]!;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    const mean = sum / rows;
    let squares = 0;
    for (let at = column; at < values.length; at += columns) squares += (values[at]! - mean) * (values[at]! - mean);
    return { mean, std: Math.sqrt(squares / rows), min, max };
  });
}

type Logarithm = (x: number) => number;

/** −p ln p, 0 at 0. */
const surprise = (log: Logarithm, p: number): number => (p > 0 ? -p * log(p) : 0);

const spreadOf = (targets: readonly Column[]): number =>
  Math.max(...targets.map(({ mean, std }) => std / Math.max(1, Math.abs(mean))));

/** Whether a column is one number, to the last digits of float32. */
const isConstant = ({ min, max, mean, std }: Column): boolean =>
  min === max || std <= limit("constantTarget") * Math.abs(mean);

/** The loss of the best constant answer: the mean of the targets, whatever the loss. */
export function constantLoss(log: Logarithm, loss: Loss, targets: readonly Column[], count: number): number {
  const variance = targets.every(isConstant) ? 0 : targets.reduce((sum, { std }) => sum + std * std, 0);
  switch (loss) {
    case "sum-squared-error":
      return count * variance;
    case "mean-squared-error":
      return variance / targets.length;
    case "cross-entropy":
      return targets.reduce((sum, { mean }) => sum + surprise(log, mean), 0);
    case "binary-cross-entropy":
      return targets.reduce((sum, { mean }) => sum + surprise(log, mean) + surprise(log, 1 - mean), 0) / targets.length;
  }
}

/** What an output can be: open where the activation only comes near. */
export function rangeOf(activation: Activation): readonly [low: number, high: number] {
  switch (activation) {
    case "sigmoid":
      return [0, 1];
    case "tanh":
    case "softsign":
      return [-1, 1];
    case "relu":
    case "softplus":
      return [0, Infinity];
    case "elu":
      return [-1, Infinity];
    case "selu":
      return [-1.7580993408473766, Infinity];
    case "gelu":
      return [-0.16997120747990369, Infinity];
    case "silu":
      return [-0.2784645427610738, Infinity];
    default:
      return [-Infinity, Infinity];
  }
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** The activation behind which the loss stands. */
export function outputActivation(subject: Case): Activation {
  if (subject.kind === "mlp") return subject.config.activation.at(-1)!;
  // Without a readout the loss compares h itself; that of a gated cell lies where a tanh's does.
  return subject.config.outputs === undefined ? (subject.config.activation ?? "tanh") : "linear";
}

/** Least loss of outputs in a range: squares by the nearest reachable value, logits by the most confident ones. */
function leastLoss(subject: Case): number {
  const { y, outputs, count, training } = subject;
  const [low, high] = rangeOf(outputActivation(subject));
  if (low === -Infinity) return 0;
  let sum = 0;
  if (training.loss === "cross-entropy") {
    // One class as high as it can be, the others as low; a target that is no single class is left to the trial.
    const span = high - low;
    const others = outputs - 1;
    const single = y.every((value) => value === 0 || value === 1);
    return span === Infinity || !single ? 0 : log1p(others * exp(-span));
  }
  for (const target of y) {
    if (training.loss === "binary-cross-entropy") {
      const own = target <= 0 ? -Infinity : target >= 1 ? Infinity : ln(target / (1 - target));
      const o = clamp(own, low, high);
      const reached = Number.isFinite(o) ? Math.max(o, 0) - o * target + log1p(exp(-Math.abs(o))) : 0;
      const free = Number.isFinite(own) ? Math.max(own, 0) - own * target + log1p(exp(-Math.abs(own))) : 0;
      sum += reached - free;
    } else sum += (target - clamp(target, low, high)) ** 2;
  }
  return training.loss === "sum-squared-error" ? sum : sum / (count * outputs);
}

/** Share of the most frequent class. */
function largestClassOf({ training, outputs }: Case, targets: readonly Column[]): number {
  const shares = targets.map(({ mean }) => mean);
  if (training.loss === "cross-entropy") return Math.max(...shares);
  // Of several yes-or-no answers each is rare by nature.
  return training.loss === "binary-cross-entropy" && outputs === 1 ? Math.max(shares[0]!, 1 - shares[0]!) : 0;
}

/** Reads the data of a case. */
export function dataFacts(core: Core, subject: Case): DataFacts {
  const { x, y, inputs, outputs, count, training, units } = subject;
  const targets = columnsOf(y, outputs);
  const own = units ? targets.map((one, j) => ({ ...one, std: one.std * units[j]!.std })) : targets;
  return {
    inputs: columnsOf(x, inputs),
    targets,
    targetSpread: spreadOf(targets),
    largestClass: largestClassOf(subject, targets),
    constant: constantLoss((p) => core.wasm.log64(p), training.loss, own, count),
    least: leastLoss(subject),
  };
}

/** Whether the targets leave nothing to learn. */
export const isConstantTarget = ({ targets }: DataFacts): boolean => targets.every(isConstant);
