import type { FigureSpec, SeriesSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text, textsOf } from "../tools/figures.js";
import type { Result } from "../types.js";

const of = (column: string) => (row: Row) => quantity(row[column]);

function diagram(cells: readonly Row[], line: readonly Row[], activation: string): FigureSpec[] {
  if (cells.length === 0) return [];
  const axis = (column: string) => [...new Set(cells.map((row) => Number(row[column])))];
  const ys = axis("σ_b²");
  const values = ys.map((y) => cells.filter((row) => row["σ_b²"] === y).map(of("χ₁")));
  return [
    {
      kind: "heat",
      title: `Where gradients vanish and where they explode: ${activation}`,
      description: "χ₁ over the variance of the weights and of the biases, with the line on which it is 1.",
      note: "Blue: gradients vanish. Red: they explode. On the line they do neither, at any depth.",
      x: { label: "σ_w²" },
      y: { label: "σ_b²" },
      xs: axis("σ_w²"),
      ys,
      values,
      colour: { label: "χ₁", scale: "log", centre: 1 },
      contours: [0.5, 1.5].map((level) => ({ level, label: `χ₁ = ${level}` })),
      theory: [{ name: "critical: χ₁ = 1", x: line.map(of("σ_w²")), y: line.map(of("σ_b²")) }],
    },
  ];
}

function chi(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const ends = (sign: number) =>
    rows.map((row) => Number(row["measured χ₁"]) + sign * 2 * Number(row["standard error"]));
  return [
    {
      kind: "bars",
      title: "χ₁: what nets do beside what theory says",
      description: "Factor a layer of ‖δ‖² for every activation, measured in random wide nets, with theory's χ₁.",
      note: "Error bars: ± 2 standard errors of the nets that were drawn.",
      categories: rows.map((row) => {
        const weight = Math.round(1000 * Number(row["σ_w²"])) / 1000;
        return `${text(row["activation"])}, σ_w² ${weight}`;
      }),
      value: { label: "factor per layer of ‖δ‖²" },
      references: [{ value: 1, label: "critical" }],
      series: [
        { name: "measured", values: rows.map(of("measured χ₁")), low: ends(-1), high: ends(1) },
        { name: "theory", values: rows.map(of("theory: χ₁")), role: "theory" },
      ],
    },
  ];
}

function profiles(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const points = textsOf(rows, "point");
  const series = points.flatMap((point): SeriesSpec[] => {
    const own = rows.filter((row) => row["point"] === point);
    const common = { panel: point, x: own.map(of("layer")) };
    return [
      { ...common, name: "one net", y: own.map(of("one net")) },
      { ...common, name: "mean of the nets", y: own.map(of("geometric mean")) },
      {
        ...common,
        name: "theory",
        y: own.map(of("theory")),
        low: own.map(of("2 s.d. below")),
        high: own.map(of("2 s.d. above")),
        role: "theory",
      },
    ];
  });
  return [
    {
      kind: "lines",
      title: "Narrow nets stray from the line, and stay within its band",
      description:
        "‖δ_l‖² over that of the last layer in narrow nets: one net, the mean of all, and theory with its band.",
      note: "The error enters at the right and is carried back to the left.",
      x: { label: "layer" },
      y: { label: "‖δ_l‖²/‖δ_L‖²", scale: "log" },
      series,
      band: "± 2 s.d. of nets of this width",
    },
  ];
}

function approach(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const name = (row: Row): string => `input ${text(row["mean square of the input"])}`;
  const theory = curves(rows, {
    name: () => "theory",
    x: of("layer"),
    y: of("theory"),
    role: "theory",
    like: name,
  });
  return [
    {
      kind: "lines",
      title: "Weak or strong, every input ends at the same variance q*",
      description: "Variance of the pre-activations over the layers, from three mean squares of the input.",
      x: { label: "layer" },
      y: { label: "variance of u", scale: "log" },
      series: [...curves(rows, { name, x: of("layer"), y: of("measured q") }), ...theory],
    },
  ];
}

/** The figures of `mean-field`. */
export function meanFieldFigures(result: Result): FigureSpec[] {
  const activation = String(result.parameters["diagramActivation"]);
  return [
    ...diagram(rowsOf(result, "phase diagram"), rowsOf(result, "critical line"), activation),
    ...chi(rowsOf(result, "χ₁ of wide nets")),
    ...profiles(rowsOf(result, "‖δ_l‖²/‖δ_L‖² in narrow nets")),
    ...approach(rowsOf(result, "variance on its way")),
  ];
}
