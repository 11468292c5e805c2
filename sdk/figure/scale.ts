/** From values to places: what an axis spans, its ticks and their labels. */
import { nice as niceEnds, ticks as roundValues, tickStep } from "d3-array";
import { lastOf } from "../core/element.js";
import type { AxisSpec, Quantity } from "../figureSpec.js";
import { powerOfTen } from "./text.js";

/** What an axis spans. */
export interface Domain {
  readonly log: boolean;
  readonly low: number;
  readonly high: number;
  /** All values are integers, so that no tick may stand between two. */
  readonly whole: boolean;
}

export interface Tick {
  value: number;
  label: string;
}

/** Beyond this the difference of two numbers may be infinite; nothing that is drawn comes near. */
const LARGEST = 8e307;

export function toNumber(quantity: Quantity | undefined): number | null {
  return quantity === null || quantity === undefined ? null : Number(quantity);
}

/** The number's decade: 10^decade ≤ v < 10^(decade + 1), v > 0. Read from its digits, so that no engine differs. */
function decade(value: number): number {
  return Number(value.toExponential().split("e")[1]);
}

/** 10^exponent as parsed, which is exact where it can be; neither 0 nor infinite. */
function power(exponent: number): number {
  return Math.min(Math.max(Number(`1e${exponent}`), 1e-323), 1e308);
}

/** The largest of 1, 2, 5 × 10^k that is ≤ v, or the smallest that is ≥ v. */
function round125(value: number, up: boolean): number {
  const exponent = decade(value);
  const steps = [1, 2, 5, 10].map((factor) => Number(`${factor}e${exponent}`));
  if (up) return steps.find((step) => step >= value * (1 - 1e-12))!;
  return lastOf(steps.filter((step) => step <= value * (1 + 1e-12)));
}

/** From so many decades on, an axis may begin and end at whole ones. */
const WIDE_DECADES = 3;

function logDomain(axis: AxisSpec, values: readonly number[], nice: boolean): Domain {
  let [low, high] = rangeOf(values.filter((value) => value > 0));
  if (low > high) [low, high] = [0.1, 1];
  if (nice && high / low >= power(WIDE_DECADES)) {
    low = power(decade(low));
    high = high > power(decade(high)) ? power(decade(high) + 1) : high;
  } else {
    low = Math.max(round125(low, false), 1e-323);
    high = Math.min(round125(high, true), 1e308);
  }
  if (low === high) [low, high] = [Math.max(low / 2, 1e-323), Math.min(high * 2, 1e308)];
  return { log: true, low: axis.from ?? low, high: axis.to ?? high, whole: values.every(Number.isInteger) };
}

