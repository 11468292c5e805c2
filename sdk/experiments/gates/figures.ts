import type { FigureSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";
import { GUESSING } from "./clipping.js";

const of = (column: string) => (row: Row) => quantity(row[column]);
const cellOf = (row: Row): string =>
  row["cell"] === "simple" ? "tanh, orthogonal W_h" : text(row["cell"]).toUpperCase();

function forgetting(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const name = (row: Row): string => `forget bias ${text(row["forget bias"])}`;
  const x = of("lag");
  return [
    {
      kind: "lines",
      title: "An LSTM's cell is a product of its forget gates",
      description: "∂c_T/∂c_t over the lag T − t, all other weights 0: measured, and σ(b)^lag beside it.",
      note: "Every step multiplies by σ(b): what is left is a matter of the bias alone.",
      x: { label: "lag", unit: "steps" },
      y: { label: "∂c_T/∂c_t", scale: "log" },
      series: [
        ...curves(rows, { name, x, y: of("∂c_T/∂c_t") }),
        ...curves(rows, { name: (row) => `${name(row)}: σ(b)^lag`, x, y: of("σ(b)^lag"), role: "theory", like: name }),
      ],
    },
  ];
}

function learning(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "loss",
      title: "The adding problem: cells with gates learn it",
      description: "Training loss over the sequences seen, one panel for each length and one line for each cell.",
      note: "On the line nothing is remembered: the answer is always 1.",
      x: { label: "sequences seen" },
      y: { label: "mean squared error", scale: "log" },
      references: [{ value: 1 / 6, label: "guessing, 1/6" }],
      series: curves(rows, {
        name: cellOf,
        panel: (row) => `${text(row["length"])} steps`,
        x: of("sequences seen"),
        y: of("loss"),
      }),
    },
  ];
}

function opened(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const panel = (row: Row): string => `${text(row["training"])} training`;
  const x = of("lag");
  return [
    {
      kind: "lines",
      title: "What comes back from the last step, before and after training",
      description: "‖∂J/∂h_t‖ and, of the LSTM, ‖∂J/∂c_t‖ over the lag T − t, as shares of those of the last step.",
      note: "A cell that has learnt to remember lets the error pass.",
      x: { label: "lag", unit: "steps" },
      y: { label: "share of the gradient", scale: "log" },
      series: [
        ...curves(rows, { name: (row) => `${cellOf(row)}, h`, panel, x, y: of("‖∂J/∂h_t‖/‖∂J/∂h_T‖") }),
        ...curves(
          rows.filter((row) => row["cell"] === "lstm"),
          { name: (row) => `${cellOf(row)}, c`, panel, x, y: of("‖∂J/∂c_t‖/‖∂J/∂c_T‖") },
        ),
      ],
    },
  ];
}

function growth(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "lines",
      title: "Gates do not keep gradients from exploding",
      description: "‖∂(h, c)_T/∂(h, c)_0‖ in float64 over the gain of the recurrent weights, median over nets.",
      note: "Above the line a difference in the state grows on its way.",
      x: { label: "gain of W_h", scale: "log" },
      y: { label: "norm over all steps", scale: "log" },
      references: [{ value: 1, label: "level" }],
      series: curves(rows, { name: cellOf, x: of("gain"), y: of("norm, median") }),
    },
  ];
}

function clipping(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "loss",
      title: "Clipping is still needed",
      description: "Training loss of GRUs over the steps: orthogonal W_h, a larger one, and that with clipping.",
      note: "A mark ends the line of a net that is no longer finite.",
      x: { label: "step" },
      y: { label: "mean squared error", scale: "log" },
      references: [{ value: GUESSING, label: "guessing, 1/12" }],
      series: curves(rows, {
        name: (row) => text(row["way"]),
        panel: (row) => `net ${text(row["net"])}`,
        x: of("step"),
        y: of("loss"),
      }),
    },
  ];
}

/** The figures of `gates`. */
export function gatesFigures(result: Result): FigureSpec[] {
  return [
    ...forgetting(rowsOf(result, "the cell's gradient over lag")),
    ...learning(rowsOf(result, "loss over sequences")),
    ...opened(rowsOf(result, "gradient over lag, longest sequences")),
    ...growth(rowsOf(result, "growth of the state's derivative")),
    ...clipping(rowsOf(result, "loss over steps, with clipping and without")),
  ];
}
