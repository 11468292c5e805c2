import type { FigureSpec, SeriesSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

/** A number ± 2 standard errors, not below 0 or above 1. */
function band(rows: readonly Row[], value: string, error: string): Pick<SeriesSpec, "low" | "high"> {
  const at = (row: Row, side: number) => Number(row[value]) + 2 * side * Number(row[error]);
  return { low: rows.map((row) => Math.max(at(row, -1), 0)), high: rows.map((row) => Math.min(at(row, 1), 1)) };
}

function births(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const name = (row: Row) => `width ${text(row["width"])}`;
  const x = (row: Row) => quantity(row["depth"]);
  const theory = curves(rows, {
    name: () => "theory: 1 − (1 − 2^−N)^L",
    like: name,
    x,
    y: (row) => quantity(row["theory"]),
    role: "theory",
  });
  return [
    {
      kind: "lines",
      title: "Born dead: narrow deep ReLU nets give nothing",
      description: "The share of random ReLU nets that give 0 on an input, over depth, for each width, with theory.",
      note: "Once a layer has no active unit, no gradient ever passes. N is the width; theory is Lu's (2019).",
      x: { label: "layers L" },
      y: { label: "share of nets dead at birth", from: 0, to: 1 },
      band: "theory ± 2 standard errors of the count",
      series: [
        ...curves(rows, { name, x, y: (row) => quantity(row["share dead"]) }),
        ...theory.map((series) => {
          const own = rows.filter((row) => name(row) === series.like);
          return { ...series, ...band(own, "theory", "standard error, theory") };
        }),
      ],
    },
  ];
}

function rates(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const name = (row: Row) => text(row["unit"]);
  const series = curves(rows, {
    name,
    x: (row) => quantity(row["learning rate"]),
    y: (row) => quantity(row["mean share dead"]),
  });
  return [
    {
      kind: "lines",
      title: "Killed in training: the dead share grows with the learning rate",
      description: "The mean share of hidden units without a gradient on the whole batch, over the learning rate.",
      note: "Runs that exploded count as they last were finite. Leaky units pass a gradient on either side.",
      x: { label: "learning rate", scale: "log" },
      y: { label: "share of units dead", from: 0, to: 1 },
      band: "± 2 standard errors over the runs",
      series: series.map((one) => ({
        ...one,
        ...band(
          rows.filter((row) => name(row) === one.name),
          "mean share dead",
          "standard error",
        ),
      })),
    },
  ];
}

/** The figures of `dying-relu`. */
export function dyingReluFigures(result: Result): FigureSpec[] {
  return [...births(rowsOf(result, "dead at birth")), ...rates(rowsOf(result, "dead units after"))];
}
