import { describe, expect, it } from "vitest";
import { fromTorch, type StateOptions } from "gradiometer/import";
import { understood } from "./support/cases.js";
import { archive, call, dict, double, FALSE, global, int, list, NONE, stateDict, storage, str, tensor, torchFile, TRUE, tuple } from "./support/torch.js"; // prettier-ignore

const damaged = (file: Uint8Array, message: RegExp) =>
  expect(() => fromTorch(file)).toThrow(
    expect.objectContaining({ code: "BAD_FILE", message: expect.stringMatching(message) as string }) as Error,
  );
const ascii = (text: string): number[] => [...Buffer.from(text)];
const bytes = (values: ArrayBufferView) => new Uint8Array(values.buffer);
const fileOf = (shapes: Readonly<Record<string, readonly number[]>>): Uint8Array => {
  const { value, data } = stateDict(shapes);
  return torchFile(value, data);
};
/** One dense layer of two inputs and a unit over a storage. */
const layer = (type: string, data: Uint8Array, count = 2, dims = [1, 2], strides = [2, 1], offset = 0): Uint8Array =>
  torchFile(dict([str("fc.weight"), tensor(storage(type, "0", count), dims, strides, offset)]), { 0: data });
const weightsOf = (file: Uint8Array) => [...understood(fromTorch(file)).parameters["layers.0.weight"]!];

describe("tensors", () => {
  it.each<[string, ArrayBufferView, number[]]>([
    ["FloatStorage", Float32Array.from([1.5, -2]), [1.5, -2]],
    ["DoubleStorage", Float64Array.from([1.5, -2]), [1.5, -2]],
    ["HalfStorage", Uint16Array.from([0x3e00, 0xc000]), [1.5, -2]],
    ["BFloat16Storage", Uint16Array.from([0x3fc0, 0xc000]), [1.5, -2]],
    ["LongStorage", BigInt64Array.from([3n, -2n]), [3, -2]],
    ["IntStorage", Int32Array.from([3, -2]), [3, -2]],
    ["ByteStorage", Uint8Array.from([3, 255]), [3, 255]],
    ["BoolStorage", Uint8Array.from([1, 0]), [1, 0]],
  ])("of a %s", (type, data, values) => {
    expect(weightsOf(layer(type, bytes(data)))).toEqual(values);
  });

  it("may be a part of a storage, or lie in it the other way round", () => {
    const data = bytes(Float32Array.from([9, 1, 2, 3, 4]));
    expect(weightsOf(layer("FloatStorage", data, 5, [2, 2], [1, 2], 1))).toEqual([1, 2, 3, 4]);
    expect(weightsOf(layer("FloatStorage", data, 5, [2, 2], [2, 1], 1))).toEqual([1, 3, 2, 4]);
  });

  it("may be parameters, or made as old versions do", () => {
    const own = tensor(storage("FloatStorage", "0", 2), [1, 2]);
    const data = { 0: bytes(Float32Array.from([5, 6])) };
    const parameter = call("torch._utils._rebuild_parameter", own, TRUE, call("collections.OrderedDict"));
    expect(weightsOf(torchFile(dict([str("weight"), parameter]), data))).toEqual([5, 6]);
    const size = call("torch.Size", tuple(int(1), int(2)));
    const old = call("torch._utils._rebuild_tensor", storage("FloatStorage", "0", 2), int(0), size, tuple(int(2), int(1))); // prettier-ignore
    expect(weightsOf(torchFile(dict([str("weight"), old]), data))).toEqual([5, 6]);
  });

  it.each<[RegExp, Uint8Array]>([
    [/a tensor is larger than its storage/, layer("FloatStorage", new Uint8Array(8), 2, [1, 2], [2, 1], 1)],
    [/a tensor is larger than its storage/, layer("FloatStorage", new Uint8Array(8), 2, [1, 2], [0, 2])],
    [/a tensor is not described as one/, layer("FloatStorage", new Uint8Array(8), 2, [1, 2], [1])],
    [/a tensor is not described as one/, layer("FloatStorage", new Uint8Array(8), 2, [1, 2], [2, 1], -1)],
    [/a tensor has no shape/, layer("FloatStorage", new Uint8Array(8), 2, [-1, 2], [2, 1])],
    [/a tensor has no shape/, layer("FloatStorage", new Uint8Array(8), 2, Array<number>(9).fill(1))],
    [/storage "0" has 8 bytes for 3 numbers/, layer("FloatStorage", new Uint8Array(8), 3)],
    [/a storage is not described as one/, layer("FloatStorage", new Uint8Array(8), -1)],
    [/asks for "torch.ComplexFloatStorage", which is code/, layer("ComplexFloatStorage", new Uint8Array(16))],
    [/numbers of "torch.Size"/, layer("Size", new Uint8Array(16))],
    [/a tensor is not described as one/, torchFile(dict([str("w"), tensor(NONE, [1, 2])]))],
    [/calls "torch.Size" with what it does not take/, torchFile(call("torch.Size", int(3)))],
    [/calls "torch._utils._rebuild_parameter" with what/, torchFile(call("torch._utils._rebuild_parameter", int(3)))],
    [/calls "collections.OrderedDict" with what it does not/, torchFile(call("collections.OrderedDict", int(3)))],
    [/calls "torch.FloatStorage" with what it does not take/, torchFile(call("torch.FloatStorage"))],
  ])("%s", (message, file) => {
    damaged(file, message);
  });

  it("numbers that are shared too often are refused before they are written out", () => {
    const names = Array.from({ length: 100 }, (_, index) => `net.${index}.weight`);
    const own = storage("FloatStorage", "0", 2500);
    const square = (name: string): [number[], number[]] => [str(name), tensor(own, [50, 50])];
    const file = torchFile(dict(...names.map(square)), { 0: new Uint8Array(10_000) });
    damaged(file, /its tensors share numbers so often that they come to more than four times the file/);
  });
});

