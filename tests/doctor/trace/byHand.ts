/** Traces written by hand: three dense layers and a loss that stays where it is, but for what a test says. */
import type { TraceHeader, TraceLayer, TraceLine, TraceStep, TraceStepLayer } from "gradiometer/doctor";
import type { Stats } from "gradiometer";

/** Statistics of 16 numbers with this root of the mean square, around 0. */
export const stats = (size: number, more: Partial<Stats> = {}): Stats => ({
  ...{ mean: 0, std: size, norm: 4 * size, min: -2 * size, max: 2 * size, nonFinite: 0, zeros: 0 },
  ...more,
});
/** Statistics of what is no number any more. */
export const broken = stats(NaN, { nonFinite: 3 });

export const dense = (name: string, more: Partial<TraceLayer> = {}): TraceLayer => ({
  ...{ name, kind: "Linear", in: 64, out: 64 },
  ...more,
});

/** A trace by what differs from one of which nothing is known but its loss. */
export interface TraceText {
  readonly header?: Partial<TraceHeader>;
  /** Of each record. */
  readonly losses?: readonly number[];
  /** What stands in every record beside its layers. */
  readonly record?: Partial<TraceStep>;
  /** Of the layers of a record. */
  readonly layers?: (record: number) => readonly TraceStepLayer[];
  /** Steps between two records. */
  readonly every?: number;
}

/** The lines. */
export function traceOf({ header = {}, losses = [1, 1], record = {}, layers, every = 100 }: TraceText): TraceLine[] {
  const own = header.layers ?? ["a", "b", "c"].map((name) => dense(name));
  return [
    { format: "gradiometer-trace-1", source: "by hand", ...header, layers: own },
    ...losses.map((loss, index): TraceStep => ({
      step: index * every,
      loss,
      ...record,
      layers: [...(layers?.(index) ?? own.map(() => ({})))],
    })),
  ];
}
