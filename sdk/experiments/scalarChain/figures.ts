import type { FigureSpec } from "../../figureSpec.js";
import { quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";
import { SMALLEST_NORMAL } from "./chain.js";

/** Smallest positive float32, 2⁻¹⁴⁹. */
const SMALLEST = 1.401298464324817e-45;

function chain(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "factors",
      title: "The chain rule, factor by factor",
      description:
        "The factors of ∂f/∂w₁ from the output toward the input, and what their product has come to after each.",
      note: "Blue: smaller than 1, the gradient shrinks. Orange: 1 or more. Read from the output (left) toward the input.",
      product: "∂f/∂w₁",
      factors: rows.map((row) => ({
        name: text(row["factor"]),
        value: quantity(row["value"]),
        meaning: text(row["what it is"]),
      })),
    },
  ];
}

function underflow(rows: readonly Row[], factor: string): FigureSpec[] {
  if (rows.length === 0) return [];
  const x = rows.map((row) => quantity(row["layers"]));
  const of = (column: string) => ({ x, y: rows.map((row) => quantity(row[column])) });
  return [
    {
      kind: "lines",
      title: `${factor} to the power L: where float32 has nothing left`,
      description: `The product of L factors ${factor} in float64 and in float32, over L.`,
      note: "The mathematics goes on; the number format ends. Hollow marks: exactly 0 in float32.",
      x: { label: "layers L" },
      y: { label: "product", scale: "log" },
      zones: [{ from: SMALLEST, to: SMALLEST_NORMAL, label: "subnormal in float32: digits are lost" }],
      series: [
        { name: "float32", ...of("float32") },
        { name: "theory, in float64", ...of("float64"), role: "theory", like: "float32" },
      ],
    },
  ];
}

function draws(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const share = (name: string, column: string) => ({ name, values: rows.map((row) => quantity(row[column])) });
  return [
    {
      kind: "bars",
      arrange: "stacked",
      title: "Does 0 ≤ ∂f/∂w₁ ≤ bound hold for random weights?",
      description: "Shares of the drawn chains whose gradient is negative, within the taught bound, or above it.",
      note: "If the bound held, every bar would be “inside” from end to end.",
      categories: rows.map((row) => `variance ${text(row["variance"])}`),
      value: { label: "share of the draws", from: 0, to: 1 },
      series: [share("below 0", "below 0"), share("inside", "inside"), share("above the bound", "above the bound")],
    },
  ];
}

function slips(rows: readonly Row[]): FigureSpec[] {
  const shown = rows.filter((row) => /^(∂|slip)/.test(text(row["what"])));
  if (shown.length === 0) return [];
  return [
    {
      kind: "bars",
      title: "∂C/∂w₀, and two slips on the way to it",
      description: "The gradient of the cost at the first sample, beside what two slips make of it.",
      categories: shown.map((row) => text(row["what"])),
      value: { label: "∂C/∂w₀" },
      series: [{ name: "value", values: shown.map((row) => quantity(row["value"])) }],
    },
  ];
}

/** The figures of `scalar-chain`. */
export function scalarChainFigures(result: Result): FigureSpec[] {
  return [
    ...chain(rowsOf(result, "factors")),
    ...underflow(rowsOf(result, "factor^L"), String(result.parameters["factor"])),
    ...draws(rowsOf(result, "0 ≤ ∂f/∂w₁")),
    ...slips(rowsOf(result, "∂C/∂w₀")),
  ];
}
