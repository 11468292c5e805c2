import { type Gradiometer, GradiometerError, load, type Mlp, type TrainerConfig, type TrainerState } from "gradiometer";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { lcg } from "../support/kernels.js";
import { refusal } from "../support/refusal.js";

const SIZES = [4, 6, 6, 3];
const BATCH = 10;

let lab: Gradiometer;
let network: Mlp;
let x: Float32Array;
let y: Float32Array;

beforeAll(async () => {
  lab = await load();
  const { real } = lcg(5);
  x = Float32Array.from({ length: BATCH * 4 }, real);
  y = Float32Array.from({ length: BATCH * 3 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 1 : 0));
});
beforeEach(() => {
  network = lab.mlp({ sizes: SIZES, seed: 1 });
});
afterEach(() => {
  network.dispose();
});

const SGD: TrainerConfig = { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 } };

/** Runs n steps of a fresh network and gives back its hash. */
function hashAfter(config: TrainerConfig, steps: number): string {
  using fresh = lab.mlp({ sizes: SIZES, seed: 1 });
  const trainer = fresh.trainer(config);
  for (let i = 0; i < steps; i++) trainer.step(x, y);
  return fresh.hash();
}

describe("step", () => {
  it("returns the loss before the update, which falls", () => {
    const trainer = network.trainer(SGD);
    const before = network.backward(x, y, "cross-entropy").loss;
    expect(trainer.step(x, y)).toBe(before);
    for (let i = 0; i < 200; i++) trainer.step(x, y);
    expect(trainer.step(x, y)).toBeLessThan(before / 2);
    expect(trainer.steps).toBe(202);
  });

  it("is p ← p − η g for plain SGD, in single precision", () => {
    const before = network.parameters();
    const { gradients } = network.backward(x, y, "cross-entropy");
    network.trainer(SGD).step(x, y);
    const rate = Math.fround(-0.1);
    network.parameters().forEach(({ values }, k) => {
      const expected = before[k]?.values.map((p, i) => p + Math.fround(rate * (gradients[k]?.values[i] ?? 0)));
      expect(values).toEqual(expected);
    });
  });

  it.each<TrainerConfig["optimizer"]>([
    { kind: "sgd", learningRate: 0.1 },
    { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 },
    { kind: "sign-sgd", learningRate: 0.001, momentum: 0.5 },
  ])("of a large network has the bits of one whose norm is looked at before the update: %j", (optimizer) => {
    const run = (clip?: TrainerConfig["clip"]): string => {
      using large = lab.mlp({ sizes: [4, 300, 700, 500, 3], seed: 6 });
      const trainer = large.trainer({ loss: "cross-entropy", optimizer, ...(clip && { clip }) });
      for (let step = 0; step < 3; step++) trainer.step(x, y);
      expect(trainer.clippedFraction).toBe(0);
      return large.hash();
    };
    // A norm that is never reached changes nothing.
    expect(run()).toBe(run({ kind: "norm", limit: 1e30 }));
  });

  it("multiplies a decaying rate step by step", () => {
    const trainer = network.trainer({
      ...SGD,
      optimizer: { kind: "sign-sgd", learningRate: { start: 0.01, decay: 0.5 } },
    });
    for (const rate of [0.01, 0.005, 0.0025]) {
      const before = network.parameters()[0]?.values ?? new Float32Array();
      const { gradients } = network.backward(x, y, "cross-entropy");
      trainer.step(x, y);
      const after = network.parameters()[0]?.values ?? new Float32Array();
      const step = Math.fround(rate);
      expect(after).toEqual(before.map((p, i) => p - step * Math.sign(gradients[0]?.values[i] ?? 0)));
    }
  });

  it("takes nested rows and flat ones alike", () => {
    const rows = (flat: Float32Array, columns: number) =>
      Array.from({ length: flat.length / columns }, (_, i) =>
        Array.from(flat.subarray(i * columns, (i + 1) * columns)),
      );
    network.trainer(SGD).step(rows(x, 4), rows(y, 3));
    const nested = network.hash();
    expect(nested).toBe(hashAfter(SGD, 1));
  });
});

