/** The axes of a study as those of a figure. */
import type { AxisSpec } from "../../figureSpec.js";
import type { CheckedAxis } from "../axes.js";
import type { CheckedStudy } from "../study.js";

/** An axis whose values are numbers, ascending. */
export interface NumericAxis {
  readonly path: string;
  readonly values: readonly number[];
  readonly spec: AxisSpec;
}

/** What a path is called on an axis; others are called by their last part. */
const LABELS: Readonly<Record<string, string>> = {
  "config.depth": "hidden layers",
  "config.width": "units per layer",
  "config.init.weight": "σ_w²",
  "config.init.bias": "σ_b²",
  "config.forgetBias": "bias of the forget gate",
  "config.forgetBias.longest": "longest lag of chrono",
  "config.skip.gain": "gain of the skips",
  "training.optimizer.learningRate": "learning rate",
  "training.clip.limit": "clipping limit",
  "training.batch": "rows in a step",
  "data.options.time": "steps of a sequence",
  "data.options.lag": "lag",
  "data.options.samples": "rows",
};

export const labelOf = (path: string): string => LABELS[path] ?? path.split(".").at(-1)!;

const isNumbers = (values: readonly unknown[]): values is readonly number[] =>
  values.every((value) => typeof value === "number");

/** Values that lie evenly in their logarithm, or spread over two decades: a log axis shows them as they were chosen. */
function isLog({ scale, values }: CheckedAxis, sorted: readonly number[]): boolean {
  if (scale === "log") return true;
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  return !(values.length < 3) && low > 0 && high / low >= 100;
}

/** The numeric axes of a study that have two values or more, those with most values first. */
export function numericAxes({ axes }: Pick<CheckedStudy, "axes">): NumericAxis[] {
  return axes
    .flatMap((axis) => {
      const { path, values } = axis;
      if (values.length < 2 || !isNumbers(values)) return [];
      const sorted = [...values].sort((a, b) => a - b);
      const spec: AxisSpec = { label: labelOf(path), ...(isLog(axis, sorted) && { scale: "log" as const }) };
      return [{ path, values: sorted, spec }];
    })
    .sort((a, b) => b.values.length - a.values.length);
}

/** A value in a legend. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null && "kind" in value) {
    const { kind, ...rest } = value as Record<string, unknown>;
    const options = Object.entries(rest).map(([key, option]) => `${key} ${JSON.stringify(option)}`);
    return [String(kind), ...options].join(" ");
  }
  return JSON.stringify(value);
}
