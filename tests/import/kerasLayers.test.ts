/** Keras's layers one by one, in the format whose files are text. */
import { describe, expect, it } from "vitest";
import { fromTfjs } from "gradiometer/import";
import { understood } from "./support/cases.js";
import { counted, imported, type LayerText, modelOf, refusedOf } from "./support/tfjs.js";

const dense = (fanIn: number, fanOut: number, config: object = {}): LayerText => ({
  class: "Dense",
  config,
  weights: { kernel: [[fanIn, fanOut]], bias: [[fanOut]] },
});
const layer = (name: string, config: object = {}, weights: LayerText["weights"] = {}): LayerText => ({
  class: name,
  config,
  weights,
});
const networkOf = (...layers: LayerText[]) => understood(imported(layers));
const damaged = (work: () => unknown, message: RegExp) =>
  expect(work).toThrow(
    expect.objectContaining({ code: "BAD_FILE", message: expect.stringMatching(message) as string }) as Error,
  );

describe("layers", () => {
  it.each<[LayerText, unknown]>([
    [layer("ReLU"), "relu"],
    [layer("ReLU", { max_value: null, negative_slope: 0.1, threshold: 0 }), { kind: "leaky-relu", alpha: 0.1 }],
    [layer("LeakyReLU"), { kind: "leaky-relu", alpha: 0.3 }],
    [layer("LeakyReLU", { alpha: 0.2 }), { kind: "leaky-relu", alpha: 0.2 }],
    [layer("LeakyReLU", { negative_slope: 0 }), "relu"],
    [layer("ELU", { alpha: 1 }), "elu"],
    [layer("Activation", { activation: "swish" }), "silu"],
    [layer("Activation", { activation: { class_name: "function", config: "gelu" } }), "gelu"],
    [layer("Activation", { activation: { class_name: "tanh", config: {} } }), "tanh"],
  ])("%j is an activation", (own, activation) => {
    expect(networkOf(dense(4, 2), own, dense(2, 1)).config).toMatchObject({ activation });
  });

  it("what does nothing at inference is left out", () => {
    const { layers, config } = networkOf(
      layer("InputLayer", { batch_input_shape: [null, 4] }),
      dense(4, 2, { activation: "relu" }),
      ...["Dropout", "GaussianNoise", "ActivityRegularization", "Flatten"].map((name) => layer(name)),
      layer("Activation", { activation: null }),
      dense(2, 1, { activation: "linear" }),
    );
    expect(config).toMatchObject({ sizes: [4, 2, 1], activation: "relu", output: "linear" });
    expect(layers.map(({ became }) => became)).toContain("left out: dropout and noise do nothing at inference");
    expect(layers.map(({ became }) => became)).toContain("left out: rows are flat here");
  });

  it("a softmax at the end is left out, wherever it stands", () => {
    for (const end of [[dense(2, 3, { activation: "softmax" })], [dense(2, 3), layer("Softmax")]])
      expect(imported([dense(4, 2), ...end]).training).toEqual({ loss: "cross-entropy" });
  });

  it("inputs that are rescaled or normalised are folded into the layer behind them", () => {
    const one = {
      class: "Dense",
      weights: {
        kernel: [
          [2, 1],
          [1, 1],
        ],
        bias: [[1], [1]],
      },
    } satisfies LayerText;
    const rescaled = networkOf(layer("Rescaling", { scale: 0.5, offset: -1 }), one).parameters;
    expect([...rescaled["layers.0.weight"]!, ...rescaled["layers.0.bias"]!]).toEqual([0.5, 0.5, -1]);
    const normal = networkOf(layer("Normalization", { axis: [-1] }, { mean: [[2], [1, 2]], variance: [[2], [4, 16]] }), one); // prettier-ignore
    expect([...normal.parameters["layers.0.weight"]!, ...normal.parameters["layers.0.bias"]!]).toEqual([0.5, 0.25, 0]);
    // Nothing is divided by 0: a column that does not vary is divided by 10⁻⁷.
    const level: LayerText = { class: "Dense", weights: { kernel: [[1, 1], [3]], bias: [[1], [0]] } };
    const constant = layer("Normalization", {}, { mean: [[1], [2]], variance: [[1], [0]] });
    const { parameters } = networkOf(constant, level);
    expect([...parameters["layers.0.weight"]!, ...parameters["layers.0.bias"]!]).toEqual([3e7, -6e7]);
  });

  it("norms: gains and shifts where they have them, ε and momentum as Keras has them by default", () => {
    const net = (norm: LayerText) => networkOf(dense(4, 2), norm, layer("ReLU"), dense(2, 1));
    const averages = { moving_mean: [[2]], moving_variance: [[2]] } as const;
    const batch = net(layer("BatchNormalization", { axis: [1], scale: false }, { beta: [[2]], ...averages }));
    expect(batch.config).toMatchObject({ norm: { kind: "batch", epsilon: 1e-3, momentum: 0.01, affine: true } });
    expect([...batch.parameters["layers.0.norm.weight"]!]).toEqual([1, 1]);
    const bare = net(layer("BatchNormalization", { scale: false, center: false }, averages));
    expect(bare.config).toMatchObject({ norm: { affine: false } });
    expect(net(layer("LayerNormalization", { center: false, epsilon: 0.01 }, { gamma: [[2]] })).config).toMatchObject({ norm: { kind: "layer", epsilon: 0.01, affine: true } }); // prettier-ignore
    expect(net(layer("RMSNormalization", {}, { scale: [[2]] })).config).toMatchObject({ norm: { kind: "rms", epsilon: 1e-6 } }); // prettier-ignore
  });

  it.each<[string, LayerText[]]>([
    ["Dense: a kernel of shape [4]", [layer("Dense", {}, { kernel: [[4]], bias: [[2]] })]],
    ["Dense: a kernel and a bias that do not fit", [layer("Dense", {}, { kernel: [[4, 2]], bias: [[3]] })]],
    ["Dense: a kernel and a bias that do not fit", [layer("Dense", { use_bias: false }, { kernel: [[0, 2]] })]],
    ['Dense: no weights called "bias"', [layer("Dense", {}, { kernel: [[4, 2]] })]],
    ['Dense: the activation "softsignal"', [dense(4, 2, { activation: "softsignal" })]],
    ['Dense: the activation "no word"', [dense(4, 2, { activation: 5 })]],
    ["Dense: a dense layer over every step or place", [layer("InputLayer", { batch_shape: [null, 5, 4] }), dense(4, 2)]], // prettier-ignore
    ["Dense: a dense layer over every step or place", [{ ...dense(4, 2), config: { batchInputShape: [null, 5, 4] } }]],
    ["ReLU: a ReLU with a limit or threshold", [dense(4, 2), layer("ReLU", { max_value: 6 })]],
    ["ReLU: a ReLU with a limit or threshold", [dense(4, 2), layer("ReLU", { threshold: 1 })]],
    ["LeakyReLU: a leaky ReLU with α = 1; 0 ≤ α < 1 is possible", [dense(4, 2), layer("LeakyReLU", { alpha: 1 })]],
    ["ELU: an ELU with another α than 1", [dense(4, 2), layer("ELU", { alpha: 0.5 })]],
    ["BatchNormalization: a norm over another axis", [dense(4, 2), layer("BatchNormalization", { axis: 2 })]],
    ["LayerNormalization: a norm over another axis", [dense(4, 2), layer("LayerNormalization", { axis: [1, 2] })]],
    ["LayerNormalization: a norm of another kind", [dense(4, 2), layer("LayerNormalization", { rms_scaling: true })]],
    ["BatchNormalization: a norm of another kind", [dense(4, 2), layer("BatchNormalization", { renorm: true })]],
    ["LayerNormalization: a norm whose tensors have different shapes", [dense(4, 2), layer("LayerNormalization", {}, { gamma: [[2]], beta: [[3]] })]], // prettier-ignore
    ["Rescaling: a scaling that is no number", [layer("Rescaling", { scale: [1, 2] }), dense(4, 2)]],
    ["Rescaling: a scaling that is no number", [layer("Rescaling", { scale: 1, offset: "a" }), dense(4, 2)]],
    ["Normalization: a normalization the other way round", [layer("Normalization", { invert: true }, { mean: [[4]], variance: [[4]] }), dense(4, 2)]], // prettier-ignore
    ["Normalization: a normalization the other way round", [layer("Normalization", {}, { mean: [[4]], variance: [[3]] }), dense(4, 2)]], // prettier-ignore
    ["Embedding: an embedding", [layer("Embedding")]],
    ["Bidirectional: both directions of time", [layer("Bidirectional")]],
    ['Lambda: a layer of the class "Lambda"', [layer("Lambda")]],
    ['constructor: a layer of the class "constructor"', [layer("constructor")]],
  ])("%s", (reason, layers) => {
    expect(refusedOf(imported(layers))).toContain(reason);
  });
});

