import type { Core } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { resolveActivation } from "../../nn/activation.js";
import { singularValues, singularVectors } from "../../probe/spectrumValues.js";
import { activationSlope, activationValue } from "../../theory/index.js";
import type { Gradiometer, Mlp } from "../../types.js";
import type { JacobianSpectrumParameters, SpectrumActivation } from "./parameters.js";

/** W [fanIn, fanOut], row-major. */
interface Layer {
  readonly fanIn: number;
  readonly fanOut: number;
  readonly weight: Float32Array;
  readonly activation: SpectrumActivation;
}

/** One layer of one net, measured; all in float64 but for the gradient of backward(). */
export interface LayerSpectrum {
  readonly rows: number;
  readonly columns: number;
  /** max|φ'| of the activation times ‖W‖₂. */
  readonly bound: number;
  /** ‖J_l‖₂ and the smallest singular value of J_l = ∂z_l/∂z_{l−1}. */
  readonly largest: number;
  readonly smallest: number;
  /** ‖∂z_L/∂z_{l−1}‖₂: from this layer to the end. */
  readonly toTheEnd: number;
  /** ‖δ_l‖. */
  readonly delta: number;
  /** ‖δ_l‖/‖δ_{l+1}‖ and the largest singular value of the map that makes δ_l of δ_{l+1}; null for the output. */
  readonly gain: number | null;
  readonly largestGain: number | null;
  /** Of J_l against finite steps, and of backward()'s ∂L/∂W_l against z_{l−1} δ_lᵀ: over the largest entry. */
  readonly stepError: number;
  readonly gradientError: number;
}

/** A singular direction of the first two layers, and what a small step along it becomes. */
export interface Direction {
  readonly singularValue: number;
  readonly gain: number;
}

export interface NetSpectrum {
  readonly activation: SpectrumActivation;
  readonly net: number;
  readonly layers: readonly LayerSpectrum[];
  readonly directions: readonly Direction[];
  /** ‖∂z_L/∂x‖₂. */
  readonly norm: number;
}

/** Two layers are enough for singular values on both sides of 1, and few enough for finite steps to be accurate. */
const DIRECTION_LAYERS = 2;

const norm = (vector: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i]! * vector[i]!;
  return Math.sqrt(sum);
};

function preactivations({ fanIn, fanOut, weight }: Layer, below: ArrayLike<number>): Float64Array {
  const u = new Float64Array(fanOut);
  for (let i = 0; i < fanIn; i++) for (let j = 0; j < fanOut; j++) u[j]! += below[i]! * weight[i * fanOut + j]!;
  return u;
}

const outputs = (layer: Layer, below: ArrayLike<number>): Float64Array =>
  preactivations(layer, below).map((u) => activationValue(layer.activation, u));

const outputsOf = (layers: readonly Layer[], x: Float64Array): Float64Array =>
  layers.reduce((z, layer) => outputs(layer, z), x);

/** (f(x + h v) − f(x − h v)) / 2h, v of length 1. */
function directional(layers: readonly Layer[], x: Float64Array, v: ArrayLike<number>, h: number): Float64Array {
  const ahead = outputsOf(
    layers,
    x.map((value, i) => value + h * v[i]!),
  );
  const behind = outputsOf(
    layers,
    x.map((value, i) => value - h * v[i]!),
  );
  return ahead.map((value, i) => (value - behind[i]!) / (2 * h));
}

/** Largest |a − b| over the largest |b|. */
function largestError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [error, size] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    error = Math.max(error, Math.abs(a[i]! - b[i]!));
    size = Math.max(size, Math.abs(b[i]!));
  }
  return error / size;
}

/** J [rows, columns] by a step along every coordinate. */
function byFiniteSteps(layer: Layer, below: Float64Array, h: number): Float64Array {
  const { fanIn, fanOut } = layer;
  const jacobian = new Float64Array(fanOut * fanIn);
  for (let column = 0; column < fanIn; column++) {
    const unit = below.map((_, i) => Number(i === column));
    directional([layer], below, unit, h).forEach((value, row) => (jacobian[row * fanIn + column] = value));
  }
  return jacobian;
}

