/** Wide random nets with a norm: weights of mean 0, no biases, and inputs and errors as random as the weights. */
import type { Core } from "../../core/create.js";
import type { MlpConfig, NormName } from "../../types.js";
import { drawNormals, drawSeed, drawSignals } from "../tools/draws.js";
import type { NormalisationParameters } from "./parameters.js";

/** Targets so far away that the error at the output owes nothing to the output. */
const FAR = 1000;

/** Reports how far a part has come. */
export type Report = (done: number, total: number, label: string) => Promise<void>;

/** Nets that differ in nothing but their draws. */
export interface WideNets {
  readonly activation: NormalisationParameters["activations"][number];
  readonly norm: NormName;
  readonly epsilon: number;
  readonly width: number;
  readonly rows: number;
  /** Hidden layers; a linear one on top brings the error in. */
  readonly depth: number;
  readonly weightVariance: number;
}

export function configOf(
  { activation, norm, epsilon, width, depth, weightVariance }: WideNets,
  seed: number,
): MlpConfig {
  return {
    sizes: Array<number>(depth + 2).fill(width),
    activation,
    norm: { kind: norm, epsilon },
    init: { kind: "variance", weight: weightVariance, bias: 0 },
    bias: false,
    seed,
  };
}

/** The inputs [rows, width] of the index-th net, N(0, 1). */
export function inputsOf(core: Core, { rows, width }: WideNets, seed: number, index: number): Float32Array {
  return drawNormals(core, seed, index, 2 * rows * width).subarray(0, rows * width);
}

/** ‖δ_l‖² of the hidden layers of the index-th net, first to last. */
export function deltasOf(core: Core, nets: WideNets, seed: number, index: number): number[] {
  const { rows, width, depth } = nets;
  const targets = drawNormals(core, seed, index, 2 * rows * width).subarray(rows * width);
  const layers = drawSignals(core, configOf(nets, drawSeed(seed, index)), {
    x: inputsOf(core, nets, seed, index),
    y: targets.map((value) => FAR * value),
    loss: "sum-squared-error",
  });
  return layers.slice(0, depth).map(({ delta }) => delta.norm * delta.norm);
}