describe("pickles", () => {
  const weight = tensor(storage("FloatStorage", "0", 2), [1, 2]);
  const data = { 0: bytes(Float32Array.from([5, 6])) };
  const reads = (value: readonly number[]) => expect(weightsOf(torchFile(value, data))).toEqual([5, 6]);

  it("every way to write a text, a number, a list and a dict", () => {
    const key = ascii("weight");
    reads([...ascii("}"), 0x8c, 6, ...key, ...weight, ...ascii("s")]);
    reads([...ascii("}U"), 6, ...key, ...weight, ...ascii("s")]);
    // A frame, a version, what is put on the stack and taken away again.
    reads([0x80, 4, 0x95, ...new Array<number>(8).fill(0), ...NONE, ...ascii("0"), ...dict([str("weight"), weight])]);
    const meta = list(int(-1), double(0.5), [0x8a, 2, 0xff, 0xff], [0x8a, 0], [0x4d, 1, 2], TRUE, FALSE, [0x43, 1, 7], [0x42, 1, 0, 0, 0, 7]); // prettier-ignore
    reads(dict([str("_metadata"), meta], [str("weight"), weight]));
    reads([...dict([str("weight"), weight]), ...NONE, ...ascii("b")]);
  });

  it("what a memo repeats is the same value", () => {
    const key = str("weight");
    reads([...key, ...ascii("q"), 1, ...ascii("0}h"), 1, ...weight, ...ascii("s")]);
    reads([...key, ...ascii("r"), 1, 1, 0, 0, ...ascii("0}j"), 1, 1, 0, 0, ...weight, ...ascii("s")]);
    reads([...key, 0x94, ...ascii("0}h"), 0, ...weight, ...ascii("s")]);
  });

  it.each<[string, RegExp, readonly number[]]>([
    ["a memo that was never written", /recalls a value that it never had/, [...ascii("h"), 9]],
    ["nothing to take", /takes a value where there is none/, []],
    ["nothing to remember", /takes a value where there is none/, [...ascii("q"), 0]],
    ["no mark", /goes back to a mark that is not there/, ascii("t")],
    ["a text that is not all there", /ends too early/, [0x58, 255, 255, 255, 0]],
    ["a name that is not all there", /ends too early/, ascii("ctorch")],
    ["a name that is a number", /asks for a name that is no text/, [...int(1), ...int(2), 0x93]],
    ["a call of a dict", /calls what is no function/, [...ascii("}"), ...tuple(), ...ascii("R")]],
    ["a call without a tuple", /calls what is no function/, [...global("torch.Size"), ...ascii("}R")]],
    ["state of a list", /builds an object/, [...ascii("]"), ...NONE, ...ascii("b")]],
    ["items of a list", /puts items into what is no dict/, [...ascii("]"), ...str("a"), ...str("b"), ...ascii("s")]],
    ["a key without a value", /puts items into what is no dict/, [...ascii("}("), ...str("a"), ...ascii("u")]],
    ["an item of a dict", /appends to what is no list/, [...ascii("}"), ...str("a"), ...ascii("a")]],
    ["an integer of more than 64 bits", /an integer of more than 64 bits/, [0x8a, 9, ...new Array<number>(9).fill(1)]],
    ["a storage that is no tuple", /a storage is not described as one/, [...str("0"), ...ascii("Q")]],
    ["a storage of another kind", /a storage is not described as one/, [...tuple(str("module"), global("torch.FloatStorage"), str("0"), str("cpu"), int(1)), ...ascii("Q")]], // prettier-ignore
    ["a storage without a type", /a storage is not described as one/, [...tuple(str("storage"), str("float"), str("0"), str("cpu"), int(1)), ...ascii("Q")]], // prettier-ignore
  ])("%s is damage", (_, message, value) => {
    damaged(torchFile(value), message);
  });

  it("a list takes items one by one", () => {
    damaged(torchFile([...ascii("]"), ...str("a"), ...ascii("a")]), /no dict of tensors; save model.state_dict\(\)/);
  });
});

