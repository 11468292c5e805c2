import type { Cell, Table } from "../types.js";

/** The name of a column, with its unit where it has one. */
export type Heading = string | readonly [name: string, unit: string];

/** JSON has no NaN and no infinities: they become words. Nor does −0 survive it: it becomes 0. */
export function cell(value: Cell): Cell {
  if (typeof value !== "number") return value;
  return Number.isFinite(value) ? value + 0 : String(value);
}

/** Rows as named columns; every row has one cell a heading. */
export function table(name: string, headings: readonly Heading[], rows: readonly (readonly Cell[])[]): Table {
  return {
    name,
    columns: headings.map((heading, index) => ({
      ...(typeof heading === "string" ? { name: heading } : { name: heading[0], unit: heading[1] }),
      values: rows.map((row) => cell(row[index] ?? null)),
    })),
  };
}
