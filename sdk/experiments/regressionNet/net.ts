import { badOption } from "../../core/check.js";
import type { Core } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import type { Gradiometer, Loss } from "../../types.js";

/** The parameters of `regression-net`; its schema says what each is. */
export interface RegressionNetParameters {
  inputs: number[];
  targets: number[];
  firstWeights: number[];
  firstBiases: number[];
  secondWeights: number[];
  secondBiases: number[];
  outputWeights: number[];
  outputBias: number;
  loss: Extract<Loss, "sum-squared-error" | "mean-squared-error">;
  step: number;
}

/** A matrix, row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
}

/** W_l [fanIn, fanOut] and b_l, from the input on. */
export type Weights = readonly { readonly weight: Matrix; readonly bias: readonly number[] }[];

/** u_l = z_{l−1} W_l + b_l and z_l, each [samples, units]; δ_l = ∂L/∂u_l beside them. */
export interface LayerValues {
  readonly u: Matrix;
  readonly z: Matrix;
  readonly delta: Matrix;
}

/** Loss, what every layer held, and ∂L/∂ every tensor, in the order of the network's own parameters. */
export interface Pass {
  readonly loss: number;
  readonly layers: readonly LayerValues[];
  readonly gradients: readonly (readonly number[])[];
}

const UNITS = 2;

const matrix = (rows: number, columns: number, at: (row: number, column: number) => number): Matrix => ({
  rows,
  columns,
  values: Array.from({ length: rows * columns }, (_, i) => at(Math.floor(i / columns), i % columns)),
});

const entry = ({ columns, values }: Matrix, row: number, column: number): number =>
  elementAt(values, row * columns + column);

const sum = (count: number, term: (i: number) => number): number => {
  let total = 0;
  for (let i = 0; i < count; i++) total += term(i);
  return total;
};

/** X [samples, 2]. @throws GradiometerError BAD_OPTION unless there are two inputs for every target. */
export function inputsOf({ inputs, targets }: RegressionNetParameters): Matrix {
  const samples = targets.length;
  if (inputs.length !== UNITS * samples)
    throw badOption("inputs", `${UNITS} for each of the ${samples} targets, ${UNITS * samples} in all`, inputs.length);
  return { rows: samples, columns: UNITS, values: inputs };
}

export function weightsOf(given: RegressionNetParameters): Weights {
  const square = (values: readonly number[]): Matrix => ({ rows: UNITS, columns: UNITS, values });
  return [
    { weight: square(given.firstWeights), bias: given.firstBiases },
    { weight: square(given.secondWeights), bias: given.secondBiases },
    { weight: { rows: UNITS, columns: 1, values: given.outputWeights }, bias: [given.outputBias] },
  ];
}

/** The tensors by the names that the network gives them. */
export function tensorsOf(weights: Weights): { name: string; shown: string; shape: number[]; values: number[] }[] {
  return weights.flatMap(({ weight: { rows, columns, values }, bias }, layer) => [
    {
      name: `layers.${layer}.weight`,
      shown: `W${elementAt("₁₂₃", layer)}`,
      shape: [rows, columns],
      values: [...values],
    },
    { name: `layers.${layer}.bias`, shown: `b${elementAt("₁₂₃", layer)}`, shape: [columns], values: [...bias] },
  ]);
}

/** tensorsOf with entry `index` of tensor `place` moved by `by`. */
export function moved(weights: Weights, place: number, index: number, by: number): Weights {
  const change = (values: readonly number[]): number[] => values.map((value, i) => (i === index ? value + by : value));
  return weights.map(({ weight, bias }, layer) =>
    layer !== place >> 1
      ? { weight, bias }
      : place % 2 === 0
        ? { weight: { ...weight, values: change(weight.values) }, bias }
        : { weight, bias: change(bias) },
  );
}

/** L = Σ (y − ŷ)², a sum over the samples, in float64: forward alone. */
export function lossOf(core: Core, weights: Weights, x: Matrix, targets: readonly number[]): number {
  const { z } = lastOf(forward(core, weights, x));
  return sum(
    targets.length,
    (i) => (elementAt(targets, i) - elementAt(z.values, i)) * (elementAt(targets, i) - elementAt(z.values, i)),
  );
}

function forward({ wasm }: Core, weights: Weights, x: Matrix): { u: Matrix; z: Matrix }[] {
  let z = x;
  return weights.map(({ weight, bias }, layer) => {
    const below = z;
    const u = matrix(
      x.rows,
      weight.columns,
      (sample, unit) =>
        sum(weight.rows, (i) => entry(below, sample, i) * entry(weight, i, unit)) + elementAt(bias, unit),
    );
    z = layer === weights.length - 1 ? u : { ...u, values: u.values.map((value) => wasm.sigmoid64(value)) };
    return { u, z };
  });
}

/**
 * One pass there and back in float64, each line as it is done by hand: δ₃ = −2 (y − ŷ), δ_l = (δ_{l+1} W_{l+1}ᵀ) ∘ σ'(u_l),
 * ∂L/∂W_l = z_{l−1}ᵀ δ_l, ∂L/∂b_l = the sum of δ_l over the samples.
 */
export function pass(core: Core, weights: Weights, x: Matrix, targets: readonly number[]): Pass {
  const { wasm } = core;
  const values = forward(core, weights, x);
  const output = lastOf(values).z;
  let delta = matrix(x.rows, 1, (sample) => -2 * (elementAt(targets, sample) - entry(output, sample, 0)));
  const layers: LayerValues[] = [];
  const gradients: number[][] = [];
  for (let layer = weights.length - 1; layer >= 0; layer--) {
    const { weight } = elementAt(weights, layer);
    const below = layer > 0 ? elementAt(values, layer - 1).z : x;
    const own = delta;
    layers.unshift({ ...elementAt(values, layer), delta: own });
    const byWeight = matrix(weight.rows, weight.columns, (i, j) =>
      sum(x.rows, (sample) => entry(below, sample, i) * entry(own, sample, j)),
    );
    const byBias = Array.from({ length: weight.columns }, (_, j) => sum(x.rows, (sample) => entry(own, sample, j)));
    gradients.unshift([...byWeight.values], byBias);
    if (layer === 0) break;
    delta = matrix(x.rows, weight.rows, (sample, i) => {
      const back = sum(weight.columns, (j) => entry(own, sample, j) * entry(weight, i, j));
      return back * wasm.sigmoidSlope64(entry(elementAt(values, layer - 1).u, sample, i));
    });
  }
  return { loss: lossOf(core, weights, x, targets), layers, gradients };
}

/** Loss and gradients of the same net in float32, as backward() has them. */
export function networkPass(
  lab: Gradiometer,
  weights: Weights,
  x: Matrix,
  targets: readonly number[],
  loss: Loss,
): { loss: number; gradients: number[][] } {
  const network = lab.mlp({ sizes: [UNITS, UNITS, UNITS, 1], activation: "sigmoid" });
  try {
    network.setParameters(Object.fromEntries(tensorsOf(weights).map(({ name, values }) => [name, values])));
    const found = network.backward(x.values, targets, loss);
    return { loss: found.loss, gradients: found.gradients.map(({ values }) => Array.from(values)) };
  } finally {
    network.dispose();
  }
}
