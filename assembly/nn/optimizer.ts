/**
 * Updates of all parameters in one pass. p, g and the slots are n floats in one block each, whatever tensors they hold,
 * n a multiple of 4 (blocks are padded with zeros, which stay zero); p and the slots are updated in place, g is only
 * read. Each returns a mask of NonFinite: whether a gradient it read or a parameter it wrote was NaN or infinite.
 */
import { NonFinite } from "../abi";
import { multiplyAdd } from "../lanes";

/** 0·x is NaN exactly where x is not finite, and NaN survives the sums of `gradients` and `parameters`. */
// @ts-ignore: decorator
@inline
function report(gradients: v128, parameters: v128): i32 {
  const zero = f32x4.splat(0);
  return (
    (i32x4.all_true(f32x4.eq(gradients, zero)) ? 0 : NonFinite.Gradient) |
    (i32x4.all_true(f32x4.eq(parameters, zero)) ? 0 : NonFinite.Parameter)
  );
}

/**
 * g' = g + λ p; m ← μ m + g'; p ← p − η (nesterov ? g' + μ m : m). Without momentum (m = 0) p ← p − η g'.
 * As PyTorch's SGD with dampening 0; m starts at zero.
 */
export function sgd(n: i32, p: usize, g: usize, m: usize, rate: f32, momentum: f32, nesterov: i32, decay: f32): i32 {
  const zero = f32x4.splat(0),
    step = f32x4.splat(-rate),
    mu = f32x4.splat(momentum),
    lambda = f32x4.splat(decay);
  let gradients = zero,
    parameters = zero;
  if (!m && decay == 0) {
    for (; n > 0; n -= 4, p += 16, g += 16) {
      const v = v128.load(g);
      const updated = multiplyAdd(step, v, v128.load(p));
      gradients = f32x4.add(gradients, f32x4.mul(v, zero));
      parameters = f32x4.add(parameters, f32x4.mul(updated, zero));
      v128.store(p, updated);
    }
    return report(gradients, parameters);
  }
  for (; n > 0; n -= 4, p += 16, g += 16) {
    const old = v128.load(p);
    let v = v128.load(g);
    gradients = f32x4.add(gradients, f32x4.mul(v, zero));
    v = multiplyAdd(lambda, old, v);
    if (m) {
      const held = multiplyAdd(mu, v128.load(m), v);
      v128.store(m, held);
      v = nesterov ? multiplyAdd(mu, held, v) : held;
      m += 16;
    }
    const updated = multiplyAdd(step, v, old);
    parameters = f32x4.add(parameters, f32x4.mul(updated, zero));
    v128.store(p, updated);
  }
  return report(gradients, parameters);
}

/**
 * m ← β m + (1 − β) g; p ← p − η sign(m), sign(0) = 0, sign(NaN) = NaN. Without momentum (m = 0) the sign is g's.
 * signSGD and Signum, Bernstein et al. 2018.
 */
export function signSgd(n: i32, p: usize, g: usize, m: usize, rate: f32, beta: f32): i32 {
  const zero = f32x4.splat(0),
    one = f32x4.splat(1),
    step = f32x4.splat(-rate);
  const keep = f32x4.splat(beta),
    take = f32x4.splat(1 - beta),
    signBit = i32x4.splat(i32.MIN_VALUE);
  let gradients = zero,
    parameters = zero;
  for (; n > 0; n -= 4, p += 16, g += 16) {
    let v = v128.load(g);
    gradients = f32x4.add(gradients, f32x4.mul(v, zero));
    if (m) {
      v = multiplyAdd(take, v, f32x4.mul(keep, v128.load(m)));
      v128.store(m, v);
      m += 16;
    }
    // ±1 with v's sign where |v| > 0, otherwise v itself: 0 stays 0 and NaN stays NaN.
    const unit = v128.or(one, v128.and(v, signBit));
    const sign = v128.bitselect(unit, v, f32x4.gt(f32x4.abs(v), zero));
    const updated = multiplyAdd(step, sign, v128.load(p));
    parameters = f32x4.add(parameters, f32x4.mul(updated, zero));
    v128.store(p, updated);
  }
  return report(gradients, parameters);
}
