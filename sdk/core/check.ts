import type { Rows } from "../types.js";
import { GradiometerError } from "./errors.js";

/** A value as it should stand in a message: short, and never thrown upon. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value))
    return `an array of length ${String(value.length)}`;
  if (typeof value === "object" && value !== null) {
    try {
      const text = JSON.stringify(value);
      return text.length > 60 ? `${text.slice(0, 60)}…` : text;
    } catch {
      return "an object";
    }
  }
  return String(value);
}

/** A BAD_OPTION error that names the argument, what was expected and what came. */
export function badOption(name: string, expected: string, came: unknown): GradiometerError {
  return new GradiometerError("BAD_OPTION", `${name}: expected ${expected}, but got ${show(came)}`);
}

/** An integer from `low` to `high`. @throws GradiometerError BAD_OPTION */
export function checkInteger(name: string, value: unknown, low: number, high = Number.MAX_SAFE_INTEGER): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= low && value <= high) return value;
  const range = high === Number.MAX_SAFE_INTEGER ? `an integer ≥ ${low}` : `an integer from ${low} to ${high}`;
  throw badOption(name, range, value);
}

/** A finite number that `accept`s; `expected` says in words which. @throws GradiometerError BAD_OPTION */
export function checkNumber(
  name: string,
  value: unknown,
  expected: string,
  accept: (value: number) => boolean,
): number {
  if (typeof value === "number" && Number.isFinite(value) && accept(value)) return value;
  throw badOption(name, expected, value);
}

/** A boolean. @throws GradiometerError BAD_OPTION */
export function checkBoolean(name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw badOption(name, "true or false", value);
}

/** A plain object whose keys are all known. @throws GradiometerError BAD_OPTION */
export function checkKeys(name: string, value: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badOption(name, "an object", value);
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw badOption(`${name}.${key}`, `one of the options ${known.join(", ")}`, key);
  }
  return value as Readonly<Record<string, unknown>>;
}

const isNested = (rows: Rows): rows is readonly (readonly number[])[] => typeof rows[0] === "object";

/**
 * How many rows of `columns` numbers there are.
 *
 * @throws GradiometerError BAD_SHAPE when there are none, they are no multiple, or nested rows differ in length.
 */
export function countRows(name: string, rows: Rows, columns: number): number {
  const length: unknown = (rows as { length?: unknown } | null | undefined)?.length;
  if (typeof rows !== "object" || typeof length !== "number") {
    throw new GradiometerError("BAD_SHAPE", `${name}: expected rows of ${columns} numbers, but got ${show(rows)}`);
  }
  if (length === 0)
    throw new GradiometerError("BAD_SHAPE", `${name}: expected at least one row of ${columns} numbers, but got none`);
  if (isNested(rows)) {
    rows.forEach((row: readonly number[] | undefined, index) => {
      if (row?.length !== columns) {
        throw new GradiometerError(
          "BAD_SHAPE",
          `${name}[${index}]: expected ${columns} numbers, but got ${row?.length ?? show(row)}`,
        );
      }
    });
    return length;
  }
  if (length % columns !== 0) {
    throw new GradiometerError("BAD_SHAPE", `${name}: expected a multiple of ${columns} numbers, but got ${length}`);
  }
  return length / columns;
}

/** Copies rows, flat or nested, to `target` from `offset` on. The shape has been checked by `countRows`. */
export function copyRows(rows: Rows, target: Float32Array, offset: number): void {
  if (isNested(rows)) {
    for (const row of rows) {
      target.set(row, offset);
      offset += row.length;
    }
  } else {
    target.set(rows, offset);
  }
}

/** A NOT_FINITE error that names the first offender. */
export function notFinite(name: string, values: ArrayLike<number>): GradiometerError {
  let index = 0;
  while (index < values.length && Number.isFinite(values[index])) index++;
  return new GradiometerError(
    "NOT_FINITE",
    `${name}: expected finite float32 numbers, but number ${index} of ${values.length} is ${String(values[index])}`,
  );
}
