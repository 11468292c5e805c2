import type { FigureSpec, SeriesSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const name = (row: Row): string => text(row["initialisation"]);
const of = (column: string) => (row: Row) => quantity(row[column]);

function signal(rows: readonly Row[], theory: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const x = theory.map(of("layer"));
  const line = (series: Omit<SeriesSpec, "x" | "role">): SeriesSpec => ({ ...series, x, role: "theory" });
  const glorot = rows.map(name).find((one) => one.startsWith("glorot"));
  const lines: SeriesSpec[] =
    glorot === undefined
      ? []
      : [
          line({ name: "theory: wide nets", y: theory.map(of("infinite width")) }),
          line({
            name: "theory: this width",
            y: theory.map(of("median at this width")),
            low: theory.map(of("2 s.d. below")),
            high: theory.map(of("2 s.d. above")),
            like: glorot,
          }),
        ];
  return [
    {
      kind: "lines",
      title: "What is left of the signal in each layer, before training",
      description: "RMS of the outputs of every layer over that of layer 1, for every initialisation.",
      note: "A level line passes the signal on. Glorot's variance was made for tanh: ReLU drops half of it in every layer.",
      x: { label: "layer" },
      y: { label: "RMS of z over layer 1", scale: "log" },
      series: [...curves(rows, { name, x: of("layer"), y: of("over layer 1") }), ...lines],
      ...(lines.length > 0 && { band: "± 2 s.d. of nets of this width" }),
    },
  ];
}

function losses(rows: readonly Row[]): FigureSpec[] {
  const first = rows.filter((row) => row["run"] === 1);
  if (first.length === 0) return [];
  return [
    {
      kind: "loss",
      title: "The same net on two moons",
      description: "Training loss over the steps, first run of every initialisation.",
      note: "At ln 2 the net says fifty-fifty whatever it sees.",
      x: { label: "steps" },
      y: { label: "loss", unit: "nats", scale: "log" },
      references: [{ value: Math.LN2, label: "ln 2: guessing" }],
      series: curves(first, { name, x: of("step"), y: of("loss") }),
    },
  ];
}

function gradients(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "bars",
      title: "The critical variance passes gradients on",
      description: "Factor a layer of the squared error, measured in wide nets beside χ₁ of theory.",
      note: "At 1 gradients neither vanish nor explode.",
      categories: rows.map((row) => `${text(row["activation"])}, ${name(row)}`),
      value: { label: "factor per layer of ‖δ‖²" },
      references: [{ value: 1, label: "critical" }],
      series: [
        { name: "measured", values: rows.map(of("measured")) },
        { name: "theory: χ₁", values: rows.map(of("theory: χ₁")), role: "theory" },
      ],
    },
  ];
}

/** The figures of `initialisation`. */
export function initialisationFigures(result: Result): FigureSpec[] {
  const layers = rowsOf(result, "layers before training");
  return [
    ...signal(layers, rowsOf(result, "theory of Glorot's")),
    ...losses(rowsOf(result, "loss over the steps")),
    ...gradients(rowsOf(result, "gradients through wide nets")),
  ];
}
