/** What a cell of a table says. */
import { decimal } from "./decimal.js";

const MISSING = new Set(["", "na", "n/a", "nan", "null", "none", "?", "#n/a"]);

/** Whether a cell of a column of numbers holds nothing. */
export const isMissing = (cell: string): boolean => MISSING.has(cell.toLowerCase());

/** A cell as a number that float32 can hold, NaN for what is none. A decimal comma is one where a comma separates nothing. */
export function numberOf(cell: string, separator: string): number {
  const value = decimal(separator !== "," && /^[-+]?\d+,\d+$/.test(cell) ? cell.replace(",", ".") : cell);
  return Number.isFinite(Math.fround(value)) ? value : NaN;
}

/** Whether a whole number ≥ 0 stands there, as classes are counted. */
export const isWhole = (text: string): boolean => /^\d+(\.0+)?$/.test(text);

/** A whole number as classes are named: 2.0 is 2. */
export const wholeOf = (text: string): string => text.replace(/\.0+$/, "");
