/** Numbers in sentences: what they are, and how a language writes them. */
import type { Numbers } from "./numbers.js";

export interface SaidNumber {
  readonly value: number;
  readonly as: "short" | "whole" | "percent" | "share";
}

/** The numbers of a sentence by the names in its text. */
export type Values = Readonly<Record<string, SaidNumber>>;

export const short = (value: number): SaidNumber => ({ value, as: "short" });
export const whole = (value: number): SaidNumber => ({ value, as: "whole" });
export const percent = (value: number): SaidNumber => ({ value, as: "percent" });
/** A share of a whole: 1 / 259 798 749; 0 and what is near 1 or above as they are. */
export const share = (value: number): SaidNumber => ({ value, as: "share" });

/** From here down a share is one in so many. */
const ONE_IN = 0.5;
/** Beyond it the digits of 1/share say nothing any more. */
const LONGEST = 1e12;

function writeShare(numbers: Numbers, value: number): string {
  if (!(value > 0 && value <= ONE_IN)) return numbers.short(value);
  const times = 1 / value;
  return `1\u202f/\u202f${times < LONGEST ? numbers.whole(times) : numbers.short(times)}`;
}

export const writeNumber = (numbers: Numbers, { value, as }: SaidNumber): string =>
  as === "share" ? writeShare(numbers, value) : numbers[as](value);

/** The numbers of a sentence as `text` takes them. */
export const writeValues = (numbers: Numbers, values: Values): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, said]) => [name, writeNumber(numbers, said)]));
