/** Presets for the experiments that one net, or two from one seed, can show. */
import { choicesOf, type Control, depthSlider } from "./control.js";
import { type Bound, net, type Preset } from "./preset.js";
import type { Quantity } from "./quantity.js";

const says = (side: "a" | "b", what: Quantity, from: number, to = Infinity): Bound => ({ net: side, what, from, to });

/** Loss within a hundredth of the best constant's: nothing was learnt. */
const guesses = (side: "a" | "b"): Bound => says(side, "ofGuessing", 0.98, 1.02);

/** Below a half of it. */
const learns = (side: "a" | "b"): Bound => says(side, "ofGuessing", 0, 0.5);

const breaks = (side: "a" | "b"): Bound => says(side, "brokenAt", 1, 10);

const variance = (from: number, to: number): Control => ({
  kind: "net",
  side: "a",
  key: "variance",
  from,
  to,
  step: 0.25,
});

const TANH = { activation: "tanh", rate: 0.1 } as const;
const RELU = { activation: "relu", init: "he-normal" } as const;
const NINE = { activation: "relu", init: "variance", variance: 9, rate: 0.1 } as const;

export const lectures: readonly Preset[] = [
  {
    id: "deep-sigmoid",
    state: {},
    view: "time",
    control: depthSlider(20),
    claim: "C2",
    experiment: "depth-sweep",
    says: [says("a", "hears", 1e-9, 1e-8), guesses("a"), says("b", "hears", 0.5, 1), says("b", "right", 0.99)],
  },
  {
    id: "scalar-chain",
    state: { a: net({ width: 1 }), b: net({ ...TANH, init: "orthogonal", width: 1 }) },
    view: "chain",
    control: depthSlider(20),
    claim: "C1",
    experiment: "scalar-chain",
    says: [says("a", "hears", 0, 4 ** -10), guesses("a"), says("b", "hears", 0.1, 1), learns("b")],
  },
  {
    id: "activation-gallery",
    state: { a: net({ depth: 3 }), b: net({ ...RELU, depth: 3, rate: 0.1 }), max: 400 },
    view: "gallery",
    control: { kind: "view", key: "point", from: -8, to: 8, step: 0.1 },
    claim: "C11",
    experiment: "activation-gallery",
    says: [says("a", "hears", 0, 0.01), says("b", "hears", 0.5, 2), says("b", "loss", 0, 0.02), says("a", "loss", 0.2)],
  },
  {
    id: "float-underflow",
    state: {
      a: net({ depth: 50 }),
      b: net({ ...RELU, depth: 50, skip: "scaled", rate: 0.02 }),
      max: 300,
    },
    view: "time",
    control: depthSlider(50),
    claim: "C12",
    experiment: "float-underflow",
    says: [says("a", "hears", 0, 0), guesses("a"), learns("b")],
  },
  {
    id: "saturation",
    state: {
      a: net({ activation: "tanh", init: "variance", variance: 400, depth: 6, rate: 0.005 }),
      b: net({ ...TANH, init: "glorot-uniform", depth: 6 }),
    },
    view: "units",
    control: { ...variance(1, 400), step: 1 } as Control,
    claim: "C13",
    experiment: "saturation",
    says: [says("a", "saturatedAtFirst", 0.85), says("b", "saturatedAtFirst", 0, 0.05), says("b", "right", 0.99)],
  },
  {
    id: "relu-born-dead",
    state: {
      a: net({ ...RELU, depth: 40, width: 4, rate: 0.02 }),
      b: net({ activation: "leaky-relu", init: "he-normal", depth: 40, width: 4, rate: 0.02 }),
    },
    view: "units",
    control: { kind: "net", side: "both", key: "width", from: 4, to: 32, step: 1 },
    claim: "C14",
    experiment: "dying-relu",
    says: [
      says("a", "deadAtFirst", 1),
      says("a", "hearsAfter", 0, 0),
      guesses("a"),
      says("b", "deadAtFirst", 0, 0),
      says("b", "hears", 1e-20, 1e-6),
    ],
  },
  {
    id: "jacobian-spectrum",
    state: { a: net({ ...TANH, init: "standard", depth: 15 }), b: net({ ...TANH, init: "orthogonal", depth: 15 }) },
    view: "spectrum",
    control: choicesOf("a", "init", ["standard", "glorot-uniform", "he-normal", "orthogonal"]),
    claim: "C8",
    experiment: "jacobian-spectrum",
    says: [says("a", "hears", 0, 1e-3), says("b", "hears", 0.3, 1)],
  },
  {
    id: "deep-linear",
    state: {
      a: net({ activation: "linear", init: "variance", variance: 2.25, depth: 20, rate: 0.001 }),
      b: net({ activation: "linear", init: "orthogonal", depth: 20, rate: 0.01 }),
      max: 300,
    },
    view: "time",
    control: variance(0.25, 4),
    claim: "C9",
    experiment: "deep-linear",
    says: [says("a", "hears", 500, 20_000), breaks("a"), says("b", "hears", 0.999, 1.001), learns("b")],
  },
  {
    id: "gradient-histograms",
    state: {
      a: net({ activation: "tanh", init: "standard", depth: 20, rate: 0.05 }),
      b: net({ activation: "tanh", init: "glorot-uniform", depth: 20, rate: 0.05 }),
    },
    view: "histograms",
    control: choicesOf("a", "init", ["standard", "glorot-uniform"]),
    claim: "C15",
    experiment: "gradient-histograms",
    says: [says("a", "hears", 0, 1e-4), guesses("a"), says("b", "hears", 0.2, 2), learns("b")],
  },
  {
    id: "relu-glorot-30",
    state: {
      a: net({ activation: "relu", init: "glorot-uniform", depth: 30, rate: 0.02 }),
      b: net({ ...RELU, depth: 30, rate: 0.02 }),
    },
    view: "time",
    control: choicesOf("a", "init", ["glorot-uniform", "he-normal"]),
    claim: "C26",
    experiment: "initialisation",
    says: [says("a", "hears", 0, 1e-4), guesses("a"), says("b", "hears", 0.5, 2), says("b", "right", 0.98)],
  },
  {
    id: "edge-of-chaos",
    state: {
      a: net({ activation: "tanh", init: "variance", variance: 9, depth: 30, rate: 0.1 }),
      b: net({ ...TANH, init: "orthogonal", depth: 30 }),
      max: 400,
    },
    view: "correlation",
    control: variance(0.25, 9),
    claim: "C16",
    experiment: "mean-field",
    says: [says("a", "hears", 1000), says("a", "loss", 0.4), says("b", "hears", 0.3, 1), learns("b")],
  },
  {
    id: "finite-width",
    state: {
      a: net({ ...RELU, depth: 30, width: 8, rate: 0.02 }),
      b: net({ ...RELU, depth: 30, width: 64, rate: 0.02 }),
      max: 100,
    },
    view: "time",
    control: { kind: "seed", from: 1, to: 50, step: 1 },
    claim: "C26",
    experiment: "finite-width",
    says: [says("a", "hears", 0, 0.1), says("b", "hears", 0.5, 1)],
  },
  {
    id: "shattered-gradients",
    state: {
      a: net({ ...RELU, depth: 50, rate: 0.02 }),
      b: net({ ...RELU, depth: 50, skip: "scaled", rate: 0.02 }),
      max: 200,
    },
    view: "correlation",
    control: choicesOf("a", "skip", ["none", "scaled"]),
    claim: "C17",
    experiment: "shattered",
    says: [says("a", "hears", 0.2, 1), says("b", "hears", 1, 2), learns("b")],
  },
  {
    id: "skips-of-gain-one",
    state: {
      a: net({ ...RELU, depth: 24, skip: "identity", rate: 0.05 }),
      b: net({ ...RELU, depth: 24, skip: "scaled", rate: 0.05 }),
      max: 400,
    },
    view: "time",
    control: choicesOf("a", "skip", ["none", "identity", "scaled"]),
    claim: "C17",
    experiment: "degradation",
    says: [says("a", "hears", 1000), breaks("a"), says("b", "hears", 1, 2), says("b", "right", 0.98)],
  },
  {
    id: "sigmoid-with-skips",
    state: { b: net({ skip: "scaled" }) },
    view: "time",
    control: choicesOf("a", "skip", ["none", "scaled"]),
    claim: "C17",
    experiment: "remedies",
    says: [guesses("a"), says("b", "hears", 0.1, 0.2), learns("b")],
  },
  {
    id: "batch-norm-sigmoid-30",
    state: { a: net({ depth: 30, norm: "batch" }), b: net({ depth: 30, norm: "layer" }) },
    view: "time",
    control: choicesOf("a", "norm", ["none", "layer", "rms", "batch"]),
    claim: "C30",
    experiment: "normalisation",
    says: [says("a", "hears", 10), says("a", "right", 0.99), says("b", "hears", 0, 1e-11), guesses("b")],
  },
  {
    id: "norm-cures-explosion",
    state: { a: net(NINE), b: net({ ...NINE, norm: "layer" }), max: 400 },
    view: "time",
    control: choicesOf("a", "norm", ["none", "layer", "batch"]),
    claim: "C32",
    experiment: "normalisation",
    says: [says("a", "hears", 500), breaks("a"), says("b", "hears", 0.2, 5), says("b", "right", 0.99)],
  },
  {
    id: "credit-assignment",
    state: { a: net({ depth: 3 }), b: net({ ...RELU, depth: 3 }), max: 300 },
    view: "ratio",
    control: choicesOf("a", "activation", ["sigmoid", "tanh", "relu", "leaky-relu"]),
    claim: "C27",
    experiment: "credit-assignment",
    says: [says("a", "right", 0.8, 0.9), says("b", "right", 0.99), says("a", "loss", 0.2), says("b", "loss", 0, 0.02)],
  },
  {
    id: "exploding-relu",
    state: { a: net(NINE), b: net({ ...NINE, clip: "norm", limit: 1 }) },
    view: "time",
    control: {
      kind: "choice",
      side: "a",
      key: "clip",
      choices: [
        { name: "none", label: "noClip", net: { clip: "none" } },
        { name: "norm", label: "clipNorm", net: { clip: "norm", limit: 1 } },
        { name: "value", label: "clipValue", net: { clip: "value", limit: 0.01 } },
      ],
    },
    claim: "C24",
    experiment: "exploding",
    says: [says("a", "hears", 500), breaks("a"), says("b", "right", 0.99)],
  },
  {
    id: "only-the-sign",
    state: { b: net({ optimizer: "sign-sgd", rate: 0.003 }) },
    view: "ratio",
    control: {
      kind: "choice",
      side: "a",
      key: "optimizer",
      choices: [
        { name: "sgd", net: { optimizer: "sgd", rate: 0.5 } },
        { name: "sign-sgd", net: { optimizer: "sign-sgd", rate: 0.003 } },
        { name: "rprop", net: { optimizer: "rprop", rate: 0.001 } },
      ],
    },
    claim: "C25",
    experiment: "sign-updates",
    says: [guesses("a"), says("b", "right", 0.85), says("b", "loss", 0, 0.4)],
  },
  {
    id: "time-is-depth",
    state: { b: null, options: { quantity: "delta", cell: "simple", radius: 0.9, steps: 50, point: 0 } },
    view: "lag",
    control: { kind: "view", key: "radius", from: 0.5, to: 1.5, step: 0.01 },
    claim: "C20",
    experiment: "recurrent-lag",
    says: [says("a", "lag", 0.9 ** 49 * 0.999, 0.9 ** 49 * 1.001)],
  },
  {
    id: "gates",
    state: { b: null, options: { quantity: "delta", cell: "lstm", radius: 0.5, steps: 50, point: 0 } },
    view: "lag",
    control: { kind: "view", key: "steps", from: 2, to: 200, step: 1 },
    claim: "C33",
    experiment: "gates",
    says: [says("a", "lag", 1e9 * 0.5 ** 49, 1e-3)],
  },
];
