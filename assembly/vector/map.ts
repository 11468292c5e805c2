/** Element-wise drivers over whole arrays. */
import { exp } from "../math/exp";
import { log } from "../math/log";

/**
 * The first `count` (0 – 3) floats at `from`, zero in the other lanes; no byte behind them is read. loadTail as a
 * function that is called: a recursive one is not inlined by the optimiser at the end of every driver.
 */
export function loadPart(from: usize, count: i32): v128 {
  const zero = i32x4.splat(0);
  if (count <= 0) return zero;
  return v128.load32_lane(from, v128.shuffle<f32>(loadPart(from + 4, count - 1), zero, 4, 0, 1, 2), 0);
}

/** Writes the first `count` (1 – 3) lanes to `to`, and no byte behind them: storeTail, called like loadPart. */
export function storePart(to: usize, value: v128, count: i32): void {
  v128.store32_lane(to, value, 0);
  if (count > 1) storePart(to + 4, v128.shuffle<f32>(value, value, 1, 2, 3, 0), count - 1);
}

/** The functions that `map` knows. */
const enum Operation {
  Exp,
  Log,
}

/** f of four lanes. */
// @ts-ignore: decorator
@inline
function apply(f: Operation, x: v128): v128 {
  return f == Operation.Exp ? exp(x) : log(x);
}

/** y ← f(x), n elements; y may be x. f is known at compile time: every export is a loop of its own. */
// @ts-ignore: decorator
@inline
function map(f: Operation, n: i32, x: usize, y: usize): void {
  for (; n >= 4; n -= 4, x += 16, y += 16) v128.store(y, apply(f, v128.load(x)));
  if (n > 0) storePart(y, apply(f, loadPart(x, n)), n);
}

/** y[i] ← e^x[i], i < n; n ≥ 0, y may be x. Accuracy: math/exp.ts. */
export function expArray(n: i32, x: usize, y: usize): void {
  map(Operation.Exp, n, x, y);
}

/** y[i] ← log x[i], i < n; n ≥ 0, y may be x. Accuracy: math/log.ts. */
export function logArray(n: i32, x: usize, y: usize): void {
  map(Operation.Log, n, x, y);
}
