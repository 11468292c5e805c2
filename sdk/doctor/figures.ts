/** The figures of a report, as plain specifications. */
import type { FigureSpec, Quantity, SeriesSpec } from "../figureSpec.js";
import type { LossCurve, Report, Signals, Spread } from "./types.js";
import { median } from "./verdict.js";
import { say } from "./words.js";

/** A number as JSON can hold it. */
export const quantity = (value: number): Quantity =>
  Number.isFinite(value) ? value : Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

const square = (value: number): number => value * value;

const places = (values: readonly unknown[]): number[] => values.map((_, index) => index + 1);

function measured(name: string, values: readonly number[]): SeriesSpec {
  return { name, x: places(values), y: values.map(quantity) };
}

/** One quantity before and after the training. */
function twice(signals: Report["signals"], of: (signals: Signals) => readonly number[]): SeriesSpec[] {
  const { before, after } = signals;
  return [measured("before training", of(before)), ...(after ? [measured("after training", of(after))] : [])];
}

/** Theory's line with its band, `scale` times as large. */
function foreseen(spreads: readonly Spread[], scale: number): SeriesSpec {
  const part = (of: keyof Spread): Quantity[] => spreads.map((one) => quantity(scale * square(one[of])));
  return {
    name: "theory",
    role: "theory",
    like: "before training",
    x: places(spreads),
    y: part("middle"),
    low: part("low"),
    high: part("high"),
  };
}

const BAND = "± 2 s.d. over nets";

function wayFigures({ signals }: Report, recurrent: boolean): FigureSpec[] {
  const { before, expected } = signals;
  if (before.forward.length < 2) return [];
  const x = { label: recurrent ? "step of the sequence" : "hidden layer" };
  const squares = (of: (signals: Signals) => readonly number[]) => (own: Signals) => of(own).map(square);
  const end = before.backward.at(-1)!;
  const backward = squares((own) => own.backward);
  return [
    {
      kind: "lines",
      title: `The signal on its way ${recurrent ? "through time" : "up"}`,
      description: `Mean square of ${recurrent ? "h" : "z"} in every ${x.label}. Level is healthy.`,
      x,
      y: { label: `mean square of ${recurrent ? "h" : "z"}`, scale: "log" },
      ...(expected && { band: BAND }),
      series: [
        ...twice(
          signals,
          squares((own) => own.forward),
        ),
        ...(expected ? [foreseen(expected.forward, 1)] : []),
      ],
    },
    {
      kind: "lines",
      title: `The gradient on its way ${recurrent ? "back in time" : "down"}`,
      description: recurrent
        ? "Squared norm of ∂J/∂h in every step. It enters at the right; level is healthy."
        : "Mean square of δ = ∂L/∂u in every hidden layer. It enters at the right; level is healthy.",
      x,
      y: { label: recurrent ? "‖∂J/∂h‖²" : "mean square of δ", scale: "log" },
      ...(expected && Number.isFinite(end) && { band: BAND }),
      series: [
        ...twice(signals, backward),
        ...(expected && Number.isFinite(end) ? [foreseen(expected.backward, square(end))] : []),
      ],
    },
  ];
}

function weightFigures({ signals }: Report, recurrent: boolean): FigureSpec[] {
  const { weightGradient } = signals.before;
  const sizes = {
    title: "The weight gradients",
    description:
      "‖∂W‖ of every weight matrix, the output's last. Level gradients are no proof of health: where signal and δ both shrink their product is level.",
  };
  const updates = {
    title: "What one step changes",
    description:
      "Size of a gradient step over the size of the weights, ‖η ∂W‖/‖W‖, at the rate of the next step; clipping and the optimizer's own scaling are left out.",
  };
  const [size, update] = ["‖∂W‖", "‖η ∂W‖/‖W‖"];
  const gradients = twice(signals, (own) => own.weightGradient);
  const changes = twice(signals, (own) => own.updateToWeight);
  if (weightGradient.length > 2 || !recurrent) {
    const x = { label: "layer" };
    return [
      { kind: "lines", ...sizes, x, y: { label: size, scale: "log" }, series: gradients },
      { kind: "lines", ...updates, x, y: { label: update, scale: "log" }, series: changes },
    ];
  }
  const bars = (series: readonly SeriesSpec[]) => series.map(({ name, y }) => ({ name, values: y }));
  const categories = ["input weights", "recurrent weights"];
  return [
    { kind: "bars", ...sizes, categories, value: { label: size, scale: "log" }, series: bars(gradients) },
    { kind: "bars", ...updates, categories, value: { label: update, scale: "log" }, series: bars(changes) },
  ];
}