describe("archives", () => {
  const { value, data } = stateDict({ "fc.weight": [1, 2] });
  const pickle = Uint8Array.from([0x80, 2, ...value, 0x2e]);

  it("of another kind are refused, each with what to do", () => {
    damaged(archive({ "a/other.txt": pickle }), /the archive has no data.pkl/);
    damaged(archive({ "data.pkl": pickle }), /the archive has no data.pkl/);
    damaged(archive({ "a/b/data.pkl": pickle }), /the archive has no data.pkl/);
    damaged(archive({ "a/data.pkl": pickle, "a/code/net.py": pickle }), /a TorchScript program, which is code/);
    const big = { "a/data.pkl": pickle, "a/byteorder": Uint8Array.from(ascii("big")), "a/data/0": data["0"]! };
    damaged(archive(big), /its numbers are big-endian; save it on another machine/);
    damaged(new Uint8Array(100), /it is no archive, as torch.save writes one/);
    expect(() => fromTorch("net.pt" as never)).toThrow(/bytes: expected a Uint8Array/);
  });

  it("a dict of other things than tensors is no state dict; an empty one is none either", () => {
    damaged(torchFile(dict()), /no dict of tensors/);
    damaged(torchFile(dict([int(1), tensor(storage("FloatStorage", "0", 2), [1, 2])]), data), /no dict of tensors/);
    damaged(torchFile(str("a")), /no dict of tensors/);
  });

  it("the first dict of tensors in a checkpoint is the network, and said", () => {
    const file = torchFile(dict([str("epoch"), int(3)], [str("model"), value]), data);
    expect(fromTorch(file).notes).toContain('the parameters are those of "model"');
  });
});

