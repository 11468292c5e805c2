import { badOption, checkKeys } from "../core/check.js";
import type { Activation, ActivationName } from "../types.js";
import { real } from "./check.js";
import { exp, expm1, log1p, normalCdf, tanh } from "./elementary.js";

/** An activation as the theory sees it: any u in float64, and what quadrature cannot know. */
export interface Law {
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
  /** α when φ is u for u > 0 and αu below: then φ(cu) = cφ(u) for c ≥ 0, and every average is known in closed form. */
  readonly homogeneous?: number;
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
const leaky = (alpha: number): Law => ({
  value: (u) => (u > 0 ? u : alpha * u),
  slope: (u) => (u > 0 ? 1 : alpha),
  atZero: [alpha, 1],
  atInfinity: [alpha, 1],
  range: [alpha === 0 ? 0 : -Infinity, Infinity],
  slopeRange: [alpha, 1],
  homogeneous: alpha,
});

/** λu for u > 0, λα(e^u − 1) below: ELU of Clevert 2015 at (1, 1), SELU of Klambauer 2017. */
const exponential = (lambda: number, alpha: number): Law => ({
  value: (u) => lambda * (u > 0 ? u : alpha * expm1(u)),
  slope: (u) => lambda * (u > 0 ? 1 : alpha * exp(u)),
  atZero: [lambda * alpha, lambda],
  atInfinity: [0, lambda],
  range: [-lambda * alpha, Infinity],
  slopeRange: [0, lambda * Math.max(1, alpha)],
});

const LAWS: Readonly<Record<Exclude<ActivationName, "leaky-relu">, () => Law>> = {
  linear: () => leaky(1),
  relu: () => leaky(0),
  sigmoid: () => ({
    value: sigmoid,
    slope: sigmoidSlope,
    atZero: [0.25, 0.25],
    atInfinity: [0, 0],
    range: [0, 1],
    slopeRange: [0, 0.25],
  }),
  tanh: () => ({
    value: tanh,
    slope: tanhSlope,
    atZero: UNIT,
    atInfinity: [0, 0],
    range: [-1, 1],
    slopeRange: [0, 1],
  }),
  elu: () => exponential(1, 1),
  selu: () => exponential(1.0507009873554805, 1.6732632423543772),
  gelu: () => ({
    value: (u) => damped(u, normalCdf(u)),
    slope: (u) => normalCdf(u) + damped(u, density(u)),
    atZero: [0.5, 0.5],
    atInfinity: [0, 1],
    range: [-0.16997120747990369, Infinity],
    slopeRange: [-0.12890414507238797, 1.128904145072388],
  }),
  silu: () => ({
    value: (u) => damped(u, sigmoid(u)),
    slope: (u) => sigmoid(u) + damped(u, sigmoidSlope(u)),
    atZero: [0.5, 0.5],
    atInfinity: [0, 1],
    range: [-0.27846454276107384, Infinity],
    slopeRange: [-0.09983929661024978, 1.0998392966102498],
  }),
  softplus: () => ({
    value: (u) => Math.max(u, 0) + log1p(exp(-Math.abs(u))),
    slope: sigmoid,
    atZero: [0.5, 0.5],
    atInfinity: [0, 1],
    range: [0, Infinity],
    slopeRange: [0, 1],
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
  }),
};

const DEFAULT_ALPHA = 0.01;
const NAMES = [...Object.keys(LAWS), "leaky-relu"];

/** The law of an activation. @throws GradiometerError BAD_OPTION for what is no activation or an α outside 0 ≤ α < 1. */
export function lawOf(name: string, activation: unknown): Law {
  if (typeof activation === "object" && activation !== null) {
    const { kind, alpha } = checkKeys(name, activation, ["kind", "alpha"]);
    if (kind !== "leaky-relu")
      throw badOption(`${name}.kind`, `"leaky-relu", the only activation with a parameter`, kind);
    return leaky(real(`${name}.alpha`, alpha, "0 ≤ alpha < 1", (a) => a >= 0 && a < 1));
  }
  if (activation === "leaky-relu") return leaky(DEFAULT_ALPHA);
  if (typeof activation !== "string" || !Object.hasOwn(LAWS, activation))
    throw badOption(name, `one of ${NAMES.join(", ")}`, activation);
  return LAWS[activation as keyof typeof LAWS]();
}

/** An activation in words, for messages. */
export const nameOf = (activation: Activation): string =>
  typeof activation === "string" ? activation : activation.kind;

/**
 * φ(u) in float64, any u but NaN. σ(10) = .9999546021312976. Relative error 2e-15, of gelu 1e-13.
 *
 * elu has α = 1; selu λ = 1.0507…, α = 1.6732… (Klambauer 2017); gelu is uΦ(u), not its tanh approximation
 * (Hendrycks & Gimpel 2016); silu uσ(u); softplus ln(1 + e^u); softsign u/(1 + |u|).
 * @throws GradiometerError BAD_OPTION
 */
export function activationValue(activation: Activation, u: number): number {
  return lawOf("activation", activation).value(notNaN(u));
}

/**
 * φ′(u) in float64 from the input, so that it does not vanish where φ(u) rounds to its limit (C12); at a kink the slope
 * on the left: relu′(0) = 0. σ′(10) = 4.539580773595167e-5.
 * @throws GradiometerError BAD_OPTION
 */
export function activationSlope(activation: Activation, u: number): number {
  return lawOf("activation", activation).slope(notNaN(u));
}

const notNaN = (u: unknown): number => real("u", u, "a finite number", () => true);

/** What bounds an activation. */
export interface ActivationBounds {
  /** [inf φ, sup φ] */
  value: [number, number];
  /** inf φ′ and sup φ′: ¼ is the most that a sigmoid passes on, 1 a tanh (C2, C7). */
  slope: [number, number];
}

/** The ranges of φ and φ′ over all real u. @throws GradiometerError BAD_OPTION */
export function activationBounds(activation: Activation): ActivationBounds {
  const { range, slopeRange } = lawOf("activation", activation);
  return { value: [...range], slope: [...slopeRange] };
}
