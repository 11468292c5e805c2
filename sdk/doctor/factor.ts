import { exp, ln } from "../theory/elementary.js";

/** Geometric mean of the factors from one value to the next, first to last; 1 where there are none. */
export function meanFactor(values: readonly number[]): number {
  const [from, to] = [values[0], values.at(-1)];
  if (from === undefined || to === undefined || values.length < 2 || from === to) return 1;
  return exp(ln(to / from) / (values.length - 1));
}