describe("recurrent layers", () => {
  const cell = (name: string, gates: number, config: object = {}, weights: LayerText["weights"] = {}): LayerText => ({
    class: name,
    config,
    weights: { kernel: [[3, 2 * gates]], recurrent_kernel: [[2, 2 * gates]], bias: [[2 * gates]], ...weights },
  });
  const gru = (config: object = {}): LayerText => cell("GRU", 3, { reset_after: true, ...config }, { bias: [[2, 6]] });

  it("the gates are brought into our order", () => {
    const { parameters, config } = networkOf(cell("SimpleRNN", 1, { activation: "relu" }), dense(2, 1));
    expect(config).toMatchObject({ cell: "simple", activation: "relu", inputs: 3, hidden: 2, outputs: 1 });
    expect([...parameters["input.weight"]!]).toEqual(counted([3, 2]));
    const three = networkOf(gru());
    // Keras has z r h, here it is r z n.
    expect([...three.parameters["recurrent.weight"]!.subarray(0, 6)]).toEqual([2, 3, 0, 1, 4, 5]);
    expect([...three.parameters["recurrent.bias"]!]).toEqual([2 + 8, 3 + 9, 0 + 6, 1 + 7, 4, 5]);
    expect([...three.parameters["candidate.bias"]!]).toEqual([10, 11]);
    const four = networkOf(cell("LSTM", 4, { recurrent_activation: "sigmoid", return_sequences: false }));
    expect([...four.parameters["recurrent.bias"]!]).toEqual(counted([8]));
    expect(networkOf({ ...cell("LSTM", 4, { use_bias: false }) }).config).toMatchObject({ bias: false });
  });

  it.each<[string, LayerText]>([
    ["SimpleRNN: time that runs backward", cell("SimpleRNN", 1, { go_backwards: true })],
    ["SimpleRNN: a layer that puts out every step: here the last goes on", cell("SimpleRNN", 1, { return_sequences: true })], // prettier-ignore
    ['SimpleRNN: the activation "exponential" in its cell', cell("SimpleRNN", 1, { activation: "exponential" })],
    ['LSTM: the activation "relu" in its cell', cell("LSTM", 4, { activation: "relu" })],
    ['LSTM: gates of "hard_sigmoid"; here they are sigmoids', cell("LSTM", 4, { recurrent_activation: "hard_sigmoid" })], // prettier-ignore
    ["GRU: a GRU that resets before the product; reset_after: true is possible", gru({ reset_after: false })],
    ["LSTM: weights that do not fit each other", cell("LSTM", 4, {}, { recurrent_kernel: [[2, 7]] })],
    ["LSTM: weights that do not fit each other", cell("LSTM", 4, {}, { kernel: [[8]] })],
    ["LSTM: weights that do not fit each other", cell("LSTM", 4, {}, { kernel: [[0, 8]] })],
    ["LSTM: weights that do not fit each other", cell("LSTM", 4, {}, { recurrent_kernel: [[]] })],
    ["LSTM: weights that do not fit each other", cell("LSTM", 4, {}, { bias: [[7]] })],
    ["GRU: weights that do not fit each other", cell("GRU", 3, { reset_after: true }, { bias: [[6]] })],
  ])("%s", (reason, own) => {
    expect(refusedOf(imported([own]))).toEqual([reason]);
  });

  it("the rows behind one that returns its last state are flat", () => {
    const layers = [layer("InputLayer", { batch_shape: [null, 5, 3] }), cell("SimpleRNN", 1, { return_sequences: false }), dense(2, 1)]; // prettier-ignore
    expect(networkOf(...layers).config).toMatchObject({ inputs: 3, outputs: 1 });
  });
});

