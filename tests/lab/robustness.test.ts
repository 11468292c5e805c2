import { type Gradiometer, GradiometerError, load, type Mlp, type TrainerConfig, type TrainerState } from "gradiometer";
import { accuracy, oneHot, takeRows, twoMoons } from "gradiometer/data";
import { autopsy, trace } from "gradiometer/doctor";
import { run } from "gradiometer/experiments";
import { loadSafetensors } from "gradiometer/io";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

let lab: Gradiometer;
let network: Mlp;
let neighbour: Mlp;
let hashes: string[];

beforeAll(async () => {
  lab = await load();
});
beforeEach(() => {
  network = lab.mlp({ sizes: [2, 3, 2], seed: 1 });
  network.forward([1, 2]);
  neighbour = lab.mlp({ sizes: [8, 8], seed: 2 });
  hashes = [network.hash(), neighbour.hash()];
});
afterEach(() => {
  expect([network.hash(), neighbour.hash()]).toEqual(hashes);
  network.dispose();
  neighbour.dispose();
});

const SGD: TrainerConfig = { loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9 } };

/** What a call rejects or throws. */
async function failure(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return undefined;
}

async function expectError(work: () => unknown, code: string, message: RegExp): Promise<void> {
  const error = await failure(work);
  expect(error).toBeInstanceOf(GradiometerError);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) as unknown });
}

describe("rows that are no rows of numbers", () => {
  let reads = 0;
  /** Pretends to be two long when it is checked, and four hundred when it is copied. */
  const growing = {
    get length() {
      return reads++ === 0 ? 2 : 400;
    },
    0: 1,
    1: 2,
  };
  const bad: [string, unknown, string, RegExp][] = [
    ["a negative length", { length: -2 }, "BAD_SHAPE", /x: expected rows of 2 numbers/],
    ["an array-like object", { length: 1, 0: [1, 2] }, "BAD_SHAPE", /x/],
    ["a row that grows", [growing], "BAD_SHAPE", /x: expected a multiple of 2 numbers, but got 1/],

    ["a hole", [[1, 2], , [1, 2]], "BAD_SHAPE", /x\[1\]: expected 2 numbers, but got undefined/],
    ["null for a number", [1, null], "NOT_FINITE", /x\[1\]: expected a finite number, but got null/],
    ["text for numbers", ["1", "2"], "NOT_FINITE", /x\[0\].*"1"/],
    ["booleans", [[true, false]], "NOT_FINITE", /x\[0\]\[0\].*true/],
    ["big integers", new BigInt64Array(2), "NOT_FINITE", /x\[0\].*a bigint/],
    ["symbols", [Symbol("a"), 1], "NOT_FINITE", /x\[0\].*a symbol/],
    ["rows deeper than two", [[[1, 2]]], "BAD_SHAPE", /x\[0\]: expected 2 numbers, but got 1/],
  ];
  it.each(bad)("%s", async (_, x, code, message) => {
    reads = 0;
    await expectError(() => network.forward(x as never), code, message);
  });

  it("other typed arrays and nested typed arrays are rows of numbers", () => {
    const expected = network.forward([1, 2]);
    expect(network.forward(Float64Array.of(1, 2) as never)).toEqual(expected);
    expect(network.forward(Int8Array.of(1, 2) as never)).toEqual(expected);
    expect(network.forward([Float32Array.of(1, 2)] as never)).toEqual(expected);
  });

  it("parameters that are no numbers", async () => {
    const write = (values: unknown) => () => {
      network.setParameters(values as never);
    };
    await expectError(write({ "layers.1.bias": [null, null] }), "NOT_FINITE", /layers\.1\.bias.*null/);
    await expectError(write({ "layers.1.bias": "12" }), "BAD_SHAPE", /layers\.1\.bias/);
    await expectError(write({ "layers.1.bias": [1e39, 1] }), "NOT_FINITE", /number 0 of 2 is Infinity/);
    await expectError(write({ toString: [1] }), "BAD_OPTION", /toString/);
    await expectError(write(null), "BAD_OPTION", /values/);
  });
});

