import type { FigureSpec, Quantity, SeriesSpec } from "../../figureSpec.js";
import { curves, quantity, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const LN2 = 0.6931471805599453;
/** Losses of broken runs would flatten all others. */
const [LOWEST, HIGHEST] = [1e-4, 10];

function verdicts(result: Result): FigureSpec[] {
  const rows = rowsOf(result, "remedies").filter((row) => quantity(row["final loss, median"]) !== null);
  if (rows.length === 0) return [];
  const values = (column: string): Quantity[] => rows.map((row) => quantity(row[column]));
  return [
    {
      kind: "bars",
      title: "What cures which net: the loss after training",
      description: "The median of the final loss of each net and treatment, and its range over the seeds.",
      note: `Guessing is ln 2 = 0.693. Drawn within ${LOWEST} and ${HIGHEST}, with the number itself beside it.`,
      value: { label: "final loss", unit: "nats", scale: "log", from: LOWEST, to: HIGHEST },
      categories: rows.map((row) => `${text(row["net"])}: ${text(row["treatment"])} (${text(row["verdict"])})`),
      series: [
        { name: "median", values: values("final loss, median"), low: values("lowest"), high: values("highest") },
      ],
      references: [{ value: LN2, label: "ln 2: stuck" }],
      missing: "NaN",
    },
  ];
}

function overSteps(result: Result): FigureSpec[] {
  const rows = rowsOf(result, "loss over steps");
  if (rows.length === 0) return [];
  return [
    {
      kind: "loss",
      title: "The same nets, step by step",
      description: "The median over the seeds of the training loss, one panel per net and one line a treatment.",
      note: `Drawn within ${LOWEST} and ${HIGHEST}; the table has all numbers.`,
      x: { label: "step" },
      y: { label: "loss", unit: "nats", scale: "log", from: LOWEST, to: HIGHEST },
      references: [{ value: LN2, label: "ln 2" }],
      series: curves(rows, {
        name: (row) => text(row["treatment"]),
        panel: (row) => text(row["net"]),
        x: (row) => quantity(row["step"]),
        y: (row) => quantity(row["median"]),
      }),
    },
  ];
}

function signal(result: Result): FigureSpec[] {
  const rows = rowsOf(result, "mean square of the signal");
  if (rows.length < 2) return [];
  const column = (name: string): Quantity[] => rows.map((row) => quantity(row[name]));
  const x = column("hidden layer");
  const series: SeriesSpec[] = [
    { name: "measured", x, y: column("measured, median") },
    {
      name: "theory at this width",
      x,
      y: column("theory at this width"),
      low: column("low, 2 s.d."),
      high: column("high, 2 s.d."),
      role: "theory",
      like: "measured",
    },
    { name: "halved a layer", x, y: column("halved"), role: "theory" },
  ];
  return [
    {
      kind: "lines",
      title: "Why the deep ReLU net is stuck: its signal fades",
      description: "Mean square of the outputs of each hidden layer of the ReLU net with Glorot's weights.",
      note: "Glorot's variance halves a ReLU signal in the mean, and a little more in the net that one draws.",
      x: { label: "hidden layer" },
      y: { label: "mean square of z", scale: "log" },
      band: "± 2 s.d. over draws of the weights",
      series,
    },
  ];
}

/** The figures of `remedies`. */
export function remedyFigures(result: Result): FigureSpec[] {
  return [...verdicts(result), ...overSteps(result), ...signal(result)];
}
