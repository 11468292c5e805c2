import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { load } from "gradiometer";
import { fromSafetensors, fromTorch } from "gradiometer/import";
import { readSafetensors, writeSafetensors } from "gradiometer/io";
import { caseOf, difference, fileOf, outputOf, understood } from "./support/cases.js";

const lab = await load();

/** A file of torch.save with this pickle. */
function archive(pickle: (string | number)[], data: Readonly<Record<string, Uint8Array>> = {}): Uint8Array {
  const bytes = pickle.flatMap((part) => (typeof part === "number" ? [part] : [...Buffer.from(part)]));
  const files = {
    "a/data.pkl": Uint8Array.from(bytes),
    "a/byteorder": Uint8Array.from(Buffer.from("little")),
    ...data,
  };
  return zipSync(files, { level: 0 });
}

describe("fromTorch", () => {
  it("a state dict is a network", () => {
    const { config, parameters, notes, kind } = understood(fromTorch(fileOf("sd.pt")));
    expect(kind).toBe("mlp");
    expect(config).toEqual({ sizes: [4, 8, 3], activation: "relu", output: "linear", init: "standard" });
    expect(Object.keys(parameters)).toEqual(["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"]);
    expect(notes.join()).toMatch(/"relu" is assumed; give `activation`/);
    expect(fromTorch(fileOf("sd.pt"), { activation: "gelu" }).config).toMatchObject({ activation: "gelu" });
  });

  it.each([
    ["checkpoint.pt", "checkpoint"],
    ["lstm.pt", "lstm-pt"],
  ])("%s computes what PyTorch does", (file, name) => {
    const given = caseOf(name);
    expect(difference(outputOf(fromTorch(fileOf(file)), given), given.y)).toBeLessThan(1e-6);
  });

  it("the optimizer of a checkpoint comes along", () => {
    expect(fromTorch(fileOf("checkpoint.pt")).training).toEqual({
      optimizer: { kind: "adam", learningRate: 0.003, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 },
    });
  });

  it("halves are read", () => {
    expect(understood(fromTorch(fileOf("half.pt"))).parameters["layers.0.weight"]).toHaveLength(32);
  });

  it("a whole module and the old format are refused by name", () => {
    expect(() => fromTorch(fileOf("whole-module.pt"))).toThrow(
      /asks for "torch.nn.modules.container.Sequential", which is code and is not run here.*save model.state_dict\(\) alone/,
    );
    expect(() => fromTorch(fileOf("legacy.pt"))).toThrow(/format before 1.6; load it in PyTorch and save it again/);
  });

  it("a pickle that would call something ends the reading", () => {
    const call = archive([0x80, 2, "cposix\nsystem\n", "X", 2, 0, 0, 0, "id", 0x85, "R", "."]);
    expect(() => fromTorch(call)).toThrow(/asks for "posix.system"/);
    expect(() => fromTorch(archive([0x80, 4, 0x8c, 8, "builtins", 0x8c, 4, "eval", 0x93, "."]))).toThrow(
      /"builtins.eval"/,
    );
    expect(() => fromTorch(archive([0x80, 2, "}", 0x81, "."]))).toThrow(/opcode 129/);
  });

  it("a pickle bomb costs no more than its bytes", () => {
    // ((((…),(…)),…): each tuple twice the one before, by the memo: 2^500 items for who would print them.
    const doubled = Array.from({ length: 500 }, (_, n) => ["q", n % 256, "h", n % 256, 0x86]).flat();
    expect(() => fromTorch(archive([0x80, 2, ")", ...doubled, "."]))).toThrow(/no dict of tensors/);
  });

  it("a tensor that claims more than its storage has is refused", () => {
    const tensor = (count: number, stride: number) => [
      ...[0x80, 2, "}", "X", 1, 0, 0, 0, "w", "ctorch._utils\n_rebuild_tensor_v2\n", "(", "("],
      ...[
        "X",
        7,
        0,
        0,
        0,
        "storage",
        "ctorch\nFloatStorage\n",
        "X",
        1,
        0,
        0,
        0,
        "0",
        "X",
        3,
        0,
        0,
        0,
        "cpu",
        "K",
        1,
        "t",
        "Q",
      ],
      ...[
        "K",
        0,
        "J",
        count & 255,
        (count >> 8) & 255,
        (count >> 16) & 255,
        count >>> 24,
        0x85,
        "K",
        stride,
        0x85,
        0x89,
        "N",
        "t",
        "R",
        "s",
        ".",
      ],
    ];
    const data = { "a/data/0": new Uint8Array(4) };
    for (const stride of [0, 1])
      expect(() => fromTorch(archive(tensor(2 ** 30, stride), data))).toThrow(/larger than its storage/);
    expect(() => fromTorch(archive(tensor(1, 1)))).toThrow(/storage "0" is missing/);
  });

  it("archives that expand, that lie, or whose names lead out are refused before anything is inflated", () => {
    const zeros = new Uint8Array(50_000_000);
    expect(() => fromTorch(zipSync({ "a/data.pkl": zeros }, { level: 9 }))).toThrow(/more than 4 times the archive/);
    const lying = zipSync({ "a/data.pkl": zeros.subarray(0, 1_000_000) }, { level: 9 });
    const end = lying.length - 22;
    const view = new DataView(lying.buffer, lying.byteOffset);
    view.setUint32(view.getUint32(end + 16, true) + 24, 1000, true); // the declared size
    expect(() => fromTorch(lying)).toThrow(/is damaged/);
    for (const name of ["../a/data.pkl", "/a/data.pkl", "a/../../data.pkl", "C:/data.pkl", "..\\data.pkl"])
      expect(() => fromTorch(zipSync({ [name]: new Uint8Array(1) }))).toThrow(/leads out of the archive/);
    const flipped = fileOf("sd.pt");
    flipped[1000]! ^= 1;
    expect(() => fromTorch(flipped)).toThrow(/BAD_FILE|damaged|checksum/);
  });
});

