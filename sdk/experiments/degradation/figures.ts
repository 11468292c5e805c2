import type { FigureSpec, SeriesSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const LN10 = 2.302585092994046;

const panelOf = (row: Row): string => text(row["activation"]);
const kindOf = (row: Row): string => text(row["between layers"]);

function losses(rows: readonly Row[]): FigureSpec[] {
  const shown = rows.filter((row) => quantity(row["training loss"]) !== null);
  if (shown.length === 0) return [];
  const depth = (row: Row) => quantity(row["depth"]);
  const measured = (which: "training" | "test"): SeriesSpec[] =>
    curves(shown, {
      name: kindOf,
      panel: (row) => `${panelOf(row)}: ${which} loss`,
      x: depth,
      y: (row) => quantity(row[`${which} loss`]),
    });
  return [
    {
      kind: "lines",
      title: "Deeper overfits in principle and underfits in practice",
      description: "Training loss beside test loss over the depth, for plain nets, two kinds of skips and two norms.",
      note: "If depth overfitted, the training loss would fall while the test loss rises.",
      x: { label: "hidden layers", scale: "log" },
      y: { label: "loss", unit: "nats", scale: "log" },
      references: [{ value: LN10, label: "ln 10: guessing" }],
      series: [...measured("training"), ...measured("test")],
    },
  ];
}

function signal(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const layer = (row: Row) => quantity(row["hidden layer"]);
  const measured = curves(rows, { name: kindOf, panel: panelOf, x: layer, y: (row) => quantity(row["median"]) });
  const theory = curves(
    rows.filter((row) => row["theory (1 + α²)^l"] !== null),
    {
      name: () => "theory: (1 + α²)^l",
      panel: panelOf,
      like: kindOf,
      role: "theory",
      x: layer,
      y: (row) => quantity(row["theory (1 + α²)^l"]),
    },
  );
  return [
    {
      kind: "lines",
      title: "What skips add up to: the signal at the start",
      description: "Mean square of the pre-activations in each hidden layer of the deepest nets, before training.",
      note: "Identity skips double a ReLU signal in each block; with gain 1/√blocks it grows by less than e in all.",
      x: { label: "hidden layer" },
      y: { label: "mean square of u", scale: "log" },
      series: [...measured, ...theory],
    },
  ];
}

/** The figures of `degradation`. */
export function degradationFigures(result: Result): FigureSpec[] {
  return [...losses(rowsOf(result, "nets")), ...signal(rowsOf(result, "mean square of u"))];
}