describe("the optimizer of a checkpoint", () => {
  const { value, data } = stateDict({ "fc.weight": [1, 2] });
  const trained = (...options: [string, number[]][]) => {
    const group = dict(...options.map(([key, one]): [number[], number[]] => [str(key), one]));
    const optimizer = dict([str("state"), dict()], [str("param_groups"), list(group)]);
    return fromTorch(torchFile(dict([str("model"), value], [str("optimizer"), optimizer]), data)).training;
  };
  const lr: [string, number[]] = ["lr", double(0.25)];
  const betas: [string, number[]] = ["betas", tuple(double(0.5), double(0.75))];
  const decay: [string, number[]] = ["weight_decay", double(0.125)];
  const sgd: [string, number[]][] = [lr, ["dampening", int(0)], ["momentum", double(0.5)], ["nesterov", TRUE]];
  const rms: [string, number[]][] = [lr, ["alpha", double(0.75)], ["eps", double(0.001)], ["centered", FALSE], ["momentum", int(0)]]; // prettier-ignore

  it("is told by its options", () => {
    const adam = { kind: "adam", learningRate: 0.25, beta1: 0.5, beta2: 0.75 };
    expect(trained(lr, betas)).toEqual({ optimizer: { ...adam, weightDecay: 0 } });
    expect(trained(lr, betas, decay, ["decoupled_weight_decay", TRUE])).toEqual({ optimizer: { ...adam, weightDecay: 0.125 } }); // prettier-ignore
    expect(trained(...sgd, decay)).toEqual({
      optimizer: { kind: "sgd", learningRate: 0.25, momentum: 0.5, nesterov: true, weightDecay: 0.125 },
    });
    expect(trained(...rms)).toEqual({
      optimizer: { kind: "rmsprop", learningRate: 0.25, alpha: 0.75, epsilon: 0.001 },
    });
  });

  it("is left out where it is none of ours, or is no optimizer", () => {
    expect(trained(lr, betas, decay)).toBeUndefined();
    expect(trained(lr, ["rho", double(0.9)])).toBeUndefined();
    expect(trained(...rms, decay)).toBeUndefined();
    expect(trained(...rms.slice(0, 3), ["centered", TRUE], ["momentum", int(0)])).toBeUndefined();
    expect(trained(...rms.slice(0, 4), ["momentum", double(0.9)])).toBeUndefined();
    expect(trained(["lr", double(-1)], betas)).toBeUndefined();
    expect(trained(["lr", str("fast")], ["dampening", int(0)])).toBeUndefined();
    const empty = dict([str("param_groups"), list()]);
    expect(fromTorch(torchFile(dict([str("m"), value], [str("o"), empty]), data)).training).toBeUndefined();
  });
});

