import { type Gradiometer, load, type Rnn, type RnnConfig, type TrainerConfig, type TrainerState } from "gradiometer";
import { accuracy, addingProblem, temporalOrder } from "gradiometer/data";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { lcg } from "../support/kernels.js";

const CONFIG: RnnConfig = { inputs: 3, hidden: 6, outputs: 2, seed: 1 };
const TIME = 7;
const BATCH = 10;
const SGD: TrainerConfig = { loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 0.1 } };
const FULL: TrainerConfig = {
  loss: "mean-squared-error",
  optimizer: { kind: "sgd", learningRate: { start: 0.1, decay: 0.999 }, momentum: 0.9 },
  clip: { kind: "norm", limit: 0.5 },
};

let lab: Gradiometer;
let network: Rnn;
let values: Float32Array;
let y: Float32Array;

beforeAll(async () => {
  lab = await load();
  const { real } = lcg(5);
  values = Float32Array.from({ length: TIME * BATCH * 3 }, real);
  y = Float32Array.from({ length: BATCH * 2 }, real);
});
beforeEach(() => {
  network = lab.rnn(CONFIG);
});
afterEach(() => {
  network.dispose();
});

const all = () => ({ values, time: TIME });

/** The sequences `rows` of all, in that order. */
function chosen(rows: readonly number[]): { values: Float32Array; time: number } {
  const parts = Array.from({ length: TIME }, (_, t) =>
    rows.flatMap((row) => Array.from(values.subarray(3 * (t * BATCH + row), 3 * (t * BATCH + row + 1)))),
  );
  return { values: Float32Array.from(parts.flat()), time: TIME };
}

describe("step", () => {
  it("is p ← p − η g in single precision, and returns the loss before it, which falls", () => {
    const before = network.parameters();
    const { loss, gradients } = network.backward(all(), y, "mean-squared-error");
    const trainer = network.trainer(SGD);
    expect(trainer.step(all(), y)).toBe(loss);
    const rate = Math.fround(-0.1);
    network.parameters().forEach(({ values: after }, k) => {
      const expected = before[k]?.values.map((p, i) => p + Math.fround(rate * (gradients[k]?.values[i] ?? 0)));
      expect(after).toEqual(expected);
    });
    for (let i = 0; i < 300; i++) trainer.step(all(), y);
    expect(trainer.step(all(), y)).toBeLessThan(loss / 2);
    expect(trainer.steps).toBe(302);
  });

  it("takes sequences of another length and number at each call", () => {
    const trainer = network.trainer(SGD);
    for (const [time, batch] of [
      [2, 3],
      [9, 1],
      [1, 20],
      [2, 3],
    ] as const) {
      expect(
        trainer.step({ values: new Float32Array(3 * time * batch), time }, new Float32Array(2 * batch)),
      ).toBeGreaterThanOrEqual(0);
    }
    expect(trainer.steps).toBe(4);
  });

  it("refuses a bad batch, and neither parameters nor counts change", () => {
    const trainer = network.trainer(SGD);
    const hash = network.hash();
    const bad: (() => unknown)[] = [
      () => trainer.step({ values: values.subarray(1), time: TIME }, y),
      () => trainer.step(all(), y.subarray(2)),
      () => trainer.step({ values: new Float32Array(TIME * BATCH * 3).fill(Number.NaN), time: TIME }, y),
      () => trainer.step(values as never, y),
    ];
    for (const work of bad) expect(work).toThrow(/^[xy]/);
    expect(network.hash()).toBe(hash);
    expect(trainer.steps).toBe(0);
  });
});

describe("fit", () => {
  it("is the steps over the sequences as they stand, without shuffling", async () => {
    await network.trainer(SGD).fit(all(), y, { epochs: 2, batch: 4, shuffle: false });
    using other = lab.rnn(CONFIG);
    const trainer = other.trainer(SGD);
    for (let epoch = 0; epoch < 2; epoch++) {
      for (const rows of [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [8, 9],
      ]) {
        trainer.step(chosen(rows), y.subarray(2 * rows[0]!, 2 * rows.at(-1)! + 2));
      }
    }
    expect(network.hash()).toBe(other.hash());
    expect(trainer.steps).toBe(6);
  });

  it("shuffles x and y together, by the seed", async () => {
    // One step over all: the order changes the sums' rounding alone, were x and y not shuffled alike it would change all.
    await network.trainer(SGD).fit(all(), y, { epochs: 1 });
    using other = lab.rnn(CONFIG);
    other.trainer(SGD).step(all(), y);
    network.parameters().forEach(({ values: shuffled }, k) => {
      other.parameters()[k]?.values.forEach((value, i) => expect(shuffled[i]).toBeCloseTo(value, 6));
    });
    using again = lab.rnn(CONFIG);
    await again.trainer(SGD).fit(all(), y, { epochs: 1, seed: 77 });
    expect(again.hash()).not.toBe(network.hash());
  });

  it("refuses what does not fit together, and leaves no data behind", async () => {
    const trainer = network.trainer(SGD);
    trainer.step(all(), y);
    const { used } = lab.memory();
    const fit = (x: unknown, targets: Float32Array) => trainer.fit(x as never, targets, { epochs: 1 });
    await expect(fit(all(), y.subarray(2))).rejects.toMatchObject({ code: "BAD_SHAPE" });
    await expect(fit(values, y)).rejects.toMatchObject({ code: "BAD_SHAPE" });
    await expect(fit({ values, time: 0 }, y)).rejects.toMatchObject({ code: "BAD_OPTION" });
    await expect(fit(all(), y.slice().fill(Number.NaN))).rejects.toMatchObject({ code: "NOT_FINITE" });
    expect(lab.memory().used).toBe(used);
    await fit(all(), y);
    expect(lab.memory().used).toBe(used);
  });

  it("does not mind what is asked of the network in between", async () => {
    const other = { values: new Float32Array(3 * 31), time: 31 };
    const run = async (onEpoch?: () => void) => {
      using net = lab.rnn(CONFIG);
      await net.trainer(FULL).fit(all(), y, {
        epochs: 3,
        batch: 4,
        onEpoch: () => {
          if (onEpoch) net.forward(other);
        },
      });
      return net.hash();
    };
    expect(await run(() => undefined)).toBe(await run());
  });
});

