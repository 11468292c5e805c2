import type { FigureSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";
import { CHANCE } from "./tasks.js";

const of = (column: string) => (row: Row) => quantity(row[column]);
const x = { label: "length of the sequences", unit: "steps", scale: "log" } as const;
const weights = (row: Row): string => `W_h ${text(row["W_h"])}`;
const clipping = (row: Row): string => (row["clipping"] === "none" ? "not clipped" : "clipped by norm");

function errors(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "lines",
      title: "The adding problem: near effects only, within a small budget",
      description: "Mean squared error after training over the length of the sequences, for every W_h, clipped or not.",
      note: "On the line nothing is remembered: the answer is always 1.",
      x,
      y: { label: "mean squared error", from: 0 },
      references: [{ value: 1 / 6, label: "without memory, 1/6" }],
      series: curves(rows, { name: weights, panel: clipping, x: of("length"), y: of("loss") }),
    },
  ];
}

function recall(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const panel = (row: Row): string => `${text(row["task"])}, ${clipping(row)}`;
  return [
    {
      kind: "lines",
      title: "Clipping and an orthogonal W_h take a memory further",
      description: "Share of right answers over the length of the sequences, for every W_h, clipped or not.",
      x,
      y: { label: "accuracy", from: 0, to: 1 },
      references: [{ value: CHANCE, label: "chance" }],
      series: curves(rows, { name: weights, panel, x: of("length"), y: of("accuracy") }),
    },
  ];
}

function gradients(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const y = of("‖∂J/∂h₁‖/‖∂J/∂h_T‖ before training");
  return [
    {
      kind: "lines",
      title: "What comes back to the first step before training",
      description: "‖∂J/∂h₁‖ as a share of ‖∂J/∂h_T‖ over the length of the sequences, for every W_h and task.",
      note: "A net can learn from its first step what a gradient brings back to it.",
      x,
      y: { label: "share of the gradient", scale: "log" },
      series: curves(rows, { name: weights, panel: (row) => text(row["task"]), x: of("length"), y }),
    },
  ];
}

const RIVALS: Readonly<Record<string, string>> = {
  standard: "tanh, U(±1/√n)",
  orthogonal: "tanh, orthogonal W_h",
  irnn: "ReLU, W_h = I",
  lstm: "LSTM",
  gru: "GRU",
};

function rivals(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "loss",
      title: "The same sequences, more steps: which nets learn them",
      description: "Training loss on the longest adding problem over the epochs, by Adam, for five nets.",
      note: "On the line nothing is remembered: the answer is always 1.",
      x: { label: "epoch" },
      y: { label: "mean squared error", scale: "log" },
      references: [{ value: 1 / 6, label: "without memory, 1/6" }],
      series: curves(rows, {
        name: (row) => RIVALS[text(row["net"])] ?? text(row["net"]),
        x: of("epoch"),
        y: of("loss"),
      }),
    },
  ];
}

/** The figures of `long-memory`. */
export function longMemoryFigures(result: Result): FigureSpec[] {
  const rows = rowsOf(result, "success over length").sort((a, b) => Number(a["length"]) - Number(b["length"]));
  const first = text(rows[0]?.["clipping"]);
  return [
    ...errors(rows.filter((row) => row["accuracy"] === null)),
    ...rivals(rowsOf(result, "loss over epochs")),
    ...recall(rows.filter((row) => row["accuracy"] !== null)),
    // the same with clipping and without
    ...gradients(rows.filter((row) => row["clipping"] === first)),
  ];
}
