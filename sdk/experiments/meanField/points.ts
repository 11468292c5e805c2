import type { ActivationName } from "../../types.js";

/** A place of the plane (σ_w², σ_b²) for one activation. */
export interface Point {
  readonly activation: ActivationName;
  readonly weightVariance: number;
  readonly biasVariance: number;
}

const at = (activation: ActivationName, weightVariance: number, biasVariance: number): Point => ({
  activation,
  weightVariance,
  biasVariance,
});

/** σ_w² of the sigmoid's critical point without biases. */
export const SIGMOID_CRITICAL = at("sigmoid", 103.00755, 0);
/** Glorot's variance, or LeCun's. */
export const SIGMOID_USUAL = at("sigmoid", 1, 0);
/** Beyond the edge: σ_w = 2. */
export const CHAOTIC = at("tanh", 4, 0.05);
export const RELU_HE = at("relu", 2, 0);

/** Where each activation is measured, tanh's critical point apart. q* is finite in all, or every q is fixed. */
export const POINTS: readonly Point[] = [
  SIGMOID_USUAL,
  SIGMOID_CRITICAL,
  at("tanh", 25 / 9, 0),
  CHAOTIC,
  at("relu", 1, 0),
  RELU_HE,
  at("leaky-relu", 1.5, 0.1),
  at("linear", 0.8, 0.1),
  at("elu", 1.2, 0.05),
  at("selu", 1, 0),
  at("gelu", 1.5, 0.1),
  at("silu", 1.5, 0.1),
  at("softplus", 0.5, 0.05),
  at("softsign", 2, 0.05),
];

/** In words, for tables and figures. */
export function pointName({ activation, weightVariance, biasVariance }: Point): string {
  const rounded = Math.round(weightVariance * 1000) / 1000;
  return `${activation} σ_w² ${rounded}, σ_b² ${biasVariance}`;
}
