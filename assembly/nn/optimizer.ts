/**
 * Updates of all parameters in one pass. p, g and the slots are n floats in one block each, whatever tensors they hold,
 * n a multiple of 4 (blocks are padded with zeros, which stay zero); p and the slots are updated in place, g is only
 * read. Each returns a mask of NonFinite: whether a gradient it read or a parameter it wrote was NaN or infinite.
 */
import { NonFinite, RpropForm } from "../abi";
import { multiplyAdd, ones, zeros } from "../lanes";

/** 0·x is NaN exactly where x is not finite, and NaN survives the sums of `gradients` and `parameters`. */
// @ts-ignore: decorator
@inline
function report(gradients: v128, parameters: v128): i32 {
  const zero = zeros();
  return (
    (i32x4.all_true(f32x4.eq(gradients, zero)) ? 0 : NonFinite.Gradient) |
    (i32x4.all_true(f32x4.eq(parameters, zero)) ? 0 : NonFinite.Parameter)
  );
}

/** ±1 with v's sign where |v| > 0, otherwise v itself: 0 stays 0 and NaN stays NaN. */
// @ts-ignore: decorator
@inline
function signOf(v: v128): v128 {
  const unit = v128.or(ones(), v128.and(v, i32x4.splat(i32.MIN_VALUE)));
  return v128.bitselect(unit, v, f32x4.gt(f32x4.abs(v), zeros()));
}

/**
 * g' = g + λ p; m ← μ m + g'; p ← p − η (nesterov ? g' + μ m : m). Without momentum (m = 0) p ← p − η g'.
 * As PyTorch's SGD with dampening 0; m starts at zero.
 */
export function sgd(n: i32, p: usize, g: usize, m: usize, rate: f32, momentum: f32, nesterov: i32, decay: f32): i32 {
  const zero = zeros(),
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
  const zero = zeros(),
    step = f32x4.splat(-rate);
  const keep = f32x4.splat(beta),
    take = f32x4.splat(1 - beta);
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
    const updated = multiplyAdd(step, signOf(v), v128.load(p));
    parameters = f32x4.add(parameters, f32x4.mul(updated, zero));
    v128.store(p, updated);
  }
  return report(gradients, parameters);
}

/**
 * Resilient propagation: each parameter has a step Δ of its own, and only signs of gradients count. With s = sign(g), s'
 * the sign remembered and Δ' the step before:
 *
 *     s s' > 0   Δ = η⁺ Δ'
 *     s s' < 0   Δ = η⁻ Δ', and then   Rprop+:  p ← p + s' Δ', which takes the last step back, and remembers 0
 *                                      iRprop−: p stays, and 0 is remembered
 *     otherwise  Δ = Δ'
 *
 * always within [low, high]; p ← p − s Δ wherever nothing else is said, and s is remembered. Rprop− does so everywhere.
 *
 * @param sign  the signs remembered, 0 at the start. The product of two signs cannot underflow, as that of two gradients
 *              below 1e-23 would. sign(0) = 0; ±∞ counts by its sign; NaN makes p NaN, leaves Δ alone and is forgotten
 *              after one step.
 * @param held  Δ, the initial step at the start.
 * Riedmiller & Braun 1993 (Rprop+); Igel & Hüsken 2003 (all three; iRprop− is PyTorch's Rprop).
 */
