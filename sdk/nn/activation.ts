import { ActivationKind } from "../../assembly/abi.js";
import { badOption, checkKeys, checkNumber, unknownWord } from "../core/check.js";
import type { Activation, ActivationName } from "../types.js";

/** Where σ_w² and σ_b² make χ₁ = 1. */
export interface CriticalVariances {
  readonly weight: number;
  readonly bias: number;
}

/**
 * What is known of an activation. A new one is one row here, one in sdk/theory/laws.ts (its float64, which the main entry
 * does not carry) and its branches in assembly/nn/activation.ts.
 */
export interface ActivationRow {
  readonly kind: ActivationKind;
  /** α when none is given; null for those that have none. */
  readonly defaultAlpha: number | null;
  /** Largest |φ′|. */
  readonly maxSlope: number;
  /** The ends of the line toward which φ′ → 0: `"left"` is −∞ alone, where a ReLU is off. */
  readonly saturates: "both" | "left" | "none";
  /** s when φ(u) is u for u > 0 and su below, so that φ(cu) = cφ(u) for c ≥ 0; null for all others. */
  readonly homogeneous: (alpha: number) => number | null;
  /** (σ_w², σ_b²) at which χ₁ = 1 (Poole 2016; Schoenholz 2017), null where no such point is used. */
  readonly critical: (alpha: number) => CriticalVariances | null;
  /** What other libraries call it. */
  readonly otherNames?: readonly string[];
}

/** SELU's λα, the slope at 0 (Klambauer et al. 2017). */
const MAX_SELU_SLOPE = 1.7580993408473768;
/** Φ(√2) + √2 φ(√2). */
const MAX_GELU_SLOPE = 1.1289041451851548;
/** At 2.39935728, where x tanh(x/2) = 2. */
const MAX_SILU_SLOPE = 1.099839320128867;

const at = (weight: number) => (): CriticalVariances => ({ weight, bias: 0 });
const none = () => null;

/** Without a parameter, and curved. */
const curved = { defaultAlpha: null, homogeneous: none };

const ACTIVATIONS = {
  linear: {
    kind: ActivationKind.Linear,
    defaultAlpha: null,
    maxSlope: 1,
    saturates: "none",
    homogeneous: () => 1,
    critical: at(1),
    otherNames: ["identity", "none"],
  },
  sigmoid: {
    ...curved,
    kind: ActivationKind.Sigmoid,
    maxSlope: 0.25,
    saturates: "both",
    critical: at(103.00755),
    otherNames: ["logistic"],
  },
  tanh: { ...curved, kind: ActivationKind.Tanh, maxSlope: 1, saturates: "both", critical: at(1) },
  relu: {
    kind: ActivationKind.Relu,
    defaultAlpha: null,
    maxSlope: 1,
    saturates: "left",
    homogeneous: () => 0,
    critical: at(2),
  },
  "leaky-relu": {
    kind: ActivationKind.LeakyRelu,
    defaultAlpha: 0.01,
    maxSlope: 1,
    saturates: "none",
    homogeneous: (alpha) => alpha,
    critical: (alpha) => ({ weight: 2 / (1 + alpha * alpha), bias: 0 }),
  },
  elu: { ...curved, kind: ActivationKind.Elu, maxSlope: 1, saturates: "left", critical: at(1) },
  selu: { ...curved, kind: ActivationKind.Selu, maxSlope: MAX_SELU_SLOPE, saturates: "left", critical: none },
  gelu: { ...curved, kind: ActivationKind.Gelu, maxSlope: MAX_GELU_SLOPE, saturates: "left", critical: none },
  silu: {
    ...curved,
    kind: ActivationKind.Silu,
    maxSlope: MAX_SILU_SLOPE,
    saturates: "left",
    critical: none,
    otherNames: ["swish"],
  },
  softplus: { ...curved, kind: ActivationKind.Softplus, maxSlope: 1, saturates: "left", critical: none },
  softsign: { ...curved, kind: ActivationKind.Softsign, maxSlope: 1, saturates: "both", critical: at(1) },
} satisfies Record<ActivationName, ActivationRow>;

/** The same as a table of one type. */
const ROWS: Readonly<Record<ActivationName, ActivationRow>> = ACTIVATIONS;

/** The activations that networks can be built with. */
export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as readonly ActivationName[];

/** What the kernels are handed as α by activations that have none; they ignore it. */
const NO_ALPHA = 0;

/** An activation as the kernels need it. */
export interface ResolvedActivation extends ActivationRow {
  readonly alpha: number;
}

const isName = (name: unknown): name is ActivationName => typeof name === "string" && Object.hasOwn(ROWS, name);

/** The name of a checked activation. */
export const activationNameOf = (activation: Activation): ActivationName =>
  typeof activation === "string" ? activation : activation.kind;

/** @throws GradiometerError BAD_OPTION for what is no activation or an α outside 0 ≤ α < 1. */
export function checkActivation(name: string, activation: unknown): Activation {
  if (typeof activation === "object" && activation !== null) {
    const { kind, alpha } = checkKeys(name, activation, ["kind", "alpha"]);
    if (!isName(kind) || ROWS[kind].defaultAlpha === null)
      throw badOption(`${name}.kind`, `"leaky-relu", the only activation with a parameter`, kind);
    const checked = checkNumber(`${name}.alpha`, alpha, "0 ≤ alpha < 1", (a) => a >= 0 && a < 1);
    return Object.freeze({ kind, alpha: checked }) as Activation;
  }
  if (isName(activation)) return activation;
  const others = Object.fromEntries(
    ACTIVATION_NAMES.flatMap((own) => (ROWS[own].otherNames ?? []).map((other) => [other, own])),
  );
  throw unknownWord(name, activation, ACTIVATION_NAMES, { others });
}

/** The row of a checked activation. */
export function resolveActivation(activation: Activation): ResolvedActivation {
  const row = ROWS[activationNameOf(activation)];
  const alpha = typeof activation === "string" ? (row.defaultAlpha ?? NO_ALPHA) : activation.alpha;
  return { ...row, alpha };
}

/** s of a homogeneous activation, u for u > 0 and su below; null for all others. */
export function homogeneousSlope(activation: Activation): number | null {
  const { homogeneous, alpha } = resolveActivation(activation);
  return homogeneous(alpha);
}

/** Whether it is of the ReLU kind: a line with a bend at 0. */
export function rectifies(activation: Activation): boolean {
  const slope = homogeneousSlope(activation);
  return slope !== null && slope < 1;
}

/** Whether it saturates on both sides, as what is bounded does. */
export const isBounded = (activation: Activation): boolean => resolveActivation(activation).saturates === "both";
