/** A table of text, read in pieces: a file of any size in little memory. */
import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { eachRowOf, lastLineEnd, likeliestSeparator, LOOK_AT } from "../../data/csv/rows.js";

const PIECE = 1 << 20;

/** Hands on the text of a file piece by piece, each ending with a line; without the mark of its encoding. */
function eachPiece(path: string, use: (lines: string) => boolean): void {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.allocUnsafe(PIECE);
    const decoder = new StringDecoder("utf8");
    let [rest, first] = ["", true];
    for (let read = readSync(file, bytes); read > 0; read = readSync(file, bytes)) {
      rest += decoder.write(bytes.subarray(0, read));
      if (first) rest = rest.replace(/^\uFEFF/, "");
      first = false;
      const end = lastLineEnd(rest);
      if (end < 0) continue;
      if (!use(rest.slice(0, end + 1))) return;
      rest = rest.slice(end + 1);
    }
    rest += decoder.end();
    if (rest !== "") use(rest);
  } finally {
    closeSync(file);
  }
}

/**
 * The rows of a table, one by one, cells trimmed; empty lines are left out.
 *
 * @param use  gets the cells and the number of the row in the file, counted from 1; ends the reading with `false`.
 */
export function eachRow(
  path: string,
  separator: string,
  use: (cells: string[], line: number) => boolean | undefined,
): void {
  let line = 0;
  eachPiece(path, (lines) => {
    const end = eachRowOf(lines, separator, line, use);
    line = end ?? line;
    return end !== null;
  });
}

/** The separator that cuts the first lines of a file into most cells, as many in each. */
export const recogniseSeparator = (path: string): string =>
  likeliestSeparator((separator) => {
    const counts: number[] = [];
    eachRow(path, separator, (cells) => counts.push(cells.length) < LOOK_AT);
    return counts;
  });
