import { type Activation, type Gradiometer, load, type Mlp, type MlpConfig, type Skip } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { lcg } from "../support/kernels.js";
import { phi } from "../support/oracle.js";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

const BATCH = 50;
const rows = (inputs: number, scale = 1): Float32Array => {
  const { real } = lcg(3);
  return Float32Array.from({ length: BATCH * inputs }, () => scale * real());
};

const lsuv = (config: Omit<MlpConfig, "init">): Mlp => lab.mlp({ seed: 4, ...config, init: "lsuv" });

/** Var(z_{l−1} W_l) of every layer in float64, with the gains of the skips. */
function variances(network: Mlp, data: Float32Array, gains: readonly (number | null)[] = []): number[] {
  const { sizes, activation } = network.config;
  const weights = network.parameters().filter(({ name }) => name.endsWith("weight"));
  const inputs = sizes[0] ?? 0;
  const batch = data.length / inputs;
  let z = Array.from({ length: batch }, (_, i) => Array.from(data.subarray(i * inputs, (i + 1) * inputs)));
  let u: number[][] = [];
  return weights.map(({ values }, l) => {
    const fanOut = sizes[l + 1] ?? 0;
    const affine = z.map((row) =>
      Array.from({ length: fanOut }, (_, j) => row.reduce((sum, v, i) => sum + v * (values[i * fanOut + j] ?? 0), 0)),
    );
    const gain = gains[l] ?? null;
    u = gain === null ? affine : affine.map((row, i) => row.map((v, j) => (u[i]?.[j] ?? 0) + gain * v));
    z = u.map((row) => row.map((v) => phi(activation[l] as Activation, v)));
    const flat = affine.flat();
    const mean = flat.reduce((sum, v) => sum + v, 0) / flat.length;
    return flat.reduce((sum, v) => sum + (v - mean) ** 2, 0) / flat.length;
  });
}

describe("lsuv", () => {
  const DEEP = [8, ...Array.from({ length: 29 }, () => 24), 3];

  it.each<[Activation, number]>([
    ["tanh", 1],
    ["relu", 1],
    ["sigmoid", 1],
    ["softsign", 1],
    [{ kind: "leaky-relu", alpha: 0.3 }, 1],
    ["linear", 1e-12],
    ["relu", 1e12],
  ])("gives every pre-activation of 30 layers the variance 1: %j, data times %f", (activation, scale) => {
    const initData = rows(8, scale);
    using network = lsuv({ sizes: DEEP, activation, initData });
    const flow = network.flow(initData, new Float32Array(BATCH * 3), "sum-squared-error");
    const measured = flow.layers.map(({ u }) => u.std ** 2);
    expect(measured).toHaveLength(30);
    for (const variance of measured) expect(Math.abs(variance - 1)).toBeLessThan(0.1);
    variances(network, initData).forEach((variance, l) => {
      expect(Math.abs(variance - (measured[l] ?? Number.NaN))).toBeLessThan(1e-4);
    });
    const biases = network.parameters().filter(({ name }) => name.endsWith("bias"));
    expect(biases.every(({ values }) => values.every((v) => v === 0))).toBe(true);
  });

  it("is one division by the standard deviation of an orthonormal start, or none within 1 ± .1", () => {
    const initData = rows(6);
    using start = lab.mlp({ sizes: [6, 12, 12, 2], activation: "relu", init: "orthogonal", seed: 4 });
    using network = lsuv({ sizes: [6, 12, 12, 2], activation: "relu", initData });
    network.parameters().forEach(({ name, values }, k) => {
      const from = start.parameters()[k]?.values ?? new Float32Array();
      if (name.endsWith("bias")) expect(values).toEqual(from);
      const factor = (values[0] ?? 0) / (from[0] ?? 0);
      if (name.endsWith("weight"))
        expect(values.every((v, i) => Math.abs(v - factor * (from[i] ?? 0)) < 1e-6)).toBe(true);
    });
    // What is scaled comes out at 1; data of variance 1 through a square orthogonal matrix need no scaling.
    for (const variance of variances(network, initData)) expect(variance).toBeCloseTo(1, 5);
    const unitVariance = Float32Array.from({ length: 64 }, (_, i) => ((i * 7 + Math.floor(i / 8) * 3) % 2 ? 1 : -1));
    using kept = lsuv({ sizes: [8, 8], initData: unitVariance });
    using orthonormal = lab.mlp({ sizes: [8, 8], init: "orthogonal", seed: 4 });
    const [near = 0] = variances(orthonormal, unitVariance);
    expect(Math.abs(near - 1)).toBeLessThan(0.1);
    expect(kept.hash()).toBe(orthonormal.hash());
  });

  it.each<[Skip, (blocks: number) => number]>([
    ["identity", () => 1],
    ["scaled", (blocks) => 1 / Math.sqrt(blocks)],
    [{ gain: 0.5 }, () => 0.5],
  ])("measures what a layer itself puts out where it has a skip: %j", (skip, gainOf) => {
    const sizes = [5, 16, 16, 16, 16, 9, 2];
    const initData = rows(5);
    using network = lsuv({ sizes, activation: "tanh", skip, initData });
    const gain = gainOf(3);
    const gains = [null, gain, gain, gain, null, null];
    for (const variance of variances(network, initData, gains)) expect(Math.abs(variance - 1)).toBeLessThan(0.1);
  });

  it("gives the same bits twice, whatever the shape of the rows, and copies them", () => {
    const config = { sizes: [4, 9, 9, 2], activation: "relu" } as const;
    const initData = rows(4);
    using first = lsuv({ ...config, initData });
    const nested = Array.from({ length: BATCH }, (_, i) => Array.from(initData.subarray(4 * i, 4 * i + 4)));
    using second = lsuv({ ...config, initData: nested });
    expect(second.hash()).toBe(first.hash());
    const expected = initData.slice();
    initData.fill(7);
    expect(first.config.initData).toEqual(expected);
    using third = lab.mlp(first.config);
    expect(third.hash()).toBe(first.hash());
    using other = lsuv({ ...config, initData: initData.map((v, i) => v * i) });
    expect(other.hash()).not.toBe(first.hash());
  });

  it("goes through a state", () => {
    const y = new Float32Array(BATCH);
    using network = lsuv({ sizes: [4, 9, 1], initData: rows(4) });
    const trainer = network.trainer({ loss: "mean-squared-error", optimizer: { kind: "adam", learningRate: 0.01 } });
    for (let i = 0; i < 5; i++) trainer.step(rows(4), y);
    const again = lab.restore(structuredClone(trainer.state()));
    expect(again.network.config).toEqual(network.config);
    trainer.step(rows(4), y);
    again.trainer.step(rows(4), y);
    expect(again.network.hash()).toBe(network.hash());
    again.network.dispose();
  });
});

