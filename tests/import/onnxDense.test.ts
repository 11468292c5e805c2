import { describe, expect, it } from "vitest";
import { fromOnnx } from "gradiometer/import";
import { understood } from "./support/cases.js";
import { chainOf, eighths, type Link, modelOf, refusedOf, tensor } from "./support/onnx.js";

const dense: Link = ["Gemm", tensor([4, 2]), tensor([2])];
const networkOf = (...links: Link[]) => understood(fromOnnx(chainOf(links)));
const refused = (...links: Link[]) => refusedOf(chainOf(links));
const floats = (...values: number[]) => Float32Array.from(values);

describe("dense layers", () => {
  it("alpha scales the product of a Gemm, and beta its bias", () => {
    const { parameters } = networkOf([
      "Gemm",
      tensor([4, 2]),
      tensor([2], [3, 5]),
      { alpha: { f: 2 }, beta: { f: 0.5 } },
    ]);
    expect(parameters["layers.0.weight"]).toEqual(Float32Array.from(eighths(8), (value) => 2 * value));
    expect(parameters["layers.0.bias"]).toEqual(floats(1.5, 2.5));
  });

  it("transB is a weight of [units, inputs]", () => {
    const { config, parameters } = networkOf(["Gemm", tensor([2, 4]), { transB: { i: 1 } }]);
    expect(config).toMatchObject({ sizes: [4, 2], bias: false });
    expect([...parameters["layers.0.weight"]!]).toEqual([0, 4, 1, 5, 2, 6, 3, 7].map((at) => at / 8));
  });

  it("one number as the bias is that of every unit", () => {
    const { parameters } = networkOf(["Gemm", tensor([4, 2]), tensor([], [3])]);
    expect(parameters["layers.0.bias"]).toEqual(floats(3, 3));
  });

  it("a MatMul without an Add has no bias, and gets one of zeros where others have one", () => {
    expect(networkOf(["MatMul", tensor([4, 2])]).config).toMatchObject({ bias: false });
    const { config, parameters, notes } = networkOf(dense, ["Relu"], ["MatMul", tensor([2, 3])]);
    expect(config).not.toHaveProperty("bias");
    expect(parameters["layers.1.bias"]).toEqual(floats(0, 0, 0));
    expect(notes).toContain("layers without a bias get one of zeros, which training moves");
  });

  it.each<[string, Uint8Array]>([
    ["a product with the transpose of its input", chainOf([["Gemm", tensor([4, 2]), { transA: { i: 1 } }]])],
    ["a dense layer over an input that is no row", chainOf([dense], { inputs: { x: [null, 5, 4] } })],
    ["its weight is no matrix", chainOf([["Gemm", tensor([4, 2, 1])]])],
    ["its weight is no matrix", chainOf([["Gemm", tensor([4, 0])]])],
    ["3 numbers for 2 units", chainOf([["Gemm", tensor([4, 2]), tensor([3])]])],
    ["its input 2 is missing", chainOf([["Gemm"]])],
    ["its input 2 is missing", chainOf([["Gemm", "", tensor([2])]])],
    ["its input 3 is no constant", modelOf([{ op: "Gemm", in: ["x", tensor([4, 4]), "x"], out: ["y"] }])],
    ["its input 1 is not computed from the net's input", modelOf([{ op: "Gemm", in: [tensor([2, 4]), tensor([4, 2]), "x"], out: ["y"] }])], // prettier-ignore
    ["it takes 3 inputs and gets 2", chainOf([dense, ["Gemm", tensor([3, 2])]])],
  ])("Gemm: %s", (reason, model) => {
    expect(refusedOf(model)).toContain(`Gemm: ${reason}`);
  });

  it.each<[string, Uint8Array]>([
    ["a product with the weight on the left", modelOf([{ op: "MatMul", in: [tensor([2, 4]), "x"], out: ["y"] }])],
    [
      "a product of two values of the net, as attention has it",
      modelOf([{ op: "MatMul", in: ["x", "x"], out: ["y"] }]),
    ],
    ["a dense layer over every step or place of the input", chainOf([["MatMul", tensor([4, 2])]], { inputs: { x: [null, 5, 4] } })], // prettier-ignore
  ])("MatMul: %s", (reason, model) => {
    expect(refusedOf(model)).toEqual([`MatMul: ${reason}`]);
  });
});

