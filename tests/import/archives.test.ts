import { strToU8, zipSync } from "fflate";
import * as jsfive from "jsfive";
import { describe, expect, it } from "vitest";
import { fileKind, fromKeras, fromSafetensors, fromTorch, type Hdf5Reader } from "gradiometer/import";
import { fileOf, understood } from "./support/cases.js";
import { archive, stateDict } from "./support/torch.js";

const damaged = (work: () => unknown, message: RegExp) =>
  expect(work).toThrow(
    expect.objectContaining({ code: "BAD_FILE", message: expect.stringMatching(message) as string }) as Error,
  );
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

describe("archives", () => {
  const { value, data } = stateDict({ "fc.weight": [1, 2] });
  const pickle = Uint8Array.from([0x80, 2, ...value, 0x2e]);
  const files = { "a/data.pkl": pickle, "a/data/0": data["0"]! };

  /** An archive and the place of its end, and of the entry of its first file in the directory. */
  const made = (level: 0 | 9 = 0) => {
    const bytes = level === 0 ? archive(files) : zipSync(files, { level });
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = bytes.length - 22;
    return { bytes, view, end, entry: view.getUint32(end + 16, true) };
  };
  const changed = (change: (one: ReturnType<typeof made>) => void, level: 0 | 9 = 0): (() => unknown) => {
    const one = made(level);
    change(one);
    return () => fromTorch(one.bytes);
  };

  it("with a comment, or compressed, are read", () => {
    const { bytes, view, end } = made();
    view.setUint16(end + 20, 5, true);
    const commented = Uint8Array.from([...bytes, ...bytesOf("hello")]);
    expect(fromTorch(commented)).toEqual(fromTorch(made().bytes));
    expect(fromTorch(made(9).bytes)).toEqual(fromTorch(made().bytes));
  });

  it("that are damaged are refused before anything is read", () => {
    damaged(() => fromTorch(made().bytes.subarray(0, 60)), /the archive ends too early/);
    damaged(
      changed(({ view, entry }) => view.setUint32(entry, 0)),
      /the archive's directory is damaged/,
    );
    damaged(
      changed(({ view, end }) => view.setUint16(end + 10, 3, true)),
      /the archive's directory is damaged/,
    );
    damaged(
      changed(({ view, end }) => view.setUint32(end + 16, end, true)),
      /the archive's directory is damaged/,
    );
    damaged(
      changed(({ view, entry }) => view.setUint16(entry + 8, 1, true)),
      /"a\/data.pkl" is encrypted/,
    );
    damaged(
      changed(({ view, entry }) => view.setUint16(entry + 10, 12, true)),
      /compressed by method 12; stored and/,
    );
    damaged(
      changed(({ view, entry }) => view.setUint32(entry + 24, 2 ** 32 - 1, true)),
      /is larger than 4 GB/,
    );
    damaged(
      changed(({ view, entry }) => view.setUint32(entry + 42, 7, true)),
      /is not where the directory says/,
    );
    damaged(
      changed(({ view, entry }) => view.setUint32(entry + 42, entry, true)),
      /is not where the directory says/,
    );
    damaged(
      changed(({ view, entry }) => view.setUint32(entry + 24, 5, true)),
      /is stored, but its two sizes differ/,
    );
    const overlap = changed(({ view, entry }) => {
      for (const place of [20, 24]) view.setUint32(entry + place, 10_000, true);
    });
    damaged(overlap, /lies over another file of the archive, or outside of it/);
    damaged(
      changed(({ view, entry }) => view.setUint32(entry + 16, 1, true)),
      /its size or checksum is wrong/,
    );
    damaged(
      changed(({ view, entry }) => view.setUint32(entry + 24, 5, true), 9),
      /its size or checksum is wrong/,
    );
    const same = zipSync({ "a/data.pkl": pickle, "b/data.pkl": pickle }, { level: 0 });
    const second = Buffer.from(same.buffer).lastIndexOf("b/data.pkl");
    same[second] = "a".charCodeAt(0);
    damaged(() => fromTorch(same), /two files of the archive are called "a\/data.pkl"/);
  });
});

