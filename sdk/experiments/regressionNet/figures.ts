import type { FigureSpec } from "../../figureSpec.js";
import { quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

function gradients(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const bars = (name: string, column: string) => ({ name, values: rows.map((row) => quantity(row[column])) });
  return [
    {
      kind: "bars",
      title: "Every gradient, three times",
      description:
        "∂L/∂ each weight and bias: by hand in float64, by central differences, and as backward() has it in float32.",
      note: "Three ways to one number. The farther from the output, the smaller: each sigmoid layer takes its share.",
      categories: rows.map((row) => text(row["parameter"])),
      value: { label: "∂L/∂ parameter" },
      series: [bars("by hand", "by hand"), bars("difference", "difference"), bars("backward()", "backward()")],
    },
  ];
}

function deltas(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const samples = [...new Set(rows.map((row) => text(row["sample"])))];
  return [
    {
      kind: "lines",
      title: "The error on its way back: ‖δ‖ in each layer",
      description: "The norm of δ = ∂L/∂u of every sample over the layers.",
      note: "δ enters at the right, as −2 (y − ŷ), and is multiplied by a weight matrix and by slopes of at most ¼ a layer.",
      x: { label: "layer" },
      y: { label: "‖δ‖", scale: "log" },
      series: samples.map((sample) => {
        const own = rows.filter((row) => text(row["sample"]) === sample);
        const layers = [...new Set(own.map((row) => Number(row["layer"])))];
        const norm = (layer: number): number =>
          Math.sqrt(
            own
              .filter((row) => row["layer"] === layer)
              .reduce((total, row) => total + Number(row["δ"]) * Number(row["δ"]), 0),
          );
        return { name: `sample ${sample}`, x: layers, y: layers.map(norm) };
      }),
    },
  ];
}

/** The figures of `regression-net`. */
export function regressionNetFigures(result: Result): FigureSpec[] {
  return [...gradients(rowsOf(result, "gradients")), ...deltas(rowsOf(result, "layers"))];
}
