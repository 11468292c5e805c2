/**
 * Activations: z = φ(u) and, where it is asked for, the slope φ′(u), both from u in one pass; backward is then one
 * multiplication. A slope taken from z would be 0 where float32 cannot tell z from its limit (math/sigmoid.ts).
 *
 * A new activation is a branch of `activate` with its line in `activationForward`, and a branch of `value64` and of
 * `slope64`.
 */
import { ActivationKind } from "../abi";
import { loadPart, storePart } from "../lanes";
import { sigmoid64, sigmoidSlope64, tanh64, tanhSlope64 } from "../math/double";
import { exponentOf, powerOf } from "../math/exp";
import { exponentialOfMinus, sigmoidFrom, sigmoidSlopeFrom } from "../math/sigmoid";
import { tanhArgument, tanhFraction, tanhFrom, tanhSlopeFrom } from "../math/tanh";

/** Places in TABLE, in bytes. */
const enum At {
  One = 0,
  Sign = 4,
  Largest = 8,
}

/** Loaded, not written as immediates: V8 builds a v128.const anew at every use. */
const TABLE = memory.data<f32>([1, -0.0, 3.4028234663852886e38]);

/** All four lanes from one place of TABLE. */
// @ts-ignore: decorator
@inline
function constant(at: At): v128 {
  return v128.load32_splat(TABLE + <usize>at);
}

/** Writes all four lanes, or the first `count` < 4 of them. */
// @ts-ignore: decorator
@inline
function keep(to: usize, value: v128, count: i32): void {
  if (count == 4) v128.store(to, value);
  else storePart(to, value, count);
}

/**
 * z ← φ(x), and slope ← φ′(x) unless slope is 0, `count` elements; `kind` is known at compile time.
 *
 * Whether the slope is wanted is asked at run time: the branch is always foretold, and halves the code. What z and
 * slope share has to be a local here, since nothing is shared across that branch by the compiler.
 */
// @ts-ignore: decorator
@inline
function activate(kind: ActivationKind, x: v128, alpha: v128, count: i32, z: usize, slope: usize): void {
  if (kind == ActivationKind.Sigmoid) {
    const e = exponentialOfMinus(x);
    keep(z, sigmoidFrom(x, e), count);
    if (slope) keep(slope, sigmoidSlopeFrom(e), count);
  } else if (kind == ActivationKind.Tanh) {
    const y = tanhArgument(x);
    const t = exponentOf(y);
    const fraction = tanhFraction(y, t);
    const power = powerOf(t);
    keep(z, tanhFrom(x, power, fraction), count);
    if (slope) keep(slope, tanhSlopeFrom(t, power, fraction), count);
  } else if (kind == ActivationKind.Relu) {
    const zero = i32x4.splat(0);
    keep(z, f32x4.pmax(x, zero), count);
    if (slope) keep(slope, v128.and(f32x4.gt(x, zero), constant(At.One)), count);
  } else if (kind == ActivationKind.LeakyRelu) {
    const positive = f32x4.gt(x, i32x4.splat(0));
    keep(z, v128.bitselect(x, f32x4.mul(x, alpha), positive), count);
    if (slope) keep(slope, v128.bitselect(constant(At.One), alpha, positive), count);
  } else {
    // Softsign, x/(1 + |x|) and 1/(1 + |x|)². The clamp keeps ∞/∞ away; d², not 1/(1 + |x|)², cannot overflow on the way.
    const magnitude = f32x4.pmin(v128.andnot(x, constant(At.Sign)), constant(At.Largest));
    const onward = f32x4.add(magnitude, constant(At.One));
    keep(z, v128.or(f32x4.div(magnitude, onward), v128.and(x, constant(At.Sign))), count);
    if (slope) {
      const inverse = f32x4.div(constant(At.One), onward);
      keep(slope, f32x4.mul(inverse, inverse), count);
    }
  }
}

/** `activate` over n elements; 1 if any of them was NaN or ±∞, for which u·0 is NaN. */
// @ts-ignore: decorator
@inline
function forward(kind: ActivationKind, alpha: f32, n: i32, u: usize, z: usize, slope: usize): i32 {
  const alphas = f32x4.splat(alpha);
  const zero = i32x4.splat(0);
  const step: usize = slope ? 16 : 0;
  let nonFinite = zero;
  for (; n >= 4; n -= 4) {
    const x = v128.load(u);
    nonFinite = f32x4.add(nonFinite, f32x4.mul(x, zero));
    activate(kind, x, alphas, 4, z, slope);
    u += 16;
    z += 16;
    slope += step;
  }
  if (n > 0) {
    const x = loadPart(u, n);
    nonFinite = f32x4.add(nonFinite, f32x4.mul(x, zero));
    activate(kind, x, alphas, n, z, slope);
  }
  return i32(v128.any_true(f32x4.ne(nonFinite, zero)));
}

// One function per kind, because the optimiser merges equal-looking loops of one function into one with the kind asked
// for inside, which costs an eighth.

function forwardSigmoid(alpha: f32, n: i32, u: usize, z: usize, slope: usize): i32 {
  return forward(ActivationKind.Sigmoid, alpha, n, u, z, slope);
}

function forwardTanh(alpha: f32, n: i32, u: usize, z: usize, slope: usize): i32 {
  return forward(ActivationKind.Tanh, alpha, n, u, z, slope);
}

function forwardRelu(alpha: f32, n: i32, u: usize, z: usize, slope: usize): i32 {
  return forward(ActivationKind.Relu, alpha, n, u, z, slope);
}

