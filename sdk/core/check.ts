import { isFloat32Array, typedArrayName } from "./brand.js";
import { GradiometerError } from "./errors.js";
import { nearest } from "./nearest.js";
import { show } from "./show.js";
import type { Floats } from "../types.js";

export { show };

/** A BAD_OPTION error that names the argument, what was expected and what came. */
export function badOption(name: string, expected: string, came: unknown): GradiometerError {
  return new GradiometerError("BAD_OPTION", `${name}: expected ${expected}, but got ${show(came)}`);
}

/**
 * A BAD_OPTION error for what is none of `words`: it lists them and ends with the nearest one,
 * `activation: expected one of linear, …, but got "ReLU"; did you mean "relu"?`.
 *
 * @param others    as in `nearest`.
 * @param expected  what is allowed, when that is more than the words.
 */
export function unknownWord(
  name: string,
  came: unknown,
  words: readonly string[],
  { others, expected }: { others?: Readonly<Record<string, string>>; expected?: string } = {},
): GradiometerError {
  const error = badOption(name, expected ?? `one of ${words.join(", ")}`, came);
  const meant = typeof came === "string" ? nearest(came, words, others) : undefined;
  if (meant === undefined) return error;
  const shown = meant.startsWith("{") ? meant : `"${meant}"`;
  return new GradiometerError(error.code, `${error.message}; did you mean ${shown}?`);
}

/** A BAD_OPTION error for a key that is none of `known`, with the one that was probably meant. */
function unknownOption(name: string, key: string, known: readonly string[]): GradiometerError {
  const meant = nearest(key, known);
  const allowed = `llowed are ${known.join(", ")}`;
  const advice = meant === undefined ? `; a${allowed}` : `; did you mean "${meant}"? A${allowed}`;
  return new GradiometerError("BAD_OPTION", `${name}: unknown option${advice}`);
}

/** An integer from `low` to `high`. @throws GradiometerError BAD_OPTION */
export function checkInteger(name: string, value: unknown, low: number, high = Number.MAX_SAFE_INTEGER): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= low && value <= high) return value;
  const range = high === Number.MAX_SAFE_INTEGER ? `an integer ≥ ${low}` : `an integer from ${low} to ${high}`;
  throw badOption(name, range, value);
}

/** A number, finite in float32, that `accept`s; `expected` says in words which. @throws GradiometerError BAD_OPTION */
export function checkNumber(
  name: string,
  value: unknown,
  expected: string,
  accept: (value: number) => boolean,
): number {
  if (typeof value === "number" && Number.isFinite(Math.fround(value)) && accept(value)) return value;
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
    if (!known.includes(key)) throw unknownOption(`${name}.${key}`, key, known);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** An object that can do what is asked of it, such as a network: by a member's name. @throws GradiometerError BAD_OPTION */
export function checkMember(name: string, value: unknown, expected: string, member: string): void {
  if (typeof value !== "object" || value === null || !(member in value)) throw badOption(name, expected, value);
}

/** A function, or nothing. @throws GradiometerError BAD_OPTION */
export function checkFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "function") throw badOption(name, "a function", value);
}

/** An AbortSignal, or nothing. @throws GradiometerError BAD_OPTION */
export function checkSignal(name: string, value: unknown): void {
  const aborted: unknown =
    typeof value === "object" && value !== null && "aborted" in value ? value.aborted : undefined;
  if (value !== undefined && typeof aborted !== "boolean") throw badOption(name, "an AbortSignal", value);
}

/** Whether it is an array, typed or not. */
export const isArray = (value: unknown): value is ArrayLike<unknown> =>
  // The two usual kinds first: asking the slot of a typed array takes as long as a small kernel.
  Array.isArray(value) || value instanceof Float32Array || typedArrayName(value) !== undefined;

/** An array, typed or not. @throws GradiometerError BAD_SHAPE */
export function checkArray(name: string, value: unknown): void {
  if (!isArray(value)) throw new GradiometerError("BAD_SHAPE", `${name}: expected an array, but got ${show(value)}`);
}

/**
 * How many rows of `columns` numbers there are, flat or nested; what stands in them is not looked at.
 *
 * @throws GradiometerError BAD_SHAPE when it is no array, is empty, is no multiple or nested rows differ in length.
 */
