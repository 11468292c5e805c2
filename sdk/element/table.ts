/** The numbers behind a figure: a table per net, layer after layer. */
import type { Key } from "./strings/text.js";
import { type Field, FIELDS, type NetFrame, type NetReady } from "./worker/protocol.js";

/** Column → the field of a frame that it holds, its title, and whether it is a share. A column is a row here. */
export const COLUMNS = [
  { id: "delta", field: "delta", title: "tableDelta", share: false },
  { id: "theory", field: null, title: "tableTheory", share: false },
  { id: "gradient", field: "gradient", title: "tableGradient", share: false },
  { id: "updateToWeight", field: "ratio", title: "tableRatio", share: false },
  { id: "saturated", field: "saturated", title: "tableSaturated", share: true },
  { id: "dead", field: "dead", title: "tableDead", share: true },
] as const satisfies readonly { id: string; field: Field | null; title: Key; share: boolean }[];

export interface NetTable {
  readonly net: "A" | "B";
  readonly axis: "layer" | "time";
  readonly step: number;
  /** From the first layer, or step of time; a number per column, NaN where nothing was measured. */
  readonly rows: readonly (readonly number[])[];
}

/** What a table is made of; a view's `Seen` is one. */
export interface TableSource {
  readonly step: number;
  readonly ready: NetReady;
  readonly frame: NetFrame;
}

export function tableOf(net: "A" | "B", { step, ready, frame }: TableSource): NetTable {
  const count = frame.layers.length / FIELDS.length;
  const rows = Array.from({ length: count }, (_, row) =>
    COLUMNS.map(({ field }) =>
      field === null ? (ready.theory[row] ?? Number.NaN) : frame.layers[row * FIELDS.length + FIELDS.indexOf(field)]!,
    ),
  );
  return { net, axis: ready.axis, step, rows };
}

/** All nets in one file: full precision, an empty cell where nothing was measured, ∞ as JavaScript writes it. */
export function csvOf(tables: readonly NetTable[]): string {
  const lines = [["net", "step", "place", ...COLUMNS.map(({ id }) => id)].join(",")];
  for (const { net, step, rows } of tables)
    rows.forEach((row, place) =>
      lines.push([net, step, place + 1, ...row.map((value) => (Number.isNaN(value) ? "" : String(value)))].join(",")),
    );
  return `${lines.join("\n")}\n`;
}
