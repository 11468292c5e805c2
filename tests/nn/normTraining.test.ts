import {
  type Gradiometer,
  load,
  type Mlp,
  type MlpConfig,
  type Norm,
  type Parameter,
  type TrainerConfig,
} from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { NORMS } from "../../sdk/nn/ops/norm.js";
import { drawn32 } from "../support/kernels.js";
import { forwardLayers, forwardRow, oracleOf, relativeError, rowsOf } from "../support/oracle.js";
import { refusal } from "../support/refusal.js";

const KINDS = Object.keys(NORMS) as (keyof typeof NORMS)[];
const SGD: TrainerConfig = { loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9 } };
const SIZES = [3, 6, 6, 2];

let lab: Gradiometer;
let other: Gradiometer;
beforeAll(async () => {
  lab = await load();
  other = await load();
});

const batch = (rows: number, seed = 1) => ({
  x: drawn32(3 * rows, seed),
  y: drawn32(2 * rows, seed + 1),
});
const byName = (tensors: readonly Parameter[]) => Object.fromEntries(tensors.map(({ name, values }) => [name, values]));
const mlp = (norm: Norm, more: Partial<MlpConfig> = {}): Mlp => lab.mlp({ sizes: SIZES, norm, seed: 5, ...more });

describe("averages that run along", () => {
  it.each([0, 0.1, 0.3, 1])("go by the momentum %d: (1 − m) old + m batch, the variance unbiased", (momentum) => {
    using network = mlp({ kind: "batch", momentum });
    const trainer = network.trainer({ ...SGD, optimizer: { kind: "sgd", learningRate: 0.01 } });
    const expected = network.statistics().map(({ values }) => Array.from(values));
    for (let step = 0; step < 4; step++) {
      const { x, y } = batch(7, step);
      const layers = forwardLayers(oracleOf(network), rowsOf(x, 3), true).slice(0, -1);
      layers.forEach(({ u }, l) => {
        for (let j = 0; j < 6; j++) {
          const unit = u.map((row) => row[j]!);
          const mean = unit.reduce((sum, value) => sum + value, 0) / 7;
          const variance = unit.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 6;
          expected[2 * l]![j] = (1 - momentum) * expected[2 * l]![j]! + momentum * mean;
          expected[2 * l + 1]![j] = (1 - momentum) * expected[2 * l + 1]![j]! + momentum * variance;
        }
      });
      trainer.step(x, y);
    }
    network.statistics().forEach(({ name, values }, i) => {
      expect(relativeError(values, expected[i]!), name).toBeLessThan(2e-6);
    });
  });

  it("begin at 0 and 1, by name, behind everything else", () => {
    using network = mlp("batch");
    expect(network.statistics().map(({ name, shape, values }) => [name, shape, [...values]])).toEqual(
      [0, 1].flatMap((l) => [
        [`layers.${l}.norm.mean`, [6], new Array(6).fill(0)],
        [`layers.${l}.norm.variance`, [6], new Array(6).fill(1)],
      ]),
    );
    for (const kind of ["layer", "rms", "none"] as const) expect(mlp(kind).statistics()).toEqual([]);
  });

  it("are moved by steps alone", () => {
    using network = mlp("batch");
    const trainer = network.trainer(SGD);
    const { x, y } = batch(7);
    trainer.step(x, y);
    const hash = network.hash();
    network.backward(x, y, "mean-squared-error");
    network.flow(x, y, "mean-squared-error");
    network.forward(x);
    network.jacobian([1, 2, 3]);
    network.spectrum([1, 2, 3]);
    expect(network.hash()).toBe(hash);
    trainer.step(x, y);
    expect(network.hash()).not.toBe(hash);
  });

  it("are what forward normalises by, also behind a pass that trained, and row by row", () => {
    using network = mlp("batch", { skip: "identity", activation: "gelu" });
    const trainer = network.trainer(SGD);
    for (let step = 0; step < 3; step++) trainer.step(batch(9, step).x, batch(9, step).y);
    const { x, y } = batch(5, 20);
    const net = oracleOf(network);
    const expected = rowsOf(x, 3).flatMap((row) => forwardRow(net, row));
    const before = network.forward(x);
    expect(relativeError(before, expected)).toBeLessThan(3e-6);
    const { output } = network.backward(x, y, "mean-squared-error");
    const trained = forwardLayers(net, rowsOf(x, 3), true).at(-1)!.z.flat();
    expect(relativeError(output, trained)).toBeLessThan(3e-6);
    expect(relativeError(output, expected)).toBeGreaterThan(0.01);
    expect(network.forward(x)).toEqual(before);
    rowsOf(x, 3).forEach((row, i) => expect(network.forward(row)).toEqual(before.slice(2 * i, 2 * i + 2)));
  });

  it("are set by name with the parameters, and count in the hash", () => {
    using network = mlp("batch");
    const hash = network.hash();
    network.setParameters({ "layers.1.norm.mean": [1, 2, 3, 4, 5, 6], "layers.1.norm.weight": [6, 5, 4, 3, 2, 1] });
    expect([...byName(network.statistics())["layers.1.norm.mean"]!]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...byName(network.parameters())["layers.1.norm.weight"]!]).toEqual([6, 5, 4, 3, 2, 1]);
    const changed = network.hash();
    network.setParameters({ "layers.1.norm.mean": new Array<number>(6).fill(0) });
    expect(new Set([hash, changed, network.hash()]).size).toBe(3);
    network.setParameters({ "layers.1.norm.weight": new Array<number>(6).fill(1) });
    expect(network.hash()).toBe(hash);
    const put = (values: Record<string, number[]>) => () => network.setParameters(values);
    expect(put({ "layers.1.norm.variance": [1] })).toThrow(refusal("BAD_SHAPE", /layers\.1\.norm\.variance/));
    expect(put({ "layers.1.norm.mean": new Array<number>(6).fill(NaN) })).toThrow(refusal("NOT_FINITE", /norm\.mean/));
    expect(put({ "layers.2.norm.mean": [1, 1] })).toThrow(refusal("BAD_OPTION", /layers\.2\.norm\.mean/));
    expect(put({ "layers.0.norm.running_mean": [1] })).toThrow(refusal("BAD_OPTION", /running_mean/));
    expect(network.hash()).toBe(hash);
  });

  it("that leave float32 are named, though loss and parameters are finite", () => {
    using network = lab.mlp({ sizes: [1, 3, 1], norm: "batch", seed: 1 });
    const trainer = network.trainer({ ...SGD, keepLastFinite: true });
    trainer.step([1, 2, 3, 4], [1, 0, 1, 0]);
    const hash = network.hash();
    const loss = trainer.step([1e25, -1e25, 3e25, 0], [1, 0, 1, 0]); // whose squares float32 does not have
    expect(Number.isFinite(loss)).toBe(true);
    expect(network.parameters().every(({ values }) => values.every(Number.isFinite))).toBe(true);
    expect(network.statistics().every(({ values }) => values.every(Number.isFinite))).toBe(false);
    expect(trainer.firstNonFinite).toEqual({ step: 1, layer: 0, tensor: "parameter" });
    const kept = other.restore(trainer.lastFinite()!);
    expect(kept.network.hash()).toBe(hash);
  });
});

