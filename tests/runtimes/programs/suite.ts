/**
 * The one suite: what every runtime must do, and the bits that it must come to. It imports the package as a user does and
 * touches no global beyond ECMAScript's and WebAssembly, so it runs wherever the package claims to.
 */
import { GradiometerError, type Gradiometer, type Mlp, type Optimizer, type Trainer } from "gradiometer";
import { addingProblem, twoMoons } from "gradiometer/data";
import { examine } from "gradiometer/doctor";
import { run } from "gradiometer/experiments";
import { figure, figuresOf } from "gradiometer/figure";
import { published, reproduce } from "gradiometer/hashes";
import { sweep, type TrainingStudy } from "gradiometer/sweep";
import { meanField } from "gradiometer/theory";
import { close, refuses, same } from "./check.js";
import type { Load } from "./load.js";

/** What one runtime has to say. */
export interface Outcome {
  checks: { name: string; error?: string }[];
  /** Name → text that must be the same, byte for byte, in every runtime. */
  bytes: Record<string, string>;
  /** The relaxed build, whose bits may differ: a hash, or why there is none. */
  relaxed: string;
}

const ACTIVATIONS = [
  "linear",
  "sigmoid",
  "tanh",
  "relu",
  "leaky-relu",
  "elu",
  "selu",
  "gelu",
  "silu",
  "softplus",
  "softsign",
] as const;

const OPTIMIZERS: readonly Optimizer[] = [
  { kind: "sgd", learningRate: 0.1 },
  { kind: "sgd", learningRate: { start: 0.1, decay: 0.99 }, momentum: 0.9, nesterov: true, weightDecay: 0.001 },
  { kind: "sign-sgd", learningRate: 0.003, momentum: 0.9 },
  { kind: "rprop", form: "rprop+" },
  { kind: "rprop", form: "rprop-" },
  { kind: "rprop", form: "irprop-" },
  { kind: "adam", learningRate: 0.01, weightDecay: 0.01 },
  { kind: "rmsprop", learningRate: 0.003 },
];

/** Experiments whose results are compared byte for byte; small enough for a phone. */
const EXPERIMENTS: readonly (readonly [string, object])[] = [
  ["scalar-chain", { draws: 2000 }],
  ["regression-net", {}],
  ["float-underflow", {}],
  ["slips", {}],
];

/** A study of a few trainings, whose file is compared byte for byte. */
const STUDY: TrainingStudy = {
  name: "everywhere",
  base: {
    config: { sizes: [2, 6, 2], activation: "tanh" },
    training: { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 }, epochs: 3, batch: 20 },
    data: { generator: "two-moons", options: { samples: 40 } },
  },
  axes: [{ path: "config.depth", values: [1, 4] }],
  seeds: 2,
  measure: ["loss", "gradient", "accuracy"],
};

/** x W + b in integers, which float32 holds exactly whatever the order of the sum. */
function affine(x: readonly number[], weights: readonly number[], bias: readonly number[], inputs: number): number[] {
  const outputs = bias.length;
  return Array.from({ length: (x.length / inputs) * outputs }, (_, at) => {
    const [row, column] = [Math.floor(at / outputs), at % outputs];
    let sum = bias[column]!;
    for (let k = 0; k < inputs; k++) sum += x[row * inputs + k]! * weights[k * outputs + column]!;
    return sum;
  });
}

const integers = (length: number, factor: number): number[] =>
  Array.from({ length }, (_, i) => ((factor * (i + 1)) % 17) - 8);

/** Sizes below a vector, at a tile and its neighbours, beyond a block. */
const LADDER = [
  [1, 1, 1],
  [3, 5, 7],
  [4, 8, 8],
  [5, 9, 17],
  [33, 64, 31],
  [130, 300, 20],
] as const;

type Check = (lab: Gradiometer, load: Load) => Promise<void> | void;

