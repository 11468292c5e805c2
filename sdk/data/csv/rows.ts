/** Text of a table → its rows, a piece of whole lines at a time. */
import { dsvFormat } from "d3-dsv";
import { elementAt } from "../../core/element.js";

/** Where the last whole line ends: quotes may hold line breaks. −1 where none ends. */
export function lastLineEnd(text: string): number {
  let [quoted, end] = [false, -1];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) quoted = !quoted;
    else if (code === 10 && !quoted) end = at;
  }
  return end;
}

/**
 * The rows of whole lines, one by one, cells trimmed; empty lines are left out.
 *
 * @param line  rows of the file before these.
 * @param use   gets the cells and the number of the row in the file, counted from 1; ends the reading with `false`.
 * @returns rows of the file up to the end of these, or null when the reading was ended.
 */
export function eachRowOf(
  lines: string,
  separator: string,
  line: number,
  use: (cells: string[], line: number) => boolean | undefined,
): number | null {
  let going = true as boolean; // changed by what follows, which the compiler cannot see
  dsvFormat(separator).parseRows(lines, (cells) => {
    line++;
    if (!going || (cells.length === 1 && elementAt(cells, 0).trim() === "")) return null;
    going =
      use(
        cells.map((cell) => cell.trim()),
        line,
      ) !== false;
    return null; // nothing is kept
  });
  return going ? line : null;
}

/** What separates the cells of a table, the likeliest first. */
export const SEPARATORS = [",", ";", "\t", "|"] as const;

/** So many rows are looked at to find the separator. */
export const LOOK_AT = 20;

/**
 * The separator that cuts the first lines into most cells, as many in each.
 *
 * @param countsOf  cells of each of the first rows with that separator.
 */
export function likeliestSeparator(countsOf: (separator: string) => readonly number[]): string {
  let best: { separator: string; cells: number } = { separator: ",", cells: 1 };
  for (const separator of SEPARATORS) {
    const counts = countsOf(separator);
    const [first = 1] = counts;
    if (first > best.cells && counts.every((count) => count === first)) best = { separator, cells: first };
  }
  return best.separator;
}
