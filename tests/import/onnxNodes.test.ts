import { describe, expect, it } from "vitest";
import { fromOnnx } from "gradiometer/import";
import { understood } from "./support/cases.js";
import { type Attribute, chainOf, integers, type Link, modelOf, type ModelText, type NodeText, refusedOf, tensor } from "./support/onnx.js"; // prettier-ignore

const first: Link = ["Gemm", tensor([4, 2]), tensor([2])];
const last: Link = ["Gemm", tensor([2, 1]), tensor([1])];
const networkOf = (...links: Link[]) => understood(fromOnnx(chainOf(links)));
const refused = (...links: Link[]) => refusedOf(chainOf(links));
const one = (value: number) => tensor([], [value]);

/** Nodes between two dense layers, by names: "h" goes in, "z" comes out. */
const between = (nodes: readonly NodeText[], given?: ModelText): Uint8Array =>
  modelOf(
    [
      { op: "Gemm", in: ["x", tensor([4, 2]), tensor([2])], out: ["h"] },
      ...nodes,
      { op: "Gemm", in: ["z", tensor([2, 1]), tensor([1])], out: ["y"] },
    ],
    given,
  );
const node = (op: string, inputs: NodeText["in"], out: string, attributes?: Record<string, Attribute>): NodeText => ({
  op,
  in: inputs,
  out: [out],
  ...(attributes && { with: attributes }),
});
const hidden = (...nodes: readonly NodeText[]) => {
  const { activation, norm } = understood(fromOnnx(between(nodes))).config as { activation?: unknown; norm?: unknown };
  return norm ?? activation;
};

describe("activations", () => {
  it.each<[Link, unknown]>([
    [["LeakyRelu"], "leaky-relu"],
    [["LeakyRelu", { alpha: { f: 0.3 } }], { kind: "leaky-relu", alpha: 0.3 }],
    [["Elu"], "elu"],
    [["Selu"], "selu"],
    [["Gelu"], "gelu"],
    [["Gelu", { approximate: { s: "none" } }], "gelu"],
    [["Swish"], "silu"],
    [["Softsign"], "softsign"],
    [["Softplus"], "softplus"],
  ])("%j", (link, activation) => {
    expect(networkOf(first, link, last).config).toMatchObject({ activation });
  });

  it.each<[string, Link[]]>([
    ["LeakyRelu: a leaky ReLU with α = 1; 0 ≤ α < 1 is possible", [first, ["LeakyRelu", { alpha: { f: 1 } }]]],
    ["LeakyRelu: a leaky ReLU with α = -0.1; 0 ≤ α < 1 is possible", [first, ["LeakyRelu", { alpha: { f: -0.1 } }]]],
    ["Elu: an ELU with α = 2; here α is 1", [first, ["Elu", { alpha: { f: 2 } }]]],
    ["Gelu: the tanh approximation of GELU", [first, ["Gelu", { approximate: { s: "tanh" } }]]],
    ["Tanh: a second activation behind another", [first, ["Relu"], ["Tanh"], last]],
    ["Tanh: an activation of the inputs, or of a scaled activation", [["Tanh"], last]],
    ["Tanh: an activation of the inputs, or of a scaled activation", [first, ["Relu"], ["Mul", one(2)], ["Tanh"], last]], // prettier-ignore
    ["Softmax: a softmax before other layers", [first, ["Softmax"], last]],
    ["Softmax: a softmax over another axis than the last", [first, ["Softmax", { axis: { i: 0 } }]]],
  ])("%s", (reason, links) => {
    expect(refused(...links)).toContain(reason);
  });

  it("a softmax of the old operators is over axis 1 when nothing is said, and a log-softmax is one too", () => {
    for (const op of ["Softmax", "LogSoftmax"]) {
      expect(fromOnnx(chainOf([first, [op]], { opset: 11 })).training).toEqual({ loss: "cross-entropy" });
      expect(fromOnnx(chainOf([first, [op]])).training).toEqual({ loss: "cross-entropy" });
    }
  });
});

