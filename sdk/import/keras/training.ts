import type { Loss } from "../../types.js";
import { decimal } from "../decimal.js";
import { isOptimizer } from "../options.js";
import type { ImportedTraining } from "../types.js";
import { isJson, type Json } from "./model.js";

/** Keras's losses without case and underscores. */
const LOSSES: Readonly<Record<string, Loss>> = {
  categoricalcrossentropy: "cross-entropy",
  sparsecategoricalcrossentropy: "cross-entropy",
  binarycrossentropy: "binary-cross-entropy",
  meansquarederror: "mean-squared-error",
  mse: "mean-squared-error",
};

const plain = (word: string): string => word.toLowerCase().replaceAll("_", "");
const wordOf = (given: unknown): string =>
  plain(
    typeof given === "string"
      ? given
      : isJson(given) && typeof given["class_name"] === "string"
        ? given["class_name"]
        : "",
  );

/** Option here → option of Keras. */
const OPTIMIZERS: Readonly<Record<string, { kind: string; options: Readonly<Record<string, string>> }>> = {
  adam: {
    kind: "adam",
    options: { learningRate: "learning_rate", beta1: "beta_1", beta2: "beta_2", epsilon: "epsilon" },
  },
  adamw: {
    kind: "adam",
    options: {
      learningRate: "learning_rate",
      beta1: "beta_1",
      beta2: "beta_2",
      epsilon: "epsilon",
      weightDecay: "weight_decay",
    },
  },
  sgd: { kind: "sgd", options: { learningRate: "learning_rate", momentum: "momentum", nesterov: "nesterov" } },
  rmsprop: { kind: "rmsprop", options: { learningRate: "learning_rate", alpha: "rho", epsilon: "epsilon" } },
};

/** Numbers were float32 when they were written. */
const asWritten = (value: unknown): unknown => (typeof value === "number" ? decimal(Math.fround(value)) : value);

/** How the model was compiled, as far as this package has it. */
export function trainingOf(compiled: unknown): ImportedTraining {
  if (!isJson(compiled)) return {};
  const loss = LOSSES[wordOf(compiled["loss"])];
  const given = compiled["optimizer"] ?? compiled["optimizer_config"];
  const optimizer = optimizerOf(given);
  return { ...(loss && { loss }), ...(optimizer && isOptimizer(optimizer) && { optimizer }) };
}

function optimizerOf(given: unknown): Json | null {
  const row = OPTIMIZERS[wordOf(given)];
  const config = isJson(given) ? given["config"] : undefined;
  if (!row || !isJson(config)) return null;
  const options = Object.entries(row.options).map(([own, theirs]): [string, unknown] => [
    own,
    asWritten(config[theirs]),
  ]);
  return {
    kind: row.kind,
    ...Object.fromEntries(options.filter(([, value]) => value !== undefined && value !== null)),
  };
}
