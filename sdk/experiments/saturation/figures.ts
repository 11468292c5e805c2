import type { FigureSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const panel = (row: Row): string => text(row["activation"]);
const layer = (row: Row): string => `layer ${text(row["layer"])}`;
const gain = (row: Row): ReturnType<typeof quantity> => quantity(row["gain"]);

function hidden(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const common = { panel, x: gain };
  const of = (column: string) => curves(rows, { ...common, name: layer, y: (row) => quantity(row[column]) });
  return [
    {
      kind: "lines",
      title: "Larger weights, more saturated units",
      description: "The share of units × samples in saturation in each hidden layer over the gain, with a Gaussian's.",
      note: "Theory: the tails of a Gaussian u with the measured mean and spread.",
      x: { label: "gain on the weights", scale: "log" },
      y: { label: "share saturated", from: 0, to: 1 },
      series: [
        ...of("saturated"),
        ...curves(rows, {
          ...common,
          name: () => "theory",
          like: layer,
          role: "theory",
          y: (row) => quantity(row["saturated, theory"]),
        }),
      ],
    },
    {
      kind: "lines",
      title: "… and weights that can hardly be updated",
      description: "‖η ∂W‖/‖W‖ of each hidden layer over the gain on the initial weights.",
      note: "About 10⁻³ is said to be healthy.",
      x: { label: "gain on the weights", scale: "log" },
      y: { label: "update to weight", scale: "log" },
      references: [{ value: 0.001, label: "10⁻³" }],
      series: of("update to weight"),
    },
  ];
}

function signs(rows: readonly Row[], below: string): FigureSpec[] {
  if (rows.length === 0) return [];
  const of = (name: string, column: string) => ({ name, values: rows.map((row) => quantity(row[column])) });
  return [
    {
      kind: "bars",
      title: `With ${below} below, a unit's weights move together`,
      description:
        "The share of a unit's weight gradients that have the commoner sign, for single samples and a batch.",
      note: "At 1 all weights of a unit rise or all fall; ½ is chance.",
      categories: rows.map((row) => `weight matrix ${text(row["weight matrix"])}`),
      value: { label: "share of one sign", from: 0, to: 1 },
      references: [{ value: 0.5, label: "chance" }],
      series: [of("single sample, least", "least, single sample"), of("batch, mean", "mean, batch")],
    },
  ];
}

/** The figures of `saturation`. */
export function saturationFigures(result: Result): FigureSpec[] {
  return [
    ...hidden(rowsOf(result, "hidden layers")),
    ...signs(rowsOf(result, "share of a unit"), String(result.parameters["below"])),
  ];
}
