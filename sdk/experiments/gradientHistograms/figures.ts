import { elementAt, lastOf } from "../../core/element.js";
import type { FigureSpec, HistogramRow, SeriesSpec } from "../../figureSpec.js";
import { curves, quantity, type Row, rowsOf, text } from "../tools/figures.js";
import type { Result } from "../types.js";

const moment = (row: Row): string =>
  row["steps before"] === 0 ? "before training" : `after ${text(row["steps before"])} steps`;
const name = (row: Row): string => text(row["initialisation"]);

/** Glorot & Bengio: n Var w = 1/3 for U(±1/√n). */
const THIRD = 3;

/** A third per layer, downward from the last hidden layer of the net with the old initialisation. */
function thirds(rows: readonly Row[]): SeriesSpec[] {
  const own = rows.filter((row) => name(row) === "standard" && row["steps before"] === 0);
  if (own.length < 2) return [];
  const last = Number(lastOf(own)["variance of δ"]);
  if (!(last > 0)) return [];
  let value = last * THIRD;
  const y = own.map(() => (value /= THIRD)).reverse();
  const x = own.map((row) => quantity(row["hidden layer"]));
  const panel = moment(elementAt(own, 0));
  return [{ name: "theory: a third per layer", x, y, role: "theory", like: "standard", panel }];
}

function profiles(rows: readonly Row[]): FigureSpec[] {
  if (rows.length === 0) return [];
  const common = { name, panel: moment, x: (row: Row) => quantity(row["hidden layer"]) };
  const plot = (column: string) => curves(rows, { ...common, y: (row) => quantity(row[column]) });
  return [
    {
      kind: "lines",
      title: "Back-propagated gradients fade on their way down",
      description: "The variance of δ in each hidden layer, for both initialisations, before and during training.",
      note: "Layer 1 is next to the input. Theory starts from the last layer's measured variance.",
      x: { label: "hidden layer" },
      y: { label: "variance of δ", scale: "log" },
      series: [...plot("variance of δ"), ...thirds(rows)],
    },
    {
      kind: "lines",
      title: "… but the weight gradients do not show it",
      description:
        "The RMS of the entries of ∂W in each hidden layer, for both initialisations, before and during training.",
      note: "∂W = zᵀδ: where δ is small, z is large. Who looks at the weight gradients alone sees nothing.",
      x: { label: "hidden layer" },
      y: { label: "RMS of ∂W", scale: "log" },
      series: plot("RMS of ∂W"),
    },
  ];
}

/** Rows of bins, told by their middles, as histograms. */
function histogramsOf(rows: readonly Row[]): HistogramRow[] {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify([row["initialisation"], row["steps before"], row["hidden layer"]]);
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return [...found.values()].map((bins): HistogramRow => {
    const [first, last] = [elementAt(bins, 0), lastOf(bins)];
    const [low, high] = [Number(first["value"]), Number(last["value"])];
    const half = bins.length > 1 ? (high - low) / (2 * (bins.length - 1)) : 0;
    return {
      name: text(first["hidden layer"]),
      panel: `${name(first)}, ${moment(first)}`,
      from: low - half,
      to: high + half,
      shares: bins.map((bin) => quantity(bin["share"])),
    };
  });
}

function ridges(result: Result, table: string, label: string, title: string): FigureSpec[] {
  const rows = rowsOf(result, table);
  if (rows.length === 0) return [];
  return [
    {
      kind: "ridges",
      title,
      description: `Histograms of ${label} in each hidden layer, for both initialisations, before and during training.`,
      rows: "hidden layer",
      x: { label },
      histograms: histogramsOf(rows),
    },
  ];
}

/** The figures of `gradient-histograms`. */
export function gradientHistogramFigures(result: Result): FigureSpec[] {
  return [
    ...profiles(rowsOf(result, "layers")),
    ...ridges(result, "histograms of activations", "activation z", "Activations, layer by layer"),
    ...ridges(
      result,
      "histograms of back-propagated",
      "back-propagated gradient δ",
      "Back-propagated gradients, layer by layer",
    ),
    ...ridges(result, "histograms of weight", "weight gradient ∂W", "Weight gradients, layer by layer"),
  ];
}
