import type { Activation } from "gradiometer";

/** Every activation once. */
export const allActivations: readonly Activation[] = [
  "sigmoid",
  "tanh",
  "relu",
  "leaky-relu",
  { kind: "leaky-relu", alpha: 0.25 },
  "elu",
  "selu",
  "gelu",
  "silu",
  "softplus",
  "softsign",
];