function forwardLeakyRelu(alpha: f32, n: i32, u: usize, z: usize, slope: usize): i32 {
  return forward(ActivationKind.LeakyRelu, alpha, n, u, z, slope);
}

function forwardSoftsign(alpha: f32, n: i32, u: usize, z: usize, slope: usize): i32 {
  return forward(ActivationKind.Softsign, alpha, n, u, z, slope);
}

/**
 * z[i] ← φ(u[i]), and slope[i] ← φ′(u[i]) unless slope is 0, for i < n.
 *
 * @param kind   an ActivationKind.
 * @param alpha  of the leaky ReLU; the other kinds ignore it.
 * @param n      ≥ 0, in elements; no byte behind n is read or written.
 * @param u      pre-activations.
 * @param z      may be u; otherwise u, z and slope do not overlap.
 * @param slope  0: not wanted, z alone is cheaper.
 * Returns 1 if any u was NaN or ±∞, else 0; z and slope are written all the same, NaN for NaN (ReLU's slopes: 0 and α).
 * sigmoid, tanh and their slopes: within 2 ulp of the correctly rounded value over all of float32, subnormal results
 * included (docs/accuracy.md). Softsign 1 ulp, its slope 3. The slope of ReLU and leaky ReLU at 0 is the left one.
 */
export function activationForward(kind: i32, alpha: f32, n: i32, u: usize, z: usize, slope: usize): i32 {
  switch (kind) {
    case ActivationKind.Sigmoid:
      return forwardSigmoid(alpha, n, u, z, slope);
    case ActivationKind.Tanh:
      return forwardTanh(alpha, n, u, z, slope);
    case ActivationKind.Relu:
      return forwardRelu(alpha, n, u, z, slope);
    case ActivationKind.LeakyRelu:
      return forwardLeakyRelu(alpha, n, u, z, slope);
    case ActivationKind.Softsign:
      return forwardSoftsign(alpha, n, u, z, slope);
    default:
      return forwardLeakyRelu(1, n, u, z, slope); // Linear: α = 1 to the bit.
  }
}

/** dz ⊙ slope (+ carried unless its address is 0). */
// @ts-ignore: decorator
@inline
function product(dz: v128, slope: v128, carried: v128, carries: bool): v128 {
  const own = f32x4.mul(dz, slope);
  return carries ? f32x4.add(own, carried) : own;
}

/**
 * delta[i] ← dz[i]·slope[i] (+ carried[i]), i < n: the backward pass of every activation.
 *
 * @param n        ≥ 0, in elements; no byte behind n is read or written.
 * @param carried  what a skip connection brings from above; 0: nothing, and nothing is read.
 * @param delta    may be dz, slope or carried; otherwise it overlaps none of them.
 * Multiplied and added with two roundings in every build.
 */
export function activationBackward(n: i32, dz: usize, slope: usize, carried: usize, delta: usize): void {
  const carries = carried != 0;
  const zero = i32x4.splat(0);
  if (!carries) {
    for (; n >= 8; n -= 8) {
      const left = f32x4.mul(v128.load(dz), v128.load(slope));
      const right = f32x4.mul(v128.load(dz, 16), v128.load(slope, 16));
      v128.store(delta, left);
      v128.store(delta, right, 16);
      dz += 32;
      slope += 32;
      delta += 32;
    }
  }
  for (; n >= 4; n -= 4) {
    const more = carries ? v128.load(carried) : zero;
    v128.store(delta, product(v128.load(dz), v128.load(slope), more, carries));
    dz += 16;
    slope += 16;
    carried += 16;
    delta += 16;
  }
  if (n > 0) {
    const more = carries ? loadPart(carried, n) : zero;
    storePart(delta, product(loadPart(dz, n), loadPart(slope, n), more, carries), n);
  }
}

/** φ(u) in float64. */
function value64(kind: i32, alpha: f64, u: f64): f64 {
  switch (kind) {
    case ActivationKind.Sigmoid:
      return sigmoid64(u);
    case ActivationKind.Tanh:
      return tanh64(u);
    case ActivationKind.Relu:
      return u < 0 ? 0 : u;
    case ActivationKind.LeakyRelu:
      return u > 0 ? u : alpha * u;
    case ActivationKind.Softsign:
      return u / (1 + abs<f64>(u));
    default:
      return u;
  }
}

/** φ′(u) in float64. */
function slope64(kind: i32, alpha: f64, u: f64): f64 {
  switch (kind) {
    case ActivationKind.Sigmoid:
      return sigmoidSlope64(u);
    case ActivationKind.Tanh:
      return tanhSlope64(u);
    case ActivationKind.Relu:
      return u > 0 ? 1 : 0;
    case ActivationKind.LeakyRelu:
      return u > 0 ? 1 : alpha;
    case ActivationKind.Softsign: {
      const inverse = 1 / (1 + abs<f64>(u));
      return inverse * inverse;
    }
    default:
      return 1;
  }
}

/**
 * activationForward in float64: u, z and slope (0: not wanted) are arrays of n float64, z may be u. Finite u; σ, tanh
 * and their slopes as accurate as in math/double.ts.
 */
export function activate64(kind: i32, alpha: f64, n: i32, u: usize, z: usize, slope: usize): void {
  for (; n > 0; --n, u += 8, z += 8) {
    const x = f64.load(u);
    f64.store(z, value64(kind, alpha, x));
    if (slope) {
      f64.store(slope, slope64(kind, alpha, x));
      slope += 8;
    }
  }
}
