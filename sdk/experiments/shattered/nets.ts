import { type Core, coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { ln } from "../../theory/elementary.js";
import type { Gradiometer, Mlp, MlpConfig } from "../../types.js";
import { drawNormals, drawSeed, drawSignals } from "../tools/draws.js";

/** Hidden layers, and the gain of their skips; null without any. */
export interface Body {
  readonly width: number;
  readonly depth: number;
  readonly gain: number | null;
}

function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  inner(a, b) / Math.sqrt(inner(a, a) * inner(b, b));

function withNet<T>(lab: Gradiometer, config: MlpConfig, work: (network: Mlp) => T): T {
  const network = lab.mlp(config);
  try {
    return work(network);
  } finally {
    network.dispose();
  }
}

const skipOf = ({ depth, gain }: Body): Pick<MlpConfig, "skip"> =>
  gain === null || depth < 2 ? {} : { skip: { gain } };

/** ∂f/∂x of every row, f the one output: ∂f²/∂x over 2f, which loses nothing however large f is. */
function inputGradients(network: Mlp, x: Float32Array): Float64Array {
  const rows = x.length / elementAt(network.config.sizes, 0);
  const { output, input } = network.backward(x, new Float32Array(rows), "sum-squared-error");
  const columns = input.length / rows;
  return Float64Array.from(input, (value, at) => value / (2 * output[Math.floor(at / columns)]!));
}

/** Inputs of equal length, each two of them correlated by ρ, at random otherwise. */
function correlatedInputs(numbers: Float32Array, width: number, count: number, rho: number): Float32Array {
  const basis: Float64Array[] = [];
  for (let k = 0; k <= count; k++) {
    const vector = Float64Array.from(numbers.subarray(k * width, (k + 1) * width));
    for (const one of basis) {
      const along = inner(vector, one);
      vector.forEach((value, i) => (vector[i] = value - along * one[i]!));
    }
    const length = Math.sqrt(inner(vector, vector));
    basis.push(vector.map((value) => value / length));
  }
  const [own, shared] = [Math.sqrt((1 - rho) * width), Math.sqrt(rho * width)];
  const common = elementAt(basis, count);
  return Float32Array.from({ length: count * width }, (_, at) => {
    const i = at % width;
    return own * elementAt(basis, (at - i) / width)[i]! + shared * common[i]!;
  });
}

/** Inputs that one net sees: every two of them are a measurement. */
const INPUTS = 8;

/** The correlation of one net's gradients at two random inputs, themselves correlated by ρ: the mean over 28 pairs. */
export function gradientCosine(lab: Gradiometer, body: Body, rho: number, seed: number, index: number): number {
  const { width, depth } = body;
  const count = Math.min(INPUTS, width - 1);
  const x = correlatedInputs(drawNormals(coreOf(lab), seed, index, (count + 1) * width), width, count, rho);
  const config: MlpConfig = {
    sizes: [...Array<number>(depth + 1).fill(width), 1],
    activation: "relu",
    init: "he-normal",
    bias: false,
    ...skipOf(body),
    seed: drawSeed(seed, index),
  };
  const gradients = withNet(lab, config, (network) => inputGradients(network, x));
  const row = (k: number): Float64Array => gradients.subarray(k * width, (k + 1) * width);
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      sum += cosine(row(i), row(j));
      pairs++;
    }
  }
  return sum / pairs;
}

/** ∂f/∂x of a net of one input at evenly spaced inputs on [−2, 2], its RMS 1, and how alike neighbours are. */
export function gradientLine(
  lab: Gradiometer,
  body: Body,
  points: number,
  seed: number,
  index: number,
): { x: Float32Array; gradient: Float64Array; neighbours: number } {
  const { width, depth } = body;
  const x = Float32Array.from({ length: points }, (_, at) => -2 + (4 * at) / (points - 1));
  const config: MlpConfig = {
    sizes: [1, ...Array<number>(depth).fill(width), 1],
    activation: "relu",
    init: { kind: "variance", weight: 2, bias: 0.1 }, // without biases a net of one input has one kink, at 0
    ...skipOf(body),
    seed: drawSeed(seed, index),
  };
  const raw = withNet(lab, config, (network) => inputGradients(network, x));
  const middle = raw.reduce((sum, value) => sum + value, 0) / points;
  const rms = Math.sqrt(inner(raw, raw) / points);
  const centred = Float64Array.from(raw, (value) => value - middle);
  const neighbours = inner(centred.subarray(1), centred.subarray(0, points - 1)) / inner(centred, centred);
  return { x, gradient: Float64Array.from(raw, (value) => value / rms), neighbours };
}

/** ln(‖u_l‖²/‖u_1‖²) of one net at one random input, l = 1 … L. */
export function growthOf(core: Core, body: Body, seed: number, index: number): number[] {
  const { width, depth } = body;
  const x = drawNormals(core, seed, index, width);
  const config: MlpConfig = {
    sizes: [...Array<number>(depth + 1).fill(width), 1],
    activation: "relu",
    init: "he-normal",
    bias: false,
    ...skipOf(body),
    seed: drawSeed(seed, index),
  };
  const layers = drawSignals(core, config, { x, y: [0], loss: "sum-squared-error" });
  return layers.slice(0, depth).map(({ u }) => 2 * ln(u.norm / elementAt(layers, 0).u.norm));
}
