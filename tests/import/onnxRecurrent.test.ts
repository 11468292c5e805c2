import { describe, expect, it } from "vitest";
import { fromOnnx } from "gradiometer/import";
import { understood } from "./support/cases.js";
import { type Attribute, eighths, integers, modelOf, type NodeText, refusedOf, type Tensor, tensor } from "./support/onnx.js"; // prettier-ignore

const GATES: Readonly<Record<string, number>> = { RNN: 1, LSTM: 4, GRU: 3 };

interface LayerText {
  readonly op?: string;
  readonly attributes?: Record<string, Attribute>;
  /** Inputs from the bias on: sequence lengths, initial states, peepholes. */
  readonly rest?: readonly (Tensor | string)[];
  readonly weights?: readonly [Tensor | "", Tensor | ""];
  readonly after?: readonly NodeText[];
  readonly before?: readonly NodeText[];
  readonly sizes?: readonly (number | null)[];
  readonly output?: string;
}

/** A recurrent layer of 2 units over sequences of 3 numbers, from "x"; every step is "s", the last state "h". */
function recurrent({
  op = "RNN",
  attributes = {},
  rest = [],
  weights,
  after = [],
  before = [],
  sizes,
  output = "h",
}: LayerText = {}): Uint8Array {
  // prettier-ignore
  const width = 2 * GATES[op]!;
  const [w, r] = weights ?? [tensor([1, width, 3]), tensor([1, width, 2])];
  const own: Record<string, Attribute> = op === "GRU" ? { linear_before_reset: { i: 1 } } : {};
  const layer: NodeText = {
    op,
    in: [before.length > 0 ? "b" : "x", w, r, ...rest],
    out: ["s", "h"],
    with: { hidden_size: { i: 2 }, ...own, ...attributes },
  };
  return modelOf([...before, layer, ...after], {
    inputs: { x: sizes ?? [null, null, 3] },
    outputs: [output],
  });
}
const node = (op: string, inputs: NodeText["in"], out: string, attributes?: Record<string, Attribute>): NodeText => ({
  op,
  in: inputs,
  out: [out],
  ...(attributes && { with: attributes }),
});
const configOf = (given: LayerText) => understood(fromOnnx(recurrent(given))).config;
const zeros = (...dims: number[]) => tensor(dims, Array<number>(dims.reduce((a, b) => a * b, 1)).fill(0));

