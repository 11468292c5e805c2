/** What every recorder is held against: nets of this library, whose parameters are taken over, and the data that they learn. */
import { twoMoons } from "gradiometer/data";

const RATE = 0.1;

/** Numbers between −2 and 2 that repeat nowhere soon. */
const numbers = (count) => Float32Array.from({ length: count }, (_, i) => ((i * 37) % 101) / 25 - 2);

/** Rows with a single 1, the class of each row in turn. */
const classes = (rows, count) =>
  Float32Array.from({ length: rows * count }, (_, i) => (i % count === Math.floor(i / count) % count ? 1 : 0));

/** A step of each is compared statistic by statistic. */
export const TWINS = [
  {
    name: "tanh, cross-entropy",
    config: { sizes: [5, 12, 9, 3], activation: "tanh" },
    loss: "cross-entropy",
    y: classes(32, 3),
  },
  {
    name: "relu, mean-squared-error",
    config: { sizes: [4, 16, 16, 16, 2], activation: "relu" },
    loss: "mean-squared-error",
    y: numbers(64),
  },
  {
    name: "sigmoid, mean-squared-error",
    config: { sizes: [6, 10, 10, 1], activation: "sigmoid" },
    loss: "mean-squared-error",
    y: numbers(32),
  },
  // Its second matrix and its hidden signals are too large to come over as they are.
  {
    name: "wide, cross-entropy",
    config: { sizes: [8, 300, 300, 4], activation: "relu" },
    loss: "cross-entropy",
    rows: 256,
    y: classes(256, 4),
  },
].map((twin) => ({ rows: 32, rate: RATE, ...twin, x: numbers((twin.rows ?? 32) * twin.config.sizes[0]) }));

const deep = (units, depth) => [2, ...Array(depth).fill(units), 2];

/** A training of each is recorded and judged. */
export const PATIENTS = [
  {
    name: "healthy",
    expected: "healthy",
    config: { sizes: [2, 32, 32, 2], activation: "tanh" },
    steps: 400,
    rate: 0.5,
  },
  {
    name: "vanishing",
    expected: "vanishing-backward",
    config: { sizes: deep(16, 20), activation: "sigmoid" },
    steps: 160,
    rate: RATE,
  },
  {
    name: "exploding",
    expected: "exploding-forward",
    config: { sizes: deep(64, 10), activation: "relu", init: { kind: "normal", std: 1 } },
    steps: 60,
    rate: 0.05,
  },
  {
    name: "dying",
    expected: "dying",
    config: { sizes: [2, 64, 64, 64, 2], activation: "relu" },
    hiddenBias: -4,
    steps: 120,
    rate: RATE,
  },
].map((patient) => ({ loss: "cross-entropy", rows: 256, ...patient }));

/** The parameters of a net, layer by layer: { weight, bias } with weight as [fanIn, fanOut]. */
export function layersOf(network) {
  const parameters = new Map(network.parameters().map(({ name, values }) => [name, values]));
  return network.config.sizes.slice(1).map((fanOut, i) => ({
    fanIn: network.config.sizes[i],
    fanOut,
    weight: parameters.get(`layers.${i}.weight`),
    bias: parameters.get(`layers.${i}.bias`),
  }));
}

/** A net of ours with its data, to be taken over. */
export function prepared(lab, { config, hiddenBias, x, y, ...rest }) {
  const network = lab.mlp({ ...config, seed: 3 });
  if (hiddenBias !== undefined) {
    const moved = network.parameters().map(({ name, values }) => {
      const hidden = name.endsWith("bias") && !name.startsWith(`layers.${config.sizes.length - 2}.`);
      return [name, hidden ? values.map(() => hiddenBias) : values];
    });
    network.setParameters(Object.fromEntries(moved));
  }
  const data = x === undefined ? twoMoons(lab, { samples: rest.rows }) : { x, y };
  return { ...rest, network, layers: layersOf(network), activation: config.activation, sizes: config.sizes, ...data };
}
