import type { MlpEngine } from "../nn/engine.js";
import { lossGradient64 } from "../nn/loss.js";
import type { Loss } from "../types.js";
import { Walk64 } from "./walk64.js";

/** Below this only zero itself: the smallest positive float32. */
const SMALLEST = 2 ** -149;

/**
 * How many entries of each layer's δ are exactly 0 in float32 where the same backward pass in float64 is not: there the
 * gradient vanished in the number format, not in the network (C12).
 *
 * The float64 pass starts from the same weights, batch and outputs, and runs only when there is a zero to explain. Call it
 * after a backward pass, while the buffers hold the batch, the outputs and δ.
 */
export function countUnderflows(engine: MlpEngine, batch: number, loss: Loss): number[] {
  const { core, graph } = engine;
  const { wasm } = core;
  const { buffers, plan } = engine.ready(batch, true);
  const { layers, inputs, outputs } = graph;
  const deltas = layers.map(({ ops }) =>
    buffers.of(
      ops.find(({ kind }) => kind === "elementwise")!,
      "slope",
    ),
  );
  const hasZeros = layers.some(({ index, fanOut }) => wasm.countBelow(batch * fanOut, deltas[index]!, SMALLEST) > 0);
  const counts = layers.map(() => 0);
  if (!hasZeros) return counts;
  const walk = new Walk64(engine, batch, true);
  try {
    walk.forward((address) => {
      wasm.widen(batch * inputs, buffers.x, address);
    });
    const start = (address: number): void => {
      lossGradient64(core, loss, batch, outputs, { output: plan.output, target: buffers.y, to: address });
    };
    walk.pull(batch, walk.layers(0, layers.length), start, ({ index, fanOut }, delta) => {
      counts[index] = wasm.countUnderflow(batch * fanOut, deltas[index]!, delta);
    });
    return counts;
  } finally {
    walk.release();
  }
}