describe("recurrent layers", () => {
  it.each<[string, Record<string, Attribute>, unknown]>([
    ["Tanh", {}, "tanh"],
    ["Sigmoid", {}, "sigmoid"],
    ["Softsign", {}, "softsign"],
    ["Softplus", {}, "softplus"],
    ["Elu", {}, "elu"],
    ["Elu", { activation_alpha: { floats: [1] } }, "elu"],
    ["LeakyRelu", {}, "leaky-relu"],
    ["LeakyRelu", { activation_alpha: { floats: [0.2] } }, { kind: "leaky-relu", alpha: 0.2 }],
    ["Affine", {}, "linear"],
    ["Affine", { activation_alpha: { floats: [1] }, activation_beta: { floats: [0] } }, "linear"],
  ])("a simple cell with %s %j", (name, more, activation) => {
    expect(configOf({ attributes: { activations: { strings: [name] }, ...more } })).toMatchObject({
      cell: "simple",
      activation,
      inputs: 3,
      hidden: 2,
      bias: false,
    });
  });

  it("the gates are brought into our order, and the two biases of a gate become one", () => {
    const rest = [tensor([1, 16])];
    const { parameters } = understood(fromOnnx(recurrent({ op: "LSTM", rest })));
    // ONNX has i o f c, here it is i f g o; the states' biases stand 8 behind the inputs'.
    const order = [0, 1, 4, 5, 6, 7, 2, 3];
    expect([...parameters["recurrent.bias"]!]).toEqual(order.map((unit) => (2 * unit + 8) / 8));
    expect([...parameters["recurrent.weight"]!.subarray(0, 8)]).toEqual(order.map((unit) => (2 * unit) / 8));
    expect([...parameters["input.weight"]!.subarray(8, 16)]).toEqual(order.map((unit) => (3 * unit + 1) / 8));
  });

  it("the candidate of a GRU keeps its own bias", () => {
    const { parameters } = understood(fromOnnx(recurrent({ op: "GRU", rest: [tensor([1, 12])] })));
    // ONNX has z r h, here it is r z n.
    expect([...parameters["recurrent.bias"]!]).toEqual([2 + 8, 3 + 9, 0 + 6, 1 + 7, 4, 5].map((value) => value / 8));
    expect([...parameters["candidate.bias"]!]).toEqual([10, 11].map((value) => value / 8));
  });

  it("a state of zeros at the beginning is the one that every network here has", () => {
    for (const state of [zeros(1, 1, 2), "z"]) {
      const before = [node("Identity", ["x"], "b"), node("ConstantOfShape", [integers([1, 1, 2])], "z")];
      expect(configOf({ rest: ["", "", state], before })).toMatchObject({ hidden: 2 });
    }
  });

  it("its readout stands behind the last step, however that is taken", () => {
    const readout = node("MatMul", ["l", tensor([2, 3])], "y");
    const ways: NodeText[][] = [
      [node("Squeeze", ["h", integers([0])], "l")],
      [node("Squeeze", ["h"], "l")],
      [node("Gather", ["h", integers(0)], "l")],
      [node("Gather", ["h", integers(-1)], "l")],
      [node("Squeeze", ["s", integers([1])], "q"), node("Gather", ["q", integers(-1)], "l")],
      [node("Gather", ["s", integers([-1])], "g"), node("Squeeze", ["g"], "l")],
      [node("Slice", ["s", integers([-1]), integers([2 ** 31 - 1]), integers([0])], "g"), node("Squeeze", ["g", integers([0, 1])], "l")], // prettier-ignore
      [node("Slice", ["s", integers([-1]), integers([2 ** 40]), integers([-4]), integers([1])], "g"), node("Squeeze", ["g"], "l")], // prettier-ignore
    ];
    for (const way of ways)
      expect(configOf({ after: [...way, readout], output: "y" })).toMatchObject({ outputs: 3, hidden: 2 });
  });

  it("every step as the output is a net whose last one counts, and said", () => {
    const { notes, kind } = fromOnnx(recurrent({ output: "s" }));
    expect([kind, notes]).toEqual(["rnn", ["the model puts out every step; here the output is that of the last one"]]);
  });

  it.each<[string, LayerText]>([
    ["RNN: a reverse layer; here time runs forward", { attributes: { direction: { s: "reverse" } } }],
    ["RNN: clipped gates", { attributes: { clip: { f: 3 } } }],
    ["RNN: the layout with the batch first", { attributes: { layout: { i: 1 } } }],
    ["LSTM: coupled gates", { op: "LSTM", attributes: { input_forget: { i: 1 } } }],
    ["RNN: an initial state that is not zero", { rest: ["", "", tensor([1, 1, 2])] }],
    ["RNN: an initial state that is not zero", { rest: ["", "", "z"], before: [node("Identity", ["x"], "b"), node("ConstantOfShape", [integers([2])], "z", { value: { t: tensor([1], [2]) } })] }], // prettier-ignore
    ["LSTM: an initial state that is not zero", { op: "LSTM", rest: ["", "", zeros(1, 1, 2), tensor([1, 1, 2])] }],
    ["RNN: sequences of different lengths", { rest: ["", integers([3])] }],
    ["LSTM: peepholes", { op: "LSTM", rest: ["", "", "", "", tensor([1, 6])] }],
    ["GRU: a GRU that resets before the product; PyTorch's, with linear_before_reset = 1, is possible", { op: "GRU", attributes: { linear_before_reset: { i: 0 } } }], // prettier-ignore
    ["LSTM: gates of Sigmoid, Tanh, Relu; here they are Sigmoid, Tanh, Tanh", { op: "LSTM", attributes: { activations: { strings: ["Sigmoid", "Tanh", "Relu"] } } }], // prettier-ignore
    ["RNN: a recurrent layer with HardSigmoid", { attributes: { activations: { strings: ["HardSigmoid"] } } }],
    ["RNN: a recurrent layer with Elu", { attributes: { activations: { strings: ["Elu"] }, activation_alpha: { floats: [2] } } }], // prettier-ignore
    ["RNN: a recurrent layer with Affine", { attributes: { activations: { strings: ["Affine"] }, activation_alpha: { floats: [1] }, activation_beta: { floats: [1] } } }], // prettier-ignore
    ["RNN: a recurrent layer without units", { weights: [tensor([2, 3]), tensor([1, 2, 2])] }],
    ["RNN: weights of shape [1, 4, 3] for 2 units", { weights: [tensor([1, 4, 3]), tensor([1, 2, 2])] }],
    ["RNN: weights of shape [2, 2, 2] for 2 units", { weights: [tensor([1, 2, 3]), tensor([2, 2, 2])] }],
    ["RNN: its input 2 is missing", { weights: ["", tensor([1, 2, 2])] }],
    ["RNN: a recurrent layer without units", { attributes: { hidden_size: { i: 0 } } }],
    ["RNN: 3 biases for 2 units", { rest: [tensor([1, 3])] }],
    ["RNN: a recurrent layer over no sequence", { sizes: [null, 3] }],
    ["Gather: a step of the sequence that is not the last", { after: [node("Gather", ["s", integers(0)], "y")], output: "y" }], // prettier-ignore
    ["Slice: a part of the inputs, steps or units", { after: [node("Slice", ["s", integers([-2]), integers([2 ** 40])], "y")], output: "y" }], // prettier-ignore
    ["Slice: a part of the inputs, steps or units", { after: [node("Slice", ["s", integers([-1]), integers([0])], "y")], output: "y" }], // prettier-ignore
    ["Slice: a part of the inputs, steps or units", { after: [node("Slice", ["s", integers([-1]), integers([2 ** 40]), integers([0]), integers([2])], "y")], output: "y" }], // prettier-ignore
    ["Flatten: all steps of a sequence as one row", { after: [node("Flatten", ["s"], "y")], output: "y" }],
    ["Gemm: a dense layer over an input that is no row", { after: [node("Gemm", ["s", tensor([2, 2])], "y")], output: "y" }], // prettier-ignore
    ["Tanh: behind a recurrent layer: here its readout is linear", { after: [node("Tanh", ["h"], "y")], output: "y" }],
    ["Softmax: behind a recurrent layer: here its readout is linear", { after: [node("Softmax", ["h"], "y")], output: "y" }], // prettier-ignore
    ["Relu: before a recurrent layer: here it comes first", { before: [node("Relu", ["x"], "b")] }],
    ["Mul: it has 2 units and gets 3", { before: [node("Mul", ["x", tensor([2])], "b")] }],
  ])("%s", (reason, given) => {
    expect(refusedOf(recurrent(given))).toContain(reason);
  });

  const behind = (...nodes: NodeText[]): LayerText => ({
    after: [node("Squeeze", ["h", integers([0])], "l"), ...nodes],
    output: "y",
  });
  it.each<[string, NodeText[]]>([
    ["Gemm: it takes 4 inputs and gets 2", [node("Gemm", ["l", tensor([4, 2])], "y")]],
    ["Gemm: a second dense layer behind a recurrent one: here the readout is one", [node("Gemm", ["l", tensor([2, 2])], "a"), node("Gemm", ["a", tensor([2, 2])], "y")]], // prettier-ignore
    ["Mul: it has 3 units and gets 2", [node("Gemm", ["l", tensor([2, 2])], "a"), node("Mul", ["a", tensor([3])], "y")]], // prettier-ignore
    ["Tanh: behind a recurrent layer: here its readout is linear", [node("Gemm", ["l", tensor([2, 2])], "a"), node("Tanh", ["a"], "y")]], // prettier-ignore
    ['Mul: a layer behind "Sigmoid"', [node("Gemm", ["l", tensor([2, 2])], "a"), node("Sigmoid", ["a"], "b"), node("Mul", ["b", tensor([], [2])], "y")]], // prettier-ignore
  ])("readout: %s", (reason, nodes) => {
    expect(refusedOf(recurrent(behind(...nodes)))).toEqual([reason]);
  });

  it("what stands round it is folded: a scaling of the inputs, a bias and dropout of the readout", () => {
    const before = [node("Mul", ["x", tensor([], [2])], "a"), node("Add", ["a", tensor([3], [1, 0, 0])], "b")];
    const after = behind(
      node("Dropout", ["l"], "d"),
      node("MatMul", ["d", tensor([2, 1], [1, 1])], "m"),
      node("Add", ["m", tensor([1], [5])], "y"),
    );
    const { parameters, config } = understood(fromOnnx(recurrent({ before, ...after })));
    expect(config).toMatchObject({ inputs: 3, hidden: 2, outputs: 1 });
    const w = eighths(6);
    expect([...parameters["input.weight"]!]).toEqual([w[0], w[3], w[1], w[4], w[2], w[5]].map((value) => 2 * value!));
    expect([...parameters["recurrent.bias"]!]).toEqual([w[0], w[3]]);
    expect([...parameters["readout.bias"]!]).toEqual([5]);
  });

  it.each([
    ["Sigmoid", "binary-cross-entropy"],
    ["Softmax", "cross-entropy"],
  ])("a %s at its end is left out: %s contains it", (op, loss) => {
    const { training, notes } = fromOnnx(recurrent(behind(node("Gemm", ["l", tensor([2, 3])], "a"), node(op, ["a"], "y")))); // prettier-ignore
    expect(training).toEqual({ loss });
    expect(notes).toContain(`"${op}" (${op}) is left out, since ${loss} contains it: outputs are logits`);
  });

  it("biases that only one of the two has are zeros in the other", () => {
    const { notes, parameters } = understood(fromOnnx(recurrent(behind(node("Gemm", ["l", tensor([2, 1]), tensor([1], [4])], "y"))))); // prettier-ignore
    expect(notes).toContain("a layer without a bias gets one of zeros, which training moves");
    expect([...parameters["recurrent.bias"]!]).toEqual([0, 0]);
    const other = understood(fromOnnx(recurrent({ rest: [tensor([1, 4], [1, 2, 3, 4])], ...behind(node("MatMul", ["l", tensor([2, 1])], "y")) }))); // prettier-ignore
    expect([...other.parameters["readout.bias"]!]).toEqual([0]);
    expect([...other.parameters["recurrent.bias"]!]).toEqual([4, 6]);
  });

  it("dense layers and recurrent ones do not mix", () => {
    const before = [node("MatMul", ["x", tensor([3, 3])], "b")];
    expect(refusedOf(recurrent({ before }))[0]).toMatch(/^MatMul: /);
  });
});
