import type { FigureSpec, SeriesSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text, textsOf } from "../tools/figures.js";
import type { Result } from "../types.js";

const of = (column: string) => (row: Row) => quantity(row[column]);
const name = (row: Row): string => text(row["net"]);

function line(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "lines",
      title: "The gradient along a line of inputs",
      description: "∂f/∂x over x for a shallow net, a deep plain one, and the deep one with scaled skips.",
      note: "A step downhill at one input tells little about its neighbour where the curve is noise.",
      x: { label: "input x" },
      y: { label: "∂f/∂x over its RMS" },
      series: curves(rows, { name: () => "gradient", panel: name, x: of("input"), y: of("gradient over its RMS") }),
    },
  ];
}

function correlation(rows: readonly Row[]): FigureSpec[] {
  if (textsOf(rows, "depth").length < 2) return [];
  const plain = rows.filter((row) => name(row) === "plain");
  const ends = (own: readonly Row[], sign: number) =>
    own.map((row) => Number(row["measured"]) + sign * 2 * Number(row["standard error"]));
  const measured = textsOf(rows, "net").map((net): SeriesSpec => {
    const own = rows.filter((row) => name(row) === net);
    return { name: net, x: own.map(of("depth")), y: own.map(of("measured")), low: ends(own, -1), high: ends(own, 1) };
  });
  const theory = { name: () => "theory", like: name, x: of("depth"), y: of("theory") };
  return [
    {
      kind: "lines",
      title: "How alike the gradients at two orthogonal inputs are",
      description:
        "Correlation of the gradients at two inputs over the depth, plain and with scaled skips, with theory.",
      note: "The dotted 2^−L is the often quoted approximation: deep layers see more alike inputs, and lose less.",
      x: { label: "hidden layers" },
      y: { label: "correlation", from: 0, to: 1 },
      series: [
        ...measured,
        ...curves(rows, { ...theory, role: "theory" }),
        { name: "2^−L", x: plain.map(of("depth")), y: plain.map(of("2^−L")), role: "bound" },
      ],
      band: "± 2 standard errors",
    },
  ];
}

function growth(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const measured = textsOf(rows, "net").map((net): SeriesSpec => {
    const own = rows.filter((row) => name(row) === net);
    return {
      name: net,
      x: own.map(of("blocks")),
      y: own.map(of("geometric mean")),
      low: own.map(of("2 s.d. below")),
      high: own.map(of("2 s.d. above")),
    };
  });
  const theory = curves(rows, {
    name: () => "theory: (1 + α²)^L",
    like: name,
    x: of("blocks"),
    y: of("theory: (1 + α²)^L"),
    role: "theory",
  });
  return [
    {
      kind: "lines",
      title: "Identity skips double the signal in every block",
      description: "‖u‖² after every residual block over that before the first, for both gains, with theory.",
      x: { label: "blocks" },
      y: { label: "‖u_L‖²/‖u₀‖²", scale: "log" },
      references: [{ value: Math.E, label: "e" }],
      series: [...measured, ...theory],
      band: "± 2 s.d. of the nets",
    },
  ];
}

/** The figures of `shattered`. */
export function shatteredFigures(result: Result): FigureSpec[] {
  return [
    ...line(rowsOf(result, "the gradient along a line")),
    ...correlation(rowsOf(result, "correlation of the gradients")),
    ...growth(rowsOf(result, "growth")),
  ];
}
