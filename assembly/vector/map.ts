/** Element-wise drivers over whole arrays. */
import { loadCount, storeCount } from "../lanes";
import { exp } from "../math/exp";
import { log } from "../math/log";

/** The functions that `map` knows. */
const enum Map {
  Exp,
  Log,
}

/** y ← f(x), n elements; y may be x. f is known at compile time: every export is a loop of its own. */
// @ts-ignore: decorator
@inline
function map(f: Map, n: i32, x: usize, y: usize): void {
  for (; n > 0; n -= 4) {
    const value = loadCount(x, n);
    storeCount(y, f == Map.Exp ? exp(value) : log(value), n);
    x += 16;
    y += 16;
  }
}

/** y[i] ← e^x[i], i < n; n ≥ 0, y may be x. Accuracy: math/exp.ts. */
export function expArray(n: i32, x: usize, y: usize): void {
  map(Map.Exp, n, x, y);
}

/** y[i] ← log x[i], i < n; n ≥ 0, y may be x. Accuracy: math/log.ts. */
export function logArray(n: i32, x: usize, y: usize): void {
  map(Map.Log, n, x, y);
}
