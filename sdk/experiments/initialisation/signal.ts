/** What an initialisation does to signals and errors before the first step. */
import { type Core, coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { twoMoons } from "../../data/moons.js";
import type { ActivationName, Gradiometer, Mlp, MlpConfig } from "../../types.js";
import { drawNormals, drawSeed, drawSignals, scaleWeights, squaredNorm } from "../tools/draws.js";

/** Some of those whose critical point the networks know. */
export const CRITICAL: readonly ActivationName[] = ["sigmoid", "tanh", "relu", "leaky-relu"];

/** A net that lives as long as `body`, every weight times `gain`. */
export function withNet<T>(lab: Gradiometer, config: MlpConfig, gain: number, body: (network: Mlp) => T): T {
  const network = lab.mlp(config);
  try {
    scaleWeights(network, gain);
    return body(network);
  } finally {
    network.dispose();
  }
}

/**
 * ln of the factor per layer by which ReLU nets with Glorot's variance change the second moment of one random input, one
 * number per net: all layers have one width, so that the variance is 1/width in each.
 */
export function logFactors(
  lab: Gradiometer,
  net: { width: number; depth: number; gain: number; seed: number; from: number; count: number },
): number[] {
  const core = coreOf(lab);
  const { width, depth, gain, seed, from, count } = net;
  const sizes = Array<number>(depth + 1).fill(width);
  return Array.from({ length: count }, (_, index) => {
    const at = from + index;
    const x = drawNormals(core, seed, at, width);
    const config = { sizes, activation: "relu", output: "relu", init: "glorot-normal", bias: false } as const;
    const output = withNet(lab, { ...config, seed: drawSeed(seed, at) }, gain, (network) => network.forward(x));
    return core.wasm.log64(squaredNorm(output) / squaredNorm(x)) / depth;
  });
}

/** Var u of every layer of a net that LSUV scaled on this batch. */
export function lsuvVariances(
  lab: Gradiometer,
  net: { sizes: readonly number[]; gain: number; seed: number; samples: number },
): number[] {
  const { x, y } = twoMoons(lab, { seed: net.seed, samples: net.samples });
  const config: MlpConfig = { sizes: net.sizes, activation: "relu", init: "lsuv", initData: x, seed: net.seed };
  const { layers } = withNet(lab, config, net.gain, (network) => network.flow(x, y, "cross-entropy"));
  return layers.map(({ u }) => u.std * u.std);
}

/** log₁₀ of the singular values of a deep linear net from end to end, descending. */
export function linearSpectrum(
  lab: Gradiometer,
  net: { init: "orthogonal" | "lecun-normal"; width: number; depth: number; gain: number; seed: number },
): { values: Float64Array; logs: Float64Array } {
  const { init, width, depth, gain, seed } = net;
  const config: MlpConfig = { sizes: Array<number>(depth + 1).fill(width), activation: "linear", init, seed };
  const { inputOutput, log10InputOutput } = withNet(lab, config, gain, (network) =>
    network.spectrum(new Float64Array(width)),
  );
  return { values: inputOutput, logs: log10InputOutput };
}

/** Layers at either end that are left out: the variance has not settled in the first, the last is linear. */
const SETTLING = 4;
/** Targets so far away that the error at the output owes nothing to the output. */
const FAR = 1000;

/** ln of the factor per layer of ‖δ‖², over the settled layers, one number per net. */
export function errorFactors(
  core: Core,
  net: {
    activation: ActivationName;
    init: "critical" | "lecun-normal";
    width: number;
    depth: number;
    gain: number;
    seed: number;
    count: number;
  },
): number[] {
  const { activation, init, width, depth, gain, seed, count } = net;
  const sizes = Array<number>(depth + 1).fill(width);
  return Array.from({ length: count }, (_, index) => {
    const numbers = drawNormals(core, seed, index, 2 * width);
    const [x, y] = [numbers.slice(0, width), numbers.slice(width).map((value) => FAR * value)];
    const config: MlpConfig = { sizes, activation, init, bias: false, seed: drawSeed(seed, index) };
    const layers = drawSignals(core, config, { x, y, loss: "sum-squared-error", gain });
    const [low, high] = [elementAt(layers, SETTLING).delta.norm, elementAt(layers, depth - 2).delta.norm];
    return (2 * core.wasm.log64(low / high)) / (depth - 2 - SETTLING);
  });
}
