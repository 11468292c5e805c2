import type { FigureSpec, SeriesSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const of =
  (column: string) =>
  (row: Row): ReturnType<typeof quantity> =>
    quantity(row[column]);
const panel = (row: Row): string => text(row["activation"]);
const firstNet = (row: Row): boolean => row["net"] === 1;

function layers(all: readonly Row[]): FigureSpec[] {
  const rows = all.filter(firstNet);
  if (rows.length === 0) return [];
  const common = { panel, x: of("layer") };
  const plot = (name: string, column: string, role?: SeriesSpec["role"]): SeriesSpec[] =>
    curves(rows, { ...common, name: () => name, y: of(column), ...(role !== undefined && { role }) });
  const gains = rows.filter((row) => row["gain of δ"] !== null);
  return [
    {
      kind: "lines",
      title: "From each layer to the end: the Jacobian, and what its bounds allow",
      description:
        "‖∂z_L/∂z‖₂ from each layer to the output, beside the product of the layers' norms and the product of their bounds.",
      note: "Read from right to left. Each bound holds; multiplied they say less with every layer.",
      x: { label: "layer" },
      y: { label: "largest singular value", scale: "log" },
      series: [
        ...plot("measured", "‖J‖ to the end"),
        ...plot("product of norms", "product of norms to the end", "bound"),
        ...plot("product of bounds", "product of bounds to the end", "bound"),
      ],
    },
    {
      kind: "lines",
      title: "What δ gains in each layer, and the most that it could",
      description: "‖δ_l‖/‖δ_{l+1}‖ in each layer beside the largest singular value of the map between them.",
      note: "A direction that is stretched most is one of many: δ is spread over all of them.",
      x: { label: "layer" },
      y: { label: "gain" },
      references: [{ value: 1, label: "nothing lost" }],
      series: [
        ...curves(gains, { ...common, name: () => "gain of δ", y: of("gain of δ") }),
        ...curves(gains, { ...common, name: () => "largest possible", y: of("largest possible gain"), role: "bound" }),
      ],
    },
  ];
}

function circle(rows: readonly Row[], name: string): FigureSpec[] {
  if (rows.length === 0) return [];
  const x = rows.map(of("value"));
  const width = Number(x[1]) - Number(x[0]);
  const density = (value: ReturnType<typeof quantity>): number => Number(value) / width;
  return [
    {
      kind: "histogram",
      title: "The quarter circle",
      description: `Density of the singular values of square Gaussian matrices with variance 1/n, ${name}.`,
      note: "Half of the directions shrink to 0.8 or less, some to almost nothing; none is stretched by more than about 2.",
      x: { label: "singular value", from: 0 },
      histograms: [{ name, from: 0, to: Number(x.at(-1)) + width / 2, shares: rows.map(of("share")) }],
      theory: [{ name: "√(4 − s²)/π", x, y: rows.map((row) => density(of("quarter circle")(row))), role: "theory" }],
      references: [{ value: 8 / (3 * Math.PI), label: "mean 8/(3π)", axis: "x" }],
    },
  ];
}

function edge(rows: readonly Row[]): FigureSpec[] {
  if (rows.length < 2) return [];
  const x = rows.map(of("n"));
  return [
    {
      kind: "lines",
      title: "The largest singular value of a Gaussian matrix goes to 2",
      description: "Mean largest singular value over the size n, with theory's mean and band for one matrix.",
      x: { label: "size n", scale: "log" },
      y: { label: "largest singular value" },
      band: "theory ± 2 s.d. of one matrix (Johnstone 2001)",
      references: [{ value: 2, label: "n → ∞" }],
      series: [
        { name: "measured", x, y: rows.map(of("largest")) },
        {
          name: "theory at n",
          x,
          y: rows.map(of("theory at n")),
          low: rows.map(of("− 2 s.d.")),
          high: rows.map(of("+ 2 s.d.")),
          role: "theory",
          like: "measured",
        },
      ],
    },
  ];
}

/** The figures of `jacobian-spectrum`. */
export function jacobianSpectrumFigures(result: Result): FigureSpec[] {
  const circleTable = result.tables.find(({ name }) => name.startsWith("singular values of n"));
  return [
    ...layers(rowsOf(result, "layers")),
    ...circle(rowsOf(result, "singular values of n"), circleTable?.name.replace("singular values of ", "") ?? ""),
    ...edge(rowsOf(result, "square Gaussian matrices")),
  ];
}