describe("activations and norms as chains of nodes", () => {
  it("softsign, silu and gelu, however their products are ordered", () => {
    expect(hidden(node("Abs", ["h"], "a"), node("Add", [one(1), "a"], "b"), node("Div", ["h", "b"], "z"))).toBe("softsign"); // prettier-ignore
    expect(hidden(node("Sigmoid", ["h"], "s"), node("Mul", ["h", "s"], "z"))).toBe("silu");
    expect(hidden(node("Sigmoid", ["h"], "s"), node("Mul", ["s", "h"], "z"))).toBe("silu");
    const erf = [node("Div", ["h", one(Math.SQRT2)], "a"), node("Erf", ["a"], "e"), node("Add", ["e", one(1)], "p")];
    expect(hidden(...erf, node("Mul", ["h", "p"], "m"), node("Mul", ["m", one(0.5)], "z"))).toBe("gelu");
    expect(hidden(...erf, node("Mul", [one(0.5), "h"], "m"), node("Mul", ["m", "p"], "z"))).toBe("gelu");
  });

  it("with other numbers they are none, and named by their first node", () => {
    const other = between([node("Abs", ["h"], "a"), node("Add", ["a", one(2)], "b"), node("Div", ["h", "b"], "z")]);
    expect(refusedOf(other)).toEqual(["Gemm: the nodes from Abs on are no activation and no norm of this package"]);
    expect(refused(first, ["Pow", one(3)])).toEqual(["chain: its nodes are no activation and no norm of this package"]);
    expect(refused(first, ["Sqrt"])).toEqual(["chain: its nodes are no activation and no norm of this package"]);
  });

  const mean = (from: string, to: string) => node("ReduceMean", [from], to, { axes: { ints: [-1] } });
  it("RMS norms by a reciprocal, layer norms by a power", () => {
    const rms = [
      node("Pow", ["h", one(2)], "s"),
      mean("s", "m"),
      node("Add", ["m", one(0.001)], "e"),
      node("Sqrt", ["e"], "r"),
      node("Reciprocal", ["r"], "i"),
      node("Mul", ["h", "i"], "n"),
    ];
    const norm = { kind: "rms", epsilon: 0.001 };
    expect(hidden(...rms, node("Relu", ["n"], "z"))).toMatchObject({ ...norm, affine: false });
    const gain = understood(fromOnnx(between([...rms, node("Mul", [tensor([2], [3, 4]), "n"], "g"), node("Relu", ["g"], "z")]))); // prettier-ignore
    expect(gain.config).toMatchObject({ norm: { ...norm, affine: true } });
    expect(gain.parameters["layers.0.norm.weight"]).toEqual(Float32Array.from([3, 4]));
    const layer = [
      mean("h", "m"),
      node("Sub", ["h", "m"], "c"),
      node("Mul", ["c", "c"], "s"),
      node("ReduceMean", ["s", integers([1])], "v"),
      node("Add", ["v", one(1e-5)], "e"),
      node("Sqrt", ["e"], "r"),
      node("Div", ["c", "r"], "n"),
    ];
    expect(hidden(...layer, node("Tanh", ["n"], "z"))).toEqual({ kind: "layer", epsilon: 1e-5, affine: false });
  });

  it("a mean over anything but the units of a row is none of them", () => {
    const reason = "ReduceMean: a mean over anything but the units of a row";
    expect(refused(first, ["ReduceMean", { axes: { ints: [0] } }])).toEqual([reason]);
    expect(refused(first, ["ReduceMean", { axes: { ints: [0, 1] } }])).toEqual([reason]);
    expect(refused(first, ["ReduceMean"])).toEqual([reason]);
    expect(refused(first, ["ReduceMean", integers([1]), { keepdims: { i: 0 } }])).toEqual([reason]);
  });

  it("a chain that never ends is no activation", () => {
    const links = Array.from({ length: 70 }, (): Link => ["Abs"]);
    expect(refused(first, ...links, last)).toEqual([
      "Abs: a chain of nodes that is too long to be an activation or a norm",
    ]);
  });
});

