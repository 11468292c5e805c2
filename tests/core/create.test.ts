/** What a program is told where there is no engine, no memory, another binary, or a lab of another version. */
import { load } from "gradiometer";
import { afterEach, describe, expect, it, vi } from "vitest";
import { VERSION } from "../../build/generated/version.js";
import { asUint8Array, isModule, typedArrayName } from "../../sdk/core/brand.js";
import { checkEngine, checkModule, coreOf, createCore } from "../../sdk/core/create.js";
import { nearest } from "../../sdk/core/nearest.js";

const lab = await load();
const { platform } = coreOf(lab);
const section = (id: number, ...bytes: number[]) => [id, bytes.length, ...bytes];
const text = (value: string) => [value.length, ...Buffer.from(value)];
/** A module that says it is of a version, and imports a function that nobody gives it. */
const moduleOf = (version: string): WebAssembly.Module =>
  new WebAssembly.Module(
    Uint8Array.from([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, 1, 0x60, 0, 0),
      ...section(2, 1, ...text("other"), ...text("nothing"), 0, 0),
      ...section(0, ...text("gradiometer"), ...Buffer.from(version)),
    ]),
  );

afterEach(() => void vi.unstubAllGlobals());

/** The code of what is thrown, and how its message begins. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code} ${message}`;
  }
  return "none";
}

describe("a core", () => {
  it("is made of the binary of this version alone", () => {
    expect(refusal(() => createCore(moduleOf("0.0.0"), "simd", platform))).toBe(
      `UNSUPPORTED module: expected the binary of gradiometer ${VERSION}, as its package holds it, but got that of 0.0.0`,
    );
    expect(refusal(() => createCore(moduleOf(VERSION), "simd", platform))).toMatch(
      /^UNSUPPORTED module: the engine does not instantiate it: \w*Error: /,
    );
  });

  it("needs a megabyte of memory", () => {
    const Memory = function (): never {
      throw new RangeError("nothing left");
    };
    vi.stubGlobal("WebAssembly", { Module: WebAssembly.Module, Memory });
    expect(refusal(() => createCore(moduleOf(VERSION), "simd", platform))).toBe(
      "OUT_OF_MEMORY memory: expected room for 1024 KiB, but the engine has none: RangeError: nothing left",
    );
  });

  it("needs an engine with WebAssembly", () => {
    expect(refusal(checkEngine)).toBe("none");
    vi.stubGlobal("WebAssembly", undefined);
    expect(refusal(checkEngine)).toMatch(/^UNSUPPORTED WebAssembly: expected an engine that has it/);
  });

  it("stands behind a lab, of this version alone", () => {
    const other = { [Symbol.for("gradiometer.core")]: { version: "0.0.0", core: {} } };
    expect(refusal(() => coreOf(other as never))).toMatch(
      /^BAD_OPTION lab: expected one of gradiometer .*, but got one of 0\.0\.0: two versions are installed/,
    );
    for (const none of [{}, null, 3])
      expect(refusal(() => coreOf(none as never))).toMatch(/^BAD_OPTION lab: expected what load\(\)/);
  });
});

describe("what a value is", () => {
  it("a module, or not", () => {
    expect(isModule(moduleOf("1"))).toBe(true);
    for (const other of [{}, null, undefined, new Uint8Array(4)]) expect(isModule(other)).toBe(false);
    expect(refusal(() => checkModule({}))).toMatch(/^BAD_OPTION module: expected a WebAssembly\.Module/);
  });

  it("a typed array by its class; bytes are the same bytes", () => {
    expect([new Float32Array(1), new DataView(new ArrayBuffer(1)), [], 3].map(typedArrayName)).toEqual([
      "Float32Array",
      undefined,
      undefined,
      undefined,
    ]);
    const bytes = Buffer.from([1, 2, 3]).subarray(1);
    expect([...asUint8Array(bytes)!]).toEqual([2, 3]);
    expect(asUint8Array(new Int8Array(1))).toBeUndefined();
  });
});

describe("the word that was meant", () => {
  const words = ["sigmoid", "tanh", "learning-rate", "relu", "abcdef"];
  // Optimal string alignment (Damerau 1964) by hand: at most a third of the longer word.
  it.each([
    ["sigmod", "sigmoid"],
    ["sigmiod", "sigmoid"],
    ["sigmoids", "sigmoid"],
    ["igmoid", "sigmoid"],
    ["TANH", "tanh"],
    ["lr", "learning-rate"],
    ["learn", "learning-rate"],
    ["rleu", "relu"],
    ["abdcfe", "abcdef"],
    ["abfedc", undefined],
    ["badcfe", undefined],
    ["s", undefined],
    ["nothing", undefined],
  ])("%s: %s", (word, meant) => {
    expect(nearest(word, words)).toBe(meant);
  });
});
