/** Formulas whose every operation is rounded to a number format. */

/** Rounds to a format. */
export type Rounding = (x: number) => number;

/** To float32, or not at all. */
export function roundingOf(format: "float32" | "float64"): Rounding {
  return format === "float32" ? Math.fround : (x) => x;
}

/** The least x ≥ 0 from which on a function that does not grow in size with x is 0, to the last float32; 64 when it is not 0 before. */
export function firstZero(f: (x: number) => number): number {
  let [low, high] = [0, 64];
  for (;;) {
    const middle = Math.fround((low + high) / 2);
    if (middle === low || middle === high) return high;
    if (f(middle) === 0) high = middle;
    else low = middle;
  }
}