describe("modules", () => {
  const refusedOf = (shapes: Readonly<Record<string, readonly number[]>>, options?: StateOptions) =>
    fromTorch(fileOf(shapes), options).refused.map(({ layer: name, reason }) => `${name}: ${reason.split(";")[0]!}`);
  const lstm = { "r.weight_ih_l0": [8, 3], "r.weight_hh_l0": [8, 2] };

  it.each<[string, Readonly<Record<string, readonly number[]>>]>([
    ["c: a weight of shape [2, 1, 3], as convolutions have", { "c.weight": [2, 1, 3] }],
    ["fc: a bias of shape [3] for 2 units", { "fc.weight": [2, 4], "fc.bias": [3] }],
    ["fc: a bias of shape [2, 1] for 2 units", { "fc.weight": [2, 4], "fc.bias": [2, 1] }],
    ["fc: a weight without numbers", { "fc.weight": [0, 4] }],
    ["fc: tensors that no layer here has (weight, scale)", { "fc.weight": [2, 4], "fc.scale": [2] }],
    ["n: a norm whose tensors have different shapes", { "n.weight": [2], "n.bias": [3] }],
    ["n: tensors that no layer here has (weight, running_mean)", { "n.weight": [2], "n.running_mean": [2] }],
    ["n: a norm whose tensors have different shapes", { "n.running_mean": [2, 1], "n.running_var": [2, 1] }],
    ["the file: tensors that no layer here has (step)", { step: [1] }],
    ["r: a layer that runs in both directions", { ...lstm, "r.weight_ih_l0_reverse": [8, 3] }],
    ["r: a stack of recurrent layers: here a network has one", { ...lstm, "r.weight_hh_l1": [8, 2] }],
    ["r: the tensor weight_hr_l0_proj", { ...lstm, "r.weight_hr_l0_proj": [1, 2] }],
    ["r: a recurrent layer without its two weights", { "r.weight_ih_l0": [8, 3] }],
    ["r: a recurrent layer without its two weights", { "r.weight_ih_l0": [8], "r.weight_hh_l0": [8, 2] }],
    ["r: recurrent weights of shape [10, 2]", { "r.weight_ih_l0": [10, 3], "r.weight_hh_l0": [10, 2] }],
    ["r: recurrent weights of shape [8, 2]", { "r.weight_ih_l0": [6, 3], "r.weight_hh_l0": [8, 2] }],
    ["r: recurrent weights of shape [8, 2]", { "r.weight_ih_l0": [8, 0], "r.weight_hh_l0": [8, 2] }],
    ["r: a recurrent layer with one bias of two", { ...lstm, "r.bias_hh_l0": [8] }],
    ["r: biases of another length", { ...lstm, "r.bias_ih_l0": [8], "r.bias_hh_l0": [7] }],
    ["r: biases of another length", { ...lstm, "r.bias_ih_l0": [8] }],
    ["fc: it takes 5 inputs and gets 2", { "a.weight": [2, 4], "fc.weight": [2, 5] }],
  ])("%s", (reason, shapes) => {
    expect(refusedOf(shapes)).toContain(reason);
  });

  it("the two biases of a gate are added, but for the candidate of a GRU", () => {
    const gru = { "r.weight_ih_l0": [6, 3], "r.weight_hh_l0": [6, 2], "r.bias_ih_l0": [6], "r.bias_hh_l0": [6] };
    const { parameters, config } = understood(fromTorch(fileOf(gru)));
    expect(config).toMatchObject({ cell: "gru", inputs: 3, hidden: 2 });
    expect([...parameters["recurrent.bias"]!]).toEqual([0, 2, 4, 6, 4, 5]);
    expect([...parameters["candidate.bias"]!]).toEqual([4, 5]);
    expect(understood(fromTorch(fileOf(lstm))).config).toMatchObject({ cell: "lstm", bias: false });
    const simple = { "r.weight_ih_l0": [2, 3], "r.weight_hh_l0": [2, 2] };
    expect(understood(fromTorch(fileOf(simple))).config).toMatchObject({ cell: "simple", activation: "tanh" });
    expect(fromTorch(fileOf(simple), { activation: "relu" }).config).toMatchObject({ activation: "relu" });
  });

  it("norms are told by their tensors, and stand before the activation", () => {
    const net = (norm: Readonly<Record<string, readonly number[]>>) =>
      understood(fromTorch(fileOf({ "0.weight": [2, 4], ...norm, "3.weight": [1, 2] })));
    const batch = { "1.weight": [2], "1.bias": [2], "1.running_mean": [2], "1.running_var": [2], "1.num_batches_tracked": [] }; // prettier-ignore
    expect(net(batch).config).toMatchObject({ norm: { kind: "batch", epsilon: 1e-5, momentum: 0.1, affine: true } });
    expect(net({ "1.running_mean": [2], "1.running_var": [2] }).config).toMatchObject({ norm: { kind: "batch", affine: false } }); // prettier-ignore
    expect(net({ "1.weight": [2], "1.bias": [2] }).config).toMatchObject({ norm: { kind: "layer" } });
    expect(net({ "1.weight": [2] }).config).toMatchObject({ norm: { kind: "rms" } });
    expect(net({ "1.weight": [2] }).notes).toContain("the file does not say ε of its norms: 0.00001 is assumed");
  });

  it("the options say the activations, of the hidden layers and of the last one", () => {
    const shapes = { "a.weight": [2, 4], "b.weight": [1, 2] };
    const of = (options: StateOptions) => fromTorch(fileOf(shapes), options);
    expect(of({ activation: "tanh", output: "sigmoid" }).config).toMatchObject({ activation: "tanh", output: "sigmoid" }); // prettier-ignore
    expect(of({ activation: "linear" }).config).toMatchObject({ activation: "linear", output: "linear" });
    expect(of({ activation: "tanh" }).notes).toEqual([]);
    expect(of({ loss: "cross-entropy" }).training).toEqual({ loss: "cross-entropy" });
    expect(() => of({ activation: "swish" as never })).toThrow(/options.activation/);
    expect(() => of({ output: "soft" as never })).toThrow(/options.output/);
    for (const map of [5, null, { a: 1 }])
      expect(() => of({ map: map as never })).toThrow(/options.map: expected an object: name here → name in the file/);
  });

  it("where no order of the file fits, or more than one does, what does not fit is refused, and nothing for it", () => {
    const unfit = { "a.weight": [2, 4], "b.weight": [4, 2], "c.weight": [3, 3] };
    expect(refusedOf(unfit)).toEqual(["c: it takes 3 inputs and gets 4"]);
    const twoWays = { "a.weight": [2, 3], "b.weight": [4, 2], "c.weight": [2, 4], "d.weight": [2, 4], "e.weight": [4, 2] }; // prettier-ignore
    expect(refusedOf(twoWays)).toEqual(["d: it takes 4 inputs and gets 2"]);
    const backward = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`w${n}.weight`, [n + 2, n + 3]]));
    expect(refusedOf(backward(10))).toEqual([]);
    // Eleven are not permuted.
    expect(refusedOf(backward(11))).toHaveLength(10);
  });
});