describe("functional models", () => {
  const from = (name: string, ...others: string[]) => [[[name, 0, 0, {}]], ...others.map((other) => [[other, 0, 0, {}]])]; // prettier-ignore
  const input = layer("InputLayer", { batch_input_shape: [null, 4] });
  const functional = (...layers: LayerText[]) => {
    const { model, bytes } = modelOf(layers, {}, "Functional");
    return fromTfjs(model, bytes);
  };

  it("their layers stand in the order of the chain, whatever that of the file", () => {
    const first = { ...dense(4, 2), inbound: from("InputLayer0") };
    const second = { ...dense(2, 3), inbound: { args: [{ class_name: "__keras_tensor__", config: { keras_history: ["Dense2", 0, 0] } }] } }; // prettier-ignore
    expect(functional(input, second, first).config).toMatchObject({ sizes: [4, 2, 3] });
  });

  it.each<[string, LayerText[]]>([
    ["Dense: a second input", [dense(4, 2)]],
    ["Dense: a second input", [{ ...dense(4, 2), inbound: from("another") }]],
    ["Add: branches that are joined", [{ ...dense(4, 4), inbound: from("InputLayer0") }, { class: "Add", inbound: from("InputLayer0", "Dense1") }]], // prettier-ignore
    ["Dense: a second branch", [{ ...dense(4, 2), inbound: from("InputLayer0") }, { ...dense(4, 3), inbound: from("InputLayer0") }]], // prettier-ignore
    ["Functional: a layer apart from the chain", [{ ...dense(4, 4), inbound: from("Dense2") }, { ...dense(4, 4), inbound: from("Dense1") }]], // prettier-ignore
  ])("%s", (reason, layers) => {
    expect(refusedOf(functional(input, ...layers))).toContain(reason);
  });

  it("names of inputs that stand too deep are not sought", () => {
    const deep = Array.from({ length: 20 }).reduce<unknown>((inner) => [inner], from("InputLayer0"));
    expect(refusedOf(functional(input, { ...dense(4, 2), inbound: deep }))).toContain("Dense: a second input");
  });
});

