/** The loss row by row, in float64: what is compared over rows, and in the targets' own units. */
import { exp, ln, log1p } from "../theory/elementary.js";
import type { Loss } from "../types.js";
import type { TargetUnit } from "./patient.js";

/** −Σ y ln softmax(o) of one row. */
function crossEntropy(output: Float32Array, target: Float32Array, from: number, columns: number): number {
  let highest = -Infinity;
  for (let j = from; j < from + columns; j++) highest = Math.max(highest, output[j]!);
  let [sum, total, along] = [0, 0, 0];
  for (let j = from; j < from + columns; j++) {
    sum += exp(output[j]! - highest);
    total += target[j]!;
    along += target[j]! * (output[j]! - highest);
  }
  return total * ln(sum) - along;
}

/** ln(1 + e^o) − y o, summed over the entries of one row. */
function binaryCrossEntropy(output: Float32Array, target: Float32Array, from: number, columns: number): number {
  let sum = 0;
  for (let j = from; j < from + columns; j++) {
    const o = output[j]!;
    sum += Math.max(o, 0) - o * target[j]! + log1p(exp(-Math.abs(o)));
  }
  return sum;
}

function squares(
  output: Float32Array,
  target: Float32Array,
  from: number,
  columns: number,
  units: readonly TargetUnit[] | undefined,
): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) {
    const distance = (output[from + j]! - target[from + j]!) * (units?.[j]?.std ?? 1);
    sum += distance * distance;
  }
  return sum;
}

/**
 * The loss of every row, so that their mean is the network's loss ("sum-squared-error": their sum); NaN where an output is no
 * number.
 *
 * @param units  where the targets were moved and scaled: squared errors are then those of the targets' own units.
 */
export function rowLosses(
  loss: Loss,
  output: Float32Array,
  target: Float32Array,
  columns: number,
  units?: readonly TargetUnit[],
): Float64Array {
  return Float64Array.from({ length: target.length / columns }, (_, row) => {
    const from = row * columns;
    switch (loss) {
      case "cross-entropy":
        return crossEntropy(output, target, from, columns);
      case "binary-cross-entropy":
        return binaryCrossEntropy(output, target, from, columns) / columns;
      case "mean-squared-error":
        return squares(output, target, from, columns, units) / columns;
      case "sum-squared-error":
        return squares(output, target, from, columns, units);
    }
  });
}

/** Row losses as the loss that a network reports: their mean, or their sum. */
export function lossOf(loss: Loss, rows: Float64Array): number {
  const sum = rows.reduce((all, value) => all + value, 0);
  return loss === "sum-squared-error" ? sum : sum / rows.length;
}

/** Whether b is smaller than a beyond chance: the mean of a − b over rows is more than two standard errors above 0. */
export function beyondChance(a: Float64Array, b: Float64Array): boolean {
  const count = a.length;
  if (count < 2) return false;
  let mean = 0;
  for (let row = 0; row < count; row++) mean += (a[row]! - b[row]!) / count;
  let variance = 0;
  for (let row = 0; row < count; row++) variance += (a[row]! - b[row]! - mean) ** 2 / (count - 1);
  return mean > 0 && mean > 2 * Math.sqrt(variance / count);
}
