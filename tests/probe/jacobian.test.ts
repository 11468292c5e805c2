import { type Gradiometer, GradiometerError, load, type Mlp } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { drawn } from "../support/kernels.js";
import { forwardRow, oracleOf, type OracleNet, relativeError, skips } from "../support/oracle.js";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

/** ∂output/∂x, [outputs, inputs], by differences of order h⁴. */
function differences(net: OracleNet, x: Float64Array, h = 2e-3): Float64Array {
  const outputs = net.sizes.at(-1) ?? 0;
  const jacobian = new Float64Array(outputs * x.length);
  x.forEach((_, j) => {
    const moved = (by: number) =>
      forwardRow(
        net,
        x.map((value, i) => (i === j ? value + by : value)),
      );
    const [near, far] = [1, 2].map((n) => {
      const [above, below] = [moved(n * h), moved(-n * h)];
      return above.map((value, i) => (value - below[i]!) / (2 * n * h));
    });
    for (let i = 0; i < outputs; i++) jacobian[i * x.length + j] = (4 * near![i]! - far![i]!) / 3;
  });
  return jacobian;
}

function product(m: number, k: number, n: number, a: Float64Array, b: Float64Array): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) c[i * n + j]! += a[i * k + p]! * b[p * n + j]!;
  }
  return c;
}

describe("jacobian", () => {
  it.each(
    skips.flatMap((skip) => (["tanh", "sigmoid", "softsign", "leaky-relu"] as const).map((a) => [a, skip] as const)),
  )("%s, skip %j: agrees with finite differences in float64", (activation, skip) => {
    using network = lab.mlp({ sizes: [5, 7, 7, 7, 6, 6, 3], activation, skip, seed: 3 });
    const x = drawn(5, 1);
    expect(relativeError(network.jacobian(x).values, differences(oracleOf(network), x))).toBeLessThan(1e-8);
  });

  it("between layers it is a factor of the whole: ∂z_L/∂x = ∂z_L/∂z_k · ∂z_k/∂x", () => {
    using network = lab.mlp({ sizes: [4, 9, 6, 5, 3], activation: "tanh", output: "sigmoid", seed: 1 });
    const x = drawn(4, 2);
    const whole = network.jacobian(x);
    expect(network.jacobian(x, { from: 0, to: 4 })).toEqual(whole);
    for (const k of [1, 2, 3]) {
      const upper = network.jacobian(x, { from: k, to: 4 });
      const lower = network.jacobian(x, { from: 0, to: k });
      expect([upper.rows, upper.columns, lower.rows, lower.columns]).toEqual([3, lower.rows, upper.columns, 4]);
      const both = product(3, lower.rows, 4, upper.values, lower.values);
      expect(relativeError(both, whole.values)).toBeLessThan(1e-14);
    }
  });

  it("with a skip past z_from it takes the paths that leave z_from", () => {
    using network = lab.mlp({ sizes: [2, 3, 3, 3, 2], activation: "tanh", skip: { gain: 0.5 }, seed: 5 });
    const x = [0.3, -0.2];
    const net = oracleOf(network);
    const lower: OracleNet = { ...net, sizes: [2, 3], activation: ["linear"], skip: "none" };
    const u1 = forwardRow(lower, x);
    const weight = net.parameters["layers.1.weight"]!;
    const bias = net.parameters["layers.1.bias"]!;
    const z2 = (z1: readonly number[]) =>
      u1.map((u, j) => Math.tanh(u + 0.5 * z1.reduce((sum, z, i) => sum + z * weight[3 * i + j]!, bias[j]!)));
    const z1 = u1.map(Math.tanh);
    const { values } = network.jacobian(x, { from: 1, to: 2 });
    for (let j = 0; j < 3; j++) {
      const moved = (h: number) => z2(z1.map((z, i) => (i === j ? z + h : z)));
      const [above, below] = [moved(1e-5), moved(-1e-5)];
      for (let i = 0; i < 3; i++) expect(values[3 * i + j]).toBeCloseTo((above[i]! - below[i]!) / 2e-5, 9);
    }
  });
});

describe("one input", () => {
  let network: Mlp;
  let used: number;
  const failure = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error;
    }
  };
  beforeAll(() => {
    network = lab.mlp({ sizes: [2, 3, 2] });
    used = lab.memory().used;
  });
  const bad: [unknown, string, RegExp][] = [
    [[1], "BAD_SHAPE", /x: expected one input of 2 numbers, but got 1/],
    [[[1, 2]], "BAD_SHAPE", /x: .* but got 1/],
    [undefined, "BAD_SHAPE", /x: .* but got undefined/],
    [[1, NaN], "NOT_FINITE", /x\[1\]: expected a finite number, but got NaN/],
    [[-Infinity, 1], "NOT_FINITE", /x\[0\].*-Infinity/],
    [["1", 2], "NOT_FINITE", /x\[0\].*"1"/],
    [[1, ,], "NOT_FINITE", /x\[1\].*undefined/],
  ];
  it.each(bad)("%j is refused", (x, code, message) => {
    for (const work of [() => network.jacobian(x as never), () => network.spectrum(x as never)]) {
      const error = failure(work);
      expect(error).toBeInstanceOf(GradiometerError);
      expect(error).toMatchObject({ code, message: expect.stringMatching(message) as unknown });
      expect(lab.memory().used).toBe(used);
    }
  });

  it.each<[unknown, RegExp]>([
    [{ from: 1, to: 1 }, /layers\.to: expected an integer from 2 to 2, but got 1/],
    [{ from: 0, to: 3 }, /layers\.to: expected an integer from 1 to 2, but got 3/],
    [{ from: -1, to: 1 }, /layers\.from: expected an integer from 0 to 1, but got -1/],
    [{ from: 2, to: 2 }, /layers\.from/],
    [{ from: 0.5, to: 1 }, /layers\.from/],
    [{ from: 0 }, /layers\.to.*undefined/],
    [{ from: 0, to: 1, by: 1 }, /layers\.by/],
    [7, /layers: expected an object/],
  ])("layers %j are refused", (layers, message) => {
    const error = failure(() => network.jacobian([1, 2], layers as never));
    expect(error).toMatchObject({ code: "BAD_OPTION", message: expect.stringMatching(message) as unknown });
  });

  it("leaves parameters and memory as they were", () => {
    const hash = network.hash();
    network.jacobian(Float32Array.of(1, 2));
    network.spectrum([1, 2]);
    expect([network.hash(), lab.memory().used]).toEqual([hash, used]);
  });

  it("parameters that are not finite give NaN, and nothing throws", () => {
    using sick = lab.mlp({ sizes: [2, 3, 2], init: { kind: "normal", std: 1e30 } });
    const trainer = sick.trainer({ loss: "sum-squared-error", optimizer: { kind: "sgd", learningRate: 1e20 } });
    for (let i = 0; i < 3; i++) trainer.step([1, 2], [1, 2]);
    expect(trainer.firstNonFinite).not.toBeNull();
    const { layers, weights, inputOutput, log10InputOutput } = sick.spectrum([1, 2]);
    expect([layers.length, weights.length]).toEqual([2, 2]);
    expect([...inputOutput, ...log10InputOutput]).toEqual([NaN, NaN, NaN, NaN]);
  });

  it("a network that was disposed of has neither", () => {
    const gone = lab.mlp({ sizes: [2, 2] });
    gone.dispose();
    expect(failure(() => gone.jacobian([1, 2]))).toMatchObject({ code: "DISPOSED" });
    expect(failure(() => gone.spectrum([1, 2]))).toMatchObject({ code: "DISPOSED" });
  });
});