describe("options that are none", () => {
  const build = (config: unknown) => () => lab.mlp(config as never);
  it.each(["toString", "constructor", "__proto__", "hasOwnProperty"])("the activation %s", async (activation) => {
    await expectError(build({ sizes: [2, 3, 2], activation }), "BAD_OPTION", /activation: expected one of/);
  });

  it("holes and what is not to be had", async () => {
    await expectError(build({ sizes: [2, , 3] }), "BAD_OPTION", /sizes\[1\].*undefined/);

    await expectError(build({ sizes: [2, 3, 2], activation: [, "tanh"] }), "BAD_OPTION", /activation\[0\]/);
    await expectError(build({ sizes: [2, 2], init: "lsuv" }), "BAD_OPTION", /initData.*lsuv/);
    await expectError(build({ sizes: [2, 2], initData: [1, 2] }), "BAD_OPTION", /initData/);
    const gelu = { sizes: [2, 3, 2], activation: "gelu", init: "critical" };
    await expectError(build(gelu), "UNSUPPORTED", /"critical" has no point/);
  });

  it("numbers that float32 does not hold", async () => {
    await expectError(build({ sizes: [2, 2], init: { kind: "normal", std: 1e300 } }), "BAD_OPTION", /init\.std/);
    await expectError(build({ sizes: [2, 2], init: { kind: "uniform", limit: 3e38 } }), "BAD_OPTION", /init\.limit/);
    const train = (training: object) => () => network.trainer({ ...SGD, ...training });
    const sgd = { kind: "sgd", learningRate: 0.1 };
    await expectError(train({ optimizer: { ...sgd, learningRate: 1e300 } }), "BAD_OPTION", /learningRate/);
    await expectError(train({ optimizer: { ...sgd, momentum: 0.99999999999 } }), "BAD_OPTION", /momentum/);
    await expectError(train({ clip: { kind: "norm", limit: 1e-60 } }), "BAD_OPTION", /clip\.limit/);
    await expectError(() => twoMoons(lab, { noise: 1e300 }), "BAD_OPTION", /noise/);
  });

  it("callbacks and signals that are none, before anything has happened", async () => {
    const trainer = network.trainer(SGD);
    const fit = (options: object) => () => trainer.fit([1, 2], [1, 2], { epochs: 1, ...options });
    await expectError(fit({ onEpoch: 5 }), "BAD_OPTION", /onEpoch: expected a function/);
    await expectError(fit({ signal: "abort" }), "BAD_OPTION", /signal: expected an AbortSignal/);
    await expectError(fit({ signal: {} }), "BAD_OPTION", /signal/);
    await expectError(() => run(lab, "scalar-chain", {}, { onProgress: 5 as never }), "BAD_OPTION", /onProgress/);
    expect(trainer.steps).toBe(0);
  });

  it("of the data helpers", async () => {
    await expectError(() => oneHot(null as never, 2), "BAD_SHAPE", /labels/);
    await expectError(() => oneHot([0], 1.5), "BAD_OPTION", /classes/);
    await expectError(() => takeRows([1, 2] as never, 2, [0]), "BAD_OPTION", /values/);
    await expectError(() => accuracy(null as never, [1]), "BAD_SHAPE", /output/);
  });

  it("of what is no network and no trainer", async () => {
    using own = lab.mlp({ sizes: [2, 1] });
    const trainer = own.trainer({ loss: "sum-squared-error", optimizer: { kind: "sgd", learningRate: 0.1 } });
    const options = { x: [1, 2], y: [1], loss: "sum-squared-error" as const };
    for (const none of [undefined, null, {}, 5]) {
      await expectError(() => trace(none as never, trainer, options), "BAD_OPTION", /^network: expected a network/);
      await expectError(() => trace(own, none as never, options), "BAD_OPTION", /^trainer: expected a trainer/);
      await expectError(() => autopsy(lab, none as never, options), "BAD_OPTION", /^trainer: expected a trainer/);
      await expectError(() => loadSafetensors(none as never, new Uint8Array(8)), "BAD_OPTION", /^network: expected/);
    }
  });

  it("modules that are not this binary, or the other variant of it", async () => {
    const header = [0, 97, 115, 109, 1, 0, 0, 0];
    const empty = new WebAssembly.Module(Uint8Array.from(header));
    await expectError(() => load({ module: empty }), "UNSUPPORTED", /gradiometer \d\S+, .* but got another module/);
    const text = (word: string) => [word.length, ...Buffer.from(word)];
    const stamp = [...text("gradiometer"), ...Buffer.from("0.0.9")];
    const older = new WebAssembly.Module(Uint8Array.from([...header, 0, stamp.length, ...stamp]));
    await expectError(() => load({ module: older }), "UNSUPPORTED", /but got that of 0\.0\.9$/);
    await expectError(() => load({ module: 5 }), "BAD_OPTION", /module/);
    const { readFileSync } = await import("node:fs");
    const simd = new WebAssembly.Module(readFileSync(new URL("../../build/gradiometer.wasm", import.meta.url)));
    await expectError(() => load({ module: simd, variant: "relaxed" }), "BAD_OPTION", /variant: expected "simd"/);
  });
});