/** [smallest, largest] of those that are finite, of a list of any length; [Infinity, -Infinity] of none. */
export function rangeOf(values: readonly (number | null)[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** How an axis may be widened beyond its data. */
export interface Widening {
  /** To round numbers; a logarithmic axis to whole decades, which otherwise ends at 1, 2 or 5 of one. */
  nice?: boolean;
  /** To 0 when the data comes near, or always; a linear axis only. */
  zero?: "near" | "always";
}

/** An axis that spans less, of its values or at all, is widened: its ticks would not differ. */
const NARROWEST = 1e-9;
const TINIEST = 1e-280;

/** What an axis must span for these values; those that are not finite do not count. */
export function domainOf(axis: AxisSpec, values: readonly (number | null)[], widening: Widening = {}): Domain {
  const finite = values
    .filter((value): value is number => value !== null && Number.isFinite(value))
    .map((value) => Math.min(Math.max(value, -LARGEST), LARGEST));
  if (axis.scale === "log") return logDomain(axis, finite, widening.nice === true);
  let [low, high] = finite.length > 0 ? rangeOf(finite) : [0, 1];
  const near = widening.zero === "always" || (widening.zero === "near" && low > 0 && low < high * 0.4);
  if (near) [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  low = axis.from ?? low;
  high = axis.to ?? high;
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (!(high - low > Math.max(NARROWEST * size, TINIEST))) {
    const half = size > TINIEST ? size / 10 : 1;
    [low, high] = [axis.from ?? low - half, axis.to ?? high + half];
  }
  if (widening.nice === true) {
    const [niceLow, niceHigh] = niceEnds(low, high, 6);
    [low, high] = [axis.from ?? niceLow, axis.to ?? niceHigh];
  }
  return { log: false, low, high, whole: high - low >= 2 && finite.every(Number.isInteger) };
}

/** The place of a value between two ends; null on a log axis for what is not positive. Values must be finite. */
export type Scale = (value: number) => number | null;

export function scaleBetween({ log, low, high }: Domain, start: number, end: number): Scale {
  const place = (value: number, from: number, to: number): number => {
    const share = to > from ? (value - from) / (to - from) : 0.5;
    return start * (1 - share) + end * share;
  };
  if (!log) return (value) => place(Math.min(Math.max(value, -LARGEST), LARGEST), low, high);
  const [from, to] = [Math.log(low), Math.log(high)];
  return (value) => (value > 0 ? place(Math.log(value), from, to) : null);
}

/** A number for people: few digits, a true minus, powers of ten spelt as such. */
export function pretty(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) {
    const [mantissa = "", exponent = ""] = value.toExponential(digits - 1).split("e");
    const short = mantissa.replace(/\.?0+$/, "").replace("-", "−");
    return `${short === "1" ? "" : short === "−1" ? "−" : `${short}×`}${powerOfTen(Number(exponent))}`;
  }
  const text = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(digits)));
  return text.replace("-", "−");
}

/** With so many digits behind the point, a true minus, and none before a zero. */
function fixedPoint(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

function linearTicks({ low, high, whole }: Domain, count: number): Tick[] {
  const values = roundValues(low, high, count);
  const shown = whole ? values.filter(Number.isInteger) : values;
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size < 1e-3 || size >= 1e5) return shown.map((value) => ({ value, label: pretty(value, 3) }));
  const digits = Math.max(0, -decade(tickStep(low, high, count)));
  return shown.map((value) => ({ value, label: whole ? pretty(value) : fixedPoint(value, digits) }));
}

/** Decades that are read faster in full than as a power. */
const PLAIN: readonly [number, number] = [-3, 4];

/** Decades from one label to the next. */
const STRIDES = [1, 2, 3, 5, 10, 20, 50, 100];

function logTicks({ low, high }: Domain, count: number): Tick[] {
  const [first, last] = [decade(low), decade(high)];
  const factors = last - first < WIDE_DECADES || 3 * (last - first) < 1.4 * count ? [1, 2, 5] : [1];
  const every = STRIDES.find((stride) => (last - first) / stride < count) ?? 100;
  const plain = first >= PLAIN[0] && last <= PLAIN[1];
  const ticks: Tick[] = [];
  for (let exponent = first; exponent <= last; exponent++) {
    if (exponent % every !== 0) continue;
    for (const factor of factors) {
      const value = Number(`${factor}e${exponent}`);
      if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9) || value === 0) continue;
      ticks.push({
        value,
        label: plain ? pretty(value) : `${factor === 1 ? "" : `${factor}×`}${powerOfTen(exponent)}`,
      });
    }
  }
  return ticks;
}

/** About `count` ticks at round values. */
export function ticksOf(domain: Domain, count: number): Tick[] {
  const some = Math.max(2, count);
  const ticks = domain.log ? logTicks(domain, some) : [];
  // A short piece of a log axis may lie between two of 1, 2, 5.
  return ticks.length < 2 ? linearTicks(domain, some) : ticks;
}

/** An axis in words: "training loss (nats), log scale". */
export function axisText({ label, unit, scale }: AxisSpec): string {
  return `${label}${unit === undefined || unit === "1" ? "" : ` (${unit})`}${scale === "log" ? ", log scale" : ""}`;
}