// prettier-ignore
export function rprop(n: i32, p: usize, g: usize, sign: usize, held: usize, form: RpropForm, minus: f32, plus: f32, low: f32, high: f32): i32 {
  const zero = zeros(),
    one = ones(),
    shrink = f32x4.splat(minus),
    grow = f32x4.splat(plus);
  const least = f32x4.splat(low),
    most = f32x4.splat(high);
  const forgets = i32x4.splat(form == RpropForm.Minus ? 0 : -1),
    returns = i32x4.splat(form == RpropForm.Plus ? -1 : 0);
  let gradients = zero,
    parameters = zero;
  for (; n > 0; n -= 4, p += 16, g += 16, sign += 16, held += 16) {
    const v = v128.load(g);
    gradients = f32x4.add(gradients, f32x4.mul(v, zero));
    const last = v128.load(sign),
      before = v128.load(held);
    let s = signOf(v);
    const product = f32x4.mul(s, last);
    const turned = f32x4.lt(product, zero);
    const factor = v128.bitselect(grow, v128.bitselect(shrink, one, turned), f32x4.gt(product, zero));
    const step = f32x4.pmin(most, f32x4.pmax(least, f32x4.mul(before, factor)));
    s = v128.andnot(s, v128.and(turned, forgets));
    // Of the two terms at least one is zero.
    const back = v128.and(f32x4.mul(last, before), v128.and(turned, returns));
    const updated = f32x4.add(f32x4.sub(v128.load(p), f32x4.mul(s, step)), back);
    parameters = f32x4.add(parameters, f32x4.mul(updated, zero));
    v128.store(sign, s);
    v128.store(held, step);
    v128.store(p, updated);
  }
  return report(gradients, parameters);
}

/**
 * m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; p ← p − (λ p + η m/(c √v + ε)). Without m (m = 0) g stands for it.
 * Adam with decoupled decay (Kingma & Ba 2015; Loshchilov & Hutter 2019) when the caller puts in the bias corrections:
 * step = η/(1 − β₁ᵗ), correction = 1/√(1 − β₂ᵗ), decay = ηλ, as PyTorch's AdamW. m and v start at zero, ε > 0.
 *
 * (1 − β₂) g² is 0 in float32 for |g| below about 1e-21, where ε decides anyway, and g² is ∞ beyond 1.8e19: such a
 * gradient counts as not finite, v stays ∞ and p stands still. ±∞ makes p NaN (∞/∞), as NaN does.
 */
// prettier-ignore
export function adam(n: i32, p: usize, g: usize, m: usize, v: usize, step: f32, beta1: f32, beta2: f32, correction: f32, epsilon: f32, decay: f32): i32 {
  const zero = zeros(),
    eta = f32x4.splat(step),
    c = f32x4.splat(correction),
    floor = f32x4.splat(epsilon),
    lambda = f32x4.splat(decay);
  const keep1 = f32x4.splat(beta1),
    take1 = f32x4.splat(1 - beta1),
    keep2 = f32x4.splat(beta2),
    take2 = f32x4.splat(1 - beta2);
  let gradients = zero,
    parameters = zero;
  for (; n > 0; n -= 4, p += 16, g += 16, v += 16) {
    let mean = v128.load(g);
    const square = multiplyAdd(take2, f32x4.mul(mean, mean), f32x4.mul(keep2, v128.load(v)));
    v128.store(v, square);
    gradients = f32x4.add(gradients, f32x4.mul(square, zero));
    if (m) {
      mean = multiplyAdd(take1, mean, f32x4.mul(keep1, v128.load(m)));
      v128.store(m, mean);
      m += 16;
    }
    const old = v128.load(p);
    const direction = f32x4.div(mean, multiplyAdd(c, f32x4.sqrt(square), floor));
    const updated = f32x4.sub(old, multiplyAdd(lambda, old, f32x4.mul(eta, direction)));
    parameters = f32x4.add(parameters, f32x4.mul(updated, zero));
    v128.store(p, updated);
  }
  return report(gradients, parameters);
}

/** v ← α v + (1 − α) g²; p ← p − η g/(√v + ε): Tieleman & Hinton 2012, as PyTorch's RMSprop. As `adam` in all else. */
export function rmsprop(n: i32, p: usize, g: usize, v: usize, rate: f32, alpha: f32, epsilon: f32): i32 {
  return adam(n, p, g, 0, v, rate, 0, alpha, 1, epsilon, 0);
}