/** Everything about one net. */
export function measureNet(
  lab: Gradiometer,
  core: Core,
  parameters: JacobianSpectrumParameters,
  { activation, net, seed }: { activation: SpectrumActivation; net: number; seed: number },
): NetSpectrum {
  const { width, outputs: last, depth, initialisation } = parameters;
  const sizes = [...Array<number>(depth + 1).fill(width), last];
  const network = lab.mlp({ sizes, activation, init: initialisation, bias: false, seed });
  try {
    const x = Float64Array.from(normals(core, seed, streamOf(Purpose.Experiment, 0), width, 0, 1));
    const y = normals(core, seed, streamOf(Purpose.Experiment, 1), last, 0, 1);
    const layers = network.parameters().map(({ shape, values }, index): Layer => {
      const [fanIn = 0, fanOut = 0] = shape;
      return { fanIn, fanOut, weight: values, activation: index < depth ? activation : "linear" };
    });
    return {
      activation,
      net,
      layers: measureLayers(core, network, layers, x, y, parameters),
      directions: measureDirections(core, network, layers, x, parameters.step),
      norm: network.spectrum(x).inputOutput[0]!,
    };
  } finally {
    network.dispose();
  }
}

function measureLayers(
  core: Core,
  network: Mlp,
  layers: readonly Layer[],
  x: Float64Array,
  y: Float32Array,
  { step, maxSlope, loss }: JacobianSpectrumParameters,
): LayerSpectrum[] {
  const { gradients } = network.backward(Float32Array.from(x), y, loss);
  const spectrum = network.spectrum(x);
  const below: Float64Array[] = [];
  const slopes: Float64Array[] = [];
  let z = x;
  for (const layer of layers) {
    below.push(z);
    const u = preactivations(layer, z);
    slopes.push(u.map((value) => activationSlope(layer.activation, value)));
    z = u.map((value) => activationValue(layer.activation, value));
  }
  const found: LayerSpectrum[] = [];
  let delta = z.map((value, i) => 2 * (value - y[i]!));
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = elementAt(layers, l);
    const upper = layers[l + 1];
    const above = norm(delta);
    let largestGain: number | null = null;
    if (upper) {
      // δ_l = diag φ'(u_l) W_{l+1} δ_{l+1}
      const map = Float64Array.from(
        upper.weight,
        (value, i) => value * elementAt(slopes, l)[Math.floor(i / upper.fanOut)]!,
      );
      largestGain = singularValues(core, upper.fanIn, upper.fanOut, map).values[0]!;
      const next = new Float64Array(upper.fanIn);
      for (let i = 0; i < upper.fanIn; i++)
        for (let j = 0; j < upper.fanOut; j++) next[i]! += map[i * upper.fanOut + j]! * delta[j]!;
      delta = next;
    }
    const { fanIn, fanOut } = layer;
    const product = Float64Array.from({ length: fanIn * fanOut }, (_, i) => {
      return elementAt(below, l)[Math.floor(i / fanOut)]! * delta[i % fanOut]!;
    });
    const jacobian = network.jacobian(x, { from: l, to: l + 1 }).values;
    const end = network.jacobian(x, { from: l, to: layers.length });
    const wrong = maxSlope === "sigmoid" && layer.activation === "tanh";
    const steepest = resolveActivation(wrong ? "sigmoid" : layer.activation).maxSlope;
    found.unshift({
      rows: fanOut,
      columns: fanIn,
      bound: steepest * elementAt(spectrum.weights, l)[0]!,
      largest: elementAt(spectrum.layers, l)[0]!,
      smallest: lastOf(elementAt(spectrum.layers, l)),
      toTheEnd: singularValues(core, end.rows, end.columns, end.values).values[0]!,
      delta: norm(delta),
      gain: upper ? norm(delta) / above : null,
      largestGain,
      stepError: largestError(byFiniteSteps(layer, elementAt(below, l), step), jacobian),
      gradientError: largestError(elementAt(gradients, l).values, product),
    });
  }
  return found;
}

function measureDirections(
  core: Core,
  network: Mlp,
  layers: readonly Layer[],
  x: Float64Array,
  step: number,
): Direction[] {
  const { rows, columns, values } = network.jacobian(x, { from: 0, to: DIRECTION_LAYERS });
  const found = singularVectors(core, rows, columns, values);
  return Array.from(found.values, (singularValue, i) => {
    const vector = found.right.subarray(i * columns, (i + 1) * columns);
    return { singularValue, gain: norm(directional(layers.slice(0, DIRECTION_LAYERS), x, vector, step)) };
  });
}
