/**
 * One step in time of a GRU (Cho et al. 2014, with the reset behind the product, as PyTorch has it), all gates in one pass
 * over a row. With a = x_t W + b and p = h_{t−1} W_h (+ the candidate's own bias):
 *
 *     r = σ(a_r + p_r)   z = σ(a_z + p_z)   n = tanh(a_n + r ⊙ p_n)     h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}
 *
 * a, p, the activations and their δ are [batch, 3·hidden], the gates in PyTorch's order r z n, each a block of `hidden`
 * columns; h is [batch, hidden]. Row-major, contiguous; no byte outside is read or written.
 */
import { ActivationKind } from "../abi";
import { loadFourOrOne, ones, storeFourOrOne } from "../lanes";
import { product } from "../vector/product";
import { addScaled, scale } from "../vector/scale";
import { activationForward } from "./activation";

/**
 * 1 − z = σ(−u) from z = σ(u) and its slope z (1 − z): above ½ as a quotient, since 1 − z would lose all digits where z is
 * close to 1. Within 5 ulp.
 */
// @ts-ignore: decorator
@inline
function complement(z: v128, slope: v128): v128 {
  const above = f32x4.gt(z, f32x4.splat(0.5));
  return v128.bitselect(f32x4.div(slope, z), f32x4.sub(ones(), z), above);
}

/**
 * gates ← r, z, n; h ← (1 − z) ⊙ n + z ⊙ h_{t−1}.
 *
 * @param gates     a in, activations out.
 * @param products  p in; out: the n block as it was, the z block 1 − z, the r block anything.
 * @param slopes    r′, z′ and n′ from the pre-activations, not from the activations; 0: not wanted.
 * @param before    h_{t−1}; 0: zeros, and nothing is read.
 * @param h         may be before; nothing else overlaps.
 * With slopes returns 1 if a pre-activation was NaN or ±∞, else 0; everything is written all the same. Activations and slopes are
 * activationForward's, to the bit: 2 ulp.
 */
// prettier-ignore
export function gruForward(batch: i32, hidden: i32, gates: usize, products: usize, slopes: usize, before: usize, h: usize): i32 {
  const width = (<usize>hidden) << 2;
  let bad = 0;
  for (; batch > 0; --batch) {
    addScaled(2 * hidden, 1, products, gates);
    // The slope of z is wanted in any case; the first two blocks of products are free by now.
    const slope = slopes ? slopes : products;
    bad |= activationForward(ActivationKind.Sigmoid, 0, 2 * hidden, gates, gates, slope);
    const update = gates + width;
    const candidate = update + width;
    const rest = products + width;
    for (let j: usize = 0, four = true; j < width; j += four ? 16 : 4) {
      four = j + 16 <= width;
      const z = loadFourOrOne(update + j, four);
      storeFourOrOne(rest + j, complement(z, loadFourOrOne(slope + width + j, four)), four);
    }
    product(hidden, gates, rest + width, 0, candidate, candidate);
    bad |= activationForward(ActivationKind.Tanh, 0, hidden, candidate, candidate, slopes ? slopes + 2 * width : 0);
    let kept: usize = 0;
    if (before) {
      kept = h;
      product(hidden, update, before, 0, 0, kept);
      before += width;
    }
    product(hidden, rest, candidate, 0, kept, h);
    gates += 3 * width;
    products += 3 * width;
    if (slopes) slopes += 3 * width;
    h += width;
  }
  return bad;
}

/**
 * delta = ∂J/∂a and deltaRecurrent = ∂J/∂p of the gates,
 *
 *     δ_n = dh ⊙ (1 − z) ⊙ n′     δ_z = dh ⊙ (h_{t−1} − n) ⊙ z′     δ_r = δ_n ⊙ p_n ⊙ r′
 *
 * the same for p but for the n block, δ_n ⊙ r; and dh ← dh ⊙ z, what reaches h_{t−1} without W_h.
 *
 * @param gates           activations, and `slopes`, `products`, as gruForward left them.
 * @param before          h_{t−1}; 0: zeros, and nothing is read.
 * @param dh              ∂J/∂h_t, all of it, in; its direct part of ∂J/∂h_{t−1} out.
 * @param delta           may be slopes.
 * @param deltaRecurrent  may be products. Nothing else overlaps.
 */
// prettier-ignore
export function gruBackward(batch: i32, hidden: i32, gates: usize, slopes: usize, products: usize, before: usize, dh: usize, delta: usize, deltaRecurrent: usize): void {
  const width = (<usize>hidden) << 2;
  for (; batch > 0; --batch) {
    const update = gates + width;
    const candidate = update + width;
    const rest = deltaRecurrent + width;
    product(hidden, dh, products + width, slopes + 2 * width, 0, delta + 2 * width);
    product(hidden, delta + 2 * width, products + 2 * width, slopes, 0, delta);
    product(hidden, delta + 2 * width, gates, 0, 0, rest + width);
    // The first two blocks of products are read: h_{t−1} − n goes where one of them may stand.
    scale(hidden, -1, candidate, rest);
    if (before) {
      addScaled(hidden, 1, before, rest);
      before += width;
    }
    product(hidden, dh, rest, slopes + width, 0, delta + width);
    scale(2 * hidden, 1, delta, deltaRecurrent);
    product(hidden, dh, update, 0, 0, dh);
    gates += 3 * width;
    slopes += 3 * width;
    products += 3 * width;
    delta += 3 * width;
    deltaRecurrent += 3 * width;
    dh += width;
  }
}
