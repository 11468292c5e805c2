import type { MlpEngine } from "../nn/mlpEngine.js";
import type { BatchBuffers } from "../nn/layer.js";
import { lossKind } from "../nn/loss.js";
import type { Loss } from "../types.js";

/** Below this only zero itself: the smallest positive float32. */
const SMALLEST = 2 ** -149;

/**
 * How many entries of each layer's δ are exactly 0 in float32 where the same backward pass in float64 is not: there the
 * gradient vanished in the number format, not in the network (C12).
 *
 * The float64 pass starts from the same weights, batch and ∂L/∂output, and runs only when there is a zero to explain.
 * Call it after a backward pass, while `buffers` hold z and δ; it overwrites `buffers.dz`.
 */
export function countUnderflows(engine: MlpEngine, buffers: BatchBuffers, batch: number, loss: Loss): number[] {
  const { core, layers, parameters } = engine;
  const { arena, wasm } = core;
  const delta = (index: number): number => buffers.slope[index] ?? 0;
  const hasZeros = layers.some(({ index, fanOut }) => wasm.countBelow(batch * fanOut, delta(index), SMALLEST) > 0);
  const last = layers.at(-1);
  if (!hasZeros || !last) return layers.map(() => 0);

  const bytes = (columns: number): number => 8 * batch * columns;
  const widest = bytes(layers.reduce((most, layer) => Math.max(most, layer.fanOut), engine.inputs));
  const slopeBytes = layers.reduce((sum, layer) => sum + bytes(layer.fanOut), 0);
  return arena.scratch(slopeBytes + 3 * widest, "float64 backward pass", (start) => {
    let next = start + 3 * widest;
    const slopes = layers.map((layer) => {
      const at = next;
      next += bytes(layer.fanOut);
      return at;
    });

    // Forward: the input and u alternate between two blocks; along a chain of skips u is summed up in the third.
    let [input, u] = [start, start + widest];
    const residual = start + 2 * widest;
    wasm.widen(batch * engine.inputs, buffers.x, input);
    for (const layer of layers) {
      const { index, fanIn, fanOut, activation, gain } = layer;
      const count = batch * fanOut;
      wasm.affineForward64(batch, fanIn, fanOut, input, parameters.at(layer.weight), parameters.at(layer.bias), u);
      const sum = arena.f64(residual, count);
      const own = arena.f64(u, count);
      if (gain !== null) sum.forEach((below, i) => (own[i] = below + gain * (own[i] ?? 0)));
      if (layer.carries) sum.set(own);
      wasm.activate64(activation.kind, activation.alpha, count, u, u, slopes[index] ?? 0);
      [input, u] = [u, input];
    }

    // Backward: ∂L/∂z and δ alternate; what a skip carries down is the δ of the layer above.
    const dz = start;
    let [below, above] = [start + widest, start + 2 * widest];
    wasm.loss(lossKind(loss), batch, last.fanOut, buffers.z[last.index] ?? 0, buffers.y, buffers.dz);
    wasm.widen(batch * last.fanOut, buffers.dz, dz);
    const counts: number[] = [];
    for (const layer of [...layers].reverse()) {
      const { index, fanIn, fanOut } = layer;
      const count = batch * fanOut;
      const upper = layers[index + 1];
      const carried = upper?.gain != null ? above : 0;
      wasm.activationBackward64(count, upper?.gain ?? 1, dz, slopes[index] ?? 0, carried, below);
      counts[index] = wasm.countUnderflow(count, delta(index), below);
      if (index > 0) wasm.affineBackward64(batch, fanIn, fanOut, parameters.at(layer.weight), below, dz);
      [below, above] = [above, below];
    }
    return counts;
  });
}
