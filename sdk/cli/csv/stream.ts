/** A table of text, read in pieces: a file of any size in little memory. */
import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { dsvFormat } from "d3-dsv";

const PIECE = 1 << 20;

/** Where the last whole line ends: quotes may hold line breaks. −1 where none ends. */
function lastLineEnd(text: string): number {
  let [quoted, end] = [false, -1];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) quoted = !quoted;
    else if (code === 10 && !quoted) end = at;
  }
  return end;
}

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
  const format = dsvFormat(separator);
  let line = 0;
  eachPiece(path, (lines) => {
    let going = true;
    format.parseRows(lines, (cells) => {
      line++;
      if (!going || (cells.length === 1 && cells[0]!.trim() === "")) return null;
      going =
        use(
          cells.map((cell) => cell.trim()),
          line,
        ) !== false;
      return null; // nothing is kept
    });
    return going;
  });
}

/** What separates the cells of a table, the likeliest first. */
export const SEPARATORS = [",", ";", "\t", "|"] as const;
const LOOK_AT = 20;

/** The separator that cuts the first lines into most cells, as many in each. */
export function recogniseSeparator(path: string): string {
  let best: { separator: string; cells: number } = { separator: ",", cells: 1 };
  for (const separator of SEPARATORS) {
    const counts: number[] = [];
    eachRow(path, separator, (cells) => counts.push(cells.length) < LOOK_AT);
    const [first = 1] = counts;
    if (first > best.cells && counts.every((count) => count === first)) best = { separator, cells: first };
  }
  return best.separator;
}