describe("same bits", () => {
  const hashAfter = async (config: TrainerConfig) => {
    using fresh = lab.rnn(CONFIG);
    await fresh.trainer(config).fit(all(), y, { epochs: 6, batch: 3 });
    return fresh.hash();
  };

  it("twice, and in two halves through a state", async () => {
    const whole = await hashAfter(FULL);
    expect(whole).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashAfter(FULL)).toBe(whole);
    const trainer = network.trainer(FULL);
    await trainer.fit(all(), y, { epochs: 2, batch: 3 });
    const state = structuredClone(trainer.state());
    expect(state.network).toEqual({ kind: "rnn", config: network.config });
    const { network: later, trainer: resumed } = lab.restore(state);
    await resumed.fit(all(), y, { epochs: 4, batch: 3 });
    expect(later.hash()).toBe(whole);
    expect(resumed.steps).toBe(24);
    later.dispose();
  });

  it("after an abort in the middle of an epoch", async () => {
    const whole = await hashAfter(FULL);
    const trainer = network.trainer(FULL);
    const controller = new AbortController();
    const run = trainer.fit(all(), y, {
      epochs: 6,
      batch: 3,
      signal: controller.signal,
      onEpoch: ({ epoch }) => {
        if (epoch === 4) controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: "ABORTED" });
    await trainer.fit(all(), y, { epochs: 2, batch: 3 });
    expect(network.hash()).toBe(whole);
  });

  it("a state of one kind is not one of the other", () => {
    const state = network.trainer(SGD).state();
    const { used } = lab.memory();
    const mangled: unknown[] = [
      { ...state, network: { ...state.network, kind: "mlp" } },
      { ...state, network: { ...state.network, kind: "lstm" } },
      { ...state, network: { kind: "rnn", config: { sizes: [1, 2] } } },
      { ...state, network: { kind: "rnn", config: { ...state.network.config, hidden: 7 } } },
      { ...state, parameters: { ...state.parameters, "readout.bias": [1] } },
    ];
    for (const bad of mangled) expect(() => lab.restore(bad as TrainerState)).toThrow(/^(state|config|sizes|inputs)/);
    expect(lab.memory().used).toBe(used);
  });
});

describe("memory", () => {
  it("is parameters × 2, and three numbers a state; buffers for one step alone serve the longest sequence", () => {
    const { used } = lab.memory();
    using large = lab.rnn({ inputs: 4, hidden: 64, outputs: 2 });
    const trainer = large.trainer(SGD);
    const [time, batch] = [100, 16];
    trainer.step({ values: new Float32Array(time * batch * 4), time }, new Float32Array(2 * batch));
    const parameters = large.parameters().reduce((sum, tensor) => sum + tensor.values.length, 0);
    const activations = time * batch * (4 + 64);
    expect(lab.memory().used - used).toBeLessThanOrEqual(4 * (2 * parameters + 3 * activations));
  });
});

describe("learning", () => {
  it("the adding problem over 10 steps: far better than knowing nothing, on sequences never seen", async () => {
    const train = addingProblem(lab, { samples: 2000, time: 10 });
    const test = addingProblem(lab, { samples: 500, time: 10, seed: 1 });
    using net = lab.rnn({ inputs: train.inputs, hidden: 32, outputs: train.outputs });
    const trainer = net.trainer({
      loss: "mean-squared-error",
      optimizer: { kind: "sgd", learningRate: 0.05, momentum: 0.9 },
      clip: { kind: "norm", limit: 1 },
    });
    await trainer.fit(train.x, train.y, { epochs: 15, batch: 20 });
    expect(net.backward(test.x, test.y, "mean-squared-error").loss).toBeLessThan(1 / 6 / 5);
  });

  it("temporal order over 20 steps, on sequences never seen", async () => {
    const train = temporalOrder(lab, { samples: 1000, time: 20 });
    const test = temporalOrder(lab, { samples: 500, time: 20, seed: 1 });
    using net = lab.rnn({ inputs: train.inputs, hidden: 32, outputs: train.outputs });
    const trainer = net.trainer({
      loss: "cross-entropy",
      optimizer: { kind: "sgd", learningRate: 0.05, momentum: 0.9 },
      clip: { kind: "norm", limit: 1 },
    });
    await trainer.fit(train.x, train.y, { epochs: 10, batch: 20 });
    expect(accuracy(net.forward(test.x).output ?? [], test.labels)).toBeGreaterThan(0.95);
  });
});
