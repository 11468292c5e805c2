/** What is kept of a trace while it is read: its first and last record, its losses, and what was worst, never all of it. */
import { show } from "../../core/check.js";
import { elementAt, lastOf } from "../../core/element.js";
import { GradiometerError } from "../../core/errors.js";
import { ln } from "../../theory/elementary.js";
import { median } from "../verdict.js";
import { Thinned } from "./thinned.js";
import type { TraceHeader, TraceLine, TraceStats, TraceStep, TraceStepLayer, TraceTargets } from "./types.js";

/** The most losses that are kept; every second one goes when they are full. */
const LOSSES = 512;

/** The first thing that was no number. */
export interface NonFinite {
  readonly step: number;
  readonly layer: number;
  /** "the weights", "the signal", "the gradient", "the weight gradient", "the loss". */
  readonly what: string;
}

/** A share of a layer at one step. */
export interface Share {
  readonly value: number;
  readonly layer: number;
}

/** What the rules of a trace look at. */
export interface TraceSeen {
  readonly header: TraceHeader;
  readonly records: number;
  readonly first: TraceStep;
  /** The first record in which a layer has this; `first` where none has. */
  readonly firstWith: (part: keyof TraceStepLayer) => TraceStep;
  readonly last: TraceStep;
  /** The last record, of those with statistics of layers if there are any, in which all was finite; null where there was none. */
  readonly lastFinite: TraceStep | null;
  /** Evenly taken, at most 512, in order. */
  readonly losses: readonly number[];
  readonly start: number;
  /** Median of the last fifth; NaN where the last loss is no finite number. */
  readonly end: number;
  /** Loss of the best answer that ignores the input; NaN where it is not known. */
  readonly constant: number;
  readonly nonFinite: NonFinite | null;
  /** Share of the largest class, 0 where classes are not counted. */
  readonly largestClass: number;
}

/** √ of the mean square. */
export const rms = ({ mean, std }: TraceStats): number => Math.sqrt(mean * mean + std * std);

const PLACES = [
  ["weight", "the weights"],
  ["u", "the signal"],
  ["z", "the signal"],
  ["delta", "the gradient"],
  ["weightGradient", "the weight gradient"],
] as const satisfies readonly (readonly [keyof TraceStepLayer, string])[];

/** In the order in which it happens: forward from the first layer, back from the last. */
function nonFiniteIn({ step, loss, layers }: TraceStep): NonFinite | null {
  const broken = ([part]: (typeof PLACES)[number]) => {
    const own = layers.map((layer) => (layer[part]?.nonFinite ?? 0) > 0);
    return part === "delta" || part === "weightGradient" ? own.lastIndexOf(true) : own.indexOf(true);
  };
  for (const place of PLACES) {
    if (place[0] === "delta" && !Number.isFinite(loss)) break;
    const layer = broken(place);
    if (layer >= 0) return { step, layer, what: place[1] };
  }
  return Number.isFinite(loss) ? null : { step, layer: layers.length - 1, what: "the loss" };
}

/** Entropy of counted classes in nats, with what few counts miss of it (Miller & Madow 1955). */
function entropy(counts: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const present = counts.filter((count) => count > 0);
  const plain = present.reduce((sum, count) => sum - (count / n) * ln(count / n), 0);
  return plain + (present.length - 1) / (2 * n);
}

function constantOf({ loss = "" }: TraceHeader, targets: TraceTargets | undefined): number {
  if (targets === undefined) return NaN;
  if ("classes" in targets) {
    if (Array.isArray(targets.classes)) return targets.classes.length > 0 ? entropy(targets.classes) : NaN;
    return targets.classes > 0 ? ln(targets.classes) : NaN;
  }
  const { std, mean = NaN } = targets;
  if (/mean-squared|mse/i.test(loss)) return std * std;
  if (/^binary-cross-entropy/.test(loss) && mean > 0 && mean < 1) return -mean * ln(mean) - (1 - mean) * ln(1 - mean);
  return NaN;
}