describe("scalings", () => {
  const parameters = (...links: Link[]) => networkOf(...links).parameters;
  const unit: Link = ["Gemm", tensor([4, 1], [1, 1, 1, 1]), tensor([1], [1])];
  const ofInputs = (op: string, by: number) => parameters([op, one(by)], unit);

  it.each<[string, number, number]>([
    // (x + 2) w + b, (x − 2) w + b, 2 x w + b, x/2 w + b.
    ["Add", 1, 1 + 4 * 2],
    ["Sub", 1, 1 - 4 * 2],
    ["Mul", 2, 1],
    ["Div", 0.5, 1],
  ])("%s of the inputs is folded into the layer behind it", (op, weight, bias) => {
    const { "layers.0.weight": w, "layers.0.bias": b } = ofInputs(op, 2);
    expect([w![0], b![0]]).toEqual([weight, bias]);
  });

  it("a number less the inputs turns them round, and several scalings become one", () => {
    const turned = understood(fromOnnx(modelOf([
      { op: "Sub", in: [one(3), "x"], out: ["a"] },
      { op: "Mul", in: [tensor([4], [1, 2, 3, 4]), "a"], out: ["b"] },
      { op: "Gemm", in: ["b", tensor([4, 1], [1, 1, 1, 1])], out: ["y"] },
    ]))); // prettier-ignore
    expect([...turned.parameters["layers.0.weight"]!]).toEqual([-1, -2, -3, -4]);
    expect([...turned.parameters["layers.0.bias"]!]).toEqual([30]);
    expect(turned.layers.map(({ became }) => became)).toEqual(["folded into layers.0", "folded into layers.0", "layers.0"]); // prettier-ignore
  });

  it("one behind a dense layer is folded into it", () => {
    const { "layers.0.weight": w, "layers.0.bias": b } = parameters(unit, ["Mul", tensor([1], [3])], ["Sub", one(1)]);
    expect([w![0], b![0]]).toEqual([3, 2]);
  });

  it.each<[string, Link[]]>([
    ["Add: Add with a constant of shape [2, 4]", [["Add", tensor([2, 4])], unit]],
    ["Mul: it has 3 units and gets 4", [["Mul", tensor([3])], unit]],
    ["Mul: it has 3 units and gets 4", [["Add", tensor([4])], ["Mul", tensor([3])], unit]],
    ["Mul: it has 3 units and gets 2", [first, ["Mul", tensor([3])], last]],
    ["Mul: a scaling of the outputs behind an activation", [first, ["Relu"], ["Mul", one(2)]]],
  ])("%s", (reason, links) => {
    expect(refused(...links)).toContain(reason);
  });

  it("a number over the inputs is no scaling", () => {
    const { refused: list } = fromOnnx(modelOf([{ op: "Div", in: [one(1), "x"], out: ["y"] }]));
    expect(list).toEqual([
      {
        layer: "Div",
        operator: "chain",
        reason: "its nodes are no activation and no norm of this package; record a trace instead",
      },
    ]);
  });
});

describe("branches", () => {
  const branch: NodeText = { op: "Gemm", in: ["h", tensor([2, 2])], out: ["g"], name: "g" };
  it.each([
    ["Add", "two branches are added (a residual connection)"],
    ["Mul", "two branches are joined by Mul"],
  ])("%s of two values of the net is no layer", (op, reason) => {
    expect(refusedOf(between([branch, node(op, ["h", "g"], "z")]))).toEqual([`${op}: ${reason}`]);
    expect(refusedOf(between([branch, node(op, ["g", "h"], "z")]))).toEqual([`${op}: ${reason}`]);
    // Two branches of the same length, from the same value.
    const other: NodeText = { op: "Gemm", in: ["h", tensor([2, 2])], out: ["k"], name: "k" };
    expect(refusedOf(between([branch, other, node(op, ["g", "k"], "z")]))).toEqual([`${op}: ${reason}`]);
  });
});