describe("fromSafetensors", () => {
  it("the most ordinary file of nn.Sequential is a network", () => {
    const { config, parameters } = understood(fromSafetensors(fileOf("sd.safetensors")));
    expect(config).toEqual(fromTorch(fileOf("sd.pt")).config);
    const { tensors } = readSafetensors(fileOf("sd.safetensors"), { layout: "pytorch" });
    expect(Object.values(parameters)).toEqual(tensors.map(({ values }) => values));
  });

  const networks = {
    norm: lab.mlp({ sizes: [3, 5, 5, 2], norm: "batch", activation: "relu" }),
    rms: lab.mlp({ sizes: [3, 5, 2], norm: "rms", activation: "relu" }),
    simple: lab.rnn({ inputs: 2, hidden: 3, outputs: 2 }),
    lstm: lab.rnn({ inputs: 2, hidden: 3, outputs: 2, cell: "lstm" }),
    gru: lab.rnn({ inputs: 2, hidden: 3, cell: "gru" }),
  };

  it.each(Object.entries(networks))("our own files come back, in both layouts: %s", (_, network) => {
    const all = [...network.parameters(), ...network.statistics()];
    for (const layout of ["pytorch", "fan-in-first"] as const) {
      const { parameters } = understood(fromSafetensors(writeSafetensors(all, { layout })));
      expect(parameters).toEqual(Object.fromEntries(all.map(({ name, values }) => [name, values])));
    }
  });

  const tensor = (name: string, shape: number[]) => ({ name, shape, values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + shape[0]!) }); // prettier-ignore
  const file = (...tensors: ReturnType<typeof tensor>[]) => {
    const bytes = writeSafetensors(tensors);
    const text = Buffer.from(bytes).toString("latin1").replace("gradiometer.layout", "somebody.elses_one"); // as another writer has it
    return Uint8Array.from(Buffer.from(text, "latin1"));
  };

  it("layers are ordered by number, 2 before 10, whatever the file's order", () => {
    const names = ["0", "10", "2"].flatMap((n) => [tensor(`net.${n}.bias`, [3]), tensor(`net.${n}.weight`, [3, 3])]);
    expect(fromSafetensors(file(...names)).layers.filter(({ operator }) => operator === "Linear").map(({ name }) => name)).toEqual(["net.0", "net.2", "net.10"]); // prettier-ignore
  });

  it("or by the one order whose shapes fit, or by a map", () => {
    const tensors = [tensor("decode.weight", [2, 7]), tensor("encode.weight", [5, 4]), tensor("middle.weight", [7, 5])];
    const { config, notes } = fromSafetensors(file(...tensors));
    expect(config).toMatchObject({ sizes: [4, 5, 7, 2], bias: false });
    expect(notes.join()).toMatch(/only one whose shapes fit: encode, middle, decode/);
    const map = { "layers.0.weight": "w_in", "layers.0.bias": "b_in", "layers.1.weight": "w_out" };
    const bare = file(tensor("b_in", [5]), tensor("w_in", [5, 4]), tensor("w_out", [2, 5]), tensor("step", [1]));
    expect(fromSafetensors(bare).refused[0]?.reason).toMatch(/tensors that no layer here has \(b_in/);
    expect(fromSafetensors(bare, { map }).config).toMatchObject({ sizes: [4, 5, 2] });
    expect(() => fromSafetensors(bare, { map: { "layers.0.weight": "w" } })).toThrow(/expected one of b_in, w_in/);
  });

  it("a bias says that matrices are [in, out]", () => {
    const { config } = fromSafetensors(file(tensor("a.weight", [4, 5]), tensor("a.bias", [5]), tensor("b.weight", [5, 2]), tensor("b.bias", [2]))); // prettier-ignore
    expect(config).toMatchObject({ sizes: [4, 5, 2] });
  });

  it("what is no layer here is refused by its module's name", () => {
    const refusedOf = (...tensors: ReturnType<typeof tensor>[]) => fromSafetensors(file(...tensors)).refused[0];
    expect(refusedOf(tensor("features.0.weight", [4, 1, 3, 3]))).toMatchObject({ layer: "features.0", reason: expect.stringMatching(/convolutions/) as string }); // prettier-ignore
    expect(refusedOf(tensor("r.weight_ih_l0", [4, 2]), tensor("r.weight_hh_l0", [4, 4]), tensor("r.weight_ih_l1", [4, 4]))?.reason).toMatch(/a stack of recurrent layers/); // prettier-ignore
    expect(refusedOf(tensor("attn.in_proj_weight", [12, 4]))?.layer).toBe("attn");
  });
});