const largestClassOf = (targets: TraceTargets | undefined): number => {
  if (targets === undefined || !("classes" in targets) || !Array.isArray(targets.classes)) return 0;
  const total = targets.classes.reduce((sum, count) => sum + count, 0);
  return total > 0 ? Math.max(...targets.classes) / total : 0;
};

/** Reads lines one by one. */
export class TraceReading {
  private header: TraceHeader | null = null;
  private firstStep: TraceStep | null = null;
  private readonly firsts = new Map<string, TraceStep>();
  private lastStep: TraceStep | null = null;
  private lastFinite: TraceStep | null = null;
  private nonFinite: NonFinite | null = null;
  private records = 0;
  private readonly losses = new Thinned<number>(LOSSES);
  private constants = { sum: 0, count: 0 };
  private classes = { sum: 0, count: 0 };

  add(line: TraceLine): void {
    const given: unknown = line;
    if (typeof given !== "object" || given === null || !("layers" in given) || !Array.isArray(given.layers))
      throw new GradiometerError(
        "BAD_FILE",
        `trace: expected a header or a record, with layers, but got ${show(given)}`,
      );
    if ("format" in line) {
      if (this.header !== null)
        throw new GradiometerError("BAD_FILE", "trace: a second header; one trace is one training");
      this.header = line;
      return;
    }
    if (this.header === null)
      throw new GradiometerError("BAD_FILE", "trace: the first line must be the header, with format and layers");
    if (line.layers.length !== this.header.layers.length)
      throw new GradiometerError(
        "BAD_FILE",
        `trace: step ${line.step}: expected ${this.header.layers.length} layers, as in the header, but got ${line.layers.length}`,
      );
    this.firstStep ??= line;
    this.lastStep = line;
    const broken = nonFiniteIn(line);
    this.nonFinite ??= broken;
    const measured = this.firsts.size > 0;
    let bare = true;
    for (const layer of line.layers)
      for (const part of Object.keys(layer)) {
        bare = false;
        if (!this.firsts.has(part)) this.firsts.set(part, line);
      }
    if (!measured && !bare) this.lastFinite = null;
    if (broken === null && (!bare || !measured)) this.lastFinite = line;
    this.note(line);
  }

  private note(line: TraceStep): void {
    this.records++;
    this.losses.add(line.loss);
    const constant = constantOf(this.header!, line.y);
    if (Number.isFinite(constant)) {
      this.constants.sum += constant;
      this.constants.count++;
    }
    const share = largestClassOf(line.y);
    if (share > 0) {
      this.classes.sum += share;
      this.classes.count++;
    }
  }

  /** What was read so far; null before the first record. */
  seen(): TraceSeen | null {
    const { header, firstStep: first, lastStep: last } = this;
    if (header === null || first === null || last === null) return null;
    const losses = this.losses.values;
    const tail = losses.slice(-Math.max(1, Math.ceil(losses.length / 5))).filter(Number.isFinite);
    const ended = Number.isFinite(last.loss) && Number.isFinite(lastOf(losses));
    const { sum, count } = this.constants;
    return {
      header,
      records: this.records,
      first,
      firstWith: (part) => this.firsts.get(part) ?? first,
      last,
      lastFinite: this.lastFinite,
      losses,
      start: first.loss,
      end: ended ? median(tail) : NaN,
      constant: header.reference ?? (count > 0 ? sum / count : NaN),
      nonFinite: this.nonFinite,
      largestClass: this.classes.count > 0 ? this.classes.sum / this.classes.count : 0,
    };
  }
}

/** A part of some layers at one step, as numbers; those that have it not are left out. */
export const across = (
  step: TraceStep,
  layers: readonly number[],
  part: "z" | "delta" | "weightGradient",
  of: (stats: TraceStats) => number,
) =>
  layers.flatMap((layer) => {
    const stats = elementAt(step.layers, layer)[part];
    return stats === undefined ? [] : [{ layer, value: stats.nonFinite > 0 ? Infinity : of(stats) }];
  });
