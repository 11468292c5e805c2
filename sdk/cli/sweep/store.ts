/**
 * The file of a sweep. While it runs, lines are appended as they come, so that whoever ends it loses none; when all are there, they
 * are put in the order of their keys. Only where each line stands is kept in memory.
 */
import { createHash } from "node:crypto";
import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { GradiometerError } from "../../core/errors.js";
import { difference, keyOfLine, parseLine } from "../../sweep/lines.js";
import type { ResultLine } from "../../sweep/types.js";
import { InputError } from "../command.js";
import { reserve } from "../files.js";
import { visible } from "../terminal/escape.js";

const CHUNK = 1 << 20;
/** A line of a study is never as long: more than a hundred measures. */
const LONGEST_LINE = 1 << 24;
const NEWLINE = 10;

/** The lines of an open file with their places; the last without an end is left out. */
export function* linesOf(file: number): Generator<{ text: string; offset: number; length: number }> {
  const chunk = Buffer.alloc(CHUNK);
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for (let position = 0; ;) {
    const read = readSync(file, chunk, 0, CHUNK, position);
    if (read === 0) return;
    position += read;
    const data = Buffer.concat([rest, chunk.subarray(0, read)]);
    let from = 0;
    for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE, from)) {
      yield { text: data.toString("utf8", from, end), offset: offset + from, length: end + 1 - from };
      from = end + 1;
    }
    rest = Buffer.from(data.subarray(from));
    offset += from;
    if (rest.length > LONGEST_LINE) throw new GradiometerError("BAD_FILE", "expected lines, but one has no end");
  }
}

/** The file of one sweep, open until `close`. */
export class LineStore {
  private readonly file: number;
  /** Whether there was no such file before. */
  private readonly created: boolean;
  private readonly places: ReadonlyMap<string, number>;
  private readonly offsets: Float64Array;
  private readonly lengths: Uint32Array;
  private end = 0;
  /** Lines that are there. */
  count = 0;
  /** Whether they stand in the order of their keys. */
  private sorted = true;
  private last = -1;

  /**
   * Opens a file, and finds the lines that are there.
   *
   * @param keys   of all jobs, ascending.
   * @param fresh  leaves nothing of what is there.
   * @throws InputError where the file cannot be opened, GradiometerError BAD_FILE naming the line that is none of these jobs
   */
  constructor(
    private readonly path: string,
    private readonly keys: readonly string[],
    fresh = false,
  ) {
    this.created = !existsSync(path);
    this.file = openSync(path, fresh ? "w+" : "a+");
    this.places = new Map(keys.map((key, place) => [key, place]));
    this.offsets = new Float64Array(keys.length).fill(-1);
    this.lengths = new Uint32Array(keys.length);
    try {
      if (!fstatSync(this.file).isFile())
        throw new InputError(`--out ${path}: expected a file, which lines can be read back from`);
      this.find();
    } catch (error) {
      closeSync(this.file);
      throw error;
    }
  }

  private find(): void {
    let number = 0;
    for (const { text, offset, length } of linesOf(this.file)) {
      number++;
      const { key } = parseLine(text, `${this.path}: line ${number}`);
      const place = this.places.get(key);
      if (place === undefined)
        throw new InputError(
          `${this.path}: line ${number} is of another study, another version or another shard; ` +
            "choose another --out, or start again with --fresh",
        );
      this.note(place, text, offset, length, `line ${number}`);
      this.end = offset + length;
    }
    ftruncateSync(this.file, this.end); // what a killed run left of a line
  }

  private note(place: number, text: string, offset: number, length: number, where: string): void {
    if (this.has(place)) {
      if (this.at(place) !== text) throw difference(this.keys[place]!, `an earlier line of ${this.path}`, where);
      if (length > 0) this.sorted = false; // it stands in the file twice
      return;
    }
    this.offsets[place] = offset;
    this.lengths[place] = length;
    this.count++;
    if (place < this.last) this.sorted = false;
    this.last = place;
  }

  /** Whether the job at a place has its line. */
  has(place: number): boolean {
    return this.offsets[place]! >= 0;
  }

  /** The line at a place, without its end. */
  private at(place: number): string {
    const buffer = Buffer.alloc(this.lengths[place]! - 1);
    readSync(this.file, buffer, 0, buffer.length, this.offsets[place]!);
    return buffer.toString("utf8");
  }

  /**
   * Adds lines, each with its end; one that is there already is left out.
   *
   * @param from  who made them, for the case that they differ from what is there.
   * @throws GradiometerError BAD_FILE for a line of no job of this sweep, or another result of a job than the one that is there
   */
  append(lines: readonly string[], from: string): void {
    const fresh: { place: number; text: string; length: number }[] = [];
    for (const line of lines) {
      const text = line.slice(0, -1);
      const place = this.places.get(keyOfLine(text) ?? "");
      if (place === undefined) throw new GradiometerError("BAD_FILE", `${from}: a line of no job of this sweep`);
      if (this.has(place)) this.note(place, text, 0, 0, from);
      else fresh.push({ place, text, length: Buffer.byteLength(line) });
    }
    if (fresh.length === 0) return;
    writeSync(this.file, fresh.map(({ text }) => `${text}\n`).join(""));
    for (const { place, text, length } of fresh) {
      this.note(place, text, this.end, length, from);
      this.end += length;
    }
  }

  /** All lines that are there, in the order of their keys. */
  *results(): Generator<ResultLine> {
    for (let place = 0; place < this.keys.length; place++)
      if (this.has(place)) yield parseLine(this.at(place), this.path);
  }

  /** The file in the order of the keys, a mebibyte at a time. */
  private *ordered(): Generator<Uint8Array> {
    let lines: string[] = [];
    let size = 0;
    for (let place = 0; place < this.keys.length; place++) {
      if (!this.has(place)) continue;
      lines.push(`${this.at(place)}\n`);
      size += this.lengths[place]!;
      if (size < CHUNK) continue;
      yield Buffer.from(lines.join(""));
      [lines, size] = [[], 0];
    }
    if (size > 0) yield Buffer.from(lines.join(""));
  }

  /** Puts the lines in the order of their keys, as a whole or not at all; returns the SHA-256 of the file in hex. */
  finish(): string {
    if (!this.sorted) {
      const target = reserve("--out", this.path);
      try {
        target.write(this.ordered());
        target.place();
      } finally {
        target.settle();
      }
    }
    const hash = createHash("sha256");
    for (const piece of this.ordered()) hash.update(piece);
    return hash.digest("hex");
  }

  /** Leaves no empty file where there was none. */
  close(): void {
    closeSync(this.file);
    if (this.created && this.count === 0) rmSync(this.path, { force: true });
  }
}

/** Hands over the lines of other files. @throws InputError, GradiometerError BAD_FILE naming the file */
export function mergeInto(store: LineStore, paths: readonly string[]): void {
  for (const path of paths) {
    let file: number;
    try {
      file = openSync(path, "r");
    } catch {
      throw new InputError(`cannot read ${path}`);
    }
    try {
      for (const { text } of linesOf(file)) {
        parseLine(text, visible(path));
        store.append([`${text}\n`], path);
      }
    } finally {
      closeSync(file);
    }
  }
}
