import { type Gradiometer, load, type Parameter, type RnnConfig } from "gradiometer";
import { loadSafetensors, readSafetensors, writeSafetensors } from "gradiometer/io";
import { beforeAll, describe, expect, it } from "vitest";
import { fileOf } from "../support/fuzz.js";
import { refusal } from "../support/refusal.js";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

const PYTORCH = { layout: "pytorch" } as const;

/** Names and shapes as the file itself has them. */
function stored(parameters: readonly Parameter[]): Record<string, number[]> {
  const bytes = Buffer.from(writeSafetensors(parameters, PYTORCH));
  const text = bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString("utf8");
  const entries = Object.entries(JSON.parse(text) as Record<string, { shape: number[] }>);
  return Object.fromEntries(entries.flatMap(([name, { shape }]) => (name === "__metadata__" ? [] : [[name, shape]])));
}

/** A file by another hand, which says nothing of its layout. */
function foreign(tensors: readonly (readonly [string, readonly number[], readonly number[], ("F32" | "I64")?])[]) {
  let at = 0;
  const blocks = tensors.map(([, , values, dtype]) =>
    Buffer.from(dtype === "I64" ? BigInt64Array.from(values, BigInt).buffer : Float32Array.from(values).buffer),
  );
  const entries = tensors.map(([name, shape, , dtype = "F32"], i) => {
    const begin = at;
    at += blocks[i]!.length;
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, at] })}`;
  });
  return fileOf(`{${entries.join()}}`, new Uint8Array(Buffer.concat(blocks)));
}

const rnn = (config: Partial<RnnConfig>) => lab.rnn({ inputs: 3, hidden: 2, ...config });

describe("what is written for PyTorch", () => {
  it.each([
    ["simple", 1],
    ["lstm", 4],
    ["gru", 3],
  ] as const)("has the names and shapes of torch.nn's: %s", (cell, gates) => {
    using network = rnn({ cell, outputs: 5 });
    expect(stored(network.parameters())).toEqual({
      weight_ih_l0: [2 * gates, 3],
      weight_hh_l0: [2 * gates, 2],
      bias_ih_l0: [2 * gates],
      bias_hh_l0: [2 * gates],
      "readout.weight": [5, 2],
      "readout.bias": [5],
    });
    using bare = rnn({ cell, bias: false });
    expect(stored(bare.parameters())).toEqual({ weight_ih_l0: [2 * gates, 3], weight_hh_l0: [2 * gates, 2] });
  });

  it("a batch norm's averages too; the other norms have nothing else", () => {
    using network = lab.mlp({ sizes: [3, 4, 2], norm: "batch" });
    expect(stored([...network.parameters(), ...network.statistics()])).toEqual({
      "layers.0.weight": [4, 3],
      "layers.0.bias": [4],
      "layers.0.norm.weight": [4],
      "layers.0.norm.bias": [4],
      "layers.1.weight": [2, 4],
      "layers.1.bias": [2],
      "layers.0.norm.running_mean": [4],
      "layers.0.norm.running_var": [4],
    });
  });

  it("names stay in our own layout, and where there is no recurrent layer", () => {
    using network = rnn({ cell: "gru" });
    const names = network.parameters().map(({ name }) => name);
    expect(readSafetensors(writeSafetensors(network.parameters())).tensors.map(({ name }) => name)).toEqual(names);
    const lone = [{ name: "input.weight", shape: [1, 1], values: Float32Array.of(1) }];
    expect(Object.keys(stored(lone))).toEqual(["input.weight"]);
  });
});

describe("what PyTorch wrote", () => {
  const weights = (gates: number, prefix = "") =>
    [
      [`${prefix}weight_ih_l0`, [2 * gates, 3], Array.from({ length: 6 * gates }, (_, i) => i)],
      [`${prefix}weight_hh_l0`, [2 * gates, 2], Array.from({ length: 4 * gates }, (_, i) => -i)],
    ] as const;
  const biases = (gates: number, prefix = "") =>
    [
      [`${prefix}bias_ih_l0`, [2 * gates], Array.from({ length: 2 * gates }, (_, i) => i)],
      [`${prefix}bias_hh_l0`, [2 * gates], Array.from({ length: 2 * gates }, (_, i) => 100 * i)],
    ] as const;
  const read = (cell: RnnConfig["cell"], bytes: Uint8Array) => {
    using network = rnn({ ...(cell && { cell }) });
    loadSafetensors(network, bytes, PYTORCH);
    return Object.fromEntries(network.parameters().map(({ name, values }) => [name, [...values]]));
  };

  it("both biases become one, but a GRU's candidate keeps its own", () => {
    const sums = (n: number) => Array.from({ length: n }, (_, i) => 101 * i);
    expect(read("simple", foreign([...weights(1), ...biases(1)]))["recurrent.bias"]).toEqual(sums(2));
    const lstm = read("lstm", foreign([...weights(4, "lstm."), ...biases(4, "lstm.")]));
    expect(lstm["recurrent.bias"]).toEqual(sums(8));
    expect(lstm["input.weight"]!.slice(0, 8)).toEqual([0, 3, 6, 9, 12, 15, 18, 21]); // [inputs, 4 · hidden]
    const gru = read("gru", foreign([...weights(3, "a.b."), ...biases(3, "a.b.")]));
    expect(gru["recurrent.bias"]).toEqual([...sums(4), 4, 5]);
    expect(gru["candidate.bias"]).toEqual([400, 500]);
  });

  it("counts of batches are left out", () => {
    using network = lab.mlp({ sizes: [1, 2, 1], norm: "batch" });
    const vector = (name: string, first: number) => [`layers.0.norm.${name}`, [2], [first, first + 1]] as const;
    const file = foreign([
      ["layers.0.weight", [2, 1], [1, 2]],
      ["layers.0.bias", [2], [3, 4]],
      vector("weight", 5),
      vector("bias", 7),
      vector("running_mean", 9),
      vector("running_var", 11),
      ["layers.0.norm.num_batches_tracked", [], [123], "I64"],
      ["layers.1.weight", [1, 2], [1, 2]],
      ["layers.1.bias", [1], [3]],
    ]);
    loadSafetensors(network, file, PYTORCH);
    expect(network.statistics().map(({ values }) => [...values])).toEqual([
      [9, 10],
      [11, 12],
    ]);
    expect(() => loadSafetensors(network, file)).toThrow(refusal("BAD_SHAPE", /layers\.0\.weight/));
  });

  it.each<[string, Uint8Array, string, RegExp]>([
    ["a bias alone", foreign([...weights(4), biases(4)[0]]), "BAD_FILE", /bias_ih_l0 and bias_hh_l0, or neither/],
    [
      "biases of two lengths",
      foreign([...weights(4), biases(4)[0], biases(1)[1]]),
      "BAD_FILE",
      /8 numbers, as bias_ih_l0/,
    ],
    [
      "two recurrent layers",
      foreign([...weights(4), ...weights(4, "b.")]),
      "BAD_FILE",
      /one weight_hh_l0, of one recurrent/,
    ],
    ["two names for one", foreign([...weights(4), ["input.weight", [1], [1]]]), "BAD_FILE", /that name or PyTorch's/],
    [
      "a second layer above",
      foreign([...weights(4), ["weight_ih_l1", [1], [1]]]),
      "BAD_SHAPE",
      /recurrent\.bias|weight_ih_l1/,
    ],
    [
      "another cell",
      foreign([...weights(3), ...biases(3)]),
      "BAD_SHAPE",
      /"input\.weight": expected shape \[3, 8\], but got \[3, 6\]/,
    ],
  ])("%s is refused", (_, bytes, code, message) => {
    using network = rnn({ cell: "lstm" });
    const hash = network.hash();
    expect(() => loadSafetensors(network, bytes, PYTORCH)).toThrow(refusal(code, message));
    expect(network.hash()).toBe(hash);
  });

  it("a file without the averages of a batch norm is refused: its net would infer by others", () => {
    using network = lab.mlp({ sizes: [1, 2, 1], norm: "batch" });
    for (const layout of ["pytorch", "fan-in-first"] as const)
      expect(() => loadSafetensors(network, writeSafetensors(network.parameters(), { layout }))).toThrow(
        refusal("BAD_SHAPE", /"layers\.0\.norm\.mean": expected shape \[2\], but got none/),
      );
  });
});