describe("lsuv refuses, and leaves nothing behind,", () => {
  const sizes = [2, 3, 1];
  const cases: readonly [string, unknown, string, RegExp][] = [
    ["no data", { sizes, init: "lsuv" }, "BAD_OPTION", /initData: expected rows of 2 numbers.*undefined/],
    [
      "data for another init",
      { sizes, initData: [1, 2] },
      "BAD_OPTION",
      /initData: leave it out; only init "lsuv" uses it/,
    ],
    ["rows of another width", { sizes, init: "lsuv", initData: [1, 2, 3] }, "BAD_SHAPE", /initData: .*multiple of 2/],
    ["no rows", { sizes, init: "lsuv", initData: [] }, "BAD_SHAPE", /initData: expected at least one row/],
    ["NaN", { sizes, init: "lsuv", initData: [1, Number.NaN] }, "NOT_FINITE", /initData: .*number 1 of 2 is NaN/],
    ["numbers beyond float32", { sizes, init: "lsuv", initData: [1e39, 1] }, "NOT_FINITE", /initData/],
    ["zeros", { sizes, init: "lsuv", initData: [0, 0, 0, 0] }, "BAD_OPTION", /a variance of 0 in layer 0/],
    ["one row for one unit", { sizes, init: "lsuv", initData: [1, 2] }, "BAD_OPTION", /a variance of 0 in layer 1/],
    [
      "rows that overflow",
      { sizes: [8, 8], init: "lsuv", initData: new Float32Array(8).fill(3e38) },
      "BAD_OPTION",
      /variance of NaN in layer 0/,
    ],
    ["rows too small to scale", { sizes, init: "lsuv", initData: [1e-44, 0, 0, 1e-44] }, "BAD_OPTION", /in layer 0/],
  ];
  it.each(cases)("%s", (_, config, code, message) => {
    const { used } = lab.memory();
    const make = () => lab.mlp(config as MlpConfig);
    expect(make).toThrow(message);
    expect(make).toThrow(expect.objectContaining({ code }) as Error);
    expect(lab.memory().used).toBe(used);
  });
});