describe("graphs", () => {
  const relu = (more: Partial<NodeText> = {}): NodeText => ({ op: "Relu", in: ["h"], out: ["z"], ...more });

  it("operators that have no counterpart are called what people call them", () => {
    expect(refused(["MaxPool"])).toEqual(["MaxPool: a pooling layer"]);
    expect(refused(["Concat"])).toEqual(["Concat: branches that are joined"]);
    expect(refused(["DequantizeLinear"])).toEqual(["DequantizeLinear: quantised numbers"]);
    expect(refused(["TopK"])).toEqual(["TopK: the operator TopK"]);
    expect(refused(["toString"])).toEqual(["toString: the operator toString"]);
    expect(refusedOf(between([relu({ domain: "com.microsoft" })]))).toEqual(["Relu: the operator Relu"]);
    expect(understood(fromOnnx(between([relu({ domain: "ai.onnx" })]))).config).toMatchObject({ activation: "relu" });
  });

  it("what is refused is said once, not of every node behind it", () => {
    expect(refused(["Conv"], ["Relu"], first)).toEqual(["Conv: a convolution"]);
  });

  it("a node without a name has that of its output", () => {
    const { refused: list } = fromOnnx(modelOf([{ op: "Conv", in: ["x"], out: ["features"], name: "" }]));
    expect(list[0]!.layer).toBe("features");
  });

  it("one input and one output", () => {
    const two = { inputs: { x: [null, 4], more: [null, 4] } };
    expect(refusedOf(between([relu()], two))).toEqual(["input: a second input"]);
    expect(refusedOf(between([relu()], { inputs: {} }))).toContain("graph: it has no input");
    expect(refusedOf(modelOf([{ op: "Identity", in: [tensor([2])], out: ["y"] }]))).toEqual(["output: it is not computed from the input"]); // prettier-ignore
    expect(refusedOf(modelOf([], { outputs: [] }))).toEqual(["output: it is not computed from the input"]);
    expect(refusedOf(modelOf([{ op: "Identity", in: ["x"], out: ["y"] }]))).toEqual(["none: it has no dense and no recurrent layer"]); // prettier-ignore
    expect(fromOnnx(between([relu()], { outputs: ["y", "z"] })).notes).toEqual(['the model has 2 outputs; "y" is the one that was followed']); // prettier-ignore
  });

  it("numbers that are computed of constants alone are no layers, and an input that has a tensor is none", () => {
    const shape = [node("Shape", ["h"], "s"), node("Gather", ["s", integers(0)], "n"), node("Unsqueeze", ["n", integers([0])], "u")]; // prettier-ignore
    const network = between([...shape, node("Concat", ["u", integers([-1])], "c"), node("Reshape", ["h", "c"], "f"), node("Relu", ["f"], "z")]); // prettier-ignore
    expect(understood(fromOnnx(network)).layers.map(({ became }) => became)).toEqual(["layers.0", "left out: rows are flat here", "activation of layers.0", "layers.1"]); // prettier-ignore
    const weight = tensor([4, 2]);
    const old = modelOf([{ op: "Gemm", in: ["x", weight], out: ["y"] }], { inputs: { x: [null, 4], [weight.name]: [4, 2] } }); // prettier-ignore
    expect(understood(fromOnnx(old)).config).toMatchObject({ sizes: [4, 2] });
  });

  it("PyTorch's files say how PyTorch draws, others do not say", () => {
    expect(fromOnnx(chainOf([first], { producer: "pytorch" })).config).toMatchObject({ init: "standard" });
    expect(fromOnnx(chainOf([first])).config).not.toHaveProperty("init");
  });
});

