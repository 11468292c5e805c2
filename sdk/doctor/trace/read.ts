/** Traces as text: strict, a line at a time, in memory that the length of the file does not change. */
import { readHeader, readStep } from "./fields.js";
import { LineReader } from "./lineReader.js";
import type { TraceHeader, TraceLine } from "./types.js";

/** The longest line, in characters: a record of 10,000 layers. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** Takes pieces of the text as they come, and gives the lines that they complete. */
export class TraceParser {
  private rest = "";
  private count = 0;
  private header: TraceHeader | null = null;
  private step = -1;

  /** @throws GradiometerError BAD_FILE with the number of the line */
  *push(piece: string): Generator<TraceLine> {
    let from = 0;
    for (let end = piece.indexOf("\n"); end >= 0; end = piece.indexOf("\n", from)) {
      const text = this.rest + piece.slice(from, end);
      this.rest = "";
      from = end + 1;
      yield* this.line(text);
    }
    this.rest += piece.slice(from);
    this.checkLength(this.rest);
  }

  /** What stands behind the last line break. */
  *end(): Generator<TraceLine> {
    const text = this.rest;
    this.rest = "";
    yield* this.line(text);
    if (this.header === null) throw new LineReader(1).fault("", "the header of a trace", "an empty file");
  }

  private checkLength(text: string): void {
    if (text.length > LONGEST_LINE)
      throw new LineReader(this.count + 1).fault("", `a line of at most ${LONGEST_LINE} characters`, "a longer one");
  }

  private *line(given: string): Generator<TraceLine> {
    this.checkLength(given);
    this.count++;
    const text = this.count === 1 && given.startsWith("\ufeff") ? given.slice(1) : given;
    if (text.trim() === "") return;
    const reader = new LineReader(this.count);
    const fields = reader.parse(text);
    if (this.header === null) {
      this.header = readHeader(reader, fields);
      yield this.header;
    } else {
      const step = readStep(reader, fields, this.header, this.step);
      this.step = step.step;
      yield step;
    }
  }
}

/**
 * The lines of a trace, checked, from pieces of its text of any length; never more than one line is kept.
 *
 * @param pieces  the text in pieces, as a stream decoded as UTF-8 gives it, or as a list.
 * @throws GradiometerError BAD_FILE with the number of the line: no JSON, a missing or wrong value, a step that does not go
 *   on. Unknown keys are ignored.
 * @example
 * ```js
 * import { diagnose, readTrace } from "gradiometer/doctor";
 * const layers = [{ name: "fc", kind: "Linear", in: 2, out: 1 }];
 * const header = { format: "gradiometer-trace-1", source: "by hand", layers, loss: "mean-squared-error" };
 * const text = [header, { step: 0, loss: 1, layers: [{}] }, { step: 1, loss: 0.2, layers: [{}] }].map((line) => JSON.stringify(line));
 * console.log((await diagnose(readTrace([text.join("\n")]))).verdict); // healthy
 * ```
 */
export async function* readTrace(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<TraceLine, void> {
  const parser = new TraceParser();
  for await (const piece of pieces) yield* parser.push(piece);
  yield* parser.end();
}