describe.each(KINDS)("training with a %s norm", (norm) => {
  it.each(["none", "identity", { gain: 0.5 }] as const)(
    "skip %j: goes on from a state with the same bits",
    async (skip) => {
      const network = mlp(norm, { skip });
      const trainer = network.trainer({ ...SGD, keepLastFinite: true });
      const { x, y } = batch(21);
      await trainer.fit(x, y, { epochs: 2, batch: 4 });
      const state = structuredClone(trainer.state());
      const resumed = other.restore(state);
      expect(resumed.network.hash()).toBe(network.hash());
      expect(resumed.network.statistics()).toEqual(network.statistics());
      expect(resumed.trainer.lastFinite()).toEqual(trainer.lastFinite());
      await trainer.fit(x, y, { epochs: 2, batch: 4 });
      await resumed.trainer.fit(x, y, { epochs: 2, batch: 4 });
      expect(resumed.network.hash()).toBe(network.hash());
      expect(resumed.trainer.state()).toEqual(trainer.state());
      expect(resumed.network.forward(x)).toEqual(network.forward(x));
    },
  );

  it("comes back to the last finite state, averages and all", () => {
    const network = mlp(norm);
    const trainer = network.trainer({ ...SGD, loss: "sum-squared-error", keepLastFinite: true });
    const { x, y } = batch(6);
    for (let step = 0; step < 3; step++) trainer.step(x, y);
    const [hash, statistics] = [network.hash(), network.statistics()];
    network.setParameters({ "layers.2.weight": new Array<number>(12).fill(3e38) });
    trainer.step(x, y);
    expect(trainer.firstNonFinite).not.toBeNull();
    expect(network.hash()).not.toBe(hash);
    const kept = other.restore(trainer.lastFinite()!);
    expect(kept.network.hash()).toBe(hash);
    expect(kept.network.statistics()).toEqual(statistics);
    expect(kept.trainer.steps).toBe(3);
  });

  it("a rest of one row is a batch of its own, but for batch norm, where it joins the one before", async () => {
    for (const [rows, own] of [
      [9, norm === "batch" ? [4, 5] : [4, 4, 1]],
      [10, [4, 4, 2]],
      [8, [4, 4]],
      [5, norm === "batch" ? [5] : [4, 1]],
      [3, [3]],
    ] as const) {
      const { x, y } = batch(rows);
      using fitted = mlp(norm);
      using stepped = mlp(norm);
      const trainer = fitted.trainer(SGD);
      const [epoch] = await trainer.fit(x, y, { epochs: 1, batch: 4, shuffle: false });
      const by = stepped.trainer(SGD);
      let [at, sum] = [0, 0];
      for (const count of own) {
        sum += count * by.step(x.subarray(3 * at, 3 * (at + count)), y.subarray(2 * at, 2 * (at + count)));
        at += count;
      }
      expect([trainer.steps, fitted.hash()], `${rows} rows`).toEqual([own.length, stepped.hash()]);
      expect(epoch!.loss).toBe(sum / rows);
    }
  });

  it("buffers that were larger before change no bit", () => {
    const run = (before: number) => {
      using network = mlp(norm, { skip: "scaled" });
      if (before > 0) {
        const large = batch(before, 30);
        network.forward(large.x);
        network.backward(large.x, large.y, "mean-squared-error");
      }
      const { x, y } = batch(5);
      const trainer = network.trainer(SGD);
      for (let step = 0; step < 3; step++) trainer.step(x, y);
      return [network.hash(), network.forward(x), network.flow(x, y, "mean-squared-error")];
    };
    const fresh = run(0);
    expect(run(64)).toEqual(fresh);
    expect(run(1024)).toEqual(fresh);
  });

  it("LSUV gives every layer's product the variance 1, on what the norm below lets through", () => {
    const initData = batch(40).x;
    for (const activation of ["relu", "tanh", "gelu"] as const) {
      using network = lab.mlp({ sizes: [3, 12, 12, 12, 2], norm, activation, init: "lsuv", initData, seed: 3 });
      const layers = forwardLayers(oracleOf(network), rowsOf(initData, 3), true);
      for (const { u } of layers) {
        const all = u.flat();
        const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
        const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
        expect(Math.abs(variance - 1)).toBeLessThan(0.1);
      }
      for (const { name, values } of network.statistics())
        expect([...values]).toEqual(new Array(12).fill(name.endsWith("variance") ? 1 : 0));
    }
  });
});
