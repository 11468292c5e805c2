/**
 * Activations: z = φ(u) and, where it is asked for, the slope φ′(u), both from u in one pass; backward is then one
 * multiplication (activationBackward.ts). A slope taken from z would be 0 where float32 cannot tell z from its limit
 * (math/sigmoid.ts).
 *
 * A new activation is a branch of `forwardAny`, and of `value64` and `slope64` in activation64.ts; where it has to be fast, a
 * loop of pairs besides.
 */
import { ActivationKind } from "../abi";
import { loadPart, storePart, zeros } from "../lanes";
import { eluFrom, eluSlopeFrom, scaledMinusOne, SELU, seluFrom, seluSlopeFrom } from "../math/elu";
import { exponentOf, notBelow, remainderOf, scaledPowerOf, straightFraction } from "../math/exp";
import { gaussianRatio, geluArgument, geluExponent, geluLeft, geluRest, geluSlopeLeft, headOf } from "../math/gelu";
import { sigmoidFrom, sigmoidSlopeFrom } from "../math/sigmoid";
import { siluLeft, siluSlopeLeft } from "../math/silu";
import { softplusFrom } from "../math/softplus";
import { tanhFrom, tanhSlopeFrom } from "../math/tanh";

/** Places in TABLE, in bytes. */
const enum At {
  One = 0,
  Sign = 4,
  Lowest = 8,
  MinusInfinity = 12,
}

/** Loaded, not written as immediates: V8 builds a v128.const anew at every use. */
const TABLE = memory.data<f32>([1, -0.0, -3.4028234663852886e38, -Infinity]);

/** All four lanes from one place of TABLE. */
// @ts-ignore: decorator
@inline
function constant(at: At): v128 {
  return v128.load32_splat(TABLE + <usize>at);
}

/** 1 if `largest`, a maximum of patterns of −|u|, is not that of a finite number. */
// @ts-ignore: decorator
@inline
function notFinite(largest: v128): i32 {
  return i32(v128.any_true(i32x4.ge_u(largest, constant(At.MinusInfinity))));
}

/**
 * Whether the caller is to be told of a u that is not finite: in a pass for training, which wants the slopes of all but a
 * linear output. The look costs a twentieth. The linear map runs as a leaky ReLU.
 */
// @ts-ignore: decorator
@inline
function isWatched(kind: ActivationKind, slope: usize): bool {
  return slope != 0 || kind == ActivationKind.LeakyRelu || kind == ActivationKind.Linear;
}

/** |x| from −|x|, but finite: ∞ would give ∞/∞. */
// @ts-ignore: decorator
@inline
function magnitudeOf(minus: v128): v128 {
  return f32x4.neg(f32x4.pmax(minus, constant(At.Lowest)));
}

/** x/(1 + |x|). */
// @ts-ignore: decorator
@inline
function softsign(x: v128, magnitude: v128): v128 {
  const quotient = f32x4.div(magnitude, f32x4.add(magnitude, constant(At.One)));
  return v128.or(quotient, v128.and(x, constant(At.Sign)));
}

/** 1/(1 + |x|)², as a square of the inverse: the inverse of a square could overflow on the way. */
// @ts-ignore: decorator
@inline
function softsignSlope(magnitude: v128): v128 {
  const inverse = f32x4.div(constant(At.One), f32x4.add(magnitude, constant(At.One)));
  return f32x4.mul(inverse, inverse);
}