const CHECKS: Record<string, Check> = {
  "loads the simd build, twice, apart from each other": async (lab, load) => {
    same(lab.variant, "simd");
    const other = await load({ variant: "simd" });
    const before = other.memory().used;
    lab.mlp({ sizes: [2, 3, 1] }).dispose();
    same(other.memory().used, before);
  },
  "multiplies integers exactly, from one row to more than a block": (lab) => {
    for (const [batch, inputs, outputs] of LADDER) {
      const network = lab.mlp({ sizes: [inputs, outputs], activation: "linear" });
      const [x, weight, bias] = [integers(batch * inputs, 7), integers(inputs * outputs, 5), integers(outputs, 3)];
      network.setParameters({ "layers.0.weight": weight, "layers.0.bias": bias });
      same([...network.forward(x)], affine(x, weight, bias, inputs), `${batch} × ${inputs} × ${outputs}`);
      network.dispose();
    }
  },
  "differentiates every activation": (lab) => {
    const [x, y] = [
      [0.3, -1.2, 0.8, 0.5],
      [0.2, -0.4],
    ];
    for (const activation of ACTIVATIONS) {
      const network = lab.mlp({ sizes: [2, 3, 1], activation, init: "lecun-normal", seed: 5 });
      const { gradients } = network.backward(x, y, "sum-squared-error");
      const [weight] = network.parameters();
      const loss = (change: number): number => {
        const values = Float32Array.from(weight!.values);
        values[0] = values[0]! + change;
        network.setParameters({ "layers.0.weight": values });
        return network.backward(x, y, "sum-squared-error").loss;
      };
      const h = 0.01;
      const slope = (loss(h) - loss(-h)) / (2 * h);
      const wanted = gradients[0]!.values[0]!;
      if (!(Math.abs(slope - wanted) <= 0.003 + 0.02 * Math.abs(wanted)))
        throw new Error(`${activation}: expected the slope ${slope}, but got ${wanted}`);
      network.dispose();
    }
  },
  "descends with every optimizer": (lab) => {
    const { x, y } = twoMoons(lab, { samples: 60 });
    for (const optimizer of OPTIMIZERS) {
      const network = lab.mlp({ sizes: [2, 16, 16, 2], seed: 1 });
      const trainer = network.trainer({ loss: "cross-entropy", optimizer, clip: { kind: "norm", limit: 1 } });
      const first = trainer.step(x, y);
      let last = first;
      for (let step = 0; step < 60; step++) last = trainer.step(x, y);
      if (!(last < 0.8 * first))
        throw new Error(`${JSON.stringify(optimizer)}: the loss went from ${first} to ${last}`);
      network.dispose();
    }
  },
  "carries an error back through time": (lab) => {
    const network = lab.rnn({
      inputs: 2,
      hidden: 4,
      outputs: 1,
      activation: "linear",
      recurrentInit: { kind: "orthogonal", gain: 0.9 },
    });
    const { x, y } = addingProblem(lab, { samples: 8, time: 40, seed: 2 });
    const { hiddenGradientNorms } = network.backward(x, y, "mean-squared-error");
    close(hiddenGradientNorms[0]! / hiddenGradientNorms[39]!, 0.9 ** 39, 1e-4, "‖∂J/∂h₁‖/‖∂J/∂h₄₀‖");
    network.dispose();
  },
  "finds the singular values of a matrix and of a product": (lab) => {
    const network = lab.mlp({ sizes: [2, 2], activation: "linear" });
    network.setParameters({ "layers.0.weight": [1, 3, 2, 4] });
    const { inputOutput } = network.spectrum([1, 1]);
    close(inputOutput[0], 5.464985704219043, 1e-12);
    close(inputOutput[1], 0.3659661906262578, 1e-12);
    network.dispose();
    const deep = lab.mlp({
      sizes: Array<number>(61).fill(8),
      activation: "linear",
      init: { kind: "orthogonal", gain: 0.5 },
    });
    for (const value of deep.spectrum(Array<number>(8).fill(1)).log10InputOutput)
      close(value, 60 * Math.log10(0.5), 1e-6);
    deep.dispose();
  },
  "goes on from a copied state with the same bits": async (lab, load) => {
    const { x, y } = twoMoons(lab, { samples: 50 });
    const start = (): { network: Mlp; trainer: Trainer } => {
      const network = lab.mlp({ sizes: [2, 12, 12, 2], seed: 9 });
      return {
        network,
        trainer: network.trainer({ loss: "cross-entropy", optimizer: { kind: "adam", learningRate: 0.01 } }),
      };
    };
    const whole = start();
    await whole.trainer.fit(x, y, { epochs: 6, batch: 16 });
    const half = start();
    await half.trainer.fit(x, y, { epochs: 3, batch: 16 });
    const { network, trainer } = (await load()).restore(half.trainer.state());
    await trainer.fit(x, y, { epochs: 3, batch: 16 });
    same(network.hash(), whole.network.hash());
    for (const one of [whole.network, half.network, network]) one.dispose();
  },
  "refuses what is wrong, by code and name": async (lab, load) => {
    await refuses("BAD_OPTION", "variant", () => load({ variant: "fast" as "simd" }));
    await refuses("BAD_OPTION", "sizes", () => lab.mlp({ sizes: [2] }));
    const network = lab.mlp({ sizes: [2, 3, 1] });
    const hash = network.hash();
    await refuses("BAD_SHAPE", "x", () => network.forward([1, 2, 3]));
    await refuses("NOT_FINITE", "x", () => network.forward([1, NaN]));
    const trainer = network.trainer({ loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 0.1 } });
    await refuses("ABORTED", "abort", () =>
      trainer.fit([1, 2], [1], { epochs: 1, signal: { aborted: true } as AbortSignal }),
    );
    await refuses("OUT_OF_MEMORY", "", () => lab.mlp({ sizes: [40_000, 40_000] }));
    same(network.hash(), hash);
    network.dispose();
    await refuses("DISPOSED", "", () => network.hash());
  },
  "gives its memory back": (lab) => {
    const before = lab.memory().used;
    const network = lab.mlp({ sizes: [2, 64, 64, 2] });
    network.trainer({ loss: "cross-entropy", optimizer: { kind: "adam", learningRate: 0.01 } }).step([1, 2], [1, 0]);
    network.dispose();
    network.dispose();
    same(lab.memory().used, before);
  },
  "knows the theory": () => {
    close(meanField({ activation: "tanh", weightVariance: 4, biasVariance: 0.05 }).chi, 1.34240241, 1e-8);
  },
  "names a disease": async (lab) => {
    const { x, y } = twoMoons(lab, { samples: 60 });
    const { findings } = await examine(
      lab,
      {
        config: { sizes: [2, ...Array<number>(10).fill(16), 2], activation: "sigmoid" },
        training: { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.5 }, epochs: 10 },
        data: { x, y },
      },
      { remedies: "none" },
    );
    same(findings[0]?.id, "vanishing-backward");
  },
};