describe("clipping", () => {
  /** One linear unit without bias: the gradient is what we choose. */
  function clipped(gradient: readonly number[], clip: TrainerConfig["clip"]) {
    const unit = lab.mlp({ sizes: [gradient.length, 1], bias: false, init: "zeros" });
    const trainer = unit.trainer({
      loss: "sum-squared-error",
      optimizer: { kind: "sgd", learningRate: 1 },
      ...(clip && { clip }),
    });
    // L = (0 − y)², ∂L/∂w = −2 y x: with y = −½ it is x.
    trainer.step(Float32Array.from(gradient), [-0.5]);
    const values = Array.from(unit.parameters()[0]?.values ?? [], (v) => (v === 0 ? 0 : -v));
    const { clippedFraction, skippedSteps } = trainer;
    unit.dispose();
    return { values, clippedFraction, skippedSteps };
  }

  it("by norm keeps the direction: (3, 4) → (.6, .8), with PyTorch's 1e-6", () => {
    const { values, clippedFraction } = clipped([3, 4], { kind: "norm", limit: 1 });
    const factor = 1 / (5 + 1e-6);
    expect(values[0]).toBeCloseTo(3 * factor, 6);
    expect(values[1]).toBeCloseTo(4 * factor, 6);
    expect(clippedFraction).toBe(1);
  });

  it("by value turns it: (3, −.5) → (1, −.5)", () => {
    expect(clipped([3, -0.5], { kind: "value", limit: 1 })).toEqual({
      values: [1, -0.5],
      clippedFraction: 1,
      skippedSteps: 0,
    });
  });

  it("leaves a zero gradient zero and a small one alone", () => {
    expect(clipped([0, 0], { kind: "norm", limit: 1 })).toEqual({
      values: [0, 0],
      clippedFraction: 0,
      skippedSteps: 0,
    });
    expect(clipped([0.3, 0.4], { kind: "norm", limit: 1 }).clippedFraction).toBe(0);
    expect(clipped([0, 0], { kind: "value", limit: 1 }).clippedFraction).toBe(0);
  });
});