/** Any kind, one vector a turn: the kinds that have no loop of their own, and what a loop of pairs leaves. */
function forwardAny(kind: ActivationKind, alpha: f32, n: i32, u: usize, z: usize, slope: usize): i32 {
  const zero = zeros();
  const step: usize = slope ? 16 : 0;
  const set: usize = kind == ActivationKind.Selu ? SELU : 0;
  let largest = zero;
  for (; n > 0; n -= 4) {
    const x = n >= 4 ? v128.load(u) : loadPart(u, n);
    const minus = v128.or(x, constant(At.Sign));
    largest = i32x4.max_u(largest, minus);
    let value: v128;
    let derivative = constant(At.One);
    if (kind == ActivationKind.Softsign) {
      const magnitude = magnitudeOf(minus);
      value = softsign(x, magnitude);
      derivative = softsignSlope(magnitude);
    } else if (kind == ActivationKind.Relu) {
      value = f32x4.pmax(x, zero);
      derivative = v128.and(f32x4.gt(x, zero), derivative);
    } else if (kind == ActivationKind.LeakyRelu) {
      const positive = f32x4.gt(x, zero);
      value = v128.bitselect(x, f32x4.mul(x, f32x4.splat(alpha)), positive);
      derivative = v128.bitselect(derivative, f32x4.splat(alpha), positive);
    } else {
      let y = argument(kind, x, minus);
      let rest = zero;
      let a = zero;
      if (kind == ActivationKind.Gelu) {
        a = geluArgument(minus);
        const head = headOf(a);
        y = geluExponent(head);
        rest = geluRest(a, head);
      }
      const t = exponentOf(y);
      const power = scaledPowerOf(t);
      const product = f32x4.mul(power, straightFraction(y, f32x4.add(remainderOf(y, t), rest)));
      const e = f32x4.add(power, product);
      if (kind == ActivationKind.Tanh) {
        value = tanhFrom(x, power, product);
        derivative = tanhSlopeFrom(e);
      } else if (kind == ActivationKind.Sigmoid) {
        value = sigmoidFrom(x, e);
        derivative = sigmoidSlopeFrom(e);
      } else if (kind == ActivationKind.Elu || kind == ActivationKind.Selu) {
        value = seluFrom(x, scaledMinusOne(power, product), set);
        derivative = seluSlopeFrom(x, e, set);
      } else if (kind == ActivationKind.Softplus) {
        value = softplusFrom(x, e);
        derivative = sigmoidFrom(x, e);
      } else {
        let left: v128;
        let slopeLeft: v128;
        if (kind == ActivationKind.Gelu) {
          const ratio = gaussianRatio(a);
          left = geluLeft(minus, e, ratio);
          slopeLeft = geluSlopeLeft(a, e, ratio);
        } else {
          left = siluLeft(minus, e);
          slopeLeft = siluSlopeLeft(left, e);
        }
        value = f32x4.add(f32x4.pmax(x, zero), left);
        derivative = v128.bitselect(slopeLeft, f32x4.sub(derivative, slopeLeft), i32x4.shr_s(x, 31));
      }
    }
    if (n >= 4) {
      v128.store(z, value);
      if (slope) v128.store(slope, derivative);
    } else {
      storePart(z, value, n);
      if (slope) storePart(slope, derivative, n);
    }
    u += 16;
    z += 16;
    slope += step;
  }
  return isWatched(kind, slope) ? notFinite(largest) : 0;
}

/** y ≤ 0 of the e^y that a kind is made of, from x and −|x|. */
// @ts-ignore: decorator
@inline
function argument(kind: ActivationKind, x: v128, minus: v128): v128 {
  let y = minus;
  if (kind == ActivationKind.Tanh) y = f32x4.add(minus, minus);
  if (kind == ActivationKind.Elu || kind == ActivationKind.Selu) y = f32x4.pmin(x, zeros());
  return notBelow(y);
}

/** Writes the lanes of a and b. */
// @ts-ignore: decorator
@inline
function keep(to: usize, a: v128, b: v128): void {
  v128.store(to, a);
  v128.store(to, b, 16);
}

/**
 * The kinds that must be fast, two vectors a turn, which share the loads of their constants; `kind` is known at compile
 * time. A call inside the loop, for what is left at its end, would cost a seventh: it makes the engine spill.
 *
 * Whether the slope is wanted is asked at run time: the branch is always foretold, and halves the code. What z and
 * slope share has to be a local here, since nothing is shared across that branch by the compiler.
 */
