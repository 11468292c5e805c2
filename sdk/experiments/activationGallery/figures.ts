import type { FigureSpec, SeriesSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const panel = (row: Row): string => text(row["activation"]);
const u = (row: Row): ReturnType<typeof quantity> => quantity(row["u"]);

/** Kernel and theory over u, one panel for every activation. */
function overU(rows: readonly Row[], column: string): SeriesSpec[] {
  const of = (name: string) => (row: Row) => quantity(row[name]);
  return [
    ...curves(rows, { name: () => column, panel, x: u, y: of(column) }),
    ...curves(rows, {
      name: () => "theory",
      panel,
      x: u,
      y: of(`${column}, theory`),
      role: "theory",
      like: () => column,
    }),
  ];
}

function shapes(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "lines",
      title: "What each activation makes of its input",
      description: "φ(u) of every activation by the float32 kernels, with the theory's curve over it.",
      note: "Sigmoid and softplus never give a negative output; tanh and softsign are symmetric about 0.",
      x: { label: "pre-activation u" },
      y: { label: "output φ(u)", from: -2, to: 3 },
      series: overU(rows, "φ"),
    },
    {
      kind: "lines",
      title: "… and how much of the error it passes back",
      description: "The slope φ'(u) of every activation by the float32 kernels, with the theory's curve over it.",
      note: "δ is multiplied by φ'(u) in every layer: by at most ¼ with the sigmoid, by nothing or all with ReLU.",
      x: { label: "pre-activation u" },
      y: { label: "slope φ'(u)", from: -0.25, to: 2 },
      references: [{ value: 0.25, label: "¼" }],
      series: overU(rows, "φ'"),
    },
  ];
}

/** E φ'² with its error bars, beside the quadrature. */
function moments(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const at = (row: Row, side: number): number => Number(row["E φ'²"]) + side * 2 * Number(row["s.e. of E φ'²"]);
  return [
    {
      kind: "bars",
      title: "E φ'²: the share of the gradient's variance that is left",
      description: "The mean of φ'² over random pre-activations for every activation, measured beside theory.",
      note: "Weights of variance 1/(n E φ'²) make up for it. Error bars: ± 2 standard errors.",
      categories: rows.map(panel),
      value: { label: "E φ'²", from: 0 },
      references: [{ value: 1, label: "1: level" }],
      series: [
        {
          name: "measured",
          values: rows.map((row) => quantity(row["E φ'²"])),
          low: rows.map((row) => at(row, -1)),
          high: rows.map((row) => at(row, 1)),
        },
        { name: "theory", values: rows.map((row) => quantity(row["E φ'², theory"])), role: "theory" },
      ],
    },
  ];
}

/** The figures of `activation-gallery`. */
export function activationGalleryFigures(result: Result): FigureSpec[] {
  return [...shapes(rowsOf(result, "curves")), ...moments(rowsOf(result, "over random u"))];
}
