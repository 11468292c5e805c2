import type { Doubles, Loss } from "../types.js";
import { rnnBackward, type RnnBuffers, type RnnModel } from "./rnnPass.js";

/**
 * Gradients are brought to norms about 2⁶⁴, to a power of two: what W_h makes of them stays below 2¹²⁸, and a slope as small
 * as float32 has them leaves all their digits.
 */
const LOW = 2 ** 48;
const HIGH = 2 ** 80;
/** One factor, and the largest that is made of them at once: a float32 too. */
const FACTOR = 2 ** 16;
const LARGE = 2 ** 96;

/**
 * `rnnBackward`, and ‖∂J/∂h_t‖ over the batch for every step, in float64.
 *
 * In float32 a gradient that halves at every step is 0 after 149 of them, and one that doubles is infinite after 128; a
 * saturated unit takes 35 decades at once. So the norms have a chain δ W_hᵀ of their own, scaled by powers of two, which
 * round nothing. The gradients are those of the plain chain: the ones that training sees.
 */
export function rnnBackwardWithNorms(
  model: RnnModel,
  buffers: RnnBuffers,
  time: number,
  batch: number,
  loss: Loss,
): { loss: number; norms: Doubles } {
  const { arena, wasm, workspace } = model.core;
  const { hidden } = model.config;
  const row = 4 * hidden;
  const count = batch * hidden;
  const norms = new Float64Array(time);
  return arena.scratch(8 * count, "gradients of the hidden states", (own) => {
    const delta = own + 4 * count;
    let begun = false;
    let unit = 1;
    const observe = (step: number, gradient: number, slope: number, transposed: number): void => {
      if (begun) wasm.gemm(batch, hidden, hidden, delta, row, transposed, row, 0, 0, own, row, workspace);
      else wasm.scale(count, 1, gradient, own);
      begun = true;
      let norm = Math.sqrt(wasm.sumOfSquares(count, own));
      norms[step] = norm && norm * unit;
      while (norm > 0 && norm < Infinity && (norm < LOW || norm > HIGH)) {
        let factor = 1;
        while (norm * factor < LOW && factor < LARGE) factor *= FACTOR;
        while (norm * factor > HIGH) factor /= FACTOR;
        wasm.scale(count, factor, own, own);
        unit /= factor;
        norm *= factor;
      }
      wasm.activationBackward(count, own, slope, 0, delta);
    };
    return { loss: rnnBackward(model, buffers, time, batch, loss, { hidden: observe }), norms };
  });
}
