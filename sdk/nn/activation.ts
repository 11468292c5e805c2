import { ActivationKind } from "../../assembly/abi.js";
import { badOption, checkKeys, checkNumber } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import type { Activation, ActivationName } from "../types.js";

/** What the networks know of an activation. A new one is one row here and one in assembly/nn/activation.ts. */
export interface ActivationRow {
  readonly kind: ActivationKind;
  /** Largest |φ'|. */
  readonly maxSlope: number;
  /** (σ_w², σ_b²) at which χ₁ = 1 (Poole 2016; Schoenholz 2017), null where no such point is used. */
  readonly critical: (alpha: number) => { weight: number; bias: number } | null;
}

const unit = () => ({ weight: 1, bias: 0 });

const ACTIVATIONS: Readonly<Partial<Record<ActivationName, ActivationRow>>> = {
  linear: { kind: ActivationKind.Linear, maxSlope: 1, critical: unit },
  sigmoid: { kind: ActivationKind.Sigmoid, maxSlope: 0.25, critical: () => ({ weight: 103.00755, bias: 0 }) },
  tanh: { kind: ActivationKind.Tanh, maxSlope: 1, critical: unit },
  relu: { kind: ActivationKind.Relu, maxSlope: 1, critical: () => ({ weight: 2, bias: 0 }) },
  "leaky-relu": {
    kind: ActivationKind.LeakyRelu,
    maxSlope: 1,
    critical: (alpha) => ({ weight: 2 / (1 + alpha * alpha), bias: 0 }),
  },
  softsign: { kind: ActivationKind.Softsign, maxSlope: 1, critical: unit },
};

/** The activations that networks can be built with. */
export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as readonly ActivationName[];

/** Names of the specification that this version does not have. */
const PLANNED: readonly string[] = ["elu", "selu", "gelu", "silu", "softplus"];

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
  if (typeof activation === "string" && PLANNED.includes(activation)) {
    throw new GradiometerError(
      "UNSUPPORTED",
      `${name}: ${activation} is not built in yet; ${ACTIVATION_NAMES.join(", ")} are`,
    );
  }
  if (typeof activation !== "string" || !Object.hasOwn(ACTIVATIONS, activation)) {
    throw badOption(name, `one of ${ACTIVATION_NAMES.join(", ")}`, activation);
  }
  return activation as ActivationName;
}

/** The row of a checked activation. */
export function resolveActivation(activation: Activation): ResolvedActivation {
  const name = typeof activation === "string" ? activation : activation.kind;
  const row = ACTIVATIONS[name];
  if (!row) throw new GradiometerError("UNSUPPORTED", `activation: ${name} is not built in`);
  return { ...row, alpha: typeof activation === "string" ? DEFAULT_ALPHA : activation.alpha };
}