describe("norms", () => {
  const four = [tensor([2], [1, 2]), tensor([2], [3, 4]), tensor([2], [0, 1]), tensor([2], [1, 4])] as const;

  it("those that all hidden layers have become the norm of the net", () => {
    const { config, parameters } = networkOf(
      dense,
      ["BatchNormalization", ...four, { momentum: { f: 0.8 }, epsilon: { f: 0.001 } }],
      ["Relu"],
      ["Gemm", tensor([2, 1]), tensor([1])],
    );
    expect(config).toMatchObject({ norm: { kind: "batch", epsilon: 0.001, momentum: 0.2, affine: true } });
    expect(parameters["layers.0.norm.variance"]).toEqual(floats(1, 4));
  });

  it("a batch norm of the last layer is folded into it as it is at inference", () => {
    const { config, parameters, notes } = networkOf(
      ["Gemm", tensor([4, 2], [1, 1, 1, 1, 1, 1, 1, 1]), tensor([2], [5, 7])],
      ["BatchNormalization", ...four, { epsilon: { f: 0 } }],
    );
    expect(config).toEqual({ sizes: [4, 2], output: "linear" });
    // w/√v and b − m w/√v: 1/1 and 2/2; 3 and 4 − 1.
    expect(parameters["layers.0.weight"]).toEqual(floats(1, 1, 1, 1, 1, 1, 1, 1));
    expect(parameters["layers.0.bias"]).toEqual(floats(8, 10));
    expect(notes.join()).toContain('"BatchNormalization" is folded into its dense layer as it is at inference');
  });

  it("a batch norm of the inputs is folded into the layer behind it", () => {
    const { parameters } = networkOf(
      ["BatchNormalization", ...[1, 2, 0, 4].map((value) => tensor([4], Array<number>(4).fill(value))), { epsilon: { f: 0 } }] as Link, // prettier-ignore
      ["Gemm", tensor([4, 1], [2, 2, 2, 2]), tensor([1], [1])],
    );
    expect(parameters["layers.0.weight"]).toEqual(floats(1, 1, 1, 1));
    expect(parameters["layers.0.bias"]).toEqual(floats(1 + 4 * 2 * 2));
  });

  it("a gain and a shift that stand behind a norm are its own", () => {
    const layer: Link = ["LayerNormalization", tensor([2], [2, 3]), { epsilon: { f: 1e-6 } }];
    const { parameters, config } = networkOf(dense, layer, ["Mul", tensor([2], [5, 7])], ["Add", tensor([2], [1, 2])], ["Relu"], ["Gemm", tensor([2, 1])]); // prettier-ignore
    expect(config).toMatchObject({ norm: { kind: "layer", epsilon: 1e-6, affine: true } });
    expect(parameters["layers.0.norm.weight"]).toEqual(floats(10, 21));
    expect(parameters["layers.0.norm.bias"]).toEqual(floats(1, 2));
    expect(refused(dense, ["RMSNormalization", tensor([2])], ["Add", tensor([2], [0, 1])], ["Relu"], ["Gemm", tensor([2, 1])])).toEqual(["Add: a shift behind a norm that has none"]); // prettier-ignore
  });

  it.each<[string, string, Link[]]>([
    ["BatchNormalization", "a batch norm in training mode: export the model in evaluation mode", [dense, ["BatchNormalization", ...four, { training_mode: { i: 1 } }]]], // prettier-ignore
    ["BatchNormalization", "a batch norm of tensors of different lengths", [dense, ["BatchNormalization", tensor([3]), ...four.slice(1)]]], // prettier-ignore
    [
      "BatchNormalization",
      "it has 2 units and gets 4",
      [
        ["Gemm", tensor([4, 4])],
        ["BatchNormalization", ...four],
      ],
    ],
    ["LayerNormalization", "a norm over more than the units of a row", [dense, ["LayerNormalization", tensor([2]), { axis: { i: 0 } }]]], // prettier-ignore
    ["LayerNormalization", "3 numbers for 2 units", [dense, ["LayerNormalization", tensor([2]), tensor([3])]]],
    ["RMSNormalization", "a rms norm that stands before no activation", [dense, ["Relu"], ["RMSNormalization", tensor([2])]]], // prettier-ignore
    ["LayerNormalization", "a layer norm, which some layers have and others have not: here all hidden layers have the same, and the last has none", [dense, ["LayerNormalization", tensor([2])]]], // prettier-ignore
  ])("%s: %s", (operator, reason, links) => {
    expect(refused(...links)).toContain(`${operator}: ${reason}`);
  });

  it("a batch norm over places is that of a convolution", () => {
    expect(refusedOf(chainOf([["BatchNormalization", ...four]], { inputs: { x: [null, 2, 5] } }))).toEqual([
      "BatchNormalization: a batch norm over places, as convolutions have it",
    ]);
  });

  it("norms that differ are folded where they can be: batch norms with another momentum", () => {
    const normed = (momentum: number): Link => ["BatchNormalization", ...four, { momentum: { f: momentum } }];
    const layer: Link = ["Gemm", tensor([2, 2]), tensor([2])];
    const { config, notes } = networkOf(dense, normed(0.9), ["Relu"], layer, normed(0.5), ["Relu"], layer);
    expect(config).not.toHaveProperty("norm");
    expect(notes.filter((note) => note.includes("is folded into its dense layer"))).toHaveLength(1);
  });
});
