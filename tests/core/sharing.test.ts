import { type Gradiometer, load, type TrainerState } from "gradiometer";
import { trace } from "gradiometer/doctor";
import { readCheckpoint, writeCheckpoint } from "gradiometer/io";
import { beforeAll, describe, expect, it } from "vitest";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

const optimizer = { kind: "sgd", learningRate: 0.1 } as const;
const rows = [
  [1, 2],
  [3, -4],
  [0, 1],
];

describe("what comes out shares nothing with the network", () => {
  /** Overwrites every number of every array in it. */
  function spoil(value: unknown): void {
    if (ArrayBuffer.isView(value)) (value as Float32Array).fill(0);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(spoil);
  }

  it("a state or a config that is overwritten leaves the next state whole", () => {
    using network = lab.mlp({ sizes: [2, 3, 1], init: "lsuv", initData: rows });
    const trainer = network.trainer({ loss: "mean-squared-error", optimizer: { ...optimizer, momentum: 0.9 } });
    trainer.step([1, 2], [1]);
    const before = { hash: network.hash(), state: structuredClone(trainer.state()) };
    spoil(trainer.state());
    spoil(network.config);
    spoil(network.parameters());
    expect(network.hash()).toBe(before.hash);
    expect(trainer.state()).toEqual(before.state);
    using restored = lab.restore(readCheckpoint(writeCheckpoint(trainer.state()))).network;
    expect(restored.hash()).toBe(before.hash);
  });

  it("and so does the state that it was restored from", () => {
    using network = lab.mlp({ sizes: [2, 3, 1], init: "lsuv", initData: rows });
    const trainer = network.trainer({ loss: "mean-squared-error", optimizer, keepLastFinite: true });
    trainer.step([1, 2], [1]);
    const state: TrainerState<"mlp"> = trainer.state();
    const kept = trainer.lastFinite();
    using restored = lab.restore(state).network;
    const hash = restored.hash();
    spoil(state);
    spoil(kept);
    expect(restored.hash()).toBe(hash);
    expect(network.config.initData).toEqual(new Float32Array(rows.flat()));
  });
});

describe("what the edge refuses", () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      "a hundred million holes",
      () => new Array<number>(1e8),
      /^x: expected one input of 2 numbers, but got 100000000$/,
    ],
    ["too long an array", () => new Float32Array(5), /^x: expected one input of 2 numbers, but got 5$/],
    ["holes", () => new Array<number>(2), /^x\[0\]: expected a finite number, but got undefined$/],
    ["a NaN", () => [1, NaN], /^x\[1\]: expected a finite number, but got NaN$/],
    ["no array", () => new Map(), /^x: expected one input of 2 numbers, but got a Map$/],
    ["a promise", () => Promise.resolve([1, 2]), /^x: .* but got a Promise: await it$/],
    [
      "an array whose memory has gone to another thread",
      () => {
        const gone = new Float32Array(2);
        structuredClone(gone.buffer, { transfer: [gone.buffer] });
        return gone;
      },
      /^x: expected one input of 2 numbers, but got 0$/,
    ],
  ])("as the input of a spectrum: %s", (_, make, message) => {
    using network = lab.mlp({ sizes: [2, 3, 2] });
    const before = lab.memory();
    for (const probe of ["jacobian", "spectrum"] as const)
      expect(() => network[probe](make() as number[])).toThrow(
        expect.objectContaining({
          name: "GradiometerError",
          message: expect.stringMatching(message) as string,
        }) as Error,
      );
    expect(lab.memory()).toEqual(before);
  });

  it("a trainer of another network, or one that was disposed of, is not traced", () => {
    const [one, other] = [lab.mlp({ sizes: [2, 3, 2], seed: 1 }), lab.mlp({ sizes: [2, 3, 2], seed: 2 })];
    const config = { loss: "cross-entropy", optimizer } as const;
    const [own, foreign] = [one.trainer(config), other.trainer(config)];
    const batch = { x: [1, 2], y: [1, 0], loss: "cross-entropy" } as const;
    expect(trace(one, own, batch).records).toHaveLength(1);
    const message = /^trainer: expected a trainer of this network that was not disposed of, but got a \w+$/;
    expect(() => trace(one, foreign, batch)).toThrow(message);
    own.dispose();
    expect(() => trace(one, own, batch)).toThrow(message);
    one.dispose();
    other.dispose();
  });

  it("more epochs than steps are no state", () => {
    using network = lab.mlp({ sizes: [2, 3, 1] });
    const trainer = network.trainer({ loss: "mean-squared-error", optimizer });
    trainer.step([1, 2], [1]);
    const state = trainer.state();
    for (const epoch of [2, 2 ** 53 - 1])
      expect(() => lab.restore({ ...state, order: { ...state.order, epoch } })).toThrow(
        /state\.order\.epoch: .* from 0 to 1/,
      );
  });
});
