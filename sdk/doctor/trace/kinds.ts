/** What the kinds of layers of other frameworks are here. */
import { ACTIVATION_NAMES, isBounded } from "../../nn/activation.js";
import type { ActivationName } from "../../types.js";
import type { TraceHeader, TraceLayer } from "./types.js";

const hasNorm = ({ kind }: TraceLayer): boolean => /norm/i.test(kind);
/** A norm by itself; a layer of ours has its norm inside. */
const isNorm = (layer: TraceLayer): boolean => hasNorm(layer) && !/linear|conv/i.test(layer.kind);
const isAttention = ({ kind }: TraceLayer): boolean => /attention|transformer/i.test(kind);

/** The activation by its name here; undefined where it is not known. */
export const knownActivation = ({ activation }: TraceLayer): ActivationName | undefined =>
  ACTIVATION_NAMES.find((name) => name === activation);

/** Whether it is known to be flat on both sides. */
export function bounded(layer: TraceLayer): boolean {
  const known = knownActivation(layer);
  return known !== undefined && isBounded(known);
}

/** Whether its weight is no matrix of units: a norm's gains, an embedding's rows. */
export const hasUnits = (layer: TraceLayer): boolean => !isNorm(layer) && !/embedding/i.test(layer.kind);

/** What stands between the layers for which there is no law of how signals change; empty where all is plain. */
export function lawless({ layers, skips = 0, attention }: TraceHeader): string {
  const parts = [
    layers.some(hasNorm) ? "norms" : "",
    skips > 0 || layers.some(({ kind }) => /resid|skip/i.test(kind)) ? "skips" : "",
    attention === true || layers.some(isAttention) ? "attention" : "",
  ].filter((part) => part !== "");
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)!}` : parts.join("");
}

/** The hidden layers between which a signal is compared: not what a norm takes in, whose size means nothing. */
export const comparable = ({ layers }: TraceHeader): number[] =>
  layers.flatMap((_, index) => {
    const next = layers[index + 1];
    return next === undefined || isNorm(next) ? [] : [index];
  });

/** Whether the loss is a squared error, whose scale is that of the targets. */
export const squared = ({ loss }: TraceHeader): boolean => loss !== undefined && /squared|mse|huber|l1\b/i.test(loss);

/** Whether the loss takes logits, and applies its own sigmoid or softmax. */
export const takesLogits = ({ loss }: TraceHeader): boolean =>
  loss === "cross-entropy" || loss === "binary-cross-entropy";