/** Runs every check, comes to every published hash, and collects the bytes that all runtimes must agree on. */
export async function suite(load: Load): Promise<Outcome> {
  const checks: Outcome["checks"] = [];
  const bytes: Record<string, string> = {};
  const attempt = async (name: string, task: () => unknown): Promise<void> => {
    try {
      await task();
      checks.push({ name });
    } catch (error) {
      checks.push({ name, error: error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error) });
    }
  };
  const lab = await load();
  for (const [name, check] of Object.entries(CHECKS)) await attempt(name, () => check(lab, load));
  for (const entry of published)
    await attempt(`hash: ${entry.name}`, async () => same(await reproduce(lab, entry), entry.hash));
  for (const [id, parameters] of EXPERIMENTS)
    await attempt(`experiment: ${id}`, async () => {
      const result = await run(lab, id, parameters, { seed: 1 });
      bytes[id] = JSON.stringify(result);
      bytes[`${id}, drawn`] = figuresOf(result)
        .map((spec) => figure(spec))
        .join("\n");
    });
  await attempt("a study", async () => {
    bytes["a study"] = (await sweep(lab, STUDY)).text;
  });
  return { checks, bytes, relaxed: await relaxedHash(load) };
}

/** Trains every published network in the relaxed build, whose hashes must all say so; the first of them. */
async function relaxedHash(load: Load): Promise<string> {
  try {
    const lab = await load({ variant: "relaxed" });
    const hashes: string[] = [];
    for (const entry of published) hashes.push(await reproduce(lab, entry));
    same(
      hashes.filter((hash) => !hash.startsWith("relaxed:")),
      [],
    );
    return hashes[0]!;
  } catch (error) {
    if (error instanceof GradiometerError) return error.code;
    throw error;
  }
}
