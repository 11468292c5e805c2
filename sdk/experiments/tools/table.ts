import type { Cell, Table } from "../types.js";

/** The name of a column, with its unit where it has one. */
export type Heading = string | readonly [name: string, unit: string];

/** JSON has no NaN and no infinities: they become words. */
export function cell(value: Cell): Cell {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
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
