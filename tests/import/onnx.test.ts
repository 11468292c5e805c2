import { describe, expect, it } from "vitest";
import { fromOnnx } from "gradiometer/import";
import { caseOf, difference, fileOf, outputOf, softmax } from "./support/cases.js";

const NEAR = 1e-6;

/** Files and what their networks must be. */
const UNDERSTOOD: Readonly<Record<string, object>> = {
  "mlp-relu": { sizes: [4, 8, 8, 3], activation: "relu", output: "linear", init: "standard" },
  "mlp-dropout": { sizes: [4, 8, 3], activation: "relu" },
  "mlp-flatten": { sizes: [16, 8, 3], activation: "gelu" },
  "mlp-batchnorm": { norm: { kind: "batch", epsilon: 1e-5, affine: true, momentum: 0.1 } },
  "mlp-batchnorm-behind": { activation: ["relu", "elu", "linear"] },
  "mlp-layernorm-13": { norm: { kind: "layer", epsilon: 1e-5, affine: true } },
  "mlp-layernorm-18": { norm: { kind: "layer", epsilon: 1e-5, affine: true } },
  "mlp-rmsnorm": { norm: { kind: "rms", epsilon: 1e-5, affine: true }, activation: "silu" },
  "mlp-gelu-13": { activation: "gelu" },
  "mlp-gelu-18": { activation: "gelu" },
  "mlp-mixed-13": { activation: ["silu", { kind: "leaky-relu", alpha: 0.2 }, "softplus", "softsign", "linear"] },
  "mlp-mixed-18": { activation: ["silu", { kind: "leaky-relu", alpha: 0.2 }, "softplus", "softsign", "linear"] },
  "mlp-scaled": { sizes: [4, 8, 3], activation: "tanh" },
  "mlp-sigmoid-head": { output: "sigmoid" },
  "mlp-half": { sizes: [4, 8, 3] },
  rnn: { inputs: 3, hidden: 8, outputs: 2, cell: "simple", activation: "tanh" },
  "rnn-relu": { inputs: 3, hidden: 6, cell: "simple", activation: "relu", bias: false },
  lstm: { cell: "lstm", hidden: 8, outputs: 2 },
  "lstm-state": { cell: "lstm" },
  "lstm-time-first": { cell: "lstm" },
  gru: { cell: "gru", hidden: 8, outputs: 2 },
  "gru-state": { cell: "gru" },
  "gru-time-first": { cell: "gru" },
};

/** Files and the layer that no network here has. */
const REFUSED: readonly [file: string, layer: string, reason: RegExp][] = [
  ["conv", "/c/Conv", /a convolution/],
  ["conv-1d", "/0/Conv", /a convolution/],
  ["embedding", "/0/Gather", /an embedding/],
  ["residual", "/Add", /a residual connection/],
  ["lstm-two-layers", "/r/LSTM_1", /a second recurrent layer/],
];

describe("fromOnnx", () => {
  it.each(Object.entries(UNDERSTOOD))("%s computes what PyTorch does", (name, config) => {
    const imported = fromOnnx(fileOf(`${name}.onnx`));
    expect(imported.config).toMatchObject(config);
    const given = caseOf(name);
    expect(difference(outputOf(imported, given, !name.endsWith("time-first")), given.y)).toBeLessThan(NEAR);
  });

  it("a softmax at the end is left out, and said", () => {
    const imported = fromOnnx(fileOf("mlp-softmax.onnx"));
    const given = caseOf("mlp-softmax");
    expect(difference(softmax(outputOf(imported, given), 3), given.y)).toBeLessThan(NEAR);
    expect(imported.training).toEqual({ loss: "cross-entropy" });
    expect(imported.notes).toEqual([
      `"/3/Softmax" is left out, since cross-entropy contains the softmax: outputs are logits`,
    ]);
  });

  it("with binary cross-entropy the last sigmoid is left out", () => {
    const { config, notes } = fromOnnx(fileOf("mlp-sigmoid-head.onnx"), { loss: "binary-cross-entropy" });
    expect(config).toMatchObject({ output: "linear" });
    expect(notes).toEqual(["the last sigmoid is left out, since binary-cross-entropy contains it: outputs are logits"]);
  });

  it.each(REFUSED)("%s is refused by its layer's name", (file, layer, reason) => {
    const { kind, refused, parameters } = fromOnnx(fileOf(`${file}.onnx`));
    expect(kind).toBeNull();
    expect(parameters).toEqual({});
    expect(refused.map((one) => one.layer)).toContain(layer);
    expect(refused.find((one) => one.layer === layer)?.reason).toMatch(reason);
    expect(refused.every((one) => one.reason.endsWith("; record a trace instead"))).toBe(true);
  });

  it("every layer says what it became", () => {
    const { layers } = fromOnnx(fileOf("mlp-batchnorm-behind.onnx"));
    expect(layers.map(({ operator, became }) => `${operator}: ${became}`)).toEqual([
      "Gemm: layers.0",
      "Relu: activation of layers.0",
      "BatchNormalization: folded into layers.1",
      "Gemm: layers.1",
      "Elu: activation of layers.1",
      "BatchNormalization: folded into layers.2",
      "Gemm: layers.2",
    ]);
  });

  it("what is no ONNX file, or one in parts, is BAD_FILE", () => {
    const code = (work: () => unknown): unknown => {
      try {
        return work();
      } catch (thrown) {
        return (thrown as { code: unknown }).code;
      }
    };
    for (const other of ["sd.pt", "sd.safetensors", "dense.keras", "dense.model.json"])
      expect(code(() => fromOnnx(fileOf(other)))).toBe("BAD_FILE");
    expect(code(() => fromOnnx(new Uint8Array(0)))).toBe("BAD_FILE");
    expect(() => fromOnnx([] as never)).toThrow(/bytes: expected a Uint8Array/);
    const misspelt: object = { los: "x" };
    expect(() => fromOnnx(fileOf("rnn.onnx"), misspelt)).toThrow(/did you mean "loss"/);
    expect(() => fromOnnx(fileOf("rnn.onnx"), { loss: "mse" as never })).toThrow(/did you mean "mean-squared-error"/);
  });

  it("external data are refused by the tensor's name", () => {
    // model { opset_import { version: 17 }, graph { initializer { dims: 1, data_type: 1, name: "w", external_data { location } } } }
    const field = (number: number, bytes: number[]): number[] => [number * 8 + 2, bytes.length, ...bytes];
    const text = (value: string): number[] => [...Buffer.from(value)];
    const external = field(13, [...field(1, text("location")), ...field(2, text("../../etc/passwd"))]);
    const tensor = field(5, [8, 1, 16, 1, ...field(8, text("w")), ...external, 112, 1]);
    const model = Uint8Array.from([...field(8, [16, 17]), ...field(7, tensor)]);
    expect(() => fromOnnx(model)).toThrow(
      /tensor "w": its numbers are in "..\/..\/etc\/passwd"; write the model as one file/,
    );
  });
});
