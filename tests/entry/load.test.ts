/** What is said where a binary does not come, or the engine cannot compile it. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Answer, binaryAt } from "../../sdk/entry/binaryAt.js";
import { hasDisk, readDisk } from "../../sdk/entry/disk.js";
import { compile, only } from "../../sdk/entry/load.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

const url = new URL("https://example.org/gradiometer.wasm");
const MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const WAY_OUT =
  "Put gradiometer/gradiometer.wasm there, hand in load({ module }), or import gradiometer/inline, which carries it.";

describe("a binary at a URL", () => {
  const asked = (answer: Answer | Error, advice?: string) =>
    binaryAt(
      () => url,
      () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)),
      advice,
    );

  it("is what came there, where it is one", async () => {
    expect(await asked({ bytes: MODULE })).toBe(MODULE);
  });

  it.each<[string, Answer | Error]>([
    ["status 404 (text/html)", { refused: "status 404 (text/html)" }],
    ["nothing", {}],
    ["8 bytes of something else", { bytes: Uint8Array.of(0, 0x61, 0x73, 0x6e, 1, 0, 0, 0) }],
    ["2 bytes of something else (text/html)", { bytes: Uint8Array.of(60, 33), type: "text/html" }],
    ["TypeError: offline", new TypeError("offline")],
  ])("%s: says what came, where, and what to do", async (came, answer) => {
    const message = `${url.href}: expected a WebAssembly binary, but got ${came}. ${WAY_OUT}`;
    const error: unknown = await asked(answer).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "BAD_FILE", message });
    expect((error as Error).cause).toBe(answer instanceof Error ? answer : undefined);
    await expect(asked(answer, "Ask the host")).rejects.toThrow(`${WAY_OUT} Ask the host.`);
  });

  it("says so where a bundler leaves nothing to make the URL of", async () => {
    const nowhere = binaryAt(
      () => new URL("./gradiometer.wasm"),
      () => Promise.resolve({ bytes: MODULE }),
    );
    await expect(nowhere).rejects.toThrow(/^module: expected a WebAssembly binary, but got TypeError/);
  });

  it("comes from the disk where Node plays the browser", async () => {
    expect(hasDisk()).toBe(true);
    const { bytes } = await readDisk(new URL(import.meta.url));
    expect(new TextDecoder().decode(bytes)).toContain("where Node plays the browser");
    for (const process of [undefined, {}, { getBuiltinModule: true }]) {
      vi.stubGlobal("process", process);
      expect(hasDisk()).toBe(false);
    }
  });
});

describe("compiling", () => {
  /** An engine that compiles nothing, and says of which bytes they are valid. */
  const engine = (validate: (bytes: Uint8Array) => boolean) => {
    vi.stubGlobal("WebAssembly", { compile: () => Promise.reject(new Error("no")), validate });
  };
  const given = Uint8Array.of(1, 2, 3);
  /** The probe's last instruction: i8x16.popcnt is 0xfd 0x62, i8x16.relaxed_swizzle 0xfd 0x80 0x02. */
  const endsIn = (bytes: Uint8Array, end: number[]): boolean =>
    end.every((byte, index) => bytes[bytes.length - end.length + index] === byte);

  it.each([
    [
      "the page forbids it",
      () => true,
      "simd",
      "UNSUPPORTED",
      "module: expected leave to compile WebAssembly; a page needs script-src 'wasm-unsafe-eval'",
    ],
    [
      "the bytes are damaged",
      (bytes: Uint8Array) => endsIn(bytes, [253, 98, 11]),
      "simd",
      "BAD_FILE",
      'module: expected the "simd" binary, but got 3 damaged bytes',
    ],
    [
      "so are these",
      (bytes: Uint8Array) => endsIn(bytes, [253, 128, 2, 11]),
      "relaxed",
      "BAD_FILE",
      'module: expected the "relaxed" binary, but got 3 damaged bytes',
    ],
    [
      "the engine has no SIMD",
      () => false,
      "simd",
      "UNSUPPORTED",
      'variant: "simd" needs WebAssembly features that this engine lacks',
    ],
    [
      "the engine has no relaxed SIMD",
      (bytes: Uint8Array) => endsIn(bytes, [253, 98, 11]),
      "relaxed",
      "UNSUPPORTED",
      'variant: "relaxed" needs WebAssembly features that this engine lacks; use load({ variant: "simd" })',
    ],
  ] as const)("%s", async (_, validate, variant, code, message) => {
    engine(validate);
    await expect(compile(given, variant)).rejects.toMatchObject({ code, message: `${message} (Error: no)` });
  });

  it("asks for one instruction of what the variant needs, by a module of one function () → v128", async () => {
    const asked: number[][] = [];
    engine((bytes) => {
      asked.push([...bytes]);
      return false;
    });
    for (const variant of ["simd", "relaxed"] as const) await compile(given, variant).catch(() => undefined);
    vi.unstubAllGlobals();
    // WebAssembly Core 3.0, 5.4 and 5.5: a section is its id, its size and its content.
    const [splat, end] = [[0xfd, 15], 0x0b];
    const moduleOf = (code: number[]) => [
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...[1, 5, 1, 0x60, 0, 1, 0x7b], // types: () → v128
      ...[3, 2, 1, 0], // functions: one, of type 0
      ...[10, code.length + 3, 1, code.length + 1, 0, ...code], // code: one body without locals
    ];
    const popcnt = moduleOf([0x41, 0, ...splat, 0xfd, 98, end]);
    const swizzle = moduleOf([0x41, 1, ...splat, 0x41, 2, ...splat, 0xfd, 0x80, 2, end]);
    expect(asked).toEqual([[...given], popcnt, [...given], swizzle]);
    expect(WebAssembly.validate(Uint8Array.from(popcnt))).toBe(true);
  });

  it("an entry that carries one variant refuses the other", () => {
    expect(only("simd", "simd", MODULE)).toBe(MODULE);
    const message =
      /^module: expected a WebAssembly.Module of gradiometer\/gradiometer-relaxed.wasm, which this entry does not carry/;
    expect(() => only("simd", "relaxed", MODULE)).toThrow(
      expect.objectContaining({ code: "BAD_OPTION", message: expect.stringMatching(message) as string }),
    );
  });
});
