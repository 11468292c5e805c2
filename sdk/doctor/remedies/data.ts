/** Remedies that change what the network is given. */
import { takeRows } from "../../data/rows.js";
import { columnsOf, outputActivation, rangeOf } from "../dataFacts.js";
import type { Case, TargetUnit } from "../patient.js";
import { isRegression, type Remedy } from "./remedy.js";

/** (value − mean)/std column by column; a column of std 0 becomes 0. */
function scaled(values: Float32Array, units: readonly TargetUnit[]): Float32Array {
  const columns = units.length;
  return values.map((value, at) => {
    const { mean, std } = units[at % columns]!;
    return std > 0 ? (value - mean) / std : 0;
  });
}

/** Every input with mean 0 and standard deviation 1 over the rows that are trained on; the others are moved alike. */
export function withStandardInputs(subject: Case): Case {
  const units = columnsOf(subject.x, subject.inputs);
  const { held } = subject;
  return { ...subject, x: scaled(subject.x, units), held: held && { ...held, x: scaled(held.x, units) } };
}

/** Targets in other units, of which the losses go back to the own ones. */
function withUnits(subject: Case, units: readonly TargetUnit[]): Case {
  const before = subject.units;
  const whole = before
    ? units.map(({ mean, std }, j) => ({ mean: before[j]!.mean + before[j]!.std * mean, std: before[j]!.std * std }))
    : units;
  const { held } = subject;
  return {
    ...subject,
    y: scaled(subject.y, units),
    held: held && { ...held, y: scaled(held.y, units) },
    units: whole,
  };
}

/** Targets with mean 0 and standard deviation 1. */
export function withStandardTargets(subject: Case): Case | null {
  if (!isRegression(subject)) return null;
  const units = columnsOf(subject.y, subject.outputs).map(({ mean, std }) => ({ mean, std: std > 0 ? std : 1 }));
  return withUnits(subject, units);
}

/** Where targets lie best in an output's range: within the middle 80 % of a bounded one, above 0 in an open one. */
function withTargetsInRange(subject: Case): Case | null {
  const [low, high] = rangeOf(outputActivation(subject));
  if (!isRegression(subject) || low === -Infinity) return null;
  const units = columnsOf(subject.y, subject.outputs).map(({ min, max, std }) => {
    const size = std > 0 ? std : 1;
    if (high === Infinity) return { mean: min - (Math.max(low, 0) + 0.1) * size, std: size };
    const width = max > min ? max - min : 1;
    const unit = width / (0.8 * (high - low));
    return { mean: min - (low + 0.1 * (high - low)) * unit, std: unit };
  });
  return withUnits(subject, units);
}

/** Every class as often as the largest, by repeating its rows in turn. */
function balanced(subject: Case): Case | null {
  if (subject.kind === "rnn" || isRegression(subject)) return null;
  const { x, y, inputs, outputs, count } = subject;
  const classes = Array.from({ length: Math.max(2, outputs) }, (): number[] => []);
  for (let row = 0; row < count; row++) {
    const own = y.subarray(row * outputs, (row + 1) * outputs);
    const label = outputs === 1 ? (own[0]! >= 0.5 ? 1 : 0) : own.indexOf(Math.max(...own));
    classes[label]!.push(row);
  }
  const filled = classes.filter((rows) => rows.length > 0);
  const most = Math.max(...filled.map((rows) => rows.length));
  if (filled.length < 2 || filled.every((rows) => rows.length === most)) return null;
  const order = filled.flatMap((rows) => Array.from({ length: most }, (_, index) => rows[index % rows.length]!));
  return { ...subject, x: takeRows(x, inputs, order), y: takeRows(y, outputs, order), count: order.length };
}

export const dataRemedies: readonly Remedy[] = [
  {
    id: "standardise-inputs",
    change: () => "shift and scale every input to mean 0 and standard deviation 1",
    helps: { "unscaled-inputs": 3, saturation: 1, "rate-too-large": 1 },
    apply: withStandardInputs,
  },
  {
    id: "standardise-targets",
    change: () =>
      "shift and scale every target to mean 0 and standard deviation 1, and the outputs back to the original units",
    helps: { "unscaled-targets": 3 },
    apply: (subject) => (rangeOf(outputActivation(subject))[0] === -Infinity ? withStandardTargets(subject) : null),
  },
  {
    id: "targets-into-range",
    change: () =>
      "shift and scale the targets into the range of the output's activation, and the outputs back to the original units",
    helps: { "targets-out-of-reach": 2, "unscaled-targets": 2, "flat-output": 2 },
    apply: withTargetsInRange,
  },
  {
    id: "balance-classes",
    change: () => "repeat the rows of rare classes until all classes are as frequent",
    helps: { "degenerate-target": 3 },
    resamples: true,
    apply: balanced,
  },
];
