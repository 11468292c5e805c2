import { type Gradiometer, load, type Parameter } from "gradiometer";
import { loadSafetensors, readSafetensors, type WriteOptions, writeSafetensors } from "gradiometer/io";
import { beforeAll, describe, expect, it } from "vitest";
import { CELL_NAMES } from "../../sdk/nn/cells/index.js";
import { NORMS } from "../../sdk/nn/ops/norm.js";
import { fileOf } from "../support/fuzz.js";
import { refusal } from "../support/refusal.js";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

const NORM_KINDS = Object.keys(NORMS) as (keyof typeof NORMS)[];

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
const tensor = (name: string, shape: number[], ...values: number[]): Parameter => ({
  name,
  shape,
  values: Float32Array.from(values),
});
const MATRIX = tensor("w", [2, 3], 1, 2, 3, 4, 5, 6);

/** An entry of a header. */
const entry = (begin: number, end: number, shape = `[${(end - begin) / 4}]`) =>
  `{"dtype":"F32","shape":${shape},"data_offsets":[${begin},${end}]}`;

describe("writeSafetensors", () => {
  it("writes these bytes", () => {
    const header =
      '{"__metadata__":{"gradiometer.layout":"fan-in-first","note":"½"},' +
      '"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"F32","shape":[1],"data_offsets":[24,28]}}';
    const padded = Buffer.concat([Buffer.from(header), Buffer.alloc(8, " ")]).subarray(0, 184);
    const bytes = writeSafetensors([MATRIX, tensor("b", [1], -0)], { metadata: { note: "½" } });
    expect(Buffer.from(bytes)).toEqual(Buffer.from(fileOf(padded, floats(1, 2, 3, 4, 5, 6, -0))));
    expect((bytes.length - 28) % 8).toBe(0);
  });

  it("turns matrices for PyTorch, says so, and turns them back when it reads", () => {
    const bytes = writeSafetensors([MATRIX, tensor("b", [2], 7, 8)], { layout: "pytorch" });
    const text = Buffer.from(bytes).toString("latin1");
    expect(text).toContain('"gradiometer.layout":"pytorch"');
    expect(text).toContain('"w":{"dtype":"F32","shape":[3,2]');
    expect([...bytes.subarray(-32)]).toEqual([...floats(1, 4, 2, 5, 3, 6, 7, 8)]);
    const { tensors, layout } = readSafetensors(bytes);
    expect(layout).toBe("pytorch");
    expect(tensors).toEqual([MATRIX, tensor("b", [2], 7, 8)]);
  });

  it.each([
    ["BAD_OPTION", /parameters: expected an array/, "x", {}],
    ["BAD_OPTION", /parameters\[0\]: expected an object/, [1], {}],
    ["BAD_OPTION", /parameters\[0\]\.name.*not __metadata__/, [tensor("__metadata__", [1], 1)], {}],
    ["BAD_OPTION", /parameters\[1\]\.name/, [MATRIX, MATRIX], {}],
    ["BAD_OPTION", /parameters\[0\]\.name/, [tensor("\ud800", [1], 1)], {}],
    ["BAD_OPTION", /parameters\[0\]\.shape/, [tensor("w", [1.5], 1)], {}],
    ["BAD_SHAPE", /w: expected 2 numbers, shape \[2\], but got 1/, [tensor("w", [2], 1)], {}],
    ["NOT_FINITE", /w: .*number 1 of 2 is NaN/, [tensor("w", [2], 1, NaN)], {}],
    ["BAD_OPTION", /layout: expected "fan-in-first" or "pytorch", but got "torch"/, [MATRIX], { layout: "torch" }],
    ["BAD_OPTION", /options\.format/, [MATRIX], { format: "pt" }],
    ["BAD_OPTION", /metadata\["n"\]: expected a string/, [MATRIX], { metadata: { n: 1 } }],
    ["BAD_OPTION", /metadata: .*gradiometer\./, [MATRIX], { metadata: { "gradiometer.layout": "pytorch" } }],
  ])("%s %s", (code, message, parameters, options) => {
    expect(() => writeSafetensors(parameters as Parameter[], options as WriteOptions)).toThrow(refusal(code, message));
  });
});