/** Median, lowest and highest of the seeds at every epoch that is kept; NaN counts as ∞. */
function curveSeries(name: string, panel: string, { epochs, losses }: LossCurve): SeriesSpec {
  const across = (of: (values: number[]) => number): Quantity[] =>
    epochs.map((_, place) => {
      const values = losses.map((one) => one[place]!);
      return quantity(of(values.map((value) => (Number.isNaN(value) ? Infinity : value))));
    });
  return {
    name,
    panel,
    x: epochs,
    y: across(median),
    ...(losses.length > 1 && {
      low: across((values) => Math.min(...values)),
      high: across((values) => Math.max(...values)),
    }),
  };
}

const PANELS = 9;

/** Where the axis of the losses ends: at what knows nothing and half more, or where the highest that is finite needs less. */
function ceilingOf(curves: readonly LossCurve[], constant: number): number {
  const finite = curves.flatMap(({ losses }) => losses.flat()).filter(Number.isFinite);
  const highest = finite.reduce((most, value) => Math.max(most, value), 0);
  return constant > 0 ? Math.min(1.5 * constant, Math.max(highest, constant)) : highest;
}

function lossFigures({ untreated, remedies, loss }: Report): FigureSpec[] {
  const without = (panel: string): SeriesSpec => curveSeries("untreated", panel, untreated.curve);
  const seeds = untreated.losses.length;
  const curves = [untreated, ...remedies].map(({ curve }) => curve);
  const top = ceilingOf(curves, untreated.constant);
  const above = curves.some(({ losses }) => losses.flat().some((value) => value > top));
  const common = {
    kind: "loss",
    x: { label: "epoch" },
    y: { label: "loss", from: 0, ...(top > 0 && { to: top }) },
    ...(above && { note: "Losses above the plot are cut off." }),
    ...(seeds > 1 && { band: `lowest to highest of ${seeds} seeds` }),
    references: [{ value: untreated.constant, label: "the best constant answer" }],
  } as const;
  if (remedies.length === 0)
    return [
      {
        ...common,
        title: "The loss",
        description: `Loss of every epoch, from ${say(loss.start)}.`,
        series: [without("")],
      },
    ];
  const figures: FigureSpec[] = [];
  for (let from = 0; from < remedies.length; from += PANELS) {
    const some = remedies.slice(from, from + PANELS);
    figures.push({
      ...common,
      title: from === 0 ? "The loss without and with each remedy" : "The loss with the other remedies",
      description: `Median loss of ${seeds} ${seeds === 1 ? "seed" : "seeds"} over the epochs, one panel a remedy, the best first; the untreated net in each of them.`,
      series: some.flatMap(({ id, verdict, curve }) => {
        const panel = `${id}: ${verdict}`;
        return [without(panel), curveSeries("with the remedy", panel, curve)];
      }),
    });
  }
  return figures;
}

/** Signal, gradient, weight gradients, updates and losses of a report. */
export function reportFigures(report: Report): FigureSpec[] {
  const recurrent = "hidden" in report.examined.config;
  return [...wayFigures(report, recurrent), ...weightFigures(report, recurrent), ...lossFigures(report)];
}