describe("how the model was compiled", () => {
  const trained = (loss: unknown, optimizer?: unknown) =>
    imported([dense(4, 2)], { training_config: { loss, ...(optimizer !== undefined && { optimizer_config: optimizer }) } }).training; // prettier-ignore
  const made = (name: string, config: object) => trained("mse", { class_name: name, config });

  it("the loss is known by any of its names", () => {
    for (const name of ["mse", "mean_squared_error", "MeanSquaredError", { class_name: "MeanSquaredError" }])
      expect(trained(name)).toEqual({ loss: "mean-squared-error" });
    expect(trained("sparse_categorical_crossentropy")).toEqual({ loss: "cross-entropy" });
    for (const none of ["hinge", 5, null, { out: "mse" }]) expect(trained(none)).toBeUndefined();
    expect(imported([dense(4, 2)], { training_config: "mse" }).training).toBeUndefined();
  });

  it("the optimizer, as far as there is one here", () => {
    const loss = "mean-squared-error";
    const rate = Math.fround(0.001);
    expect(made("AdamW", { learning_rate: rate, beta_1: 0.5, weight_decay: Math.fround(0.004) })).toEqual({ loss, optimizer: { kind: "adam", learningRate: 0.001, beta1: 0.5, weightDecay: 0.004 } }); // prettier-ignore
    expect(made("RMSprop", { learning_rate: rate, rho: Math.fround(0.9), epsilon: null })).toEqual({ loss, optimizer: { kind: "rmsprop", learningRate: 0.001, alpha: 0.9 } }); // prettier-ignore
    expect(made("SGD", { learning_rate: rate, momentum: 0.5, nesterov: true })).toEqual({ loss, optimizer: { kind: "sgd", learningRate: 0.001, momentum: 0.5, nesterov: true } }); // prettier-ignore
    expect(made("Ftrl", { learning_rate: 1 })).toEqual({ loss });
    for (const rate of [-1, { class_name: "ExponentialDecay" }])
      expect(made("Adam", { learning_rate: rate })).toEqual({ loss });
    expect(trained("mse", { class_name: "Adam" })).toEqual({ loss });
    expect(trained("mse", "adam")).toEqual({ loss });
  });
});