describe("fit", () => {
  it("is the steps over the rows as they stand, without shuffling", async () => {
    await network.trainer(SGD).fit(x, y, { epochs: 2, batch: 4, shuffle: false });
    using other = lab.mlp({ sizes: SIZES, seed: 1 });
    const trainer = other.trainer(SGD);
    for (let epoch = 0; epoch < 2; epoch++) {
      for (const [from, to] of [
        [0, 4],
        [4, 8],
        [8, 10],
      ] as const) {
        trainer.step(x.subarray(from * 4, to * 4), y.subarray(from * 3, to * 3));
      }
    }
    expect(network.hash()).toBe(other.hash());
    expect(trainer.steps).toBe(6);
  });

  it("reports every epoch, and shuffles by the seed", async () => {
    const seen: number[] = [];
    const epochs = await network.trainer(SGD).fit(x, y, {
      epochs: 3,
      batch: 3,
      onEpoch: ({ epoch }) => {
        seen.push(epoch);
      },
    });
    expect(seen).toEqual([1, 2, 3]);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(epochs[2]?.loss).toBeLessThan(epochs[0]?.loss ?? 0);
    expect(epochs.every(({ seconds }) => seconds >= 0)).toBe(true);
    using other = lab.mlp({ sizes: SIZES, seed: 1 });
    await other.trainer(SGD).fit(x, y, { epochs: 3, batch: 3, seed: 99 });
    expect(other.hash()).not.toBe(network.hash());
  });

  it("aborts between steps, and goes on to the same bits", async () => {
    using whole = lab.mlp({ sizes: SIZES, seed: 1 });
    await whole.trainer(SGD).fit(x, y, { epochs: 5, batch: 3 });

    const trainer = network.trainer(SGD);
    const controller = new AbortController();
    const run = trainer.fit(x, y, {
      epochs: 5,
      batch: 3,
      signal: controller.signal,
      onEpoch: ({ epoch }) => {
        if (epoch === 2) controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ name: "GradiometerError", code: "ABORTED" });
    expect(trainer.steps).toBe(8);
    const { network: later, trainer: resumed } = lab.restore(structuredClone(trainer.state()));
    await resumed.fit(x, y, { epochs: 3, batch: 3 });
    expect(later.hash()).toBe(whole.hash());
    later.dispose();
  });

  it("refuses a second run before the first has ended", async () => {
    const trainer = network.trainer(SGD);
    const first = trainer.fit(x, y, { epochs: 1, onEpoch: () => new Promise((resolve) => setTimeout(resolve, 20)) });
    await expect(trainer.fit(x, y, { epochs: 1 })).rejects.toThrow(/the call before has not ended; await it first/);
    await first;
  });
});

describe("state", () => {
  const CONFIGS: readonly TrainerConfig[] = [
    SGD,
    {
      ...SGD,
      optimizer: {
        kind: "sgd",
        learningRate: { start: 0.2, decay: 0.99 },
        momentum: 0.9,
        nesterov: true,
        weightDecay: 0.01,
      },
    },
    { ...SGD, optimizer: { kind: "sign-sgd", learningRate: { start: 0.01, decay: 0.995 }, momentum: 0.9 } },
    { ...SGD, clip: { kind: "norm", limit: 0.01 } },
    { ...SGD, clip: { kind: "value", limit: 0.001 }, keepLastFinite: true },
  ];
  it.each(CONFIGS)("goes on with the same bits: %j", (config) => {
    const trainer = network.trainer(config);
    for (let i = 0; i < 10; i++) trainer.step(x, y);
    const state = structuredClone(trainer.state());
    const { network: copy, trainer: resumed } = lab.restore(state);
    for (let i = 0; i < 10; i++) resumed.step(x, y);
    expect(copy.hash()).toBe(hashAfter(config, 20));
    expect(resumed.steps).toBe(20);
    expect(resumed.clippedFraction).toBe(config.clip ? 1 : 0);
    copy.dispose();
  });

  it("is plain and does not follow the network", () => {
    const trainer = network.trainer(SGD);
    const state = trainer.state();
    trainer.step(x, y);
    expect(state.steps).toBe(0);
    expect(state.parameters["layers.0.weight"]).not.toEqual(network.parameters()[0]?.values);
  });

  it("refuses what is no state, and leaves nothing behind", () => {
    const before = lab.memory().used;
    const state = network.trainer(SGD).state();
    const bad: unknown[] = [
      null,
      {},
      { ...state, format: "gradiometer-trainer-9" },
      { ...state, parameters: { ...state.parameters, "layers.0.weight": new Float32Array(3) } },
      { ...state, parameters: {} },
      { ...state, steps: -1 },
      { ...state, order: { epoch: 0, position: 1, samples: 0, lossSum: 0 } },
    ];
    const after = lab.memory().used;
    for (const value of bad) expect(() => lab.restore(value as TrainerState)).toThrow(GradiometerError);
    expect(lab.memory().used).toBe(after);
    expect(after).toBeGreaterThanOrEqual(before);
  });
});

describe("what a state says of its course is checked member by member", () => {
  const stateWith = (change: object) => ({ ...network.trainer(SGD).state(), steps: 5, ...change }) as TrainerState;
  const first = { step: 5, layer: 1, tensor: "delta" };
  const order = { epoch: 5, position: 3, samples: 3, lossSum: NaN };

  it("what is possible is taken", () => {
    const good = { firstNonFinite: first, skippedSteps: 5, clippedSteps: 5, order, rate: 0 };
    const { trainer, network: copy } = lab.restore(stateWith(good));
    expect(trainer.firstNonFinite).toEqual(first);
    expect(trainer.skippedSteps).toBe(5);
    expect(trainer.state().order).toEqual(order);
    copy.dispose();
  });

  it.each<[string, object, RegExp]>([
    [
      "a tensor alone",
      { firstNonFinite: { ...first, tensor: "weights" } },
      /^state\.firstNonFinite\.tensor: .*one of u, z, delta/,
    ],
    ["a step after the last", { firstNonFinite: { ...first, step: 6 } }, /^state\.firstNonFinite\.step/],
    ["a step before the first", { firstNonFinite: { ...first, step: -1 } }, /^state\.firstNonFinite\.step/],
    ["a layer below the first", { firstNonFinite: { ...first, layer: -1 } }, /^state\.firstNonFinite\.layer/],
    ["a key too many", { firstNonFinite: { ...first, row: 1 } }, /^state\.firstNonFinite/],
    ["more skipped than made", { skippedSteps: 6 }, /^state\.skippedSteps/],
    ["more clipped than made", { clippedSteps: 6 }, /^state\.clippedSteps/],
    ["an epoch without a step", { order: { ...order, epoch: 6 } }, /^state\.order\.epoch/],
    ["a position beyond the samples", { order: { ...order, position: 4 } }, /^state\.order\.position/],
    ["a sum that is no number", { order: { ...order, lossSum: "1" } }, /^state\.order\.lossSum/],
    ["a negative rate", { rate: -1 }, /^state\.rate/],
    ["a rate of NaN", { rate: NaN }, /^state\.rate/],
    ["another variant", { variant: "fast" }, /^state\.variant/],
  ])("%s is refused", (_, change, message) => {
    expect(() => lab.restore(stateWith(change))).toThrow(refusal("BAD_OPTION", message));
  });
});

describe("one trainer at a time", () => {
  it("a second is refused while the first lives", () => {
    const first = network.trainer(SGD);
    expect(() => network.trainer(SGD)).toThrow(/this network already has a trainer; call its dispose\(\) first/);
    first.dispose();
    first.dispose();
    expect(() => first.step(x, y)).toThrow(/disposed/);
    network.trainer(SGD).dispose();
  });
});

describe("learningRate", () => {
  const small = () => lab.mlp({ sizes: [2, 3, 1], seed: 1 });
  const [rows, targets] = [[1, 2, -1, 0.5], [1, 0]]; // prettier-ignore

  it("is the next step's, can be set, and goes on in a state", () => {
    using net = small();
    const trainer = net.trainer({ loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: { start: 0.5, decay: 0.5 } } }); // prettier-ignore
    expect(trainer.learningRate).toBe(0.5);
    trainer.step(rows, targets);
    expect(trainer.learningRate).toBe(0.25);
    trainer.learningRate = 0.1;
    const state = trainer.state();
    trainer.step(rows, targets);
    expect(trainer.learningRate).toBe(0.05);
    const { network: other, trainer: again } = lab.restore(state);
    expect(again.learningRate).toBe(0.1);
    again.step(rows, targets);
    expect(other.hash()).toBe(net.hash());
    other.dispose();
  });

  it("set to 0 stands still, and refuses what is no rate", () => {
    using net = small();
    const trainer = net.trainer({ loss: "mean-squared-error", optimizer: { kind: "adam", learningRate: 0.1 } });
    trainer.learningRate = 0;
    const before = net.hash();
    trainer.step(rows, targets);
    expect(net.hash()).toBe(before);
    for (const bad of [-1, NaN, Infinity, "1"]) {
      expect(() => (trainer.learningRate = bad as number)).toThrow(refusal("BAD_OPTION", /^learningRate/));
    }
    expect(trainer.learningRate).toBe(0);
  });

  it("is none of rprop's", () => {
    using net = small();
    const trainer = net.trainer({ loss: "mean-squared-error", optimizer: { kind: "rprop" } });
    expect(trainer.learningRate).toBeNaN();
    expect(() => (trainer.learningRate = 0.1)).toThrow(refusal("UNSUPPORTED", /^learningRate: rprop/));
  });
});

describe("class indices for cross-entropy", () => {
  it("are told what makes rows of them", () => {
    using net = lab.mlp({ sizes: [2, 4, 3] });
    const trainer = net.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 } });
    const rows = new Float32Array(12);
    for (const labels of [[0, 2, 1, 1, 0, 2], Uint8Array.of(0, 2, 1, 1, 0, 2)])
      expect(() => trainer.step(rows, labels)).toThrow(refusal("BAD_SHAPE", /^y: .* 6 class indices; oneHot\(y, 3\) of gradiometer\/data/)); // prettier-ignore
  });
});
