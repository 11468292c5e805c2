import { badOption, checkInteger, checkKeys } from "../core/check.js";

/** A finite float64 that `accept`s; `expected` says in words which. @throws GradiometerError BAD_OPTION */
export function real(name: string, value: unknown, expected: string, accept: (value: number) => boolean): number {
  if (typeof value === "number" && Number.isFinite(value) && accept(value)) return value;
  throw badOption(name, expected, value);
}

/** A finite number ≥ 0: a variance, a second moment. @throws GradiometerError BAD_OPTION */
export const nonNegative = (name: string, value: unknown): number =>
  real(name, value, "a finite number ≥ 0", (v) => v >= 0);

/** A finite number > 0. @throws GradiometerError BAD_OPTION */
export const positive = (name: string, value: unknown): number =>
  real(name, value, "a finite number > 0", (v) => v > 0);

/** The options by name; a missing or unknown one is refused by the check of its value. @throws GradiometerError BAD_OPTION */
export const options = (value: unknown, known: readonly string[]): Readonly<Record<string, unknown>> =>
  checkKeys("options", value, known);

/** Deeper and wider than any net, and an answer within a second. */
const MOST = 1_000_000;

/** A count of layers or units, `low` … 10⁶. @throws GradiometerError BAD_OPTION */
export const count = (name: string, value: unknown, low: number): number => checkInteger(name, value, low, MOST);