describe("round trips", () => {
  it.each(["fan-in-first", "pytorch"] as const)("every kind of network, %s", (layout) => {
    const networks = (seed: number) => [
      lab.mlp({ sizes: [3, 5, 2], seed }),
      lab.mlp({ sizes: [4, 4], bias: false, seed }),
      lab.rnn({ inputs: 2, hidden: 5, outputs: 3, seed }),
      lab.rnn({ inputs: 3, hidden: 2, bias: false, seed }),
      ...NORM_KINDS.map((norm) => lab.mlp({ sizes: [3, 5, 5, 2], norm, skip: "scaled", seed })),
      lab.mlp({ sizes: [3, 5, 2], norm: { kind: "batch", affine: false }, bias: false, seed }),
      ...CELL_NAMES.flatMap((cell) =>
        [true, false].map((bias) => lab.rnn({ inputs: 3, hidden: 2, outputs: 2, cell, bias, seed })),
      ),
    ];
    const others = networks(2);
    networks(1).forEach((network, index) => {
      const other = others[index]!;
      expect(other.hash()).not.toBe(network.hash());
      const vectors = [...network.parameters(), ...network.statistics()].filter(({ shape }) => shape.length === 1);
      // −0 has bits of its own.
      const numbers = (n: number) => Array.from({ length: n }, (_, k) => (k % 3 === 0 ? -0 : 0.1 * k - 1));
      network.setParameters(Object.fromEntries(vectors.map(({ name, values: { length } }) => [name, numbers(length)])));
      loadSafetensors(other, writeSafetensors([...network.parameters(), ...network.statistics()], { layout }));
      expect(other.hash()).toBe(network.hash());
    });
  });

  it("names and metadata of any kind, no prototype harmed", () => {
    const names = ["__proto__", "constructor", "0", "", '½ 𝄞 \u0000"\\', "\ufeff"];
    const tensors = names.map((name, index) => tensor(name, [1], index));
    const metadata = Object.fromEntries(names.map((name) => [name, `${name}!`]));
    const read = readSafetensors(writeSafetensors(tensors, { metadata }));
    expect(read.tensors).toEqual(tensors);
    expect(Object.entries(read.metadata).sort()).toEqual(Object.entries(metadata).sort());
    expect(Object.getPrototypeOf(read.metadata)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)["constructor"]).toBe(Object);
  });

  it("scalars, empty tensors, none at all, and bytes that begin anywhere in their buffer", () => {
    const tensors = [tensor("s", [], 3), tensor("e", [0, 4]), tensor("t", [1, 1, 2], 1e-45, 3.4028234663852886e38)];
    const bytes = writeSafetensors(tensors);
    const shifted = new Uint8Array(bytes.length + 3).subarray(3);
    shifted.set(bytes);
    expect(readSafetensors(shifted).tensors).toEqual(tensors);
    expect(readSafetensors(writeSafetensors([])).tensors).toEqual([]);
  });
});

describe("files of other hands", () => {
  it("F64, white space, escapes, any order, no metadata", () => {
    const header = `{ "b" :\t{"data_offsets" : [ 0, 16 ],\n"shape":[2],"dtype":"F64"} ,"\\u00e9":${entry(16, 20)}}\n  `;
    const data = Buffer.concat([Buffer.from(new Float64Array([0.1, -2]).buffer), floats(7)]);
    const { tensors, metadata, layout } = readSafetensors(fileOf(header, data));
    expect(tensors).toEqual([tensor("b", [2], 0.1, -2), tensor("é", [1], 7)]);
    expect([metadata, layout]).toEqual([{}, "fan-in-first"]);
  });

  it("entries in another order than their bytes: the tensors come in the order of the bytes, an empty one first", () => {
    const header = `{"z":${entry(8, 12)},"m":${entry(4, 8)},"e":${entry(4, 4)},"a":${entry(0, 4)}}`;
    const { tensors } = readSafetensors(fileOf(header, floats(1, 2, 3)));
    expect(tensors).toEqual([tensor("a", [1], 1), tensor("e", [0]), tensor("m", [1], 2), tensor("z", [1], 3)]);
  });

  it("PyTorch's do not say how they hold their matrices: the reader does", () => {
    const bytes = fileOf(`{"w":${entry(0, 24, "[3,2]")}}`, floats(1, 4, 2, 5, 3, 6));
    expect(readSafetensors(bytes, { layout: "pytorch" }).tensors).toEqual([MATRIX]);
    const said = writeSafetensors([MATRIX]);
    expect(readSafetensors(said, { layout: "fan-in-first" }).tensors).toEqual([MATRIX]);
    expect(() => readSafetensors(said, { layout: "pytorch" })).toThrow(refusal("BAD_OPTION", /layout/));
  });

  it("that do not fit the network leave it as it was", () => {
    const network = lab.mlp({ sizes: [2, 3], bias: false });
    const hash = network.hash();
    const put =
      (...tensors: Parameter[]) =>
      () =>
        loadSafetensors(network, writeSafetensors(tensors));
    const weight = { ...MATRIX, name: "layers.0.weight" };
    expect(put(MATRIX)).toThrow(refusal("BAD_SHAPE", /"layers\.0\.weight": expected shape \[2, 3\], but got none/));
    expect(put({ ...weight, shape: [3, 2] })).toThrow(
      refusal("BAD_SHAPE", /expected shape \[2, 3\], but got \[3, 2\]/),
    );
    expect(put(weight, MATRIX)).toThrow(refusal("BAD_SHAPE", /but got "w" too/));
    expect(network.hash()).toBe(hash);
    put(weight)();
    expect(network.parameters()[0]!.values).toEqual(MATRIX.values);
  });
});

