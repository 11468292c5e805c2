import type { Activation } from "../types.js";
import { type Law, lawOf } from "./laws.js";
import { nonNegative, options } from "./check.js";
import { exp, square } from "./elementary.js";

/** z and its weight: h z e^{−z²/2}/√(2π), z = e^t on a grid of step h in t. */
interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const STEP = 1 / 8;
/** e^{−38} ≈ 3e-17: what lies below is lost, and is as little. */
const FIRST = -38 / STEP;
/** e^{2.375} ≈ 10.8, where the density is 2e-26. */
const LAST = 19;
const INVERSE_SQRT_2PI = 0.3989422804014327;

let rule: Rule | undefined;

function makeRule(): Rule {
  const count = LAST - FIRST + 1;
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const z = exp((FIRST + i) * STEP);
    nodes[i] = z;
    weights[i] = STEP * z * INVERSE_SQRT_2PI * exp(-0.5 * z * z);
  }
  return { nodes, weights };
}

/**
 * E f(z), z ~ N(0, 1): the trapezoid rule in ln |z|, on each half-line by itself.
 *
 * In ln |z| the integrand is analytic in a strip of half-width ≥ π/4 whatever the scale at which φ bends (a pole of φ on the
 * imaginary axis stays at π/2), so the rule converges exponentially, 3e-14 relative at 324 nodes a side, for φ(√q z) with
 * q from 1e-30 to 1e30 alike; and 0, where activations have their kinks, is an end and no node.
 * After Trefethen & Weideman, The exponentially convergent trapezoidal rule, SIAM Review 56(3), 2014.
 */
export function average(f: (z: number) => number): number {
  rule ??= makeRule();
  const { nodes, weights } = rule;
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    const z = nodes[i]!;
    sum += weights[i]! * (f(z) + f(-z));
  }
  return sum;
}

/** E φ, E φ², E φ⁴, E φ′², E φ′⁴ of φ(√q z). */
export interface Moments {
  /** E φ: 0 when outputs are centred. */
  mean: number;
  /** E φ² */
  second: number;
  /** E φ⁴ */
  fourth: number;
  /** μ₁ = E φ′² */
  slope2: number;
  /** μ₂ = E φ′⁴ */
  slope4: number;
}

/** x^{2k} */
const evenPower = (x: number, k: 1 | 2): number => (k === 1 ? x * x : square(x * x));

/** The mean of a 2k-th power over two values taken with probability ½ each. */
const bothSides = ([left, right]: readonly [number, number], k: 1 | 2): number =>
  (evenPower(left, k) + evenPower(right, k)) / 2;

/** E φ²(√q z), q ≥ 0. */
export function secondMoment(law: Law, q: number): number {
  if (law.homogeneous !== null) return (q * (1 + square(law.homogeneous))) / 2;
  if (q === Infinity) return bothSides(law.atInfinity, 1) > 0 ? Infinity : bothSides(law.range, 1);
  const root = Math.sqrt(q);
  return q === 0 ? square(law.value(0)) : average((z) => square(law.value(root * z)));
}

/**
 * ∂/∂q E f(√q z) = E f(√q z)(z² − 1)/(2q), q > 0: the derivative falls on the density, so f may have kinks.
 */
const byVariance = (f: (u: number) => number, q: number): number => {
  const root = Math.sqrt(q);
  return average((z) => f(root * z) * (z * z - 1)) / (2 * q);
};

/** ∂/∂q E φ²(√q z), q > 0. */
export function secondMomentSlope(law: Law, q: number): number {
  if (law.homogeneous !== null) return (1 + square(law.homogeneous)) / 2;
  return byVariance((u) => square(law.value(u)), q);
}

/** ∂/∂q E φ′²(√q z), q > 0. */
export const slopeMomentSlope = (law: Law, q: number): number =>
  law.homogeneous !== null ? 0 : byVariance((u) => square(law.slope(u)), q);

/** μ_k = E φ′^{2k}(√q z), q from 0 (the mean of both sides of the kink) to ∞. */
export function slopeMoment(law: Law, q: number, k: 1 | 2): number {
  if (law.homogeneous !== null || q === 0) return bothSides(law.atZero, k);
  if (q === Infinity) return bothSides(law.atInfinity, k);
  const root = Math.sqrt(q);
  return average((z) => evenPower(law.slope(root * z), k));
}

/** E φ(√q z). */
export function meanValue(law: Law, q: number): number {
  if (law.homogeneous === 1) return 0;
  if (law.homogeneous !== null) return (1 - law.homogeneous) * Math.sqrt(q) * INVERSE_SQRT_2PI;
  if (q === Infinity) return (law.range[0] + law.range[1]) / 2;
  const root = Math.sqrt(q);
  return q === 0 ? law.value(0) : average((z) => law.value(root * z));
}

/**
 * The averages of an activation over u = √q z, z ~ N(0, 1), by quadrature to 3e-14 relative (linear, relu and leaky-relu in
 * closed form). Poole 2016 needs E φ² and E φ′², Pennington 2017 E φ′⁴, the bands of finite width all of them.
 *
 * @param p.q  variance of the pre-activation, finite, ≥ 0.
 * @throws GradiometerError BAD_OPTION
 */
export function activationMoments(p: { activation: Activation; q: number }): Moments {
  const given = options(p, ["activation", "q"]);
  const law = lawOf("activation", given["activation"]);
  const q = nonNegative("q", given["q"]);
  const root = Math.sqrt(q);
  return {
    mean: meanValue(law, q),
    second: secondMoment(law, q),
    fourth:
      law.homogeneous !== null
        ? 1.5 * q * q * (1 + square(square(law.homogeneous)))
        : q === 0
          ? square(square(law.value(0)))
          : average((z) => square(square(law.value(root * z)))),
    slope2: slopeMoment(law, q, 1),
    slope4: slopeMoment(law, q, 2),
  };
}
