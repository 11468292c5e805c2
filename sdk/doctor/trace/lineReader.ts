/** The values of one line of a trace, checked one by one. */
import { show } from "../../core/check.js";
import { GradiometerError } from "../../core/errors.js";

const LONGEST_NAME = 500;

export type Fields = ReadonlyMap<string, unknown>;

/** Reads the values of one line; every fault is BAD_FILE with the number of the line and the key. */
export class LineReader {
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

/** The part of an object that holds those of its optional keys that are there. */
export function optional<T>(fields: Fields, keys: readonly string[], read: (key: string, value: unknown) => T) {
  return Object.fromEntries(
    keys.flatMap((key) => (fields.get(key) === undefined ? [] : [[key, read(key, fields.get(key))]])),
  ) as Record<string, T>;
}
