import { checkInteger, checkKeys, isArray, show } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import type { MlpEngine } from "../nn/engine.js";
import type { Jacobian } from "../types.js";
import { type Stretch, Walk64 } from "./walk64.js";

/** One input as float64. @throws GradiometerError BAD_SHAPE, NOT_FINITE */
export function checkInput(x: unknown, inputs: number): Float64Array {
  const length = isArray(x) ? x.length : undefined;
  if (!isArray(x) || length !== inputs)
    throw new GradiometerError("BAD_SHAPE", `x: expected one input of ${inputs} numbers, but got ${length ?? show(x)}`);
  const values = new Float64Array(inputs);
  for (let index = 0; index < inputs; index++) {
    const value: unknown = x[index];
    if (typeof value !== "number" || !Number.isFinite(value))
      throw new GradiometerError("NOT_FINITE", `x[${index}]: expected a finite number, but got ${show(value)}`);
    values[index] = value;
  }
  return values;
}

/** Runs `work` with the float64 walk of one input; what was allocated is released afterwards, whatever happens. */
export function withWalk<T>(engine: MlpEngine, x: Float64Array, work: (walk: Walk64) => T): T {
  const walk = new Walk64(engine, 1, false);
  try {
    walk.forward((address) => {
      engine.core.arena.f64(address, x.length).set(x);
    });
    return work(walk);
  } finally {
    walk.release();
  }
}

/** Pulls every unit vector of the `rows` numbers behind a stretch of ops: row i of its Jacobian, `columns` numbers. */
export function eachRow(
  { core }: MlpEngine,
  walk: Walk64,
  stretch: Stretch,
  { rows, columns }: { rows: number; columns: number },
  take: (row: number, values: Float64Array) => void,
): void {
  for (let row = 0; row < rows; row++) {
    const address = walk.pull(1, stretch, (at) => {
      core.arena.f64(at, rows).fill(0)[row] = 1;
    });
    take(row, core.arena.f64(address, columns));
  }
}

/**
 * ∂z_to/∂z_from of one input in float64, back from z_to one op after the other. With skips it is what back-propagation
 * calls so: every path that leaves z_from, while the u_from that a skip carries past it is held.
 *
 * @throws GradiometerError BAD_SHAPE, NOT_FINITE (x), BAD_OPTION (layers).
 */
export function measureJacobian(engine: MlpEngine, x: unknown, range: unknown): Jacobian {
  const { layers, inputs } = engine.graph;
  const input = checkInput(x, inputs);
  const given = checkKeys("layers", range ?? { from: 0, to: layers.length }, ["from", "to"]);
  const from = checkInteger("layers.from", given["from"], 0, layers.length - 1);
  const to = checkInteger("layers.to", given["to"], from + 1, layers.length);
  const rows = layers[to - 1]!.fanOut;
  const columns = layers[from]!.fanIn;
  const values = new Float64Array(rows * columns);
  return withWalk(engine, input, (walk) => {
    eachRow(engine, walk, walk.layers(from, to), { rows, columns }, (row, found) => {
      values.set(found, row * columns);
    });
    return { rows, columns, values };
  });
}
