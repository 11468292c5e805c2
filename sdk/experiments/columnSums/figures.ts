import type { FigureSpec } from "../../figureSpec.js";
import { magnitude, quantity, type Row, rowsOf, text, textsOf } from "../tools/figures.js";
import type { Result } from "../types.js";

function rules(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const names = ["column sums of the layers", "column sums of the product", "σ_max of the product", "χ₁"];
  return [
    {
      kind: "bars",
      title: "How often each rule says what the error then does",
      description:
        "Share of the cases in which a rule agrees with the growth or decay of the error, by gain and depth.",
      note: "A coin is right in half of the cases. σ_max and χ₁ answer the question; a sum lets signs cancel. At the edge, over few layers, none can tell: there the draw decides.",
      categories: rows.map((row) => text(row["products"])),
      value: { label: "share that is right", from: 0, to: 1 },
      series: names.map((name) => ({ name, values: rows.map((row) => quantity(row[name])) })),
      references: [{ value: 0.5, label: "a coin" }],
    },
  ];
}

function scatter(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "scatter",
      title: "What the columns say, and what the error does",
      description: "One point a product: the share of its layers' columns above 1, against ‖δ₀‖/‖δ_L‖.",
      note: "Above the line the error grew. The share of columns above 1 is below one half on both sides of it.",
      x: { label: "share of the layers' columns with |Σ_y ∂y/∂x| > 1", from: 0, to: 1 },
      y: { label: "‖δ₀‖/‖δ_L‖", scale: "log" },
      references: [{ value: 1, label: "neither grows nor shrinks" }],
      series: textsOf(rows, "gain").map((gain) => {
        const own = rows.filter((row) => text(row["gain"]) === gain);
        return {
          name: `gain ${gain}`,
          x: own.map((row) => quantity(row["share of the layers' columns above 1"])),
          y: own.map((row) => magnitude(row["‖δ₀‖/‖δ_L‖"])),
        };
      }),
    },
  ];
}

/** The figures of `column-sums`. */
export function columnSumFigures(result: Result): FigureSpec[] {
  return [...rules(rowsOf(result, "how often each rule is right")), ...scatter(rowsOf(result, "every product"))];
}
