/**
 * The few numbers that more than one experiment works out. Exponentials and logarithms come from the core: the host's
 * differ from engine to engine.
 */
import type { Core } from "../../core/create.js";
import { elementAt } from "../../core/element.js";

/** log₁₀ x in float64; −∞ at 0. */
export function log10(core: Core, x: number): number {
  return core.wasm.log64(x) / core.wasm.log64(10);
}

/** The n-th root of x ≥ 0, n ≥ 1: the factor per layer when n layers make x together. */
export function root(core: Core, x: number, n: number): number {
  return x === 0 ? 0 : core.wasm.exp64(core.wasm.log64(x) / n);
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? elementAt(sorted, middle)
    : (elementAt(sorted, middle - 1) + elementAt(sorted, middle)) / 2;
}

/** Standard error of a fraction that n independent draws gave. */
export function standardError(fraction: number, n: number): number {
  return Math.sqrt((fraction * (1 - fraction)) / n);
}

/** |value − truth| / |truth|; 0 when both are the same, 0 included. */
export function relativeError(value: number, truth: number): number {
  return value === truth ? 0 : Math.abs(value - truth) / Math.abs(truth);
}
