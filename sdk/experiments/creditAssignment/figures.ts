import type { FigureSpec, Quantity } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const HEALTHY = 1e-3;

function credit(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const over = (column: string) =>
    curves(rows, {
      name: (row) => text(row["net"]),
      x: (row) => quantity(row["layer"]),
      y: (row) => quantity(row[column]),
    });
  const layers = rows.reduce((most, row) => Math.max(most, Number(row["layer"])), 1);
  return [
    {
      kind: "lines",
      title: "Who earns the decrease of the loss",
      description: "Share of the decrease that each layer earns in the first step, for four nets on the digits.",
      note: "Layer 1 is next to the input. Where the line dives, layers stand by while the last ones do the work.",
      x: { label: "layer" },
      y: { label: "share of the decrease", scale: "log" },
      references: [{ value: 1 / layers, label: "equal shares" }],
      series: over("share of the decrease"),
    },
    {
      kind: "lines",
      title: "Who can move at all",
      description: "‖η ∂W‖/‖W‖ of each layer in that step.",
      note: "Below 6·10⁻⁸ a float32 weight does not change: the update is smaller than half of its last digit.",
      x: { label: "layer" },
      y: { label: "update/weight", scale: "log" },
      references: [
        { value: HEALTHY, label: "healthy" },
        { value: 2 ** -24, label: "half a digit of float32" },
      ],
      series: over("update/weight"),
    },
  ];
}

function races(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const values = (column: string): Quantity[] => rows.map((row) => quantity(row[column]));
  return [
    {
      kind: "bars",
      title: "Small gradients cost time: steps to a target loss",
      description: "Median and fewest steps to the target on two moons, per activation and per remedy of the sigmoid.",
      categories: rows.map((row) => `${text(row["net"])} (to\u00a0${text(row["target loss"])})`),
      value: { label: "training steps" },
      missing: "did not arrive",
      series: [
        { name: "median", values: values("median") },
        { name: "fewest", values: values("fewest") },
      ],
    },
  ];
}

/** The figures of `credit-assignment`. */
export function creditFigures(result: Result): FigureSpec[] {
  return [...credit(rowsOf(result, "credit")), ...races(rowsOf(result, "steps to a target"))];
}
