import type { Loss } from "../types.js";
import { rnnBackward, type RnnBuffers, type RnnModel } from "./rnnPass.js";

/** Norms outside 2⁻¹⁶ … 2¹⁶ are brought back into it, by powers of this. */
const FACTOR = 65536;
/** A power of FACTOR after which the next but one would leave float32. */
const LARGE = 2 ** 96;

/**
 * `rnnBackward`, and ‖∂J/∂h_t‖ over the batch for every step, in float64.
 *
 * In float32 a gradient that halves at every step is 0 after 149 of them, and one that doubles is infinite after 128. So
 * as soon as the norm leaves the middle of float32's range, a second chain δ W_hᵀ is kept for the norms, scaled by powers
 * of two, which round nothing, so that it never leaves that range. The gradients are those of the plain chain: the ones
 * that training sees.
 */
export function rnnBackwardWithNorms(
  model: RnnModel,
  buffers: RnnBuffers,
  time: number,
  batch: number,
  loss: Loss,
): { loss: number; norms: Float64Array } {
  const { arena, wasm, workspace } = model.core;
  const { hidden } = model.config;
  const row = 4 * hidden;
  const count = batch * hidden;
  const norms = new Float64Array(time);
  return arena.scratch(8 * count, "gradients of the hidden states", (own) => {
    const delta = own + 4 * count;
    let apart = false;
    let unit = 1;
    const observe = (step: number, gradient: number, slope: number, transposed: number): void => {
      if (apart) wasm.gemm(batch, hidden, hidden, delta, row, transposed, row, 0, 0, own, row, workspace);
      const at = apart ? own : gradient;
      const norm = Math.sqrt(wasm.sumOfSquares(count, at));
      norms[step] = norm && norm * unit;
      let factor = 1;
      if (norm > 0) while (norm * factor * FACTOR < 1 && factor < LARGE) factor *= FACTOR;
      if (norm < Infinity) while (norm * factor > FACTOR) factor /= FACTOR;
      if (factor !== 1) {
        wasm.scale(count, factor, at, own);
        unit /= factor;
        apart = true;
      }
      if (apart) wasm.activationBackward(count, own, slope, 0, delta);
    };
    return { loss: rnnBackward(model, buffers, time, batch, loss, { hidden: observe }), norms };
  });
}