describe("states that were mangled", () => {
  const mangle: [string, (state: TrainerState) => object, RegExp][] = [
    ["no slots", (s) => ({ ...s, slots: null }), /state\.slots/],
    ["a slot too many", (s) => ({ ...s, slots: { ...s.slots, extra: {} } }), /state\.slots\.extra/],
    [
      "a slot too short",
      (s) => ({ ...s, slots: { momentum: { ...s.slots["momentum"], "layers.0.bias": [1] } } }),
      /slots/,
    ],
    ["no variant", (s) => ({ ...s, variant: undefined }), /state\.variant/],
    ["a strange diagnosis", (s) => ({ ...s, firstNonFinite: { step: 0, layer: -5, tensor: "zzz" } }), /firstNonFinite/],
    ["a diagnosis that is none", (s) => ({ ...s, firstNonFinite: 5 }), /firstNonFinite/],
    ["a sum of losses that is text", (s) => ({ ...s, order: { ...s.order, lossSum: "x" } }), /lossSum/],
    ["a position beyond the data", (s) => ({ ...s, order: { ...s.order, position: 99 } }), /position/],
    ["a rate that is text", (s) => ({ ...s, rate: "1" }), /state\.rate/],
    ["no network", (s) => ({ ...s, network: null }), /state\.network/],
    ["nothing at all", () => [], /state/],
  ];
  it.each(mangle)("%s", async (_, change, message) => {
    const state = network.trainer(SGD).state();
    const { used } = lab.memory();
    const error = await failure(() => lab.restore(change(state) as TrainerState));
    expect(error).toBeInstanceOf(GradiometerError);
    expect((error as Error).message).toMatch(message);
    expect(lab.memory().used).toBe(used);
  });

  it("but what a sick trainer wrote is read, and has no last finite state", () => {
    const sick = lab.mlp({ sizes: [1, 1], bias: false });
    const config: TrainerConfig = {
      loss: "sum-squared-error",
      optimizer: { kind: "sgd", learningRate: { start: 1e30, decay: 1e20 } },
      keepLastFinite: true,
    };
    const trainer = sick.trainer(config);
    for (let i = 0; i < 20; i++) trainer.step([1], [1]);
    const { network: again, trainer: resumed } = lab.restore(trainer.state());
    expect(resumed.firstNonFinite).toEqual(trainer.firstNonFinite);
    expect(resumed.lastFinite()).toBeNull();
    expect(trainer.lastFinite()?.parameters["layers.0.weight"]?.every(Number.isFinite)).toBe(true);
    again.dispose();
    sick.dispose();
  });
});

describe("fit", () => {
  it("lets timers have their turn, so that full-batch training can be stopped", async () => {
    const large = lab.mlp({ sizes: [64, 64, 10] });
    const x = new Float32Array(200 * 64).fill(0.5);
    const y = Float32Array.from({ length: 2000 }, (_, i) => (i % 10 === 0 ? 1 : 0));
    let ticks = 0;
    const timer = setInterval(() => ticks++, 20);
    const run = large
      .trainer({ ...SGD, loss: "cross-entropy" })
      .fit(x, y, { epochs: 1e6, signal: AbortSignal.timeout(300) });
    await expect(run).rejects.toMatchObject({ code: "ABORTED" });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(1);
    large.dispose();
  });

  it("begins a new epoch when the data are others than those of an aborted one", async () => {
    const net = lab.mlp({ sizes: [1, 1] });
    const trainer = net.trainer({ loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 0 } });
    const controller = new AbortController();
    const rows = (n: number) => new Float32Array(n).fill(1);
    controller.abort();
    await trainer.fit(rows(10), rows(10), { epochs: 1, signal: controller.signal }).catch(() => undefined);
    const [epoch] = await trainer.fit(rows(6), rows(6), { epochs: 1, batch: 2 });
    expect(trainer.steps).toBe(3);
    expect(epoch?.loss).toBeGreaterThanOrEqual(0);
    net.dispose();
  });

  it("sums a summed loss over the batches, and averages a mean", async () => {
    for (const [loss, expected] of [
      ["sum-squared-error", 4],
      ["mean-squared-error", 1],
    ] as const) {
      for (const batch of [1, 2, 3, 4]) {
        const net = lab.mlp({ sizes: [1, 1], init: "zeros" });
        const trainer = net.trainer({ loss, optimizer: { kind: "sgd", learningRate: 0 } });
        const [epoch] = await trainer.fit([1, 1, 1, 1], [1, 1, 1, 1], { epochs: 1, batch });
        expect(epoch?.loss).toBe(expected);
        net.dispose();
      }
    }
  });
});
