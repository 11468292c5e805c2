/** The course of a trace for figures: at most 128 records, evenly taken, a few numbers of each layer. */
import { elementAt } from "../../core/element.js";
import { rms } from "./seen.js";
import { Thinned } from "./thinned.js";
import type { TraceHeader, TraceLine, TraceStats, TraceStep, TraceStepLayer } from "./types.js";

const RECORDS = 128;

/** What is drawn of a layer; NaN where it was not recorded. */
export interface CoursePoint {
  readonly signal: number;
  readonly gradient: number;
  readonly weightGradient: number;
  readonly weight: number;
  readonly update: number;
}

/** What is drawn of a record. */
export interface CourseRecord {
  readonly step: number;
  readonly loss: number;
  readonly layers: readonly CoursePoint[];
}

const size = (stats: TraceStats | undefined, of: (stats: TraceStats) => number): number =>
  stats === undefined ? NaN : stats.nonFinite > 0 ? Infinity : of(stats);

const norm = (stats: TraceStats): number => stats.norm;

/** ‖ΔW‖/‖W‖ as measured, or what a plain step of that rate does. */
function updateOf({ update, weight, weightGradient }: TraceStepLayer, rate: number | undefined): number {
  if (update !== undefined) return update;
  if (rate === undefined || weight === undefined || weightGradient === undefined) return NaN;
  return (rate * size(weightGradient, norm)) / size(weight, norm);
}

const pointOf = (layer: TraceStepLayer, rate: number | undefined): CoursePoint => ({
  signal: size(layer.z, rms),
  gradient: size(layer.delta, rms),
  weightGradient: size(layer.weightGradient, rms),
  weight: size(layer.weight, norm),
  update: updateOf(layer, rate),
});

/** Keeps the course while lines are read. */
export class TraceCourse {
  private readonly kept = new Thinned<CourseRecord>(RECORDS);
  private last: CourseRecord | null = null;
  header: TraceHeader | null = null;

  add(line: TraceLine): void {
    if ("format" in line) {
      this.header = line;
      return;
    }
    this.last = this.recordOf(line);
    this.kept.add(this.last);
  }

  /** In order, the last one always among them. */
  records(): readonly CourseRecord[] {
    const { last } = this;
    const kept = this.kept.values;
    return last === null || kept.at(-1) === last ? kept : [...kept, last];
  }

  private recordOf({ step, loss, rate, layers }: TraceStep): CourseRecord {
    return { step, loss, layers: layers.map((layer) => pointOf(layer, rate)) };
  }
}

/** At most `most` of n places, evenly from first to last. */
export const spread = (n: number, most: number): number[] =>
  n <= most
    ? Array.from({ length: n }, (_, index) => index)
    : Array.from({ length: most }, (_, index) => Math.round((index * (n - 1)) / (most - 1)));

/** The name of a layer in a legend. */
export const legend = ({ layers }: TraceHeader, layer: number): string => {
  const { name } = elementAt(layers, layer);
  return `${layer + 1} ${name.length > 40 ? `${name.slice(0, 40)}…` : name}`;
};
