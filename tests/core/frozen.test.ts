/** @module-tag package */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a program prints that imports the built package; it runs in a process of its own, with Node's flags. */
const printed = (program: string, ...flags: string[]): string =>
  execFileSync(process.execPath, ["--no-warnings", ...flags, "--input-type=module", "--eval", program], {
    cwd: root, // where the package's own name leads to dist/
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();

/** Trains, draws, writes and reads a file, and meets an error, over every layer. */
const PROGRAM = `
  const { load } = await import("gradiometer");
  const { digits, twoMoons } = await import("gradiometer/data");
  const { figure } = await import("gradiometer/figure");
  const { readCheckpoint, writeCheckpoint } = await import("gradiometer/io");
  const { run } = await import("gradiometer/experiments");
  const { preflight } = await import("gradiometer/doctor");
  const lab = await load();
  const { x, y } = twoMoons(lab, { samples: 100, seed: 3 });
  const network = lab.mlp({ sizes: [2, 16, 16, 16, 2], seed: 7 });
  const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 } });
  await trainer.fit(x, y, { epochs: 5, batch: 16 });
  await digits(lab);
  const { claims } = await run(lab, "regression-net");
  preflight(lab, network.config);
  const axis = { label: "x" };
  figure({ kind: "lines", title: "t", description: "d", x: axis, y: axis, series: [{ name: "s", x: [1, 2], y: [1, 2] }] });
  const same = lab.restore(readCheckpoint(writeCheckpoint(trainer.state()))).network.hash() === network.hash();
  try {
    lab.mlp({ sizes: 1 });
  } catch (error) {
    console.log([network.hash().slice(0, 8), same, claims.length > 0, error.name, error.code].join(" "));
  }`;
const PRINTED = "834f0fb8 true true GradiometerError BAD_OPTION";

const CONSTRUCTORS =
  "[Object, Function, Array, Error, TypeError, RangeError, Promise, Map, Set, Date, String, Number, RegExp, Uint8Array, " +
  "Float32Array, Float64Array, Object.getPrototypeOf(Float32Array)]";

describe("frozen intrinsics do no harm", () => {
  it.each([
    ["Object alone", "Object.freeze(Object);", []],
    ["Object and its prototype", "Object.freeze(Object); Object.freeze(Object.prototype);", []],
    ["every prototype", `for (const C of ${CONSTRUCTORS}) { Object.freeze(C.prototype); Object.freeze(C); }`, []],
    ["--frozen-intrinsics", "", ["--frozen-intrinsics"]],
    ["no Object.hasOwn to write", "Object.preventExtensions(Object);", []],
  ])("%s", (_, before, flags) => {
    expect(printed(before + PROGRAM, ...flags)).toBe(PRINTED);
  });
});

describe("no WebAssembly at all", () => {
  const program = `
    const { load } = await import("gradiometer");
    await load().catch((error) => console.log(error.name, error.code, error.message));`;
  const expected =
    /^GradiometerError UNSUPPORTED WebAssembly: expected an engine that has it.*--jitless.*Lockdown Mode/;

  it("is UNSUPPORTED, with the likely reasons", () => {
    expect(printed(program, "--jitless")).toMatch(expected);
    expect(printed(`delete globalThis.WebAssembly; ${program}`)).toMatch(expected);
    expect(
      printed(`globalThis.WebAssembly = undefined; ${program.replace("gradiometer", "gradiometer/inline")}`),
    ).toMatch(expected);
  });
});
