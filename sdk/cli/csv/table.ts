/** A table as the numbers that a network is trained on. */
import { isMissing, numberOf, wholeOf } from "../../data/csv/cells.js";
import { type Encoding, inputNames, type Plan } from "./plan.js";
import type { Profile, TableOptions } from "./profile.js";
import { eachRow } from "./stream.js";

export interface Table {
  /** [rows, columns of x], row after row. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly rows: number;
  readonly names: readonly string[];
  /** What was read, left out and converted, in sentences. */
  readonly notes: readonly string[];
}

/** Whether a cell holds nothing: in a column of texts only the empty one. */
const lacks = ({ texts }: Pick<Encoding, "texts">, cell: string): boolean => (texts ? cell === "" : isMissing(cell));

function missingError({ bad, columns }: Profile): Error {
  const gaps = columns.filter(({ missing }) => missing > 0);
  const named = gaps.map(({ name, missing }) => `${name} (${missing})`).join(", ");
  return bad(
    `some cells of ${named} are empty; use --missing drop to leave out those rows, or --missing mean to fill in the mean`,
  );
}

/** Writes one input; returns the place behind it. */
function write(
  x: Float32Array,
  at: number,
  { texts, fill }: Encoding,
  cell: string,
  separator: string,
  empty: boolean,
): number {
  if (!texts) {
    x[at] = empty ? (fill as number) : numberOf(cell, separator);
    return at + 1;
  }
  const place = texts.indexOf(empty ? (fill as string) : cell);
  if (place >= 0) x[at + place] = 1;
  return at + texts.length;
}

/**
 * Reads the file a second time, into arrays of their final size.
 *
 * @param outputs  of the net: where it is 1, two classes are 0 and 1.
 * @throws GradiometerError BAD_FILE naming the line.
 */
export function readTable(profile: Profile, plan: Plan, options: TableOptions, outputs: number): Table {
  const { path, separator, header, bad } = profile;
  const { inputs, targets, classes } = plan;
  const names = inputNames(plan);
  const wide = names.length;
  let x = new Float32Array(profile.rows * wide);
  let y = new Float32Array(profile.rows * outputs);
  const places = classes && new Map(classes.map((name, index) => [name, index]));
  let [rows, dropped, filled, first] = [0, 0, 0, header];
  eachRow(path, separator, (cells, line) => {
    if (first) {
      first = false;
      return undefined;
    }
    const cellOf = ({ column }: Encoding): string => cells[column.place]!;
    const label = targets.length === 1 && places ? targets[0]! : null;
    const noTarget = label ? cellOf(label) === "" : targets.some((one) => isMissing(cellOf(one)));
    const gaps = inputs.filter((one) => lacks(one, cellOf(one))).length;
    if (noTarget || gaps > 0) {
      if (options.missing === undefined) {
        const gap =
          label && noTarget
            ? bad(
                `line ${line}, ${label.column.name}: expected a class, but got ""; --missing drop leaves such rows out`,
              )
            : missingError(profile);
        throw gap;
      }
      // A target is never made up.
      if (noTarget || options.missing === "drop") {
        dropped++;
        return undefined;
      }
      filled += gaps;
    }
    let at = rows * wide;
    for (const one of inputs) at = write(x, at, one, cellOf(one), separator, lacks(one, cellOf(one)));
    if (label) {
      const place = places!.get(cellOf(label)) ?? places!.get(wholeOf(cellOf(label)))!;
      if (outputs === 1) y[rows] = place;
      else y[rows * outputs + place] = 1;
    } else targets.forEach((one, j) => (y[rows * outputs + j] = numberOf(cellOf(one), separator)));
    rows++;
    return undefined;
  });
  if (rows === 0) throw bad("no row is left: every one lacks a cell");
  if (rows < profile.rows) [x, y] = [x.slice(0, rows * wide), y.slice(0, rows * outputs)];
  return { x, y, rows, names, notes: [summary(profile, plan, rows, names), ...plan.notes, ...gapsOf(dropped, filled)] };
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

function gapsOf(dropped: number, filled: number): string[] {
  return [
    ...(dropped > 0 ? [`left out ${plural(dropped, "row")} with missing cells`] : []),
    ...(filled > 0
      ? [`filled ${plural(filled, "missing cell")} with the column's mean, or its most frequent text`]
      : []),
  ];
}

function summary({ separator }: Profile, { targets, classes }: Plan, rows: number, names: readonly string[]): string {
  const between = separator === "," ? "" : `, separated by ${separator === "\t" ? "tabs" : JSON.stringify(separator)}`;
  const target = targets.map(({ column }) => column.name).join(", ");
  const shown = classes && (classes.length > 6 ? `${classes.slice(0, 5).join(", ")}, …` : classes.join(", "));
  return `read ${plural(rows, "row")} of ${plural(names.length, "input")}${between}; target ${target}${shown ? `: ${plural(classes.length, "class").replace(/classs$/, "classes")} (${shown})` : ""}`;
}
