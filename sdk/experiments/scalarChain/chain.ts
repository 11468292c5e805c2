import type { Core } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import type { Gradiometer, Loss } from "../../types.js";

/** The activations of which the core has φ and φ' in float64. */
export type ChainActivation = "sigmoid" | "tanh";

/** Smallest positive float32 that keeps all its digits, 2⁻¹²⁶. */
export const SMALLEST_NORMAL = 1.1754943508222875e-38;

/** The parameters of `scalar-chain`; its schema says what each is. */
export interface ScalarChainParameters {
  weights: number[];
  input: number;
  activation: ChainActivation;
  step: number;
  factor: number;
  depth: number;
  outputWeights: number[];
  target: number;
  cost: "sum-squared-error" | "mean-squared-error";
  learningRate: number;
  mean: number;
  variance: number;
  draws: number;
}

/** One unit per layer: u_l = w_l z_{l−1}, z_l = φ(u_l), z_0 = x; all in float64. Index 0 is the first layer. */
export interface Chain {
  readonly input: number;
  readonly weights: readonly number[];
  readonly preactivations: readonly number[];
  readonly outputs: readonly number[];
  readonly slopes: readonly number[];
  /** z of the last layer. */
  readonly output: number;
}

/** φ and φ' in float64, from the core: both are functions of u, so that no slope is lost to the rounding of φ. */
export interface ScalarFunctions {
  readonly value: (u: number) => number;
  readonly slope: (u: number) => number;
}

export function scalarFunctions({ wasm }: Core, activation: ChainActivation): ScalarFunctions {
  return activation === "sigmoid"
    ? { value: (u) => wasm.sigmoid64(u), slope: (u) => wasm.sigmoidSlope64(u) }
    : { value: (u) => wasm.tanh64(u), slope: (u) => wasm.tanhSlope64(u) };
}

export function runChain(core: Core, activation: ChainActivation, weights: readonly number[], input: number): Chain {
  const { value, slope } = scalarFunctions(core, activation);
  const preactivations: number[] = [];
  const outputs: number[] = [];
  const slopes: number[] = [];
  let z = input;
  for (const weight of weights) {
    const u = weight * z;
    z = value(u);
    preactivations.push(u);
    outputs.push(z);
    slopes.push(slope(u));
  }
  return { input, weights, preactivations, outputs, slopes, output: z };
}

/** One factor of the chain rule. */
export interface Factor {
  readonly name: string;
  readonly value: number;
  readonly meaning: string;
}

const DIGITS = "₀₁₂₃₄₅₆₇₈₉";

/** 12 → "₁₂". */
export function subscript(n: number): string {
  return String(n).replace(/\d/g, (digit) => elementAt(DIGITS, Number(digit)));
}

/**
 * The factors of ∂f/∂w_k from the output toward the input: φ'(u) of layer L, w_L, φ' of L − 1 … φ' of layer k, and what
 * enters layer k. Along the chain u counts every step: u₁ = w₁x, u₂ = φ(u₁), u₃ = w₂u₂ …
 *
 * @param layer   k, counted from 1.
 */
export function factorsOf(chain: Chain, layer: number): Factor[] {
  const factors: Factor[] = [];
  for (let l = chain.weights.length; l >= layer; l--) {
    const meaning = `slope of layer ${l} at u${subscript(2 * l - 1)}`;
    factors.push({ name: `φ'(u${subscript(2 * l - 1)})`, value: elementAt(chain.slopes, l - 1), meaning });
    if (l > layer)
      factors.push({
        name: `w${subscript(l)}`,
        value: elementAt(chain.weights, l - 1),
        meaning: `weight of layer ${l}`,
      });
  }
  factors.push(
    layer === 1
      ? { name: "x", value: chain.input, meaning: "input" }
      : {
          name: `u${subscript(2 * layer - 2)}`,
          value: elementAt(chain.outputs, layer - 2),
          meaning: `output of layer ${layer - 1}`,
        },
  );
  return factors;
}

/** ∂f/∂w_k, multiplied in the order of `factorsOf`. */
export function chainGradient(chain: Chain, layer: number): number {
  return factorsOf(chain, layer).reduce((product, factor) => product * factor.value, 1);
}

/** (f(w_k + h) − f(w_k − h)) / 2h. */
export function centralDifference(
  core: Core,
  activation: ChainActivation,
  chain: Chain,
  layer: number,
  h: number,
): number {
  const at = (shift: number): number => {
    const weights = chain.weights.map((weight, index) => (index === layer - 1 ? weight + shift : weight));
    return runChain(core, activation, weights, chain.input).output;
  };
  return (at(h) - at(-h)) / (2 * h);
}

/** ∂loss/∂w of the same chain as a float32 network, over a batch of samples with one target. */
export function networkGradients(
  lab: Gradiometer,
  activation: ChainActivation,
  weights: readonly number[],
  batch: { inputs: readonly number[]; target: number; loss: Loss },
): number[] {
  const network = lab.mlp({
    sizes: [1, ...weights.map(() => 1)],
    activation: weights.map(() => activation),
    bias: false,
  });
  try {
    network.setParameters(Object.fromEntries(weights.map((weight, layer) => [`layers.${layer}.weight`, [weight]])));
    const targets = batch.inputs.map(() => batch.target);
    return network.backward(batch.inputs, targets, batch.loss).gradients.map(({ values }) => values[0]!);
  } finally {
    network.dispose();
  }
}