describe("nodes that move numbers", () => {
  const constant = (attributes: Record<string, Attribute>, name: string) => node("Constant", [], name, attributes);

  it.each<[string, Link[], ModelText?]>([
    ["Flatten: a flattening that joins the batch", [["Flatten", { axis: { i: 2 } }], first]],
    ["Reshape: a reshape that is no flattening", [["Reshape", integers([1, 2, 2])], first]],
    ["Reshape: a reshape that is no flattening", [["Reshape", integers([2, -1])], first]],
    ["Reshape: a reshape that is no flattening", [["Reshape"], first]],
    ["Transpose: an order of axes that is none", [["Transpose", { perm: { ints: [0, 0] } }], first]],
    ["Transpose: an order of axes that is none", [["Transpose", { perm: { ints: [0] } }], first]],
    ["Squeeze: an axis that is taken away", [["Squeeze", integers([0])], first]],
    ["Squeeze: an axis that is taken away", [["Squeeze", integers([7])], first]],
    ["Unsqueeze: an axis that is added", [["Unsqueeze", integers([0])], first]],
    ["Squeeze: too many axes", [["Squeeze", integers(Array<number>(65).fill(0))], first]],
    ["Gather: a selection of some inputs or units", [["Gather", integers([0]), { axis: { i: 1 } }], first]],
    ["Slice: a part of the inputs, steps or units", [["Slice", integers([0]), integers([2]), integers([1])], first]],
  ])("%s", (reason, links, given) => {
    expect(refusedOf(chainOf(links, given))).toContain(reason);
  });

  it("a flattening is left out, however it is written", () => {
    const rows = { inputs: { x: [null, 2, 2] } };
    for (const link of [["Flatten"], ["Reshape", integers([-1, 4])], ["Reshape", integers([0, -1])]] as Link[]) {
      const { layers, kind } = fromOnnx(chainOf([link, first], rows));
      expect([kind, layers[0]!.became]).toEqual(["mlp", "left out: rows are flat here"]);
    }
  });

  it("weights may be turned, cast and reshaped before they are used", () => {
    const weight = tensor([2, 4]);
    const of = (...nodes: NodeText[]) =>
      understood(fromOnnx(modelOf([...nodes, { op: "MatMul", in: ["x", "w"], out: ["y"] }]))).parameters["layers.0.weight"]!; // prettier-ignore
    const turned = [0, 4, 1, 5, 2, 6, 3, 7].map((at) => at / 8);
    expect([...of(node("Transpose", [weight], "w"))]).toEqual(turned);
    expect([...of(node("Transpose", [weight], "t", { perm: { ints: [1, 0] } }), node("Cast", ["t"], "w"))]).toEqual(turned); // prettier-ignore
    const straight = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => at / 8);
    expect([...of(node("Reshape", [weight, integers([-1, 2])], "w"))]).toEqual(straight);
    expect([...of(node("Reshape", [tensor([4, 1, 2]), integers([0, 2])], "w"))]).toEqual(straight);
    expect([...of(node("Squeeze", [tensor([1, 4, 2]), integers([0])], "w"))]).toEqual(straight);
    expect([...of(node("Squeeze", [tensor([1, 4, 1, 2])], "w"))]).toEqual(straight);
    expect([...of(node("Unsqueeze", [tensor([4]), integers([-1])], "w"))]).toEqual([0, 1, 2, 3].map((at) => at / 8));
    expect([...of(constant({ value: { t: tensor([4, 2]) } }, "w"))]).toEqual(straight);
  });

  it.each<[string, NodeText]>([
    ["Reshape: a constant in a shape that it cannot have", node("Reshape", [tensor([2, 4]), integers([3, 3])], "w")],
    ["Reshape: a constant in a shape that it cannot have", node("Reshape", [tensor([2, 4]), integers([-1, 3])], "w")],
    ["Transpose: an order of axes that is none", node("Transpose", [tensor([2, 4])], "w", { perm: { ints: [1, 1] } })],
    ["Unsqueeze: several axes that are added", node("Unsqueeze", [tensor([2, 4]), integers([0, 1])], "w")],
  ])("of a weight: %s", (reason, before) => {
    expect(refusedOf(modelOf([before, { op: "MatMul", in: ["x", "w"], out: ["y"] }]))).toEqual([reason]);
  });

  it("a turned weight has no other shape", () => {
    const nodes = [node("Transpose", [tensor([2, 4])], "t"), node("Reshape", ["t", integers([2, 4])], "w")];
    expect(refusedOf(modelOf([...nodes, { op: "MatMul", in: ["x", "w"], out: ["y"] }]))).toEqual(["Reshape: a transposed constant in another shape"]); // prettier-ignore
  });

  it("constants of nodes: numbers, lists and tensors, and what is none", () => {
    const scaled = (attributes: Record<string, Attribute>) =>
      modelOf([constant(attributes, "c"), { op: "Mul", in: ["x", "c"], out: ["s"] }, { op: "MatMul", in: ["s", tensor([4, 1], [1, 1, 1, 1])], out: ["y"] }]); // prettier-ignore
    const weights = (attributes: Record<string, Attribute>) => [...understood(fromOnnx(scaled(attributes))).parameters["layers.0.weight"]!]; // prettier-ignore
    expect(weights({ value_float: { f: 0.5 } })).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(weights({ value_int: { i: 3 } })).toEqual([3, 3, 3, 3]);
    expect(weights({ value_floats: { floats: [1, 2, 3, 4.5] } })).toEqual([1, 2, 3, 4.5]);
    expect(weights({ value_ints: { ints: [1, -2, 3, 4] } })).toEqual([1, -2, 3, 4]);
    expect(refusedOf(scaled({ value_string: { s: "one" } }))).toEqual(["Mul: its input 2 is no constant"]);
  });
});
