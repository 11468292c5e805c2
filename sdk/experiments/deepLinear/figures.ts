import type { FigureSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const of =
  (column: string) =>
  (row: Row): ReturnType<typeof quantity> =>
    quantity(row[column]);

/** A value ± two of what is beside it. */
const around = (rows: readonly Row[], value: string, error: string) => ({
  low: rows.map((row) => Number(row[value]) - 2 * Number(row[error])),
  high: rows.map((row) => Number(row[value]) + 2 * Number(row[error])),
});

function modes(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const name = (row: Row): string => `s = ${text(row["strength s"])}`;
  const theory = curves(rows, { name: () => "theory", x: of("time"), y: of("theory"), role: "theory", like: name });
  return [
    {
      kind: "lines",
      title: "Each mode has its own time: a plateau, then a step",
      description:
        "The singular values of a two-layer linear net in training over time, with Saxe's solution over them.",
      note: "Dashed: theory, u(t) = s/(1 + (s/u₀ − 1) exp(−2st/τ)). Strong modes first; small weights mean a long plateau.",
      x: { label: "time", unit: "τ = 1/(2η) steps" },
      y: { label: "strength u of the mode" },
      series: [...curves(rows, { name, x: of("time"), y: of("u") }), ...theory],
    },
  ];
}

function edge(rows: readonly Row[]): FigureSpec[] {
  if (rows.length < 2) return [];
  const x = rows.map(of("depth"));
  return [
    {
      kind: "lines",
      title: "How far the best direction of a Gaussian product gets",
      description:
        "Mean of the largest s² over the depth, with the Fuss–Catalan edge and the product of squared norms.",
      note: "It grows like e·(L + 1), not like 4^L: the directions that one layer stretches are not the next one's. At finite n it falls short of the law, the more the deeper.",
      x: { label: "layers L" },
      y: { label: "largest s²", scale: "log" },
      band: "± 2 s.d. of one product",
      series: [
        { name: "measured", x, y: rows.map(of("mean")), ...around(rows, "mean", "s.d. of one product") },
        { name: "theory: (L + 1)^(L + 1)/L^L", x, y: rows.map(of("theory")), role: "theory", like: "measured" },
        { name: "norms multiplied, 4^L", x, y: rows.map(of("4^L: squared norms multiplied")), role: "bound" },
      ],
    },
  ];
}

function exponents(rows: readonly Row[]): FigureSpec[] {
  if (rows.length < 2) return [];
  const x = rows.map(of("k"));
  return [
    {
      kind: "lines",
      title: "Growth of each singular value, layer by layer",
      description: "Measured growth of ln σ_k per layer of long Gaussian products over k, with Newman's exponents.",
      note: "None is 0, and no two are alike: with every layer the singular values spread further apart.",
      x: { label: "rank k" },
      y: { label: "λ_k", unit: "1/layer" },
      band: "± 2 standard errors",
      series: [
        { name: "measured", x, y: rows.map(of("measured")), ...around(rows, "measured", "standard error") },
        { name: "theory", x, y: rows.map(of("theory")), role: "theory", like: "measured" },
      ],
    },
  ];
}

/** The figures of `deep-linear`. */
export function deepLinearFigures(result: Result): FigureSpec[] {
  return [
    ...modes(rowsOf(result, "modes in training")),
    ...edge(rowsOf(result, "largest s²")),
    ...exponents(rowsOf(result, "growth of the singular values")),
  ];
}
