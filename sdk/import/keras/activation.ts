import type { Activation } from "../../types.js";
import { isJson } from "./model.js";

/** Keras's names. */
const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  linear: "linear",
  relu: "relu",
  sigmoid: "sigmoid",
  tanh: "tanh",
  elu: "elu",
  selu: "selu",
  gelu: "gelu",
  silu: "silu",
  swish: "silu",
  softplus: "softplus",
  softsign: "softsign",
  leaky_relu: { kind: "leaky-relu", alpha: 0.2 },
};

/** The word of an activation, which may stand as a string or as an object. */
export function wordOf(given: unknown): string {
  if (given === undefined || given === null) return "linear";
  if (isJson(given)) return typeof given["config"] === "string" ? given["config"] : String(given["class_name"]);
  return typeof given === "string" ? given : "no word";
}

/** The activation of a word; undefined for none of ours. */
export const activationOf = (word: string): Activation | undefined =>
  Object.hasOwn(ACTIVATIONS, word) ? ACTIVATIONS[word] : undefined;
