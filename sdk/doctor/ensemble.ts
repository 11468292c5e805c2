import { resolveActivation } from "../nn/activation.js";
import type { Activation, Init } from "../types.js";

/** σ_w² and σ_b² of a layer's initialisation: Var w = σ_w²/fanIn, Var b = σ_b². */
export interface LayerEnsemble {
  weightVariance: number;
  biasVariance: number;
}

/** fanIn · Var w of the initialisations without numbers, LSUV and critical apart. */
const NAMED: Readonly<Partial<Record<string, (fanIn: number, fanOut: number) => number>>> = {
  standard: () => 1 / 3,
  "glorot-uniform": (fanIn, fanOut) => (2 * fanIn) / (fanIn + fanOut),
  "glorot-normal": (fanIn, fanOut) => (2 * fanIn) / (fanIn + fanOut),
  "he-uniform": () => 2,
  "he-normal": () => 2,
  "lecun-uniform": () => 1,
  "lecun-normal": () => 1,
  orthogonal: (fanIn, fanOut) => fanIn / Math.max(fanIn, fanOut),
  zeros: () => 0,
};

/**
 * The ensemble that an initialisation draws a layer from.
 *
 * @param inputMoment  mean square of what comes in; "lsuv" divides by it.
 */
export function ensembleOf(
  init: Init,
  layer: { fanIn: number; fanOut: number; activation: Activation; inputMoment: number },
): LayerEnsemble {
  const { fanIn, fanOut, activation, inputMoment } = layer;
  const only = (weightVariance: number): LayerEnsemble => ({ weightVariance, biasVariance: 0 });
  if (init === "lsuv") return only(inputMoment > 0 ? 1 / inputMoment : 0);
  if (init === "critical") {
    const { critical, alpha } = resolveActivation(activation);
    const point = critical(alpha);
    return { weightVariance: point?.weight ?? 0, biasVariance: point?.bias ?? 0 };
  }
  if (typeof init === "string") return only(NAMED[init]?.(fanIn, fanOut) ?? 0);
  switch (init.kind) {
    case "normal":
      return only(fanIn * init.std * init.std);
    case "uniform":
      return only((fanIn * init.limit * init.limit) / 3);
    case "orthogonal":
      return only((init.gain * init.gain * fanIn) / Math.max(fanIn, fanOut));
    case "variance":
      return { weightVariance: init.weight, biasVariance: init.bias };
  }
}