describe("what a file is, by its first bytes", () => {
  const zipped = (...names: string[]) => archive(Object.fromEntries(names.map((name) => [name, strToU8("x")])));

  it.each<[string, string | null, Uint8Array]>([
    ["a PyTorch file", "torch", zipped("net/data.pkl")],
    ["a PyTorch file", "torch", zipped("net/byteorder")],
    ["a Keras model", "keras", zipped("metadata.json", "config.json")],
    ["a NumPy archive (.npz)", null, zipped("weights.npy")],
    ["an Office document", null, zipped("[Content_Types].xml")],
    ["a zip archive", null, zipped("notes.txt")],
    ["an HDF5 file, as Keras writes it", "keras", bytesOf("\x89HDF\r\n\x1a\n")],
    ["a NumPy array (.npy)", null, bytesOf("\x93NUMPY\x01")],
    ["a GGUF model", null, bytesOf("GGUF\x03")],
    ["a TensorFlow Lite model", null, bytesOf("\x1c\0\0\0TFL3")],
    ["a Parquet table", null, bytesOf("PAR1")],
    ["a gzip archive", null, bytesOf("\x1f\x8b\x08")],
    ["a pickle, as PyTorch wrote before 1.6", "torch", bytesOf("\x80\x02}q")],
    ["a safetensors file", "safetensors", bytesOf('\x0a\0\0\0\0\0\0\0{"a":{}}')],
    ["an ONNX model", "onnx", bytesOf("\x08\x08\x12\x07pytorch")],
    ["an ONNX model", "onnx", bytesOf("\x08\x09\x3a\x00")],
    ["a TensorFlow.js model", "tfjs", bytesOf(' {"format":"layers-model","modelTopology":{}}')],
    ["a TensorFlow.js model", "tfjs", bytesOf('{"weightsManifest":[]}')],
  ])("%s", (name, format, bytes) => {
    expect(fileKind(bytes)).toMatchObject({ name, format });
    // Whoever cannot read it says what to do.
    expect(typeof fileKind(bytes)!.advice).toBe(format === null ? "string" : "undefined");
  });

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array(0)],
    ["a table", bytesOf("a,b\n1,2\n")],
    ["other JSON", bytesOf('{"sizes":[2,1]}')],
    ["a header that is longer than any", bytesOf("\xff\xff\xff\xff\0\0\0\0{}")],
    ["a header of more than 4 GB", bytesOf("\x0a\0\0\0\x01\0\0\0{}")],
    ["a length without a header", bytesOf("\x0a\0\0\0\0\0\0\0[]")],
    ["a version that ONNX does not have", bytesOf("\x08\x20\x12\x07")],
    ["a version of no pickle", bytesOf("\x80\x06}q")],
    ["a version without a field behind it", bytesOf("\x08\x08\x08\x08")],
  ])("%s is none of them", (_, bytes) => {
    expect(fileKind(bytes)).toBeNull();
  });
});

