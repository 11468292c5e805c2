/** From the tables of a result to the series of its figures. */
import type { Quantity, SeriesSpec } from "../../figureSpec.js";
import type { Cell, Result, Table } from "../types.js";

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, Cell>>;

/** The rows of the table of this name, or of the first whose name begins so; none when it is not there. */
export function rowsOf(result: Result, name: string): Row[] {
  const table: Table | undefined =
    result.tables.find((one) => one.name === name) ?? result.tables.find((one) => one.name.startsWith(name));
  const count = table?.columns[0]?.values.length ?? 0;
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(table!.columns.map((column) => [column.name, column.values[row] ?? null])),
  );
}

/** What a cell measures; words other than NaN and ±Infinity are no measurement. */
export function quantity(cell: Cell | undefined): Quantity {
  if (typeof cell === "number") return cell;
  return cell === "NaN" || cell === "Infinity" || cell === "-Infinity" ? cell : null;
}

/** Its size. */
export function magnitude(cell: Cell | undefined): Quantity {
  const value = quantity(cell);
  if (typeof value === "number") return Math.abs(value);
  return value === "-Infinity" ? "Infinity" : value;
}

/** A cell as the text of a label. */
export function text(cell: Cell | undefined): string {
  return String(cell ?? "–");
}

/** The different texts of a column, in the order in which they appear. */
export function textsOf(rows: readonly Row[], column: string): string[] {
  return [...new Set(rows.map((row) => text(row[column])))];
}

/** What makes a series of rows: one for every name and panel. */
interface Curves {
  name: (row: Row) => string;
  panel?: (row: Row) => string;
  x: (row: Row) => Quantity;
  y: (row: Row) => Quantity;
  role?: SeriesSpec["role"];
  like?: (row: Row) => string;
}

/** Rows as series, in the order in which they appear. */
export function curves(rows: readonly Row[], { name, panel, x, y, role, like }: Curves): SeriesSpec[] {
  const found = new Map<string, { series: SeriesSpec; x: Quantity[]; y: Quantity[] }>();
  for (const row of rows) {
    const key = JSON.stringify([name(row), panel?.(row), like?.(row)]);
    let entry = found.get(key);
    if (entry === undefined) {
      const [xs, ys]: Quantity[][] = [[], []];
      const series: SeriesSpec = {
        name: name(row),
        x: xs!,
        y: ys!,
        ...(role !== undefined && { role }),
        ...(panel !== undefined && { panel: panel(row) }),
        ...(like !== undefined && { like: like(row) }),
      };
      entry = { series, x: xs!, y: ys! };
      found.set(key, entry);
    }
    entry.x.push(x(row));
    entry.y.push(y(row));
  }
  return [...found.values()].map(({ series }) => series);
}
