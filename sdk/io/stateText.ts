import { badFile } from "./badFile.js";

/** The numbers that JSON cannot hold, as the strings that stand for them; no other string of a state is one of these. */
const SPECIAL: Readonly<Record<string, number>> = { NaN: NaN, Infinity: Infinity, "-Infinity": -Infinity, "-0": -0 };

const toText = (_key: string, value: unknown): unknown =>
  typeof value === "number" ? (Object.keys(SPECIAL).find((name) => Object.is(SPECIAL[name], value)) ?? value) : value;

const fromText = (_key: string, value: unknown): unknown =>
  typeof value === "string" && Object.hasOwn(SPECIAL, value) ? SPECIAL[value] : value;

/** Characters that the JSON of a state with so many tensors may have: far more than an honest one needs for its layers. */
export function longestText(tensors: number): number {
  return Math.min(2 ** 24, 2 ** 16 + 64 * tensors);
}

/** A plain value as JSON, with NaN, ±∞ and −0 as strings. */
export function writeText(value: unknown): string {
  return JSON.stringify(value, toText);
}

/** The value of such a text. @throws GradiometerError BAD_FILE when it is no JSON. */
export function readText(part: string, text: string): unknown {
  try {
    return JSON.parse(text, fromText);
  } catch (cause) {
    throw badFile(part, "JSON", text, cause);
  }
}
