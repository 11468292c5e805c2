/** Traces as text: strict, a line at a time, in memory that the length of the file does not change. */
import { show } from "../../core/check.js";
import { GradiometerError } from "../../core/errors.js";
import type { Stats } from "../../types.js";
import {
  TRACE_FORMAT,
  type TraceHeader,
  type TraceLayer,
  type TraceLine,
  type TraceOptimizer,
  type TraceStep,
  type TraceStepLayer,
  type TraceTargets,
} from "./types.js";

/** The longest line, in characters: a record of 10,000 layers. */
const LONGEST_LINE = 16 * 1024 * 1024;
const MOST_LAYERS = 20_000;
const MOST_STEPS_OF_TIME = 1_000_000;
const LONGEST_NAME = 500;

type Fields = ReadonlyMap<string, unknown>;

/** Reads the values of one line; every fault is BAD_FILE with the number of the line and the key. */
class LineReader {
  constructor(private readonly line: number) {}

  fault(key: string, expected: string, came: unknown, cause?: unknown): GradiometerError {
    const where = key === "" ? `line ${this.line}` : `line ${this.line}: ${key}`;
    const message = `trace: ${where}: expected ${expected}, but got ${show(came)}`;
    return new GradiometerError("BAD_FILE", message, cause === undefined ? undefined : { cause });
  }

  parse(text: string): Fields {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw this.fault("", "one JSON object", text.trim().slice(0, 40), cause);
    }
    return this.object("", value);
  }

  /** Own keys alone, in a map: no key of a file is ever a property. */
  object(key: string, value: unknown): Fields {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw this.fault(key, "an object", value);
    return new Map(Object.entries(value));
  }

  list(key: string, value: unknown, most: number): readonly unknown[] {
    if (!Array.isArray(value)) throw this.fault(key, "a list", value);
    if (value.length > most) throw this.fault(key, `at most ${most} entries`, value);
    return value;
  }

  text(key: string, value: unknown): string {
    if (typeof value !== "string" || value.length > LONGEST_NAME)
      throw this.fault(key, `a text of at most ${LONGEST_NAME} characters`, value);
    return value;
  }

  /** A number, or one of the three words for what JSON has no number for. */
  number(key: string, value: unknown): number {
    if (typeof value === "number") return value;
    if (value === "NaN") return NaN;
    if (value === "Infinity") return Infinity;
    if (value === "-Infinity") return -Infinity;
    throw this.fault(key, `a number, "NaN", "Infinity" or "-Infinity"`, value);
  }

  least(key: string, value: unknown, low: number): number {
    const number = this.number(key, value);
    if (number < low) throw this.fault(key, `a number of at least ${low}`, value);
    return number;
  }

  count(key: string, value: unknown): number {
    if (!Number.isSafeInteger(value) || (value as number) < 0) throw this.fault(key, "an integer from 0 on", value);
    return value as number;
  }
}

const STATS = ["mean", "std", "norm", "min", "max", "nonFinite", "zeros"] as const satisfies readonly (keyof Stats)[];

function readStats(reader: LineReader, key: string, value: unknown): Stats {
  const fields = reader.object(key, value);
  const [mean, std, norm, min, max] = STATS.slice(0, 5).map((name) =>
    reader.number(`${key}.${name}`, fields.get(name)),
  ) as [number, number, number, number, number];
  const [nonFinite, zeros] = STATS.slice(5).map((name) => reader.count(`${key}.${name}`, fields.get(name))) as [
    number,
    number,
  ];
  return { mean, std, norm, min, max, nonFinite, zeros };
}

function readLayer(reader: LineReader, key: string, value: unknown): TraceLayer {
  const fields = reader.object(key, value);
  const activation = fields.get("activation");
  return {
    name: reader.text(`${key}.name`, fields.get("name")),
    kind: reader.text(`${key}.kind`, fields.get("kind")),
    in: reader.count(`${key}.in`, fields.get("in")),
    out: reader.count(`${key}.out`, fields.get("out")),
    ...(activation !== undefined && { activation: reader.text(`${key}.activation`, activation) }),
  };
}

/** The part of an object that holds those of its optional keys that are there. */
function optional<T>(fields: Fields, keys: readonly string[], read: (key: string, value: unknown) => T) {
  return Object.fromEntries(
    keys.flatMap((key) => (fields.get(key) === undefined ? [] : [[key, read(key, fields.get(key))]])),
  ) as Record<string, T>;
}

