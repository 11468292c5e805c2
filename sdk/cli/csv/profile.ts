/** A first look at a table: what its columns are. */
import { GradiometerError } from "../../core/errors.js";
import { isMissing, numberOf } from "../../data/csv/cells.js";
import { eachRow, recogniseSeparator } from "./stream.js";

/** What was asked for. */
export interface TableOptions {
  /** Names of the target's columns. */
  target?: readonly string[];
  /** The target names classes, by text or number. */
  classes?: boolean;
  /** Between the cells; recognised when absent. */
  separator?: string;
  /** Rows without a cell: left out, or the mean of the column (the most frequent text) in its place. */
  missing?: "drop" | "mean";
  /** The first line holds no names. */
  noHeader?: boolean;
}

/** One column, as it is in the file. */
export interface Column {
  readonly name: string;
  readonly place: number;
  /** Cells that hold nothing. */
  missing: number;
  numbers: number;
  sum: number;
  /** Different texts, each with its count; no more than MOST_TEXTS of them. */
  readonly texts: Map<string, number>;
  /** Cells that are no number. */
  words: number;
  firstWord?: { text: string; line: number };
  /** Whether it counts the rows up. */
  counts: boolean;
}

export interface Profile {
  readonly path: string;
  readonly separator: string;
  readonly header: boolean;
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly bad: (why: string) => GradiometerError;
}

/** Beyond so many different texts a column names its rows rather than says something about them. */
export const MOST_TEXTS = 100;

function columnsFrom(cells: readonly string[], header: boolean, bad: Profile["bad"]): Column[] {
  const names = cells.map((cell, place) => (header ? cell : `c${place + 1}`));
  names.forEach((name, place) => {
    if (name !== "" && names.indexOf(name) !== place) throw bad(`the header has the column ${name} twice`);
  });
  return names.map((name, place) => ({
    ...{ name, place, missing: 0, numbers: 0, sum: 0, words: 0, counts: true },
    texts: new Map<string, number>(),
  }));
}

function note(column: Column, cell: string, row: number, line: number, separator: string): void {
  const value = numberOf(cell, separator);
  if (isMissing(cell)) column.missing++;
  else if (Number.isNaN(value)) {
    column.words++;
    column.firstWord ??= { text: cell, line };
  } else {
    column.numbers++;
    column.sum += value;
  }
  if (value !== row && value !== row + 1) column.counts = false;
  if (column.texts.size <= MOST_TEXTS || column.texts.has(cell))
    column.texts.set(cell, (column.texts.get(cell) ?? 0) + 1);
}

/**
 * Reads a table once.
 *
 * @throws GradiometerError BAD_FILE naming the line.
 */
export function profile(path: string, options: TableOptions): Profile {
  const bad = (why: string) => new GradiometerError("BAD_FILE", `${path}: ${why}`);
  const separator = options.separator ?? recogniseSeparator(path);
  const header = options.noHeader !== true;
  let columns: Column[] | undefined;
  let rows = 0;
  eachRow(path, separator, (cells, line) => {
    if (columns === undefined) {
      if (header && cells.every((cell) => cell !== "" && (!Number.isNaN(numberOf(cell, separator)) || isMissing(cell))))
        throw bad("expected a header, but the first line has only numbers; add a line of names, or use --no-header");
      columns = columnsFrom(cells, header, bad);
      if (header) return undefined;
    }
    if (cells.length !== columns.length)
      throw bad(`line ${line}: expected ${columns.length} cells, as in the first line, but got ${cells.length}`);
    for (const column of columns) note(column, cells[column.place]!, rows, line, separator);
    rows++;
    return undefined;
  });
  if (!columns)
    throw bad("expected a header x1 … xn, y1 … ym (or label), or any names with --target, but the file is empty");
  if (rows === 0) throw bad("expected rows after the header, but there are none");
  const numeric = columns.filter(({ words, numbers }) => numbers > words).length;
  const first = header && numeric > 0 && columns.some(({ name }) => !Number.isNaN(numberOf(name, separator)));
  if (first && columns.filter(({ name }) => !Number.isNaN(numberOf(name, separator))).length >= numeric)
    throw bad("expected a header, but the first line looks like data; add a line of names, or use --no-header");
  return { path, separator, header, columns, rows, bad };
}
