import { checkInteger, checkKeys, isArray, show } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import type { MlpEngine } from "../nn/mlpEngine.js";
import type { Jacobian } from "../types.js";
import { Grown } from "./grown.js";

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

/**
 * Runs `work` after a forward pass of one input in float64, from the float32 parameters: slopes[l] is the address of φ'(u)
 * of layer l, [fanOut] float64. What was allocated is released afterwards, whatever happens.
 */
export function withSlopes<T>(engine: MlpEngine, x: Float64Array, work: (slopes: readonly number[]) => T): T {
  const { core, layers, parameters, inputs } = engine;
  const { arena, wasm } = core;
  const widest = layers.reduce((most, layer) => Math.max(most, layer.fanOut), inputs);
  const units = layers.reduce((sum, layer) => sum + layer.fanOut, 0);
  return arena.scratch(8 * (units + 3 * widest), "float64 forward pass", (start) => {
    let next = start + 24 * widest;
    let [z, u] = [start, start + 8 * widest];
    const residual = start + 16 * widest;
    const grown = new Grown(core);
    arena.f64(z, inputs).set(x);
    const slopes = layers.map((layer) => {
      const { fanIn, fanOut, activation, gain } = layer;
      wasm.affineForward64(1, fanIn, fanOut, z, parameters.at(layer.weight), 0, u);
      grown.addBias(fanOut, parameters.at(layer.bias), u);
      const own = arena.f64(u, fanOut);
      const sum = arena.f64(residual, fanOut);
      if (gain !== null) own.forEach((value, i) => (own[i] = (sum[i] ?? 0) + gain * value));
      if (layer.carries) sum.set(own);
      const slope = next;
      next += 8 * fanOut;
      grown.activate(activation, fanOut, u, u, slope);
      grown.settle([u, fanOut], [residual, layer.carries ? fanOut : 0]);
      [z, u] = [u, z];
      return slope;
    });
    return work(slopes);
  });
}

/**
 * ∂z_to/∂z_from of one input in float64, back from z_to one layer after the other. With skips it is what back-propagation
 * calls so: every path that leaves z_from, while the u_from that a skip carries past it is held.
 *
 * @throws GradiometerError BAD_SHAPE, NOT_FINITE (x), BAD_OPTION (layers).
 */
export function measureJacobian(engine: MlpEngine, x: unknown, range: unknown): Jacobian {
  const { core, layers, parameters, inputs } = engine;
  const { arena, wasm } = core;
  const input = checkInput(x, inputs);
  const given = checkKeys("layers", range ?? { from: 0, to: layers.length }, ["from", "to"]);
  const from = checkInteger("layers.from", given["from"], 0, layers.length - 1);
  const to = checkInteger("layers.to", given["to"], from + 1, layers.length);
  const passed = layers.slice(from, to);
  const rows = layers[to - 1]?.fanOut ?? 0;
  const columns = layers[from]?.fanIn ?? 0;
  const block = rows * passed.reduce((most, { fanIn, fanOut }) => Math.max(most, fanIn, fanOut), 0);

  return withSlopes(engine, input, (slopes) =>
    arena.scratch(24 * block, "Jacobian", (start) => {
      const dz = start;
      let [delta, above] = [start + 8 * block, start + 16 * block];
      const identity = arena.f64(dz, rows * rows);
      for (let i = 0; i < rows; i++) identity[i * rows + i] = 1;
      for (let l = to - 1; l >= from; l--) {
        const layer = layers[l];
        if (!layer) break;
        const { fanIn, fanOut } = layer;
        const upper = l + 1 < to ? layers[l + 1] : undefined;
        const gain = upper?.gain ?? null;
        for (let i = 0; i < 8 * rows * fanOut; i += 8 * fanOut) {
          const carried = gain === null ? 0 : above + i;
          wasm.activationBackward64(fanOut, gain ?? 1, dz + i, slopes[l] ?? 0, carried, delta + i);
        }
        wasm.affineBackward64(rows, fanIn, fanOut, parameters.at(layer.weight), delta, dz);
        [delta, above] = [above, delta];
      }
      const gain = layers[from]?.gain ?? 1;
      return { rows, columns, values: arena.f64(dz, rows * columns).map((value) => gain * value) };
    }),
  );
}
