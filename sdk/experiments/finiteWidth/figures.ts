import type { FigureSpec, SeriesSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const of = (column: string) => (row: Row) => quantity(row[column]);

function nets(shown: readonly Row[], layers: readonly Row[]): FigureSpec[] {
  if (layers.length < 2) return [];
  const x = layers.map(of("layer"));
  const lines: SeriesSpec[] = [
    { name: "theory: infinite width", x, y: layers.map(() => 1), role: "bound" },
    {
      name: "theory: typical net",
      x,
      y: layers.map(of("theory: typical")),
      low: layers.map(of("2 s.d. below")),
      high: layers.map(of("2 s.d. above")),
      role: "theory",
    },
  ];
  const some = shown.filter((row) => Number(row["net"]) <= 6);
  return [
    {
      kind: "lines",
      title: "Six nets from the same recipe",
      description: "The signal ‖h_l‖²/‖h₀‖² in every layer of six He ReLU nets, with theory's line and band.",
      note: "A net inside the band is an ordinary one, however far from 1.",
      x: { label: "layer" },
      y: { label: "‖h_l‖²/‖h₀‖²", scale: "log" },
      series: [
        ...curves(some, { name: (row) => `net ${text(row["net"])}`, x: of("layer"), y: of("‖h_l‖²/‖h₀‖²") }),
        ...lines,
      ],
      band: "± 2 s.d. of nets of this width",
    },
  ];
}

function moments(rows: readonly Row[]): FigureSpec[] {
  if (rows.length < 2) return [];
  const x = rows.map(of("layer"));
  const ends = (sign: number) => rows.map((row) => Number(row["E X²"]) + sign * 2 * Number(row["its standard error "]));
  return [
    {
      kind: "lines",
      title: "The mean stays, the second moment grows",
      description: "Mean and second moment of X = ‖h_l‖²/‖h₀‖² over the nets, layer by layer, beside Hanin's product.",
      x: { label: "layer" },
      y: { label: "moment over the nets" },
      series: [
        { name: "E X²", x, y: rows.map(of("E X²")), low: ends(-1), high: ends(1) },
        { name: "theory: Π(1 + 5/n)", x, y: rows.map(of("theory: Π(1 + 5/n)")), role: "theory", like: "E X²" },
        { name: "E X", x, y: rows.map(of("E X")) },
        { name: "theory: 1", x, y: rows.map(() => 1), role: "theory", like: "E X" },
      ],
      band: "± 2 standard errors of the draws",
    },
  ];
}

function widths(rows: readonly Row[]): FigureSpec[] {
  if (rows.length < 2) return [];
  const x = rows.map(of("width"));
  return [
    {
      kind: "lines",
      title: "The narrower, the less alike",
      description: "Standard deviation of ln X over the width of the nets, measured and by the exact law.",
      x: { label: "width", unit: "units", scale: "log" },
      y: { label: "standard deviation of ln X", scale: "log" },
      series: [
        { name: "measured", x, y: rows.map(of("measured")) },
        { name: "theory", x, y: rows.map(of("theory")), role: "theory", like: "measured" },
      ],
    },
  ];
}

/** The figures of `finite-width`. */
export function finiteWidthFigures(result: Result): FigureSpec[] {
  const layers = rowsOf(result, "X = ");
  return [
    ...nets(rowsOf(result, "some nets"), layers),
    ...moments(layers),
    ...widths(rowsOf(result, "standard deviation of ln X")),
  ];
}