function readOptimizer(reader: LineReader, value: unknown): TraceOptimizer | string {
  if (typeof value === "string") return reader.text("optimizer", value);
  const fields = reader.object("optimizer", value);
  const numbers = optional(fields, ["learningRate", "weightDecay", "momentum"], (key, one) =>
    reader.number(`optimizer.${key}`, one),
  );
  return { kind: reader.text("optimizer.kind", fields.get("kind")), ...numbers };
}

function readHeader(reader: LineReader, fields: Fields): TraceHeader {
  if (fields.get("format") !== TRACE_FORMAT)
    throw reader.fault(
      "format",
      `"${TRACE_FORMAT}"; the first line of a trace describes the network`,
      fields.get("format"),
    );
  const layers = reader.list("layers", fields.get("layers"), MOST_LAYERS);
  if (layers.length === 0) throw reader.fault("layers", "at least one layer", layers);
  const [loss, optimizer, reference, skips, attention] = ["loss", "optimizer", "reference", "skips", "attention"].map(
    (key) => fields.get(key),
  );
  if (attention !== undefined && typeof attention !== "boolean")
    throw reader.fault("attention", "true or false", attention);
  return {
    format: TRACE_FORMAT,
    source: reader.text("source", fields.get("source")),
    layers: layers.map((layer, index) => readLayer(reader, `layers[${index}]`, layer)),
    ...(loss !== undefined && { loss: reader.text("loss", loss) }),
    ...(optimizer !== undefined && { optimizer: readOptimizer(reader, optimizer) }),
    ...(reference !== undefined && { reference: reader.number("reference", reference) }),
    ...(skips !== undefined && { skips: reader.count("skips", skips) }),
    ...(attention !== undefined && { attention }),
  };
}

function readTargets(reader: LineReader, value: unknown): TraceTargets {
  const fields = reader.object("y", value);
  const classes = fields.get("classes");
  if (Array.isArray(classes))
    return {
      classes: reader.list("y.classes", classes, MOST_LAYERS).map((one, i) => reader.count(`y.classes[${i}]`, one)),
    };
  if (classes !== undefined) return { classes: reader.count("y.classes", classes) };
  const numbers = optional(fields, ["mean", "min", "max"], (key, one) => reader.number(`y.${key}`, one));
  return { std: reader.number("y.std", fields.get("std")), ...numbers };
}

const SHARES = ["dead", "saturated", "update"] as const;
const TIMES = ["inTime", "hInTime"] as const;
const PARTS = ["u", "z", "delta", "weight", "weightGradient"] as const;

function readStepLayer(reader: LineReader, key: string, value: unknown): TraceStepLayer {
  const fields = reader.object(key, value);
  const list = (name: string, given: unknown): number[] =>
    reader
      .list(`${key}.${name}`, given, MOST_STEPS_OF_TIME)
      .map((one, t) => reader.number(`${key}.${name}[${t}]`, one));
  return {
    ...optional(fields, PARTS, (name, given) => readStats(reader, `${key}.${name}`, given)),
    ...optional(fields, SHARES, (name, given) => reader.least(`${key}.${name}`, given, 0)),
    ...optional(fields, TIMES, list),
  };
}

function readStep(reader: LineReader, fields: Fields, header: TraceHeader, after: number): TraceStep {
  const step = reader.count("step", fields.get("step"));
  if (step <= after) throw reader.fault("step", `a step behind ${after}, the one before`, step);
  const layers = reader.list("layers", fields.get("layers"), MOST_LAYERS);
  if (layers.length !== header.layers.length)
    throw reader.fault("layers", `${header.layers.length} layers, as in the header`, layers);
  const [x, y] = [fields.get("x"), fields.get("y")];
  return {
    step,
    loss: reader.number("loss", fields.get("loss")),
    ...optional(fields, ["rate", "moved"], (key, value) => reader.number(key, value)),
    ...(x !== undefined && { x: readStats(reader, "x", x) }),
    ...(y !== undefined && { y: readTargets(reader, y) }),
    layers: layers.map((layer, index) => readStepLayer(reader, `layers[${index}]`, layer)),
  };
}

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
