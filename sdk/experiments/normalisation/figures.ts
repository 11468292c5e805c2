import type { FigureSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const LN2 = 0.6931471805599453;
const of = (column: string) => (row: Row) => quantity(row[column]);

function factors(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "bars",
      title: "Behind a norm the activation decides",
      description: "Factor per layer of ‖δ‖² in wide random nets, for every norm and activation, beside theory.",
      note: "Below 1 gradients vanish, above it they explode. Error bars: the lowest and the highest net.",
      categories: rows.map((row) => {
        const weights = row["σ_w²"] === 1 ? "" : `, σ_w² ${text(row["σ_w²"])}`;
        return `${text(row["norm"])}: ${text(row["activation"])}, ${text(row["rows"])} rows${weights}`;
      }),
      value: { label: "factor per layer of ‖δ‖²" },
      references: [{ value: 1, label: "level" }],
      series: [
        {
          name: "measured",
          values: rows.map(of("measured")),
          low: rows.map(of("lowest")),
          high: rows.map(of("highest")),
        },
        { name: "theory: many rows", values: rows.map(of("theory")), role: "theory" },
      ],
    },
  ];
}

function profiles(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const name = (row: Row): string => `${text(row["norm"])} norm`;
  const both = (panel: string, column: string, theory: string) => [
    ...curves(rows, { name, panel: () => panel, x: of("layer"), y: of(column) }),
    ...curves(
      rows.filter((row) => row[theory] !== null),
      {
        name: (row) => `theory: ${name(row)}`,
        panel: () => panel,
        like: name,
        role: "theory",
        x: of("layer"),
        y: of(theory),
      },
    ),
  ];
  return [
    {
      kind: "lines",
      title: "Deep ReLU nets: how alike their inputs become",
      description:
        "Mean cosine of two rows over the layers, of what φ takes in and of what it puts out, beside theory.",
      note: "At 1 all inputs point one way, and no layer above can tell them apart. Batch norm holds them apart.",
      x: { label: "hidden layer" },
      y: { label: "mean cosine of two rows" },
      series: [
        ...both("into φ", "mean cosine of two rows into φ", "theory: into φ"),
        ...both("out of φ", "mean cosine of two rows out of φ", "theory: out of φ"),
      ],
    },
    {
      kind: "lines",
      title: "Deep ReLU nets: level behind layer norm, exploding behind batch norm",
      description: "log₁₀ of ‖δ_l‖² over that of the last hidden layer, beside theory's line.",
      note: "The error enters at the right. The net whose gradient explodes is the one that learns.",
      x: { label: "hidden layer" },
      y: { label: "log₁₀ ‖δ_l‖²/‖δ_L‖²" },
      series: both("δ", "log₁₀ ‖δ_l‖²/‖δ_L‖²", "theory: log₁₀ ‖δ_l‖²/‖δ_L‖²"),
    },
  ];
}

function losses(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "lines",
      title: "What each norm makes learn",
      description:
        "Loss over the training steps for every kind of net, without a norm, with layer and with batch norm.",
      note: "Median of the nets; a mark at the top: no longer finite.",
      x: { label: "step" },
      y: { label: "loss", unit: "nats", scale: "log" },
      references: [{ value: LN2, label: "ln 2: guessing" }],
      series: curves(rows, {
        name: (row) => (row["norm"] === "none" ? "no norm" : `${text(row["norm"])} norm`),
        panel: (row) => `${text(row["net"])}, ${text(row["weights"])}`,
        x: of("step"),
        y: of("loss"),
      }),
    },
  ];
}

/** The figures of `normalisation`. */
export function normalisationFigures(result: Result): FigureSpec[] {
  return [
    ...factors(rowsOf(result, "factor per layer")),
    ...profiles(result.tables.flatMap(({ name }) => (name.includes("from random inputs") ? rowsOf(result, name) : []))),
    ...losses(rowsOf(result, "loss on the way")),
  ];
}
