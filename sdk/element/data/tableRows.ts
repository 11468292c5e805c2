/** The cells of a table → the numbers that nets are trained on. */
import { isMissing, isWhole, numberOf } from "../../data/csv/cells.js";
import { oneHot, standardise } from "../../data/rows.js";
import type { PostedRows } from "../worker/protocol.js";
import { inMixedOrder } from "./order.js";
import { FileError, type Note, noteOf, shown } from "./note.js";
import type { RawTable } from "./readTable.js";

/** Rows of a file, ready to be posted. */
export interface FileRows {
  readonly rows: PostedRows;
  /** Columns that can be the target, and which one is. */
  readonly columns: readonly string[];
  readonly target: string;
  /** Names of the classes in the order of the outputs; null where the target is a number. */
  readonly classes: readonly string[] | null;
  /** What was read, left out and converted. */
  readonly notes: readonly Note[];
}

const LEAST_ROWS = 4;
const MOST_INPUTS = 256;
/** So many whole numbers are classes, where each has five rows in the mean. */
const FEW = 10;
const ROWS_PER_CLASS = 5;
const MOST_CLASSES = 50;
/** Beyond so many different texts a column names its rows rather than says something about them. */
const MOST_TEXTS = 100;

interface Column {
  readonly name: string;
  readonly cells: readonly string[];
  /** NaN where a cell is no number. */
  readonly values: readonly number[];
  /** Different texts, in the order of their first row. */
  readonly texts: readonly string[];
  /** Numbers but for a few cells, which are faults; else a column of texts. */
  readonly numeric: boolean;
}

function columnsOf({ names, rows, separator }: RawTable): Column[] {
  return names.flatMap((name, place) => {
    if (name === "") return []; // the index that pandas writes, which says how the rows were sorted
    const cells = rows.map((row) => row.cells[place]!);
    const values = cells.map((cell) => numberOf(cell, separator));
    const numbers = values.filter((value) => !Number.isNaN(value)).length;
    const words = cells.filter((cell, row) => Number.isNaN(values[row]) && !isMissing(cell)).length;
    return [{ name, cells, values, texts: [...new Set(cells)], numeric: numbers > 0 && numbers >= words }];
  });
}

/** @throws FileError naming the first cell of a column of numbers that is none */
function checkNumbers({ file, rows }: RawTable, { name, cells, values }: Column): void {
  const row = values.findIndex(Number.isNaN);
  if (row < 0) return;
  const { line } = rows[row]!;
  throw new FileError(noteOf("fileNoNumber", { file, line, column: shown(name), found: shown(cells[row]!) }));
}

/** One or several inputs of a column, one array each; none where it is left out. */
function inputsOf(table: RawTable, column: Column, notes: Note[]): readonly (readonly number[])[] {
  const { cells, values, texts, numeric } = column;
  const name = { column: shown(column.name) };
  if (numeric) checkNumbers(table, column);
  if (texts.length === 1 || (numeric && values.every((value) => value === values[0]))) {
    notes.push(noteOf("fileConstant", name));
    return [];
  }
  if (numeric) return [values];
  if (texts.length > MOST_TEXTS || texts.length > Math.max(FEW, table.rows.length / 2)) {
    notes.push(noteOf("fileNames", name));
    return [];
  }
  notes.push(noteOf("fileTexts", { ...name, count: texts.length }));
  return [...texts].sort().map((text) => cells.map((cell) => (cell === text ? 1 : 0)));
}

interface Target {
  readonly labels: readonly number[] | null;
  readonly classes: readonly string[] | null;
  readonly y: Float32Array;
  readonly outputs: number;
}

function targetOf(table: RawTable, column: Column): Target {
  const { file, rows } = table;
  const { cells, values, texts, numeric } = column;
  const name = shown(column.name);
  if (numeric) checkNumbers(table, column);
  else if (texts.includes("")) {
    const { line } = rows[cells.indexOf("")]!;
    throw new FileError(noteOf("fileNoClass", { file, line, column: name }));
  }
  const different = numeric ? new Set(values).size : texts.length;
  if (different === 1) throw new FileError(noteOf("fileOneClass", { file, found: shown(cells[0]!) }));
  const few = different <= Math.min(FEW, Math.max(2, rows.length / ROWS_PER_CLASS)) && texts.every(isWhole);
  if (numeric && !few) return { labels: null, classes: null, y: standardise(values, 1), outputs: 1 };
  if (different > MOST_CLASSES)
    throw new FileError(noteOf("fileManyClasses", { file, column: name, most: MOST_CLASSES }));
  const classes = numeric ? [...new Set(values)].sort((a, b) => a - b).map(String) : [...texts].sort();
  const labels = cells.map((cell, row) => classes.indexOf(numeric ? String(values[row]) : cell));
  return { labels, classes, y: oneHot(labels, classes.length), outputs: classes.length };
}

/**
 * The rows of a table: inputs standardised, a target of texts or of few whole numbers as classes, another one standardised.
 *
 * @param wanted  the target's column; the last one when absent.
 * @throws FileError naming the line and the column
 */
export function tableRows(table: RawTable, wanted?: string): FileRows {
  const { file, rows, count } = table;
  if (rows.length < LEAST_ROWS)
    throw new FileError(noteOf("fileFewRows", { file, rows: rows.length, least: LEAST_ROWS }));
  const columns = columnsOf(table);
  const chosen = wanted === undefined ? columns.at(-1) : columns.find(({ name }) => name === wanted);
  if (!chosen) throw new FileError(noteOf("fileNoTarget", { file, column: shown(wanted ?? "") }));
  const target = targetOf(table, chosen);
  const left: Note[] = [];
  const inputs = columns.filter((column) => column !== chosen).flatMap((column) => inputsOf(table, column, left));
  if (inputs.length === 0) throw new FileError(noteOf("fileNoInputs", { file }));
  if (inputs.length > MOST_INPUTS)
    throw new FileError(noteOf("fileManyInputs", { file, inputs: inputs.length, most: MOST_INPUTS }));
  const x = standardise(
    rows.flatMap((_, row) => inputs.map((input) => input[row]!)),
    inputs.length,
  );
  const { classes, labels, y, outputs } = target;
  const plain: PostedRows = { x, y, inputs: inputs.length, outputs, task: classes ? "classes" : "numbers" };
  const read = { file, rows: rows.length, inputs: inputs.length, target: shown(chosen.name) };
  return {
    rows: inMixedOrder(plain, labels),
    columns: columns.map(({ name }) => name),
    target: chosen.name,
    classes,
    notes: [
      noteOf("fileRead", read),
      ...(count > rows.length ? [noteOf("fileThinned", { used: rows.length, rows: count })] : []),
      classes
        ? noteOf("fileClasses", {
            count: classes.length,
            names:
              classes.length > 6 ? `${classes.slice(0, 5).map(shown).join(", ")}, …` : classes.map(shown).join(", "),
          })
        : noteOf("fileNumbers"),
      ...left,
    ],
  };
}