describe("readSafetensors refuses", () => {
  const ONE = floats(1);
  const one = (text: string) => fileOf(text, ONE);
  const utf8 = (bytes: number[]) =>
    fileOf(Buffer.from(`{"${String.fromCharCode(...bytes)}":${entry(0, 4)}}`, "latin1"), ONE);
  const cases: Record<string, [Uint8Array, RegExp]> = {
    "an empty file": [new Uint8Array(0), /length: expected at least 8 bytes, but got 0/],
    "a file without a header": [fileOf("", ONE), /header: expected \{ as its first byte/],
    "a header longer than the file": [fileOf("{}", ONE, 7), /header: expected at most 6 bytes, but got 7/],
    "a header of 2⁶⁴ − 1 bytes": [fileOf("{}", ONE, 2n ** 64n - 1n), /header: expected at most 6 bytes/],
    "a header that begins with white space": [one(` {"a":${entry(0, 4)}}`), /\{ as its first byte/],
    "an array": [one("[]"), /\{ as its first byte/],
    "a header that does not end": [one(`{"a":${entry(0, 4)}`), /header at byte \d+: expected \}, but got "its end"/],
    "something behind the header's end": [one(`{"a":${entry(0, 4)}}x`), /white space to the end, but got "x"/],
    "a trailing comma": [one(`{"a":${entry(0, 4)},}`), /header at byte \d+: expected ", but got "}"/],
    "a comment": [one(`{/**/"a":${entry(0, 4)}}`), /expected "/],
    "a string without its end": [one(`{"a`), /expected "/],
    "a string that ends in an escape": [one(`{"a\\`), /expected "/],
    "an unknown escape": [one(`{"\\x":${entry(0, 4)}}`), /a JSON string in UTF-8/],
    "a control character": [one(`{"\n":${entry(0, 4)}}`), /a JSON string in UTF-8/],
    "half a surrogate pair": [one(`{"\\ud800":${entry(0, 4)}}`), /whole characters/],
    "a byte that is no UTF-8": [utf8([0xff]), /a JSON string in UTF-8/],
    "an overlong form": [utf8([0xc0, 0xaf]), /a JSON string in UTF-8/],
    "a surrogate in UTF-8": [utf8([0xed, 0xa0, 0x80]), /a JSON string in UTF-8/],
    "a character that is cut off": [utf8([0xf0, 0x9f, 0x98]), /a JSON string in UTF-8/],
    "a name that comes twice": [one(`{"a":${entry(0, 4)},"\\u0061":${entry(0, 4)}}`), /every key once.*"a"/],
    "a key of a tensor that comes twice": [one(`{"a":{"dtype":"F32","dtype":"F32"}}`), /every key once.*"dtype"/],
    "metadata twice": [one(`{"__metadata__":{},"__metadata__":{},"a":${entry(0, 4)}}`), /every key once/],
    "metadata that are no strings": [one(`{"__metadata__":{"a":1},"a":${entry(0, 4)}}`), /expected ", but got "1"/],
    "metadata that are nested": [one(`{"__metadata__":{"a":{}},"a":${entry(0, 4)}}`), /expected "/],
    "a layout that there is not": [one(`{"__metadata__":{"gradiometer.layout":"x"},"a":${entry(0, 4)}}`), /layout/],
    "a tensor that is no object": [one(`{"a":[]}`), /expected \{/],
    "a tensor without a dtype": [one(`{"a":{"shape":[1],"data_offsets":[0,4]}}`), /dtype: expected F32 or F64/],
    "a tensor without a shape": [one(`{"a":{"dtype":"F32","data_offsets":[0,4]}}`), /a shape/],
    "a tensor without offsets": [one(`{"a":{"dtype":"F32","shape":[1]}}`), /data_offsets: expected \[begin, end\]/],
    "a key that no tensor has": [one(`{"a":{"dtype":"F32","stride":[1]}}`), /alone, but got "stride"/],
    "another type": [one(`{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}`), /F32 or F64.*"BF16"/],
    "three offsets": [one(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}`), /\[begin, end\]/],
    "offsets that are no integers": [one(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4.0]}}`), /expected \]/],
    "a negative size": [one(`{"a":${entry(0, 4, "[-1]")}}`), /an integer from 0 to 2⁵³ − 1, but got "-"/],
    "an exponent": [one(`{"a":${entry(0, 4, "[1e0]")}}`), /expected \]/],
    "a leading zero": [one(`{"a":${entry(0, 4, "[01]")}}`), /an integer/],
    "a size of 2⁵³": [one(`{"a":${entry(0, 4, "[9007199254740992]")}}`), /an integer/],
    "a size of 400 digits": [one(`{"a":${entry(0, 4, `[${"9".repeat(400)}]`)}}`), /an integer/],
    "a shape that overflows": [one(`{"a":${entry(0, 4, "[4294967296,4294967296,0]")}}`), /shape: expected fewer/],
    "a shape larger than its bytes": [one(`{"a":${entry(0, 4, "[2]")}}`), /8 bytes for F32 of shape \[2\]/],
    "a tensor of 2⁵⁰ numbers in a small file": [one(`{"a":${entry(0, 2 ** 52)}}`), /within the 4 bytes/],
    "an end before its begin": [one(`{"a":${entry(8, 4, "[1]")}}`), /4 bytes for F32 of shape \[1\]/],
    "a tensor beyond the end": [one(`{"a":${entry(0, 8)}}`), /an end within the 4 bytes/],
    "tensors that overlap": [fileOf(`{"a":${entry(0, 8)},"b":${entry(4, 8)}}`, floats(1, 2)), /"b".*a begin of 8/],
    "two tensors in one place": [one(`{"a":${entry(0, 4)},"b":${entry(0, 4)}}`), /"b".*a begin of 4/],
    "a hole": [fileOf(`{"a":${entry(0, 4)},"b":${entry(8, 12)}}`, floats(1, 2, 3)), /"b".*a begin of 4.*but got 8/],
    "a hole before the first": [fileOf(`{"a":${entry(4, 8)}}`, floats(1, 2)), /"a".*a begin of 0/],
    "bytes that belong to no tensor": [fileOf(`{"a":${entry(0, 4)}}`, floats(1, 2)), /length: expected 4 bytes/],
    NaN: [fileOf(`{"a":${entry(0, 8)}}`, floats(1, NaN)), /"a", number 1: expected a finite.*but got NaN/],
    "an infinite number": [fileOf(`{"a":${entry(0, 4)}}`, floats(-Infinity)), /but got -Infinity/],
    "an F64 that float32 cannot hold": [
      fileOf('{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}', new Uint8Array(new Float64Array([1e39]).buffer)),
      /a finite float32 number, but got Infinity/,
    ],
  };

  it.each(Object.entries(cases))("%s", (_what, [bytes, message]) => {
    expect(() => readSafetensors(bytes)).toThrow(refusal("BAD_FILE", message));
  });

  it("what is no Uint8Array", () => {
    for (const bytes of [undefined, "x", [1], new ArrayBuffer(16), new Float32Array(4)])
      expect(() => readSafetensors(bytes as unknown as Uint8Array)).toThrow(
        refusal("BAD_OPTION", /bytes: expected a Uint8Array/),
      );
  });

  it("hostile headers, at once and in a short message", () => {
    const size = 400_000;
    const headers = [
      "{".repeat(size),
      `{"a":${"[".repeat(size)}`,
      `{"${"a".repeat(size)}":1}`,
      `{${" ".repeat(size)}x`,
    ];
    const started = performance.now();
    for (const header of [...headers, `{"a":${entry(0, 4, `[${"1,".repeat(size / 2)}2]`)}}`]) {
      try {
        readSafetensors(fileOf(header, ONE));
        expect.fail("expected BAD_FILE");
      } catch (error) {
        expect(error).toMatchObject({ code: "BAD_FILE" });
        expect((error as Error).message.length).toBeLessThan(200);
      }
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("a matrix of no columns, however many rows it claims, at once", () => {
    const bytes = fileOf(`{"a":${entry(0, 0, `[${2 ** 50},0]`)}}`, new Uint8Array(0));
    expect(readSafetensors(bytes, { layout: "pytorch" }).tensors[0]?.shape).toEqual([0, 2 ** 50]);
  });
});

it("writeSafetensors refuses shapes that no reader takes", () => {
  for (const shape of [new Array<number>(2), [2 ** 40, 2 ** 40, 0], [2 ** 52, 0]])
    expect(() => writeSafetensors([tensor("a", shape)])).toThrow(
      refusal("BAD_OPTION", /^parameters\[0\]\.shape: expected/),
    );
});
