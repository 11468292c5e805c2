import { elementAt } from "../../core/element.js";
import type { FigureSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const SMALLEST_NORMAL = 1.1754943508222875e-38;
const SMALLEST = 1.401298464324817e-45;

function slopes(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const common = { panel: (row: Row) => text(row["activation"]), x: (row: Row) => quantity(row["u"]) };
  const of = (name: string, column: string, role?: "theory") =>
    curves(rows, {
      ...common,
      name: () => name,
      y: (row) => quantity(row[column]),
      ...(role && { role, like: () => "from the output" }),
    });
  return [
    {
      kind: "lines",
      title: "The slope, from the output and from the input",
      description: "The relative error of φ' in float32 over u, taken from the output y and taken from the input u.",
      note: "Hollow marks: no error at all. At 1 the slope has become 0: all of it is lost.",
      x: { label: "pre-activation u" },
      y: { label: "relative error of φ'", scale: "log" },
      series: [
        ...of("from the output", "error from the output"),
        ...of("from the input", "error from the input"),
        ...of("theory", "error from the output, theory", "theory"),
      ],
    },
  ];
}

function chain(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const x = rows.map((row) => quantity(row["factors"]));
  const of = (column: string) => rows.map((row) => quantity(row[column]));
  const scaled = "δ with the loss scaled, scale taken back";
  return [
    {
      kind: "lines",
      title: "The mathematics goes on, the number format ends",
      description: "δ down a chain of sigmoids in float32, with and without a scaled loss, beside (w/4)^L.",
      note: "Hollow marks: exactly 0 in float32. With a larger loss the same net has a gradient everywhere.",
      x: { label: "factors L" },
      y: { label: "δ", scale: "log" },
      zones: [{ from: SMALLEST, to: SMALLEST_NORMAL, label: "subnormal in float32: digits are lost" }],
      series: [
        { name: "float32", x, y: of("δ in float32") },
        { name: "float32, loss scaled", x, y: of(scaled) },
        { name: "theory: (w/4)^L", x, y: of("(w/4)^L"), role: "theory", like: "float32" },
      ],
    },
  ];
}

function random(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const common = { name: (row: Row) => `net ${text(row["net"])}`, x: (row: Row) => quantity(row["layers down"]) };
  const first = rows.filter((row) => row["net"] === rows[0]?.["net"]);
  return [
    {
      kind: "lines",
      title: "Random nets: δ runs out of float32",
      description: "The root mean square of δ in each layer of random sigmoid nets, and the mean field's line over it.",
      note: "Hollow marks: every δ of the layer is exactly 0, and none of its units is dead.",
      x: { label: "layers down from the output" },
      y: { label: "RMS of δ", scale: "log" },
      zones: [{ from: SMALLEST, to: SMALLEST_NORMAL, label: "subnormal in float32" }],
      series: [
        ...curves(rows, { ...common, y: (row) => quantity(row["RMS of δ"]) }),
        {
          name: "theory: √χ₁ a layer",
          x: first.map(common.x),
          y: first.map((row) => quantity(row["mean field"])),
          role: "theory",
          like: common.name(elementAt(first, 0)),
        },
      ],
    },
  ];
}

/** The figures of `float-underflow`. */
export function floatUnderflowFigures(result: Result): FigureSpec[] {
  return [
    ...slopes(rowsOf(result, "slopes")),
    ...chain(rowsOf(result, "δ down a chain")),
    ...random(rowsOf(result, "random nets")),
  ];
}
