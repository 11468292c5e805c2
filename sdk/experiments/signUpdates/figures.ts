import type { FigureSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const rule = (row: Row): string => text(row["rule"]);
const net = (row: Row): string => text(row["net"]);
const of = (column: string) => (row: Row) => quantity(row[column]);
const first = (row: Row): boolean => row["seed"] === 1;

function traces(rows: readonly Row[]): FigureSpec[] {
  const right = rows.filter((row) => !rule(row).startsWith("slip"));
  if (right.length === 0) return [];
  return [
    {
      kind: "lines",
      title: "Five rules that look at the sign alone, on f = x²/2",
      description: "The position x over the steps of three forms of Rprop, of signSGD and of Signum.",
      note: "Rprop lengthens its step while the sign stays and halves it when it turns; signSGD's step stays as it is.",
      x: { label: "step" },
      y: { label: "x" },
      references: [{ value: 0, label: "minimum" }],
      series: curves(right, { name: rule, x: of("step"), y: of("x") }),
    },
    {
      kind: "lines",
      title: "The missing minus: f with and without it",
      description: "f over the steps of signSGD, and of the same rule with its minus sign left out.",
      x: { label: "step" },
      y: { label: "f" },
      series: curves(
        rows.filter((row) => rule(row).startsWith("slip") || rule(row) === "signSGD"),
        { name: rule, x: of("step"), y: of("f") },
      ),
    },
  ];
}

function updates(rows: readonly Row[]): FigureSpec[] {
  const shown = rows.filter(first);
  if (shown.length === 0) return [];
  return [
    {
      kind: "lines",
      title: "How far the first step moves each layer",
      description: "RMS of the change of the weights in each layer, along the gradient and along its sign, two nets.",
      note: "Layer 1 is next to the input. The sign moves every layer alike, whatever the gradient has come to there.",
      x: { label: "layer" },
      y: { label: "RMS of Δw", scale: "log" },
      series: curves(shown, { name: rule, panel: net, x: of("layer"), y: of("RMS of Δw") }),
    },
  ];
}

function losses(rows: readonly Row[]): FigureSpec[] {
  const shown = rows.filter(first);
  if (shown.length === 0) return [];
  return [
    {
      kind: "loss",
      title: "Who learns: the gradient or its sign",
      description:
        "Training loss over the steps for a net with vanishing and one with exploding gradients, four rules.",
      x: { label: "step" },
      y: { label: "loss", unit: "nats", scale: "log" },
      references: [{ value: Math.LN2, label: "guessing" }],
      series: curves(shown, { name: rule, panel: net, x: of("step"), y: of("loss") }),
    },
  ];
}

/** The figures of `sign-updates`. */
export function signUpdatesFigures(result: Result): FigureSpec[] {
  return [
    ...traces(rowsOf(result, "positions")),
    ...updates(rowsOf(result, "size of the first update")),
    ...losses(rowsOf(result, "loss over steps")),
  ];
}
