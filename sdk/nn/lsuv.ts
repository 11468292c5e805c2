import { Statistic } from "../../assembly/abi.js";
import type { Core } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import { Buffers } from "./buffers.js";
import type { Graph } from "./graph.js";
import type { Block } from "./parameters.js";
import { placeOps } from "./plan.js";

/** How far a variance may be off 1, and after how many divisions that counts as failed (Mishkin & Matas 2016, algorithm 1). */
const TOLERANCE = 0.1;
const MOST_DIVISIONS = 10;

/**
 * Layer-sequential unit variance: from the first layer to the last, W_l ← W_l/√v until |v − 1| < .1, v = Var(z_{l−1} W_l)
 * over all rows and units of the batch. The map is linear, so one division is enough but for rounding; a layer whose
 * variance is within .1 at once keeps its orthonormal weights. With a skip v is the variance of what the layer itself
 * puts out, before the gain and the sum: u_l has what the layer below carried on top of it.
 *
 * After Mishkin & Matas, All you need is a good init, 2016, whose "output of a layer" is the pre-activation.
 *
 * @param parameters  orthonormal weights and zero biases; the weights are scaled in place.
 * @param data        rows of finite numbers, as wide as the first layer.
 * @throws GradiometerError BAD_OPTION when no factor brings a layer's variance to 1: all its numbers are alike (v = 0), or
 *         they or the weights leave float32. OUT_OF_MEMORY.
 */
export function scaleToUnitVariance(core: Core, graph: Graph, parameters: Block, data: Float32Array): void {
  const { arena, wasm } = core;
  const batch = data.length / graph.inputs;
  // What is normalised over the batch must be so by its own statistics, as in a training step.
  const training = graph.leastBatch > 1;
  const buffers = new Buffers(core, graph, { batch, steps: batch }, training);
  try {
    arena.all.set(data, buffers.x >>> 2);
    for (const { op, at, bound } of placeOps(graph, { core, parameters, gradients: undefined, buffers, training })) {
      bound.forward(batch, 1);
      if (op.kind !== "affine") continue;
      for (let divisions = 0; ; divisions++) {
        const variance = varianceOf(core, batch * op.fanOut, at.output);
        if (Math.abs(variance - 1) < TOLERANCE) break;
        if (!(variance > 0) || divisions === MOST_DIVISIONS) throw cannotScale(op.layer, variance);
        const weight = at.tensor(op.weight);
        wasm.scale(op.fanIn * op.fanOut, 1 / Math.sqrt(variance), weight, weight);
        bound.forward(batch, 1);
      }
    }
  } finally {
    buffers.release();
  }
}

/** Population variance of n float32, NaN when one of them is not finite. */
function varianceOf({ arena, wasm }: Core, n: number, address: number): number {
  return arena.scratch(8 * Statistic.Count, "statistics", (out) => {
    wasm.statistics(n, address, out);
    const numbers = arena.f64(out, Statistic.Count);
    const std = numbers[Statistic.Std] ?? Number.NaN;
    return numbers[Statistic.NonFinite] === 0 ? std * std : Number.NaN;
  });
}

function cannotScale(layer: number, variance: number): GradiometerError {
  const expected = `rows on which the pre-activations of every layer vary, so that their variance can be made 1`;
  return new GradiometerError(
    "BAD_OPTION",
    `initData: expected ${expected}, but got a variance of ${variance} in layer ${layer}`,
  );
}
