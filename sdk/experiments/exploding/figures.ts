import type { FigureSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const of = (column: string) => (row: Row) => quantity(row[column]);
const clipping = (row: Row): string =>
  row["clipping"] === "none" ? "not clipped" : `clipped by ${text(row["clipping"])}`;

function directions(rows: readonly Row[]): FigureSpec[] {
  const shown = rows.filter((row) => text(row["gradient"]).startsWith("both entries"));
  const first = shown[0];
  if (first === undefined) return [];
  return [
    {
      kind: "scatter",
      title: "Clipping by norm keeps the direction, by value turns it",
      description: "A gradient of two entries, the line of its direction, and what both kinds of clipping make of it.",
      note: "The point on the dotted line was only shortened.",
      x: { label: "g₁", from: 0 },
      y: { label: "g₂", from: 0 },
      series: [
        { name: "gradient", x: [of("g₁")(first)], y: [of("g₂")(first)] },
        ...shown.map((row) => ({
          name: `clipped by ${text(row["clipped by"])}`,
          x: [of("clipped₁")(row)],
          y: [of("clipped₂")(row)],
        })),
        { name: "its direction", x: [0, of("g₁")(first)], y: [0, of("g₂")(first)], role: "bound" },
      ],
    },
  ];
}

function losses(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "loss",
      title: "The same nets with and without clipping",
      description: "Training loss over the steps, one panel for each net: not clipped, clipped by norm and by value.",
      note: "A mark ends the line of a net that is no longer finite.",
      x: { label: "step" },
      y: { label: "loss", unit: "nats", scale: "log" },
      references: [{ value: Math.LN2, label: "guessing" }],
      series: curves(rows, {
        name: clipping,
        panel: (row) => `net ${text(row["seed"])}`,
        x: of("step"),
        y: of("loss"),
      }),
    },
  ];
}

function squashing(rows: readonly Row[]): FigureSpec[] {
  const shown = rows.filter((row) => row["seed"] === 1);
  if (shown.length < 2) return [];
  return [
    {
      kind: "lines",
      title: "ReLU against squashing: what reaches each layer",
      description: "The norm of the back-propagated error in each layer before training, ReLU and squashing layers.",
      note: "The error enters at the right and is carried back to the left.",
      x: { label: "layer" },
      y: { label: "‖δ‖", scale: "log" },
      series: curves(shown, { name: (row) => text(row["activation"]), x: of("layer"), y: of("‖δ‖") }),
    },
  ];
}

/** The figures of `exploding`. */
export function explodingFigures(result: Result): FigureSpec[] {
  return [
    ...directions(rowsOf(result, "one gradient")),
    ...losses(rowsOf(result, "loss over steps")),
    ...squashing(rowsOf(result, "error of each layer")),
  ];
}
