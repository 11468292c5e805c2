/** Reads from a bare table what it plots: which columns name a curve, which one is its x, and what was measured. */
import { elementAt } from "../core/element.js";
import type { Table } from "../experiments/types.js";
import { formatCell, numeric } from "./number.js";

/** A table as curves: rows in runs of equal keys, along which x only grows. */
export interface Shape {
  keys: number[];
  x: number;
  measures: number[];
  /** First row of each run, and the row after its last. */
  runs: { start: number; end: number; label: string }[];
}

const SHORTEST_RUN = 3;

/** Runs of rows that agree in the first `keys` columns. */
function runsOf(table: Table, keys: number): { start: number; end: number }[] {
  const rows = table.columns[0]?.values.length ?? 0;
  const same = (a: number, b: number) => table.columns.slice(0, keys).every(({ values }) => values[a] === values[b]);
  const runs: { start: number; end: number }[] = [];
  for (let row = 0; row < rows; row++) {
    const last = runs.at(-1);
    if (last !== undefined && same(last.start, row)) last.end = row + 1;
    else runs.push({ start: row, end: row + 1 });
  }
  return runs;
}

/** The leftmost numeric column that grows along runs of what stands to its left; null when the table is no set of curves. */
export function shapeOf(table: Table): Shape | null {
  const numbers = table.columns.map(({ values }) => values.map(numeric));
  const measured = (column: number) => elementAt(numbers, column).some((value) => value !== null);
  const rows = table.columns[0]?.values.length ?? 0;
  for (let x = 0; x < table.columns.length - 1; x++) {
    const values = elementAt(numbers, x);
    if (!values.every((value) => value !== null && Number.isFinite(value))) continue;
    const runs = runsOf(table, x);
    const grows = runs.every(({ start, end }) => {
      for (let row = start + 1; row < end; row++)
        if (elementAt(values, row)! <= elementAt(values, row - 1)!) return false;
      return true;
    });
    if (!grows || values.length < SHORTEST_RUN * runs.length) continue;
    const measures = table.columns.map((_, column) => column).filter((column) => column > x && measured(column));
    // Rows with names of their own are a list, not a curve.
    const named = table.columns.some(
      ({ values: cells }, column) =>
        column > x &&
        new Set(cells).size === rows &&
        cells.every((cell) => typeof cell === "string" && numeric(cell) === null),
    );
    if (measures.length === 0 || named) return null;
    const keys = table.columns.map((_, column) => column).slice(0, x);
    const varying = keys.filter((key) => new Set(elementAt(table.columns, key).values).size > 1);
    const label = (row: number) =>
      varying
        .map((key) => {
          const { name, values: cells } = elementAt(table.columns, key);
          const cell = cells[row] ?? null;
          return typeof cell === "string" ? cell : `${name} ${formatCell(cell)}`;
        })
        .join(" · ");
    return { keys: varying, x, measures, runs: runs.map((run) => ({ ...run, label: label(run.start) })) };
  }
  return null;
}

/** Columns that stand beside a measure to judge it by. */
const BESIDE = /theory|bound|standard error|s\.d\./;

/** The measure worth a picture: the one that spans the most decades, else the first; none that only stands beside another. */
export function principal(table: Table, shape: Shape): number {
  const decades = (column: number) => {
    const values = elementAt(table.columns, column)
      .values.map(numeric)
      .filter((value) => value !== null && Number.isFinite(value));
    const positive = values.filter((value) => value! > 0) as number[];
    if (positive.length === 0 || values.some((value) => value! < 0)) return 0;
    return Math.log10(Math.max(...positive) / Math.min(...positive));
  };
  const measured = shape.measures.filter((column) => !BESIDE.test(elementAt(table.columns, column).name));
  return (measured.length > 0 ? measured : shape.measures).reduce((best, column) =>
    decades(column) > decades(best) + 0.5 ? column : best,
  );
}

/** Whether every run of a column adds up to 1: a histogram, which is read by its area and never on a log scale. */
export function isDistribution(table: Table, shape: Shape, measure: number): boolean {
  const values = elementAt(table.columns, measure).values;
  return shape.runs.every(({ start, end }) => {
    const sum = values.slice(start, end).reduce<number>((total, cell) => total + (numeric(cell) ?? NaN), 0);
    return Math.abs(sum - 1) < 1e-6;
  });
}
