/**
 * The data of tests/golden/heldOut/fourth.json, from a row's `data`: { kind, rows, seed, … } and, for every kind,
 *   labels   "one-hot" (default) or "binary": one column of 0 and 1
 *   x, y     { scale, shift }: value ← scale · value + shift, column by column (one number: all columns); with
 *            `standardise: true` mean 0 and standard deviation 1 afterwards
 * A pure function of the row, with the same bits in every engine.
 */
import {
  addingProblem,
  copyTask,
  digits,
  oneHot,
  spirals,
  standardise,
  takeRows,
  temporalOrder,
  twoMoons,
} from "gradiometer/data";
import { classifications } from "./classes.js";
import { Random } from "./random.js";
import { regressions } from "./regressions.js";
import { sequences } from "./sequences.js";

const flat = (rows) => Float32Array.from(rows.flat());

/** [row][time][input] → [time, row, input]. */
function inTime(rows) {
  const time = rows[0].length;
  const values = Array.from({ length: time }, (_, t) => rows.map((row) => row[t])).flat(2);
  return { values: Float32Array.from(values), time };
}

function shipped(lab, { kind, rows, seed, ...rest }) {
  const own = Object.entries(rest).filter(([key]) => !["labels", "x", "y"].includes(key));
  const options = Object.fromEntries(own);
  const sized = { samples: rows, seed, ...options };
  switch (kind) {
    case "two-moons":
      return { ...twoMoons(lab, sized), columns: 2, outputs: 2 };
    case "spirals":
      return { ...spirals(lab, sized), columns: 2, outputs: options.classes ?? 2 };
    case "digits": {
      const { x, y, labels } = digits(lab, { seed, test: 0 }).train;
      const first = Array.from({ length: rows }, (_, row) => row);
      return {
        x: takeRows(x, 64, first),
        y: takeRows(y, 10, first),
        labels: labels.subarray(0, rows),
        columns: 64,
        outputs: 10,
      };
    }
    case "adding":
      return { ...addingProblem(lab, sized), columns: 2 };
    case "temporal-order":
      return { ...temporalOrder(lab, sized), columns: 6 };
    case "copy": {
      const { symbols } = options;
      return { ...copyTask(lab, sized), columns: symbols + 2 };
    }
    default:
      return null;
  }
}

function made(data) {
  const { kind, seed } = data;
  const random = new Random(seed);
  if (kind in regressions) {
    const { x, y, truth } = regressions[kind](data, random);
    return { x: flat(x), y: flat(y), columns: x[0].length, outputs: y[0].length, truth };
  }
  const row = classifications[kind] ?? sequences[kind];
  if (row === undefined) throw new Error(`no data of the kind "${kind}"`);
  const { x, y, labels, truth, chances } = row.make(data, random);
  const time = kind in sequences;
  const outputs = y ? y[0].length : (row.classes ?? data.classes);
  const columns = time ? x[0][0].length : x[0].length;
  return {
    x: time ? inTime(x) : flat(x),
    y: y ? flat(y) : oneHot(labels, outputs),
    labels,
    columns,
    outputs,
    truth,
    chances,
  };
}

/** Column by column: scale · value + shift, then standardised. */
function moved(values, columns, change) {
  if (change === undefined) return values;
  const of = (numbers, at) => (typeof numbers === "number" ? numbers : numbers[at % columns]);
  const { scale = 1, shift = 0 } = change;
  const out = Float32Array.from(values, (value, at) => of(scale, at) * value + of(shift, at));
  return change.standardise === true ? standardise(out, columns) : out;
}

/**
 * @returns x, y as a patient's; `truth` [rows][outputs] in the units of y, or `chances` [rows][classes], where they are known.
 * @throws Error where no generator has this name.
 */
export function heldOutData(lab, data) {
  const { x, y, labels, columns, outputs, truth, chances } = shipped(lab, data) ?? made(data);
  const binary = data.labels === "binary";
  const targets = binary ? Float32Array.from(labels) : y;
  const own = typeof x === "object" && "time" in x;
  const inputs = moved(own ? x.values : x, columns, data.x);
  // Once y is standardised by its own rows the truth would have to follow; no row asks for both.
  const known = truth && data.y?.standardise !== true && moved(Float64Array.from(truth.flat()), outputs, data.y);
  return {
    x: own ? { values: inputs, time: x.time } : inputs,
    y: moved(targets, binary ? 1 : outputs, data.y),
    columns,
    outputs: binary ? 1 : outputs,
    ...(known ? { truth: known } : {}),
    ...(chances ? { chances: binary ? chances.map(([, one]) => [one]) : chances } : {}),
  };
}
