/** A file of the reader's own → the cells of as many rows as a lab uses, read piece by piece so that the page stays quick. */
import { numberOf } from "../../data/csv/cells.js";
import { eachRowOf, lastLineEnd, likeliestSeparator, LOOK_AT } from "../../data/csv/rows.js";
import { FileError, noteOf, shown } from "./note.js";

/** What a lab takes. */
export const MOST = { megabytes: 64, rows: 2000, columns: 257, line: 1_000_000 } as const;

/** Bytes between two turns of the event loop: some milliseconds of work. */
const PIECE = 1 << 17;

/** Characters at most in which the separator is looked for. */
const HEAD = 1 << 14;

/** A row of the file, and its number there. */
export interface RawRow {
  readonly cells: readonly string[];
  readonly line: number;
}

export interface RawTable {
  readonly file: string;
  readonly separator: string;
  /** Names of the columns; "" where the header names none. */
  readonly names: readonly string[];
  /** At most MOST.rows of them, evenly spread over the file. */
  readonly rows: readonly RawRow[];
  /** Rows of the file. */
  readonly count: number;
}

/** What a File is, so that it can be read without a page as well. */
export interface FileLike {
  readonly name: string;
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** 2³² over the golden ratio: multiples of it fill 0 … 2³² evenly, and so do those of every second, third … row. */
const GOLDEN = 0x9e3779b1;

/** Keeps the rows whose multiples are smallest: bounded, and spread evenly. Every second row would be one class where two take turns. */
class Thinner {
  #kept: { readonly row: RawRow; readonly order: number }[] = [];
  #limit = Infinity;
  count = 0;

  add(row: RawRow): void {
    const order = Math.imul(this.count++, GOLDEN) >>> 0;
    if (order > this.#limit) return;
    this.#kept.push({ row, order });
    if (this.#kept.length >= 2 * MOST.rows) this.#thin();
  }

  /** As they stand in the file. */
  rows(): readonly RawRow[] {
    if (this.#kept.length > MOST.rows) this.#thin();
    return this.#kept.map(({ row }) => row).sort((a, b) => a.line - b.line);
  }

  #thin(): void {
    this.#kept = this.#kept.sort((a, b) => a.order - b.order).slice(0, MOST.rows);
    this.#limit = this.#kept.at(-1)?.order ?? Infinity;
  }
}

/** Refuses bytes that are no text. */
function checkBytes(bytes: Uint8Array, first: boolean, file: string): void {
  const [a, b] = bytes;
  if (first && ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)))
    throw new FileError(noteOf("fileUtf16", { file }));
  // Text has no NUL; and pictures, archives and spreadsheets have many in any stretch of this size.
  if (bytes.includes(0)) throw new FileError(noteOf("fileNotText", { file }));
}

/** Takes pieces of text, and hands on the rows of the whole lines in them. */
class Rows {
  #rest = "";
  #separator: string | null = null;
  #line = 0;
  #names: readonly string[] | null = null;
  #first: RawRow | null = null;
  readonly #thinner = new Thinner();

  constructor(private readonly file: string) {}

  add(text: string, last: boolean): void {
    this.#rest += text;
    const end = last ? this.#rest.length : lastLineEnd(this.#rest) + 1;
    const [lines, rest] = [this.#rest.slice(0, end), this.#rest.slice(end)];
    if (rest.length > MOST.line) throw this.#bad("fileLongLine", { line: this.#line + 1, most: MOST.line });
    this.#rest = rest;
    if (lines === "") return;
    this.#separator ??= recognise(lines.slice(0, lastLineEnd(lines.slice(0, HEAD)) + 1 || undefined));
    this.#line = eachRowOf(lines, this.#separator, this.#line, (cells, line) => this.#take(cells, line)) ?? this.#line;
  }

  table(): RawTable {
    if (this.#first === null) throw this.#bad("fileEmpty", {});
    if (this.#names === null) throw this.#bad("fileNoRows", {});
    const { file } = this;
    const [names, rows, count] = [this.#names, this.#thinner.rows(), this.#thinner.count];
    return { file, separator: this.#separator!, names, rows, count };
  }

  #take(cells: string[], line: number): undefined {
    if (this.#first === null) {
      if (cells.length < 2) throw this.#bad("fileOneColumn", {});
      if (cells.length > MOST.columns)
        throw this.#bad("fileManyColumns", { columns: cells.length, most: MOST.columns });
      this.#first = { cells, line };
      return;
    }
    const expected = this.#first.cells.length;
    if (cells.length !== expected) throw this.#bad("fileRagged", { line, expected, found: cells.length });
    if (this.#names === null) this.#name(this.#first, cells);
    this.#thinner.add({ cells, line });
  }

  /** Names are no numbers: where the first row has numbers wherever the second has, it is a row too. */
  #name(first: RawRow, second: readonly string[]): void {
    const isNumber = (cell: string): boolean => !Number.isNaN(numberOf(cell, this.#separator!));
    const numbers = second.flatMap((cell, place) => (isNumber(cell) ? [place] : []));
    const headless = numbers.length > 0 && numbers.every((place) => isNumber(first.cells[place]!));
    this.#names = headless ? first.cells.map((_, place) => `c${place + 1}`) : distinct(first.cells);
    if (headless) this.#thinner.add(first);
  }

  #bad(key: Parameters<typeof noteOf>[0], values: Parameters<typeof noteOf>[1]): FileError {
    return new FileError(noteOf(key, { file: this.file, ...values }));
  }
}

const recognise = (lines: string): string =>
  likeliestSeparator((separator) => {
    const counts: number[] = [];
    eachRowOf(lines, separator, 0, (cells) => counts.push(cells.length) < LOOK_AT);
    return counts;
  });

/** A name that came before gets a number. */
function distinct(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell) => {
    const times = (seen.get(cell) ?? 0) + 1;
    seen.set(cell, times);
    return cell === "" || times === 1 ? cell : `${cell} (${times})`;
  });
}

/**
 * Reads a table of text: UTF-8, with or without a mark of it, cells separated by commas, semicolons, tabs or bars.
 *
 * @param signal  ends the reading: another file was chosen.
 * @throws FileError saying what is wrong with the file, and in which line; AbortError
 */
export async function readTable(file: FileLike, signal?: AbortSignal): Promise<RawTable> {
  const name = shown(file.name);
  const megabytes = file.size / 2 ** 20;
  if (megabytes > MOST.megabytes)
    throw new FileError(noteOf("fileTooLarge", { file: name, size: Math.ceil(megabytes), most: MOST.megabytes }));
  const decoder = new TextDecoder();
  const rows = new Rows(name);
  for (let at = 0; at < file.size; at += PIECE) {
    const bytes = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
    signal?.throwIfAborted();
    checkBytes(bytes, at === 0, name);
    const last = at + PIECE >= file.size;
    rows.add(decoder.decode(bytes, { stream: !last }), last);
  }
  return rows.table();
}