export function countRows(name: string, rows: unknown, columns: number): number {
  if (!isArray(rows)) {
    throw new GradiometerError("BAD_SHAPE", `${name}: expected rows of ${columns} numbers, but got ${show(rows)}`);
  }
  const { length } = rows;
  if (length === 0) {
    throw new GradiometerError("BAD_SHAPE", `${name}: expected at least one row of ${columns} numbers, but got none`);
  }
  if (isFloat32Array(rows) || !isNested(rows)) {
    if (length % columns === 0) return length / columns;
    throw new GradiometerError("BAD_SHAPE", `${name}: expected a multiple of ${columns} numbers, but got ${length}`);
  }
  for (let i = 0; i < length; i++) {
    const row = rows[i];
    if (isArray(row) && row.length === columns) continue;
    const came = isArray(row) ? row.length : show(row);
    throw new GradiometerError("BAD_SHAPE", `${name}[${i}]: expected ${columns} numbers, but got ${came}`);
  }
  return length;
}

/** Whether rows that `countRows` took are arrays themselves. */
const isNested = (rows: ArrayLike<unknown>): rows is ArrayLike<ArrayLike<unknown>> => isArray(rows[0]);

/**
 * to[at …] ← rows that `countRows` took, number by number.
 *
 * @throws GradiometerError NOT_FINITE naming the first entry that is no number; what came before it has been written.
 */
export function copyRows(name: string, rows: ArrayLike<unknown>, to: Float32Array, at: number): void {
  if (isFloat32Array(rows)) {
    to.set(rows, at);
    return;
  }
  if (!isNested(rows)) {
    const bad = copyNumbers(rows, to, at);
    if (bad >= 0) throw noNumber(name, bad, rows[bad]);
    return;
  }
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const bad = copyNumbers(row, to, at + i * row.length);
    if (bad >= 0) throw noNumber(`${name}[${i}]`, bad, row[bad]);
  }
}

/**
 * Rows of `columns` numbers, one behind the other. A Float32Array is given back as it is; anything else is copied, once,
 * number by number.
 *
 * @throws GradiometerError as `countRows` and `copyRows`.
 */
export function flatten(name: string, rows: unknown, columns: number): Float32Array {
  const count = countRows(name, rows, columns);
  if (isFloat32Array(rows)) return rows;
  const flat = new Float32Array(count * columns);
  copyRows(name, rows as ArrayLike<unknown>, flat, 0);
  return flat;
}

/** to[at …] ← values up to the first that is no number; its index, or −1. */
function copyNumbers(values: ArrayLike<unknown>, to: Float32Array, at: number): number {
  const { length } = values;
  // A typed array holds numbers alone, or bigints alone.
  if (!Array.isArray(values) && typeof values[0] === "number") {
    to.set(values as ArrayLike<number>, at);
    return -1;
  }
  for (let i = 0; i < length; i++) {
    const value = values[i];
    if (typeof value !== "number") return i;
    to[at + i] = value;
  }
  return -1;
}

function noNumber(name: string, index: number, value: unknown): GradiometerError {
  return new GradiometerError("NOT_FINITE", `${name}[${index}]: expected a finite number, but got ${show(value)}`);
}

/** `count` numbers as float32. @throws GradiometerError as `flatten`; BAD_SHAPE when there are not `count`. */
export function toFloats(name: string, values: unknown, count: number, shape: readonly number[]): Floats {
  const length = isArray(values) ? values.length : undefined;
  if (!isArray(values) || length !== count) {
    const expected = `expected ${count} numbers, shape [${shape.join(", ")}]`;
    throw new GradiometerError("BAD_SHAPE", `${name}: ${expected}, but got ${length ?? show(values)}`);
  }
  if (isFloat32Array(values)) return new Float32Array(values);
  const floats = new Float32Array(count);
  const bad = copyNumbers(values, floats, 0);
  if (bad >= 0) throw noNumber(name, bad, values[bad]);
  return floats;
}

/** Whether none is NaN or infinite; a loop, since `every` calls a function for each number. */
export function allFinite(values: Float32Array): boolean {
  for (let index = 0; index < values.length; index++) if (!Number.isFinite(values[index])) return false;
  return true;
}

/** A NOT_FINITE error that names the first offender. */
export function notFinite(name: string, values: Float32Array): GradiometerError {
  const index = values.findIndex((value) => !Number.isFinite(value));
  return new GradiometerError(
    "NOT_FINITE",
    `${name}: expected finite float32 numbers, but number ${index} of ${values.length} is ${String(values[index])}`,
  );
}
