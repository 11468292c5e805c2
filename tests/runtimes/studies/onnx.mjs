/** What writeOnnx writes gives in onnxruntime what the network gives here. */
import { createRequire } from "node:module";
import { tools } from "../../harness/tools.mjs";

/** Largest difference of an output. */
const NEAR = 1e-5;
const BATCH = 5;
const TIME = 7;

const ACTIVATIONS = ["sigmoid", "tanh", "relu", "leaky-relu", { kind: "leaky-relu", alpha: 0.25 }, "elu", "selu", "gelu", "silu", "softplus", "softsign"]; // prettier-ignore
const NORMS = ["none", "layer", "rms", "batch", { kind: "layer", affine: false }, { kind: "rms", affine: false, epsilon: 1e-3 }, { kind: "batch", affine: false }]; // prettier-ignore
const SKIPS = ["none", "identity", "scaled", { gain: 0.3 }];
const IN_CELLS = [
  "linear",
  "sigmoid",
  "tanh",
  "relu",
  { kind: "leaky-relu", alpha: 0.2 },
  "elu",
  "softplus",
  "softsign",
];

const CONFIGS = [
  ...ACTIVATIONS.map((activation) => ["mlp", { sizes: [4, 8, 8, 3], activation }]),
  ...NORMS.flatMap((norm) => SKIPS.map((skip) => ["mlp", { sizes: [4, 8, 8, 8, 3], norm, skip, activation: "gelu" }])),
  ["mlp", { sizes: [4, 8, 3], bias: false, output: "sigmoid" }],
  ...IN_CELLS.map((activation) => ["rnn", { inputs: 4, hidden: 6, outputs: 3, activation }]),
  ...["simple", "lstm", "gru"].flatMap((cell) =>
    [true, false].flatMap((bias) => [
      ["rnn", { inputs: 4, hidden: 6, outputs: 3, cell, bias, init: { kind: "normal", std: 0.5 } }],
      ["rnn", { inputs: 4, hidden: 6, cell, bias }],
    ]),
  ),
];

/** Numbers between −2 and 2 that repeat nowhere soon. */
const numbers = (count) => Float32Array.from({ length: count }, (_, i) => ((i * 37) % 101) / 25 - 2);

/** A network whose every parameter was moved by a few steps of training. */
function trained(lab, kind, config) {
  const network = lab[kind](config);
  const outputs = kind === "mlp" ? 3 : (config.outputs ?? config.hidden);
  const x = kind === "mlp" ? numbers(4 * BATCH) : { values: numbers(4 * BATCH * TIME), time: TIME };
  const trainer = network.trainer({ loss: "mean-squared-error", optimizer: { kind: "adam", learningRate: 0.05 } });
  for (let step = 0; step < 5; step++) trainer.step(x, numbers(outputs * BATCH));
  return { network, x };
}

const difference = (a, b) => {
  if (a.length !== b.length) throw new Error(`expected ${a.length} numbers, but got ${b.length}`);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
};

async function compare(ort, { lab, writeOnnx }, [kind, config]) {
  const { network, x } = trained(lab, kind, config);
  const session = await ort.InferenceSession.create(writeOnnx(network));
  const shape = kind === "mlp" ? [BATCH, 4] : [TIME, BATCH, 4];
  const results = await session.run({ x: new ort.Tensor("float32", kind === "mlp" ? x : x.values, shape) });
  const own = kind === "mlp" ? { output: network.forward(x) } : network.forward(x);
  const wanted = { ...own, output: own.output ?? own.hidden.slice(-BATCH * config.hidden) };
  const far = Math.max(...Object.entries(wanted).map(([name, values]) => difference(values, results[name].data)));
  await session.release();
  network.dispose();
  if (!(far <= NEAR)) throw new Error(`${JSON.stringify(config)}: outputs differ by ${far}`);
  return far;
}

/** Every configuration; the largest difference. */
export async function compareWithOnnxruntime() {
  const ort = createRequire(`${tools}/`)("onnxruntime-web");
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  const { load } = await import("gradiometer");
  const { writeOnnx } = await import("gradiometer/io");
  const lab = await load();
  let most = 0;
  for (const config of CONFIGS) most = Math.max(most, await compare(ort, { lab, writeOnnx }, config));
  return { nets: CONFIGS.length, most };
}

export const onnx = {
  title: "writeOnnx in onnxruntime",
  places: ["Node 20"],
  async study() {
    const { nets, most } = await compareWithOnnxruntime();
    return `${nets} nets, outputs within ${most.toExponential(1)}`;
  },
};
