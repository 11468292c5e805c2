import type { Cell } from "../experiments/types.js";

/** A number in about `digits` significant digits; integers stay whole, extremes get an exponent. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e6)
    return value
      .toExponential(digits - 2)
      .replace(/\.?0+e/, "e")
      .replace("e+", "e");
  return value.toPrecision(digits);
}

/** The cell of a table as text. */
export function formatCell(cell: Cell): string {
  if (cell === null) return "–";
  return typeof cell === "number" ? formatNumber(cell) : cell;
}

/** What a cell measures: the words NaN and ±Infinity are numbers again, other words and gaps are not. */
export function numeric(cell: Cell): number | null {
  if (typeof cell === "number") return cell;
  return cell === "NaN" || cell === "Infinity" || cell === "-Infinity" ? Number(cell) : null;
}

const MOST_DIGITS = 17;
/** An interval narrower than this share of its middle reads better as middle ± half. */
const NARROW = 1e-3;

/** The fewest digits (≥ 4) that keep a value apart from the others as far as they differ. */
function digitsFor(value: number, others: readonly number[]): number {
  const alike = (digits: number) =>
    others.some((other) => other !== value && formatNumber(other, digits) === formatNumber(value, digits));
  let digits = 4;
  while (digits < MOST_DIGITS && alike(digits)) digits++;
  return digits;
}

/**
 * An interval and a measurement in the fewest digits (≥ 4) that keep the three apart as far as they differ: a claim about
 * the sixth digit shows six digits.
 */
export function formatInterval(
  low: number | null,
  high: number | null,
  measured: number | string,
): { expected: string; measured: string } {
  const values = [low, high, measured].filter((value): value is number => typeof value === "number");
  const digits = Math.max(4, ...values.map((value) => digitsFor(value, values)));
  const shown = typeof measured === "number" ? formatNumber(measured, digitsFor(measured, values)) : measured;
  return { expected: formatExpected(low, high, digits), measured: shown };
}

/** Bounds are chosen, not measured: digits that say nothing are left out. */
const withoutZeros = (text: string): string => text.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");

function formatExpected(low: number | null, high: number | null, digits: number): string {
  const show = (value: number) => withoutZeros(formatNumber(value, digits));
  if (low === null) return high === null ? "anything" : `≤ ${show(high)}`;
  if (high === null) return `≥ ${show(low)}`;
  if (low === high) return `exactly ${show(low)}`;
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  if (half < NARROW * Math.abs(middle)) return `${show(middle)} ± ${withoutZeros(formatNumber(half, 3))}`;
  return `${show(low)} … ${show(high)}`;
}
