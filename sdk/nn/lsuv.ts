import { Statistic } from "../../assembly/abi.js";
import type { Core } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import { BatchBuffers, type Layer } from "./layer.js";
import type { Block } from "./parameters.js";

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
export function scaleToUnitVariance(core: Core, layers: readonly Layer[], parameters: Block, data: Float32Array): void {
  const { arena, wasm, workspace } = core;
  const batch = data.length / (layers[0]?.fanIn ?? 1);
  const buffers = new BatchBuffers(core, layers, batch, false);
  try {
    arena.all.set(data, buffers.x >>> 2);
    let input = buffers.x;
    for (const layer of layers) {
      const { index, fanIn, fanOut, activation, gain, carries } = layer;
      const z = buffers.z[index] ?? 0;
      const count = batch * fanOut;
      const weight = parameters.at(layer.weight);
      const bias = parameters.at(layer.bias);
      const affine = carries && gain === null ? buffers.residual : z;
      for (let divisions = 0; ; divisions++) {
        wasm.affineForward(batch, fanIn, fanOut, input, weight, bias, affine, workspace);
        const variance = varianceOf(core, count, affine);
        if (Math.abs(variance - 1) < TOLERANCE) break;
        if (!(variance > 0) || divisions === MOST_DIVISIONS) throw cannotScale(index, variance);
        wasm.scale(layer.weight.length, 1 / Math.sqrt(variance), weight, weight);
      }
      if (gain !== null) wasm.addScaled(count, gain, z, buffers.residual);
      const u = gain === null ? affine : buffers.residual;
      wasm.activationForward(activation.kind, activation.alpha, count, u, z, 0);
      input = z;
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
