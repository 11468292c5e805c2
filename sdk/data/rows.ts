import { isFloat32Array } from "../core/brand.js";
import { badOption, checkArray, checkInteger } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import type { Bytes, Floats } from "../types.js";

/** Labelled rows: what a network is trained on. */
export interface LabelledRows {
  /** [count, features]. */
  readonly x: Floats;
  /** One-hot, [count, classes]: the target of the cross-entropy. */
  readonly y: Floats;
  /** The class of each row, counted from 0. */
  readonly labels: Bytes;
  /** Rows. */
  readonly count: number;
}

/**
 * Every column shifted to mean 0 and scaled to population standard deviation 1, in float64; a constant column becomes 0.
 *
 * @param values   rows of `columns` finite numbers, row after row; not changed.
 * @returns a new array, rounded to float32 once.
 */
export function standardise(values: ArrayLike<number>, columns: number): Floats {
  const rows = countOf("values", values, columns);
  const out = new Float32Array(values.length);
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let at = column; at < values.length; at += columns) sum += values[at]!;
    const mean = sum / rows;
    let squares = 0;
    for (let at = column; at < values.length; at += columns) {
      const distance = values[at]! - mean;
      squares += distance * distance;
    }
    const scale = squares > 0 ? 1 / Math.sqrt(squares / rows) : 0;
    for (let at = column; at < values.length; at += columns) out[at] = (values[at]! - mean) * scale;
  }
  return out;
}

/** Labels as rows of probabilities: 1 in the label's column, 0 elsewhere. */
export function oneHot(labels: ArrayLike<number>, classes: number): Floats {
  checkInteger("classes", classes, 1);
  checkArray("labels", labels);
  const out = new Float32Array(labels.length * classes);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw badOption(`labels[${row}]`, `an integer from 0 to ${classes - 1}`, label);
    }
    out[row * classes + label] = 1;
  }
  return out;
}

/** The rows of `values` at `indices`, in that order, copied. */
export function takeRows(values: Float32Array, columns: number, indices: ArrayLike<number>): Floats {
  if (!isFloat32Array(values)) throw badOption("values", "a Float32Array", values);
  const rows = countOf("values", values, columns);
  checkArray("indices", indices);
  const out = new Float32Array(indices.length * columns);
  for (let row = 0; row < indices.length; row++) {
    const index = indices[row]!;
    if (!Number.isInteger(index) || index < 0 || index >= rows) {
      throw badOption(`indices[${row}]`, `an integer from 0 to ${rows - 1}`, index);
    }
    out.set(values.subarray(index * columns, (index + 1) * columns), row * columns);
  }
  return out;
}

/**
 * Share of the rows whose largest output stands in the label's column. Of equal outputs the first counts; a row with a
 * NaN counts as wrong.
 *
 * @param output   what `forward` returned, [labels.length, classes].
 */
export function accuracy(output: ArrayLike<number>, labels: ArrayLike<number>): number {
  checkArray("output", output);
  checkArray("labels", labels);
  if (labels.length === 0 || output.length === 0 || output.length % labels.length !== 0) {
    const expected = `a positive multiple of the ${labels.length} labels`;
    throw new GradiometerError("BAD_SHAPE", `output: expected ${expected} numbers, but got ${output.length}`);
  }
  const classes = output.length / labels.length;
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    let best = 0;
    let broken = false;
    for (let column = 0; column < classes; column++) {
      const value = output[row * classes + column]!;
      broken ||= Number.isNaN(value);
      if (value > output[row * classes + best]!) best = column;
    }
    if (!broken && best === labels[row]) right++;
  }
  return right / labels.length;
}

function countOf(name: string, values: ArrayLike<number>, columns: number): number {
  checkInteger("columns", columns, 1);
  checkArray(name, values);
  if (values.length % columns === 0) return values.length / columns;
  throw new GradiometerError(
    "BAD_SHAPE",
    `${name}: expected a multiple of ${columns} numbers, but got ${values.length}`,
  );
}
