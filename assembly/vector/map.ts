/** Element-wise drivers over whole arrays. */
import { loadTail, storeTail } from "../lanes";
import { exp } from "../math/exp";
import { log } from "../math/log";

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
  if (n > 0) storeTail(y, apply(f, loadTail(x, n)), n);
}

/** y[i] ← e^x[i], i < n; n ≥ 0, y may be x. Accuracy: math/exp.ts. */
export function expArray(n: i32, x: usize, y: usize): void {
  map(Operation.Exp, n, x, y);
}

/** y[i] ← log x[i], i < n; n ≥ 0, y may be x. Accuracy: math/log.ts. */
export function logArray(n: i32, x: usize, y: usize): void {
  map(Operation.Log, n, x, y);
}
