import type { Core } from "../../core/create.js";
import { lossKind } from "../../nn/loss.js";

/** The loss of outputs [rows, classes] against targets, in nats: that of a backward pass, to the last bit, without the pass. */
export function crossEntropy(
  { arena, wasm }: Core,
  output: Float32Array,
  targets: Float32Array,
  classes: number,
): number {
  const bytes = 4 * output.length;
  return arena.scratch(3 * bytes, "outputs, targets and their gradient", (at) => {
    arena.all.set(output, at >>> 2);
    arena.all.set(targets, (at + bytes) >>> 2);
    return wasm.loss(lossKind("cross-entropy"), output.length / classes, classes, at, at + bytes, at + 2 * bytes);
  });
}