describe("Keras's archives and HDF5", () => {
  const hdf5 = jsfive;
  const config = { class_name: "Sequential", config: { layers: [] } };

  it("an archive has a configuration and weights", () => {
    const half = archive({ "config.json": strToU8(JSON.stringify(config)) });
    damaged(() => fromKeras(half, { hdf5 }), /the archive has no config.json and model.weights.h5/);
    const broken = archive({ "config.json": strToU8("{"), "model.weights.h5": fileOf("gru.h5") });
    damaged(() => fromKeras(broken, { hdf5 }), /config.json is no JSON/);
    expect(() => fromKeras("model.keras" as never, { hdf5 })).toThrow(/bytes: expected a Uint8Array/);
  });

  /** A group or a dataset, with whatever a reader may say of it. */
  type Node = Readonly<Record<string, unknown>>;
  /** A reader of HDF5 that finds these nodes, whatever the file. */
  const reader = (root: Node): Hdf5Reader => ({
    File: function () {
      return root;
    } as unknown as Hdf5Reader["File"],
  });
  const group = (children: Readonly<Record<string, Node>>, attrs: object = {}): Node => ({
    keys: Object.keys(children),
    attrs,
    get: (name: string) => children[name],
  });
  const dataset = (shape: readonly number[], value: unknown, dtype = "<f4"): Node => ({ shape, value, dtype });
  const layers = [{ class_name: "Dense", config: { name: "fc", use_bias: false } }];
  const model = JSON.stringify({ class_name: "Sequential", config: { layers } });
  const signature = bytesOf(`\x89HDF\r\n\x1a\n${" ".repeat(100)}`);
  const legacy = (kernel: Node | undefined, names: unknown = ["fc/kernel:0"], attrs: object = { model_config: model }) =>
    fromKeras(signature, {
      hdf5: reader(
        group(
          {
            model_weights: group({ fc: group({ fc: group(kernel ? { "kernel:0": kernel } : {}) }, { weight_names: names }) }),
          },
          attrs,
        ),
      ),
    }); // prettier-ignore

  it("float32 and float64 are read, of any reader that gives them", () => {
    for (const dtype of ["<f4", "<f8"])
      expect(understood(legacy(dataset([2, 1], [3, 4], dtype))).parameters["layers.0.weight"]).toEqual(Float32Array.from([3, 4])); // prettier-ignore
  });

  it.each<[RegExp, () => unknown]>([
    [/it has no model_config: weights alone do not say a net; use model.save/, () => legacy(undefined, [], {})],
    [/it has no model_config/, () => legacy(undefined, [], { model_config: 5 })],
    [/model_config is no JSON/, () => legacy(undefined, [], { model_config: "code" })],
    [/"fc\/kernel:0" is missing/, () => legacy(undefined)],
    [/"fc\/kernel:0" is missing/, () => legacy({ shape: "none" })],
    [/"model_weights\/fc\/fc\/kernel:0" is larger than the file/, () => legacy(dataset([1e6, 1e6], []))],
    [/is larger than the file/, () => legacy(dataset([-1, 2], []))],
    [/has numbers of type "<i4"; float32 and float64 are possible/, () => legacy(dataset([2, 1], [3, 4], "<i4"))],
    [/kernel:0" is damaged/, () => legacy(dataset([2, 1], [3]))],
    [/kernel:0" is damaged/, () => legacy(dataset([2, 1], null))],
    [/it is damaged, or no such file: a reader's own words/, () => fromKeras(signature, { hdf5: { File: function () { throw new Error("a reader's own words"); } as never } })], // prettier-ignore
  ])("%s", (message, work) => {
    damaged(work, message);
  });

  it("weights that are not listed are missing ones of the layer, and others do not count", () => {
    for (const names of ["fc/kernel:0", [5], ["fc/other:0"]])
      expect(legacy(dataset([2, 1], [3, 4]), names).refused).toMatchObject([{ layer: "fc", reason: expect.stringMatching(/no weights called "kernel"/) as string }]); // prettier-ignore
  });

  it("how it was compiled may be damaged, too", () => {
    damaged(
      () => legacy(dataset([2, 1], [3, 4]), undefined, { model_config: model, training_config: "code" }),
      /training_config is no JSON/,
    );
    const compiled = JSON.stringify({ loss: "mse" });
    expect(legacy(dataset([2, 1], [3, 4]), ["fc/kernel:0"], { model_config: model, training_config: compiled }).training).toEqual({ loss: "mean-squared-error" }); // prettier-ignore
  });
});

describe("options", () => {
  it("are checked before a file is read", () => {
    expect(() => fromSafetensors("file" as never)).toThrow(/bytes: expected a Uint8Array/);
    expect(() => fromSafetensors(new Uint8Array(0), { los: "mse" } as object)).toThrow(/did you mean "loss"/);
    damaged(() => fromSafetensors(new Uint8Array(0)), /./);
    damaged(() => fromSafetensors(Uint8Array.from([0xff, 0xff, 0xff, 0, 0, 0, 0, 0])), /./);
  });
});