// @ts-ignore: decorator
@inline
function forward(kind: ActivationKind, alpha: f32, n: i32, u: usize, z: usize, slope: usize): i32 {
  const alphas = f32x4.splat(alpha);
  const zero = zeros();
  const step: usize = slope ? 32 : 0;
  const watched = isWatched(kind, slope);
  let largest = zero;
  for (; n >= 8; n -= 8) {
    const a = v128.load(u);
    const b = v128.load(u, 16);
    const ma = v128.or(a, constant(At.Sign));
    const mb = v128.or(b, constant(At.Sign));
    if (watched) largest = i32x4.max_u(largest, i32x4.max_u(ma, mb));
    if (kind == ActivationKind.Relu) {
      keep(z, f32x4.pmax(a, zero), f32x4.pmax(b, zero));
      if (slope) {
        const one = constant(At.One);
        keep(slope, v128.and(f32x4.gt(a, zero), one), v128.and(f32x4.gt(b, zero), one));
      }
    } else if (kind == ActivationKind.LeakyRelu) {
      const pa = f32x4.gt(a, zero);
      const pb = f32x4.gt(b, zero);
      keep(z, v128.bitselect(a, f32x4.mul(a, alphas), pa), v128.bitselect(b, f32x4.mul(b, alphas), pb));
      if (slope) {
        const one = constant(At.One);
        keep(slope, v128.bitselect(one, alphas, pa), v128.bitselect(one, alphas, pb));
      }
    } else if (kind == ActivationKind.Softsign) {
      const absA = magnitudeOf(ma);
      const absB = magnitudeOf(mb);
      keep(z, softsign(a, absA), softsign(b, absB));
      if (slope) keep(slope, softsignSlope(absA), softsignSlope(absB));
    } else {
      const ya = argument(kind, a, ma);
      const yb = argument(kind, b, mb);
      const ta = exponentOf(ya);
      const tb = exponentOf(yb);
      const powerA = scaledPowerOf(ta);
      const powerB = scaledPowerOf(tb);
      const productA = f32x4.mul(powerA, straightFraction(ya, remainderOf(ya, ta)));
      const productB = f32x4.mul(powerB, straightFraction(yb, remainderOf(yb, tb)));
      const ea = f32x4.add(powerA, productA);
      const eb = f32x4.add(powerB, productB);
      if (kind == ActivationKind.Tanh) {
        keep(z, tanhFrom(a, powerA, productA), tanhFrom(b, powerB, productB));
        if (slope) keep(slope, tanhSlopeFrom(ea), tanhSlopeFrom(eb));
      } else if (kind == ActivationKind.Elu) {
        keep(z, eluFrom(a, scaledMinusOne(powerA, productA)), eluFrom(b, scaledMinusOne(powerB, productB)));
        if (slope) keep(slope, eluSlopeFrom(ea), eluSlopeFrom(eb));
      } else {
        keep(z, sigmoidFrom(a, ea), sigmoidFrom(b, eb));
        if (slope) keep(slope, sigmoidSlopeFrom(ea), sigmoidSlopeFrom(eb));
      }
    }
    u += 32;
    z += 32;
    slope += step;
  }
  return notFinite(largest) | forwardAny(kind, alpha, n, u, z, slope);
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

function forwardElu(alpha: f32, n: i32, u: usize, z: usize, slope: usize): i32 {
  return forward(ActivationKind.Elu, alpha, n, u, z, slope);
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
 * Returns 1 if any u was NaN or ±∞ and slopes are wanted or the kind is linear or the leaky ReLU, else 0; z and slope are
 * written all the same, NaN for NaN (ReLU's slopes: 0 and α).
 * Over all of float32, subnormal results included, in ulp of the correctly rounded value (docs/accuracy.md): sigmoid,
 * tanh and their slopes 2; ELU 1; SELU 2; softplus and SiLU 3; GELU 5; softsign 1, its slope 3. The slopes of SiLU and
 * GELU cross zero: within 3e-7. At 0 every slope is the left one.
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
    case ActivationKind.Elu:
      return forwardElu(alpha, n, u, z, slope);
    case ActivationKind.Linear:
      return forwardLeakyRelu(1, n, u, z, slope); // α = 1: u to the bit.
    default:
      return forwardAny(kind, alpha, n, u, z, slope);
  }
}
