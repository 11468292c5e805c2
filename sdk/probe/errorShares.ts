import { elementAt } from "../core/element.js";
import type { MlpEngine } from "../nn/engine.js";
import type { Op } from "../nn/graph.js";
import type { Loss, Rows } from "../types.js";

/** Factors of one layer: weights, slopes, and what a norm or a skip adds. */
export const SHARES = 3;

/**
 * The factors by which ‖δ‖ changes from each layer to the one below it, [layers − 1, 3], from the last hidden layer down:
 *
 * - weights: ‖∂L/∂z_l‖ / ‖δ_{l+1}‖, what W_{l+1} (and the gain of its skip) leaves;
 * - slopes: ‖φ′ ⊙ ∂L/∂z_l‖ / ‖∂L/∂z_l‖, what the activation leaves;
 * - the rest: ‖δ_l‖ / ‖φ′ ⊙ ∂L/∂z_l‖, what a norm divides by and a skip adds; 1 without either.
 *
 * Their product is ‖δ_l‖/‖δ_{l+1}‖, norms over the whole batch. A factor behind which nothing was left is NaN (0/0).
 * One step and a pass over δ of each layer; nothing is updated.
 *
 * @throws GradiometerError BAD_SHAPE, NOT_FINITE (x, y)
 */
export function measureErrorShares(engine: MlpEngine, x: Rows, y: Rows, loss: Loss): Float64Array {
  const { core, graph } = engine;
  const batch = engine.stage(x, y, loss);
  const { buffers } = engine.ready(batch, true);
  const slopes = graph.layers.map(() => new Float32Array(0));
  /** ‖∂L/∂z‖, ‖φ′ ⊙ ∂L/∂z‖ and ‖δ‖ of each layer. */
  const norms = graph.layers.map(() => ({ output: Number.NaN, through: Number.NaN, delta: Number.NaN }));
  const valuesAt = (op: Op, address: number): Float32Array => core.arena.f32(address, batch * op.fanIn);
  const plan = engine.plan(batch, {
    observer: {
      output: (op) => {
        if (op.kind === "elementwise" && op.keepsSlopes)
          slopes[op.layer] = valuesAt(op, buffers.of(op, "slope")).slice();
      },
      gradient: (op, address) => {
        const own = elementAt(norms, op.layer);
        // A norm's comes after the activation's, and is the layer's δ where there is one.
        if (op.kind === "elementwise" || op.kind === "norm") own.delta = normOf(valuesAt(op, address));
        // ∂L/∂z stands in its place until the next affine op.
        if (op.kind === "elementwise" && op.layer + 1 < graph.layers.length)
          Object.assign(own, passing(valuesAt(op, buffers.dz), elementAt(slopes, op.layer)));
      },
    },
  });
  plan.forward(batch, 1);
  plan.backward(batch, 1, loss);
  const hidden = norms.length - 1;
  return Float64Array.from({ length: SHARES * hidden }, (_, at) => {
    const layer = hidden - 1 - Math.floor(at / SHARES);
    const { output, through, delta } = elementAt(norms, layer);
    const factors = [output / elementAt(norms, layer + 1).delta, through / output, delta / through];
    return elementAt(factors, at % SHARES);
  });
}

/** ‖a‖ and ‖a ⊙ b‖. */
function passing(a: Float32Array, b: Float32Array): { output: number; through: number } {
  let [all, left] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    all += a[i]! * a[i]!;
    left += a[i]! * b[i]! * (a[i]! * b[i]!);
  }
  return { output: Math.sqrt(all), through: Math.sqrt(left) };
}

function normOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
