import { ActivationKind } from "../../assembly/abi.js";
import { badOption, checkKeys, checkNumber } from "../core/check.js";
import type { Activation, ActivationName } from "../types.js";

/** What the networks know of an activation. A new one is one row here and one in assembly/nn/activation.ts. */
export interface ActivationRow {
  readonly kind: ActivationKind;
  /** Largest |φ'|. */
  readonly maxSlope: number;
  /** (σ_w², σ_b²) at which χ₁ = 1 (Poole 2016; Schoenholz 2017), null where no such point is used. */
  readonly critical: (alpha: number) => { weight: number; bias: number } | null;
}

/** SELU's λα, the slope at 0 (Klambauer et al. 2017). */
const MAX_SELU_SLOPE = 1.7580993408473768;
/** Φ(√2) + √2 φ(√2). */
const MAX_GELU_SLOPE = 1.1289041451851548;
/** At 2.39935728, where x tanh(x/2) = 2. */
const MAX_SILU_SLOPE = 1.099839320128867;

const unit = () => ({ weight: 1, bias: 0 });

const none = () => null;

const ACTIVATIONS: Readonly<Record<ActivationName, ActivationRow>> = {
  linear: { kind: ActivationKind.Linear, maxSlope: 1, critical: unit },
  sigmoid: { kind: ActivationKind.Sigmoid, maxSlope: 0.25, critical: () => ({ weight: 103.00755, bias: 0 }) },
  tanh: { kind: ActivationKind.Tanh, maxSlope: 1, critical: unit },
  relu: { kind: ActivationKind.Relu, maxSlope: 1, critical: () => ({ weight: 2, bias: 0 }) },
  "leaky-relu": {
    kind: ActivationKind.LeakyRelu,
    maxSlope: 1,
    critical: (alpha) => ({ weight: 2 / (1 + alpha * alpha), bias: 0 }),
  },
  elu: { kind: ActivationKind.Elu, maxSlope: 1, critical: unit },
  selu: { kind: ActivationKind.Selu, maxSlope: MAX_SELU_SLOPE, critical: none },
  gelu: { kind: ActivationKind.Gelu, maxSlope: MAX_GELU_SLOPE, critical: none },
  silu: { kind: ActivationKind.Silu, maxSlope: MAX_SILU_SLOPE, critical: none },
  softplus: { kind: ActivationKind.Softplus, maxSlope: 1, critical: none },
  softsign: { kind: ActivationKind.Softsign, maxSlope: 1, critical: unit },
};

/** The activations that networks can be built with. */
export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as readonly ActivationName[];

const DEFAULT_ALPHA = 0.01;

/** An activation as the kernels need it. */
export interface ResolvedActivation extends ActivationRow {
  readonly alpha: number;
}

/** @throws GradiometerError BAD_OPTION for what is no activation or an α outside 0 ≤ α < 1. */
export function checkActivation(name: string, activation: unknown): Activation {
  if (typeof activation === "object" && activation !== null) {
    const { kind, alpha } = checkKeys(name, activation, ["kind", "alpha"]);
    if (kind !== "leaky-relu")
      throw badOption(`${name}.kind`, `"leaky-relu", the only activation with a parameter`, kind);
    return Object.freeze({ kind, alpha: checkNumber(`${name}.alpha`, alpha, "0 ≤ alpha < 1", (a) => a >= 0 && a < 1) });
  }
  if (typeof activation !== "string" || !Object.hasOwn(ACTIVATIONS, activation)) {
    throw badOption(name, `one of ${ACTIVATION_NAMES.join(", ")}`, activation);
  }
  return activation as ActivationName;
}

/** The row of a checked activation. */
export function resolveActivation(activation: Activation): ResolvedActivation {
  const name = typeof activation === "string" ? activation : activation.kind;
  return { ...ACTIVATIONS[name], alpha: typeof activation === "string" ? DEFAULT_ALPHA : activation.alpha };
}
