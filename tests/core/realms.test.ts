/** @module-tag package */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";
import { GradiometerError, load } from "gradiometer";
import { accuracy, takeRows, twoMoons } from "gradiometer/data";
import { loadSafetensors, readCheckpoint, readSafetensors, writeCheckpoint, writeSafetensors } from "gradiometer/io";
import { load as loadModule } from "gradiometer/module";
import { afterAll, describe, expect, it } from "vitest";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
const binary = readFileSync(join(dist, "gradiometer.wasm"));
const lab = await load();

/** Another realm, with constructors of its own, as an iframe, a vm context or a test runner has. */
const realm = createContext({ binary });
const foreign = (code: string): never => runInContext(code, realm) as never;

describe("values of another realm", () => {
  it("a module is instantiated", async () => {
    const module: WebAssembly.Module = foreign("new WebAssembly.Module(binary)");
    expect(module instanceof WebAssembly.Module).toBe(false);
    const own = await loadModule({ module });
    using network = own.mlp({ sizes: [2, 3, 1], seed: 1 });
    using same = lab.mlp({ sizes: [2, 3, 1], seed: 1 });
    expect(network.hash()).toBe(same.hash());
  });

  it.each([
    ["a promise", () => WebAssembly.compile(binary), /module: .* but got a Promise: await it/],
    ["a promise of another realm", () => foreign("Promise.resolve(1)"), /but got a Promise: await it/],
    ["bytes", () => binary, /module: expected a WebAssembly\.Module, .* but got an array/],
    ["an instance", () => new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory: new WebAssembly.Memory({ initial: 16 }) } }), /but got an Instance/], // prettier-ignore
    ["a lab", () => lab, /but got a Lab|but got an? \w+/],
  ])("%s is no module", async (_, make, message) => {
    const module = make() as never;
    await expect(loadModule({ module })).rejects.toMatchObject({
      code: "BAD_OPTION",
      message: expect.stringMatching(message) as string,
    });
  });

  it.each(["new Float32Array([1, 2])", "new Float64Array([1, 2])", "[1, 2]", "[[1, 2]]", "[new Float32Array([1, 2])]"])(
    "%s are rows",
    (code) => {
      using network = lab.mlp({ sizes: [2, 3, 1], seed: 1 });
      expect(network.forward(foreign(code))).toEqual(network.forward([1, 2]));
    },
  );

  it("a DataView and an ArrayBuffer are not", () => {
    using network = lab.mlp({ sizes: [2, 3, 1] });
    for (const code of ["new DataView(new ArrayBuffer(8))", "new ArrayBuffer(8)"])
      expect(() => network.forward(foreign(code))).toThrow(/expected rows of 2 numbers, but got an? \w+/);
  });

  it("bytes are files, and rows are taken", () => {
    using network = lab.mlp({ sizes: [2, 3, 1] });
    const moved = (bytes: Uint8Array): Uint8Array => {
      const copy = foreign(`new Uint8Array(${bytes.length})`) as Uint8Array;
      copy.set(bytes);
      return copy;
    };
    const file = moved(writeSafetensors(network.parameters()));
    expect(readSafetensors(file).tensors).toHaveLength(4);
    loadSafetensors(network, file);
    const trainer = network.trainer({ loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 0.1 } });
    trainer.step(foreign("new Float32Array([1, 2])"), foreign("new Float32Array([1])"));
    using restored = lab.restore(readCheckpoint(moved(writeCheckpoint(trainer.state())))).network;
    expect(restored.hash()).toBe(network.hash());
    expect(takeRows(foreign("new Float32Array([1, 2, 3, 4])"), 2, [1])).toEqual(new Float32Array([3, 4]));
    expect(accuracy(foreign("new Float32Array([1, 2])"), [1])).toBe(1);
  });
});

describe("another copy of the package", () => {
  const folder = mkdtempSync(join(tmpdir(), "gradiometer-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** A copy of what is built, with its files changed. */
  async function copy(name: string, change: (text: string) => string) {
    const home = join(folder, name);
    cpSync(dist, home, { recursive: true });
    for (const file of readdirSync(join(home, "chunks")).filter((path) => path.endsWith(".js"))) {
      const path = join(home, "chunks", file);
      writeFileSync(path, change(readFileSync(path, "utf8")));
    }
    const from = async <T>(entry: string) => (await import(pathToFileURL(join(home, entry)).href)) as T;
    return {
      ...(await from<{ load: typeof load; GradiometerError: typeof GradiometerError }>("node.js")),
      ...(await from<{ twoMoons: typeof twoMoons }>("data.js")),
    };
  }

  it("of this version works with this one's labs, and knows its errors", async () => {
    const other = await copy("same", (text) => text);
    expect(other.load).not.toBe(load);
    expect(other.twoMoons(lab, { seed: 3 })).toEqual(twoMoons(await other.load(), { seed: 3 }));
    let error: unknown;
    try {
      other.twoMoons(lab, { samples: -1 });
    } catch (caught) {
      error = caught;
    }
    expect(error instanceof GradiometerError && error instanceof other.GradiometerError).toBe(true);
  });

  it("of another version is refused by name, and its binary too", async () => {
    const other = await copy("newer", (text) => text.replaceAll(`"${lab.version}"`, '"9.9.9"'));
    expect(() => other.twoMoons(lab)).toThrow(
      `lab: expected one of gradiometer 9.9.9, but got one of ${lab.version}: two versions are installed`,
    );
    await expect(other.load()).rejects.toMatchObject({ code: "UNSUPPORTED" });
  });

  it.each([
    ["a promise of a lab", () => load(), /lab: .*Promise: await it/],
    ["nothing", () => undefined, /lab: .* but got undefined/],
    ["an object", () => ({ variant: "simd" }), /lab: .* but got \{"variant":"simd"\}/],
  ])("%s is no lab", (_, make, message) => {
    expect(() => twoMoons(make() as never)).toThrow(message);
  });
});
