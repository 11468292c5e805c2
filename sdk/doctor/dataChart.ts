import type { Core } from "../core/create.js";
import type { Loss } from "../types.js";
import type { Case } from "./patient.js";
import { limit } from "./thresholds.js";

/** What the data say before any network sees them. */
export interface DataChart {
  /** Mean and population standard deviation of every input. */
  inputs: { mean: number; std: number }[];
  /** Largest standard deviation of a target over the size of its mean, or 1. */
  targetSpread: number;
  /** Share of the most frequent class; 0 where the targets are no classes. */
  largestClass: number;
  /** Loss of the best answer that does not look at x. */
  constant: number;
}

function columnsOf(values: Float32Array, columns: number): { mean: number; std: number }[] {
  const rows = values.length / columns;
  return Array.from({ length: columns }, (_, column) => {
    let sum = 0;
    for (let at = column; at < values.length; at += columns) sum += values[at]!;
    const mean = sum / rows;
    let squares = 0;
    for (let at = column; at < values.length; at += columns) squares += (values[at]! - mean) * (values[at]! - mean);
    return { mean, std: Math.sqrt(squares / rows) };
  });
}

/** −p ln p, 0 at 0. */
const surprise = (core: Core, p: number): number => (p > 0 ? -p * core.wasm.log64(p) : 0);

const spreadOf = (targets: readonly { mean: number; std: number }[]): number =>
  Math.max(...targets.map(({ mean, std }) => std / Math.max(1, Math.abs(mean))));

/** The loss of the best constant answer: the mean of the targets, whatever the loss. */
function constantLoss(
  core: Core,
  loss: Loss,
  targets: readonly { mean: number; std: number }[],
  count: number,
): number {
  const variance =
    spreadOf(targets) > limit("constantTarget") ? targets.reduce((sum, { std }) => sum + std * std, 0) : 0;
  switch (loss) {
    case "sum-squared-error":
      return count * variance;
    case "mean-squared-error":
      return variance / targets.length;
    case "cross-entropy":
      return targets.reduce((sum, { mean }) => sum + surprise(core, mean), 0);
    case "binary-cross-entropy":
      return (
        targets.reduce((sum, { mean }) => sum + surprise(core, mean) + surprise(core, 1 - mean), 0) / targets.length
      );
  }
}

/** Reads the data of a case. */
export function dataChart(core: Core, { x, y, inputs, outputs, count, training }: Case): DataChart {
  const targets = columnsOf(y, outputs);
  const shares = targets.map(({ mean }) => mean);
  const largestClass =
    training.loss === "cross-entropy"
      ? Math.max(...shares)
      : training.loss === "binary-cross-entropy" && outputs === 1
        ? Math.max(shares[0]!, 1 - shares[0]!)
        : 0; // of several yes-or-no answers each is rare by nature
  return {
    inputs: columnsOf(x, inputs),
    targetSpread: spreadOf(targets),
    largestClass,
    constant: constantLoss(core, training.loss, targets, count),
  };
}
