/**
 * One step in time of an LSTM (Hochreiter & Schmidhuber 1997, with the forget gate of Gers, Schmidhuber & Cummins 2000), all
 * gates in one pass over a row:
 *
 *     i = σ(u_i)   f = σ(u_f)   g = tanh(u_g)   o = σ(u_o)     c_t = f ⊙ c_{t−1} + i ⊙ g     h_t = o ⊙ tanh(c_t)
 *
 * u, the activations and their δ are [batch, 4·hidden], the gates in PyTorch's order i f g o, each a block of `hidden`
 * columns; c, h and what belongs to them are [batch, hidden]. Row-major, contiguous; no byte outside is read or written.
 */
import { ActivationKind } from "../abi";
import { product } from "../vector/product";
import { scale } from "../vector/scale";
import { activationForward } from "./activation";

/**
 * gates ← their activations, c ← f ⊙ c_{t−1} + i ⊙ g, squashed ← tanh(c), h ← o ⊙ tanh(c).
 *
 * @param gates          pre-activations in, activations out.
 * @param slopes         σ′ and tanh′ of the pre-activations, from these and not from the activations; 0: not wanted.
 * @param cellBefore     c_{t−1}; 0: zeros, and nothing is read.
 * @param cell           c_t; may be cellBefore.
 * @param squashed       tanh(c_t); 0: not wanted.
 * @param squashedSlope  tanh′(c_t), from c_t; 0: not wanted.
 * @param h              h_t. But for cell and cellBefore nothing overlaps.
 * With slopes returns 1 if a pre-activation or an element of c_t was NaN or ±∞, else 0; everything is written all the same. Activations
 * and slopes are activationForward's, to the bit: 2 ulp.
 */
// prettier-ignore
export function lstmForward(batch: i32, hidden: i32, gates: usize, slopes: usize, cellBefore: usize, cell: usize, squashed: usize, squashedSlope: usize, h: usize): i32 {
  const width = (<usize>hidden) << 2;
  const value = squashed ? squashed : h;
  // The output gate of a row and the first two of the next stand side by side: one call.
  let bad = activationForward(ActivationKind.Sigmoid, 0, batch > 0 ? 2 * hidden : 0, gates, gates, slopes);
  let c = cell;
  let row = gates;
  for (let left = batch; left > 0; --left, row += 4 * width, c += width) {
    const g = row + 2 * width;
    const slope = slopes ? g - gates + slopes : 0;
    const side = left > 1 ? 3 * hidden : hidden;
    bad |= activationForward(ActivationKind.Tanh, 0, hidden, g, g, slope);
    bad |= activationForward(ActivationKind.Sigmoid, 0, side, g + width, g + width, slope ? slope + width : 0);
    let kept: usize = 0;
    if (cellBefore) {
      kept = c;
      product(hidden, row + width, cellBefore, 0, 0, kept);
      cellBefore += width;
    }
    product(hidden, row, g, 0, kept, c);
  }
  bad |= activationForward(ActivationKind.Tanh, 0, batch * hidden, cell, value, squashedSlope);
  let from = value;
  for (let o = gates + 3 * width; o < row; o += 4 * width, from += width, h += width) {
    product(hidden, o, from, 0, 0, h);
  }
  return bad;
}

/**
 * With s = ∂J/∂c_t = dc + dh ⊙ o ⊙ tanh′(c_t): dc ← s ⊙ f, and delta = ∂J/∂u of the gates
 *
 *     δ_i = s ⊙ g ⊙ i′     δ_f = s ⊙ c_{t−1} ⊙ f′     δ_g = s ⊙ i ⊙ g′     δ_o = dh ⊙ tanh(c_t) ⊙ o′
 *
 * @param gates   activations, and `slopes`, `squashed`, `squashedSlope`, as lstmForward left them.
 * @param cellBefore  c_{t−1}; 0: zeros, and nothing is read.
 * @param dh      ∂J/∂h_t, all of it.
 * @param dc      ∂J/∂c_t through c_{t+1} in, ∂J/∂c_{t−1} out.
 * @param total   s; 0: not wanted.
 * @param delta   may be slopes; nothing else overlaps.
 * A product of two or three factors, one rounding each.
 */
// prettier-ignore
export function lstmBackward(batch: i32, hidden: i32, gates: usize, slopes: usize, cellBefore: usize, squashed: usize, squashedSlope: usize, dh: usize, dc: usize, total: usize, delta: usize): void {
  const width = (<usize>hidden) << 2;
  for (; batch > 0; --batch) {
    product(hidden, dh, gates + 3 * width, squashedSlope, dc, dc);
    product(hidden, dc, gates + 2 * width, slopes, 0, delta);
    product(hidden, dc, gates, slopes + 2 * width, 0, delta + 2 * width);
    product(hidden, dh, squashed, slopes + 3 * width, 0, delta + 3 * width);
    if (cellBefore) {
      product(hidden, dc, cellBefore, slopes + width, 0, delta + width);
      cellBefore += width;
    } else {
      scale(hidden, 0, dc, delta + width);
    }
    if (total) {
      scale(hidden, 1, dc, total);
      total += width;
    }
    product(hidden, dc, gates + width, 0, 0, dc);
    gates += 4 * width;
    slopes += 4 * width;
    delta += 4 * width;
    squashed += width;
    squashedSlope += width;
    dh += width;
    dc += width;
  }
}
