import { activationNameOf, checkActivation, resolveActivation } from "../nn/activation.js";
import type { ActivationName } from "../types.js";
import { exp, expm1, log1p, normalCdf, tanh } from "./elementary.js";

/** An activation in float64, any u, and what quadrature cannot know. */
interface LawRow {
  readonly value: (u: number) => number;
  /** φ′(u); at a kink the left slope, so ReLU's is 0 at 0. */
  readonly slope: (u: number) => number;
  /** φ′ just left and just right of 0. */
  readonly atZero: readonly [number, number];
  /** φ′ at −∞ and at +∞. */
  readonly atInfinity: readonly [number, number];
  /** [inf φ, sup φ]. */
  readonly range: readonly [number, number];
  /** [inf φ′, sup φ′]. */
  readonly slopeRange: readonly [number, number];
  /** Whether φ(−u) = −φ(u): then E φ = 0. */
  readonly odd: boolean;
  /**
   * φ′ from z = φ(u), where only z was kept, with the digits that z has left of it; null where φ takes a value twice, so that
   * z does not say.
   */
  readonly slopeFromValue: ((z: number) => number) | null;
}

/** An activation as the theory sees it. */
export interface Law extends LawRow {
  /** s when φ is u for u > 0 and su below: then φ(cu) = cφ(u) for c ≥ 0, and every average is known in closed form. */
  readonly homogeneous: number | null;
}

/** e/(1 + e)², e = exp(−|x|): full relative accuracy however far out. */
function sigmoidSlope(x: number): number {
  const e = exp(-Math.abs(x));
  return e / ((1 + e) * (1 + e));
}

function sigmoid(x: number): number {
  const e = exp(-Math.abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

function tanhSlope(x: number): number {
  const e = exp(-2 * Math.abs(x));
  return (4 * e) / ((1 + e) * (1 + e));
}

const density = (x: number): number => exp(-0.5 * x * x) * 0.3989422804014327;

/** u·v with 0 for ∞·0: the tails of GELU and SiLU vanish faster than u grows. */
const damped = (u: number, v: number): number => (v === 0 ? 0 : u * v);

const UNIT = [1, 1] as const;

/** u for u > 0, α u below. */
const leaky = (alpha: number): LawRow => ({
  value: (u) => (u > 0 ? u : alpha * u),
  slope: (u) => (u > 0 ? 1 : alpha),
  atZero: [alpha, 1],
  atInfinity: [alpha, 1],
  range: [alpha === 0 ? 0 : -Infinity, Infinity],
  slopeRange: [alpha, 1],
  odd: alpha === 1,
  slopeFromValue: (z) => (z > 0 ? 1 : alpha),
});

/** λu for u > 0, λα(e^u − 1) below: ELU of Clevert 2015 at (1, 1), SELU of Klambauer 2017. */
const exponential = (lambda: number, alpha: number): LawRow => ({
  value: (u) => lambda * (u > 0 ? u : alpha * expm1(u)),
  slope: (u) => lambda * (u > 0 ? 1 : alpha * exp(u)),
  atZero: [lambda * alpha, lambda],
  atInfinity: [0, lambda],
  range: [-lambda * alpha, Infinity],
  slopeRange: [0, lambda * Math.max(1, alpha)],
  odd: false,
  slopeFromValue: (z) => (z > 0 ? lambda : z + lambda * alpha),
});

/** One row per activation, made from its α. A new one is one row here; what the networks know of it is in sdk/nn/activation.ts. */
const LAWS = {
  linear: () => leaky(1),
  relu: () => leaky(0),
  "leaky-relu": leaky,
  sigmoid: () => ({
    value: sigmoid,
    slope: sigmoidSlope,
    atZero: [0.25, 0.25],
    atInfinity: [0, 0],
    range: [0, 1],
    slopeRange: [0, 0.25],
    odd: false,
    slopeFromValue: (z) => z * (1 - z),
  }),
  tanh: () => ({
    value: tanh,
    slope: tanhSlope,
    atZero: UNIT,
    atInfinity: [0, 0],
    range: [-1, 1],
    slopeRange: [0, 1],
    odd: true,
    slopeFromValue: (z) => 1 - z * z,
  }),
  elu: () => exponential(1, 1),
  selu: () => exponential(1.0507009873554805, 1.6732632423543772),
  gelu: () => ({
    value: (u) => damped(u, normalCdf(u)),
    slope: (u) => normalCdf(u) + damped(u, density(u)),
    atZero: [0.5, 0.5],
    atInfinity: [0, 1],
    range: [-0.16997120747990366, Infinity],
    slopeRange: [-0.1289041451851548, 1.1289041451851548],
    odd: false,
    slopeFromValue: null,
  }),
  silu: () => ({
    value: (u) => damped(u, sigmoid(u)),
    slope: (u) => sigmoid(u) + damped(u, sigmoidSlope(u)),
    atZero: [0.5, 0.5],
    atInfinity: [0, 1],
    range: [-0.2784645427610738, Infinity],
    slopeRange: [-0.09983932012886691, 1.099839320128867],
    odd: false,
    slopeFromValue: null,
  }),
  softplus: () => ({
    value: (u) => Math.max(u, 0) + log1p(exp(-Math.abs(u))),
    slope: sigmoid,
    atZero: [0.5, 0.5],
    atInfinity: [0, 1],
    range: [0, Infinity],
    slopeRange: [0, 1],
    odd: false,
    slopeFromValue: (z) => -expm1(-z),
  }),
  softsign: () => ({
    value: (u) => u / (1 + Math.abs(u)),
    slope: (u) => {
      const inverse = 1 / (1 + Math.abs(u));
      return inverse * inverse;
    },
    atZero: UNIT,
    atInfinity: [0, 0],
    range: [-1, 1],
    slopeRange: [0, 1],
    odd: true,
    slopeFromValue: (z) => (1 - Math.abs(z)) * (1 - Math.abs(z)),
  }),
} satisfies Record<ActivationName, (alpha: number) => LawRow>;

/** The law of an activation. @throws GradiometerError BAD_OPTION for what is no activation or an α outside 0 ≤ α < 1. */
export function lawOf(name: string, activation: unknown): Law {
  const checked = checkActivation(name, activation);
  const { alpha, homogeneous } = resolveActivation(checked);
  return { ...LAWS[activationNameOf(checked)](alpha), homogeneous: homogeneous(alpha) };
}
