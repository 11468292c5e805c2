import { coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import type { LabelledRows } from "../../data/rows.js";
import { resolveActivation } from "../../nn/activation.js";
import { normalCdf } from "../../theory/elementary.js";
import { activationSlope } from "../../theory/index.js";
import type { ActivationName, Flow, Gradiometer, Mlp, MlpConfig } from "../../types.js";
import { withMlp } from "../tools/withMlp.js";

export const LOSS = "cross-entropy";

/** A net whose units are driven into saturation. */
export interface SaturatedNet {
  readonly activation: ActivationName;
  readonly sizes: readonly number[];
  readonly gain: number;
  /** Weights times the gain, or biases from N(0, gain²) beside weights as they are; gain 1 leaves both alone. */
  readonly cause: "weights" | "biases";
  readonly seed: number;
}

const configOf = ({ activation, sizes, seed }: SaturatedNet): MlpConfig => ({ sizes, activation, seed });

/** The hidden layers' parameters of a kind, by name. */
const hidden = (network: Mlp, kind: "weight" | "bias", layers: number) =>
  network.parameters().filter(({ name }) => name.endsWith(kind) && Number(name.split(".")[1]) < layers);

/** Builds the net, glorot-uniform, its hidden layers driven as the gain says. */
export function withSaturated<T>(lab: Gradiometer, net: SaturatedNet, work: (network: Mlp) => T): T {
  const layers = net.sizes.length - 2;
  return withMlp(lab, configOf(net), (network) => {
    if (net.gain !== 1)
      network.setParameters(
        Object.fromEntries(
          net.cause === "weights"
            ? hidden(network, "weight", layers).map(({ name, values }) => [name, values.map((w) => net.gain * w)])
            : hidden(network, "bias", layers).map(({ name, values }, layer) => {
                const stream = streamOf(Purpose.Experiment, layer);
                return [name, normals(coreOf(lab), net.seed, stream, values.length, 0, net.gain)];
              }),
        ),
      );
    return work(network);
  });
}

/** |u| beyond which a squashing unit counts as saturated: |φ'(u)| = threshold · max|φ'|, by bisection. */
export function saturationPoint(activation: ActivationName, threshold: number): number {
  const limit = threshold * resolveActivation(activation).maxSlope;
  let [low, high] = [0, 200];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (activationSlope(activation, middle) < limit) high = middle;
    else low = middle;
  }
  return high;
}

/** What was seen of one hidden layer. */
export interface LayerSaturation {
  readonly flow: Flow["layers"][number];
  /** Share of units × samples beyond the threshold, and that of a Gaussian u of the same mean and spread. */
  readonly share: number;
  readonly gaussian: number;
  /** Their share of Σδ². */
  readonly energy: number;
}

/** u of one layer, [batch, units]: the net cut off there, without its φ. */
function preactivations(lab: Gradiometer, net: SaturatedNet, network: Mlp, layer: number, x: Float32Array) {
  const sizes = net.sizes.slice(0, layer + 2);
  const activation = sizes.slice(1).map((_, index): ActivationName => (index === layer ? "linear" : net.activation));
  return withMlp(lab, { sizes, activation }, (cut) => {
    const names = new Set(cut.parameters().map(({ name }) => name));
    const values = network.parameters().filter(({ name }) => names.has(name));
    cut.setParameters(Object.fromEntries(values.map((one) => [one.name, one.values])));
    return cut.forward(x);
  });
}

/** δ of every hidden layer, one row a sample: the bias gradients of that sample alone. */
function deltas(network: Mlp, data: LabelledRows, layers: number): Float32Array[][] {
  const [columns, classes] = [data.x.length / data.count, data.y.length / data.count];
  return Array.from({ length: data.count }, (_, row) => {
    const x = data.x.subarray(row * columns, (row + 1) * columns);
    const y = data.y.subarray(row * classes, (row + 1) * classes);
    const { gradients } = network.backward(x, y, LOSS);
    return gradients
      .filter(({ name }) => name.endsWith("bias"))
      .slice(0, layers)
      .map(({ values }) => values);
  });
}

/** Where the units of a net are saturated, and what of the gradient goes through them. */
export function measureSaturation(
  lab: Gradiometer,
  net: SaturatedNet,
  network: Mlp,
  data: LabelledRows,
  flow: Flow,
  threshold: number,
): LayerSaturation[] {
  const layers = net.sizes.length - 2;
  const point = saturationPoint(net.activation, threshold);
  const signals = deltas(network, data, layers);
  return Array.from({ length: layers }, (_, layer) => {
    const u = preactivations(lab, net, network, layer, data.x);
    const units = u.length / data.count;
    let [count, lost, all] = [0, 0, 0];
    u.forEach((value, index) => {
      const delta = elementAt(elementAt(signals, Math.floor(index / units)), layer)[index % units]!;
      all += delta * delta;
      if (Math.abs(value) <= point) return;
      count++;
      lost += delta * delta;
    });
    const seen = elementAt(flow.layers, layer);
    const { mean, std } = seen.u;
    const gaussian = normalCdf((-point - mean) / std) + normalCdf((mean - point) / std);
    return { flow: seen, share: count / u.length, gaussian, energy: all === 0 ? 0 : lost / all };
  });
}

/** For every unit of every weight matrix but the first: the share of its non-zero gradients that the commoner sign has. */
export function signShares(network: Mlp, x: Float32Array, y: Float32Array): number[][] {
  const matrices = network.backward(x, y, LOSS).gradients.filter(({ shape }) => shape.length === 2);
  return matrices.slice(1).map(({ shape: [rows = 0, columns = 0], values }) => {
    const shares: number[] = [];
    for (let unit = 0; unit < columns; unit++) {
      let [positive, negative] = [0, 0];
      for (let row = 0; row < rows; row++) {
        const gradient = values[row * columns + unit]!;
        if (gradient > 0) positive++;
        else if (gradient < 0) negative++;
      }
      if (positive + negative > 0) shares.push(Math.max(positive, negative) / (positive + negative));
    }
    return shares;
  });
}