describe("model.json", () => {
  const { model, bytes } = modelOf([dense(4, 2)]);
  const weights = model.weightsManifest[0]!.weights;
  const withWeight = (change: object) => ({ ...model, weightsManifest: [{ paths: ["w.bin"], weights: [{ ...weights[0], ...change }, weights[1]] }] }); // prettier-ignore
  const withModel = (change: object) => ({ ...model, modelTopology: { model_config: { ...model.modelTopology.model_config, ...change } } }); // prettier-ignore

  it("weights may be one array, or the files of the manifest, in several parts", () => {
    const [one, two] = [bytes.slice(0, 5), bytes.slice(5)];
    const parts = { ...model, weightsManifest: [{ paths: ["a", "b/c"], weights }] };
    expect(fromTfjs(parts, { a: one, "b/c": two })).toEqual(fromTfjs(model, bytes));
    const groups = { ...model, weightsManifest: weights.map((weight, index) => ({ paths: [`g${index}`], weights: [weight] })) }; // prettier-ignore
    expect(fromTfjs(groups, { g0: bytes.slice(0, 32), g1: bytes.slice(32) })).toEqual(fromTfjs(model, bytes));
    expect(fromTfjs(groups, bytes)).toEqual(fromTfjs(model, bytes));
    expect(fromTfjs({ ...model, modelTopology: model.modelTopology.model_config }, bytes)).toEqual(fromTfjs(model, bytes)); // prettier-ignore
    expect(fromTfjs(JSON.stringify(model), bytes)).toEqual(fromTfjs(model, bytes));
  });

  it.each<[RegExp, unknown]>([
    [/model.json is no JSON/, "{"],
    [/model.json is no object/, "[]"],
    [/it has no modelTopology/, { ...model, modelTopology: "code" }],
    [/it has no weightsManifest/, { ...model, weightsManifest: {} }],
    [/its weightsManifest is damaged/, { ...model, weightsManifest: [5] }],
    [/its weightsManifest is damaged/, { ...model, weightsManifest: [{ paths: [5], weights: [] }] }],
    [/its weightsManifest is damaged/, { ...model, weightsManifest: [{ paths: [], weights: [5] }] }],
    [/its weightsManifest is damaged/, { ...model, weightsManifest: [{ paths: [] }] }],
    [/"\/etc\/passwd" is a path that leads away/, { ...model, weightsManifest: [{ paths: ["/etc/passwd"], weights: [] }] }], // prettier-ignore
    [/a weight has no name/, withWeight({ name: 5 })],
    [/two weights are called "Dense0\/bias"/, withWeight({ name: "Dense0/bias" })],
    [/weight "Dense0\/kernel" is quantised or no float32/, withWeight({ dtype: "int32" })],
    [/weight "Dense0\/kernel" has no shape/, withWeight({ shape: "4,2" })],
    [/weight "Dense0\/kernel" has no shape/, withWeight({ shape: [4, -2] })],
    [/weight "Dense0\/kernel" has no shape/, withWeight({ shape: Array<number>(9).fill(1) })],
    [/weight "Dense0\/kernel" is too large/, withWeight({ shape: [2 ** 40, 2 ** 20] })],
    [/its weights have 40 bytes, and model.json describes 36/, withWeight({ shape: [7] })],
    [
      /its model is of the class "Model2"; Sequential and Functional models are possible/,
      withModel({ class_name: "Model2" }),
    ],
    [/its model is of the class undefined; Sequential/, withModel({ class_name: undefined })],
    [/its model has no list of layers/, withModel({ config: {} })],
    [/its model has no list of layers/, withModel({ config: 5 })],
    [/layer 1 of its model has no class_name and config/, withModel({ config: [5] })],
    [/layer 1 of its model has no class_name and config/, withModel({ config: [{ class_name: "Dense" }] })],
  ])("%s", (message, wrong) => {
    damaged(() => fromTfjs(wrong as object, bytes), message);
  });

  it("a model that is none of its three kinds, or weights that are none", () => {
    for (const wrong of [5, null, []])
      expect(() => fromTfjs(wrong as never, bytes)).toThrow(/model: expected model.json as a string, bytes or object/);
    expect(() => fromTfjs(model, { "w.bin": "text" } as never)).toThrow(/weights: expected the bytes of "w.bin"/);
  });

  it("a list of layers without a name, as old files have it", () => {
    const list = [{ class_name: "Dense", config: { units: 2 } }];
    const unnamed = { ...withModel({ config: list }), weightsManifest: [{ paths: ["w.bin"], weights: weights.map((weight) => ({ ...weight, name: weight.name.replace("Dense0", "layer 1") })) }] }; // prettier-ignore
    expect(fromTfjs(unnamed, bytes).layers[0]).toMatchObject({ name: "layer 1", became: "layers.0" });
  });
});
