import { readFileSync } from "node:fs";
import {
  type Activation,
  type Gradiometer,
  GradiometerError,
  load,
  type Mlp,
  type MlpConfig,
  type Skip,
} from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import type { Core } from "../sdk/core/create.js";
import { singularValues } from "../sdk/probe/spectrumValues.js";
import { openCore } from "./support/core.js";
import { lcg } from "./support/kernels.js";
import { forwardRow, type OracleNet, relativeError } from "./support/oracle.js";

let lab: Gradiometer;
let core: Core;
beforeAll(async () => {
  lab = await load();
  core = openCore();
});

interface JacobianCase {
  name: string;
  sizes: number[];
  activation: Activation;
  weights: number[][];
  biases: number[][];
  x: number[];
  layerSingularValues: number[][];
  weightSingularValues: number[][];
  inputOutputJacobian: number[];
  inputOutputSingularValues: number[];
}

const golden = JSON.parse(readFileSync(new URL("golden/jacobian.json", import.meta.url), "utf8")) as {
  cases: JacobianCase[];
};

const TOLERANCE = 1e-8;

/** Largest relative difference of the values above 1e-9 of the largest, beyond `absolute` of that one. */
function spectrumError(actual: ArrayLike<number>, expected: readonly number[], absolute = 0): number {
  expect(actual.length).toBe(expected.length);
  const top = expected[0] ?? 0;
  const errors = expected.map((v, i) =>
    v > 1e-9 * top ? Math.max(0, Math.abs((actual[i] ?? NaN) - v) - absolute * top) / v : 0,
  );
  return Math.max(...errors);
}

/** Of LAPACK on the multiplied matrix, by which the file has the values of the whole net: more than 1e-8 of the smallest. */
const ROUNDING = 2 ** -53;

function networkOf({ sizes, activation, weights, biases }: JacobianCase): Mlp {
  const network = lab.mlp({ sizes, activation: weights.map(() => activation) });
  const named = weights.flatMap((w, i) => [
    [`layers.${i}.weight`, w],
    [`layers.${i}.bias`, biases[i] ?? []],
  ]);
  network.setParameters(Object.fromEntries(named) as Record<string, number[]>);
  return network;
}

describe("PyTorch's Jacobians and singular values", () => {
  it("has 18 networks", () => expect(golden.cases).toHaveLength(18));

  it.each(golden.cases.map((test) => [test.name, test] as const))("%s", (_, test) => {
    using network = networkOf(test);
    const x = test.x.map(Math.fround); // float32 numbers, printed with 9 digits
    const { layers, weights, inputOutput, log10InputOutput } = network.spectrum(x);
    test.layerSingularValues.forEach((v, l) => expect(spectrumError(layers[l] ?? [], v)).toBeLessThan(TOLERANCE));
    test.weightSingularValues.forEach((v, l) => expect(spectrumError(weights[l] ?? [], v)).toBeLessThan(TOLERANCE));
    expect(spectrumError(inputOutput, test.inputOutputSingularValues, ROUNDING)).toBeLessThan(TOLERANCE);
    inputOutput.forEach((value, i) => {
      if (value > 0) expect(log10InputOutput[i]).toBeCloseTo(Math.log10(value), 12);
      else expect(log10InputOutput[i]).toBe(-Infinity);
    });
    const { rows, columns, values } = network.jacobian(x);
    expect([rows, columns]).toEqual([test.sizes.at(-1), test.sizes[0]]);
    expect(relativeError(values, test.inputOutputJacobian)).toBeLessThan(TOLERANCE);
  });

  it("where the file is off, 60 digits are the judge: all twelve values over twelve decades to 1e-12", () => {
    const test = golden.cases.find(({ name }) => name === "leaky-relu 12-12-12-12-12")!;
    using network = networkOf(test);
    const { inputOutput } = network.spectrum(test.x.map(Math.fround));
    const exact = [
      2.4002007634239173, 0.49094508455685065, 0.15808095223023663, 0.005985145271302076, 0.004350329876628944,
      7.384475562106948e-5, 3.2651583686408163e-7, 1.2332751644345719e-7, 1.672144022363578e-8, 5.839581930538838e-9,
      8.595229990883871e-11, 1.3646329066683947e-12,
    ]; // mpmath
    exact.forEach((value, i) => expect(Math.abs(inputOutput[i]! / value - 1)).toBeLessThan(1e-12));
    expect(Math.abs(test.inputOutputSingularValues[11]! / exact[11]! - 1)).toBeGreaterThan(6e-8);
  });
});

const drawn = (count: number, seed: number): Float64Array => {
  const { real } = lcg(seed);
  return Float64Array.from({ length: count }, real);
};

function oracleOf(network: Mlp): OracleNet {
  const { sizes, activation, skip } = network.config;
  const parameters = Object.fromEntries(
    network.parameters().map(({ name, values }) => [name, Float64Array.from(values)]),
  );
  return { sizes, activation, skip, parameters };
}

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

const skips: Skip[] = ["none", "identity", "scaled", { gain: -0.7 }];

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

describe("spectrum", () => {
  it.each(skips)("skip %j: the factors multiply to the Jacobian of the whole net", (skip) => {
    using network = lab.mlp({ sizes: [5, 7, 7, 7, 6, 6, 4], activation: "tanh", skip, seed: 3 });
    const x = drawn(5, 1);
    const { layers, inputOutput } = network.spectrum(x);
    const direct = singularValues(core, 4, 5, network.jacobian(x).values).values;
    expect(spectrumError(inputOutput, Array.from(direct))).toBeLessThan(1e-13);
    expect(layers.map(({ length }) => length)).toEqual([5, 7, 7, 6, 6, 4]);
    // The bound of the norms holds, and is loose; so does the one of the smallest values, all shapes being wide enough.
    const bound = layers.reduce((value, [top]) => value * top!, 1);
    expect(bound).toBeGreaterThan(inputOutput[0]! * (1 + 1e-3));
  });

  it("of a skip is that of 1 + gain · Wᵀ diag φ'(u)", () => {
    using network = lab.mlp({ sizes: [3, 4, 4, 4, 2], activation: "sigmoid", skip: { gain: 2 }, seed: 7 });
    const x = [0.5, -1, 0.25];
    const { layers, weights } = network.spectrum(x);
    expect(layers[0]).toEqual(weights[0]); // ∂u_1/∂x
    const net = oracleOf(network);
    const u1 = forwardRow({ ...net, sizes: [3, 4], activation: ["linear"], skip: "none" }, x);
    const s = u1.map((u) => Math.exp(-u) / (1 + Math.exp(-u)) ** 2);
    const weight = net.parameters["layers.1.weight"]!;
    const block = Float64Array.from({ length: 16 }, (_, at) => {
      const [i, j] = [Math.floor(at / 4), at % 4];
      return (i === j ? 1 : 0) + 2 * s[j]! * weight[4 * j + i]!;
    });
    expect(spectrumError(layers[1]!, Array.from(singularValues(core, 4, 4, block).values))).toBeLessThan(1e-14);
  });

  it.each<[string, MlpConfig, number]>([
    ["sigmoid", { sizes: [8, 16, 16, 16, 8], activation: "sigmoid", init: { kind: "normal", std: 1 } }, 0.25],
    ["tanh", { sizes: [8, 16, 16, 16, 8], activation: "tanh", init: "he-normal" }, 1],
  ])("C7, %s: ‖J‖ ≤ ‖diag φ'‖ ‖W‖ in every layer, and the product of the norms bounds the norm", (_, config, slope) => {
    for (let seed = 0; seed < 5; seed++) {
      using network = lab.mlp({ ...config, seed });
      const { layers, weights, inputOutput } = network.spectrum(drawn(8, seed));
      layers.slice(0, -1).forEach((values, l) => expect(values[0]).toBeLessThanOrEqual(slope * weights[l]![0]!));
      const bound = layers.reduce((product, values) => product * values[0]!, 1);
      expect(inputOutput[0]).toBeLessThanOrEqual(bound);
      expect(bound / inputOutput[0]!).toBeGreaterThan(1.5);
    }
  });

  it("60 tanh layers: the small values of the multiplied Jacobian are wrong, and these are not", () => {
    const n = 8;
    using network = lab.mlp({
      sizes: new Array<number>(61).fill(n),
      activation: "tanh",
      init: "lecun-normal",
      seed: 4,
    });
    const x = drawn(n, 6).map((value) => 0.1 * value);
    const { inputOutput, log10InputOutput } = network.spectrum(x);
    const direct = singularValues(core, n, n, network.jacobian(x).values).values;
    expect(direct[0]! / inputOutput[0]!).toBeCloseTo(1, 12);
    expect(direct[n - 1]! / inputOutput[n - 1]!).toBeGreaterThan(1e6);
    // log |det J| = Σ log |det J_l|, from the layers' own values.
    const { layers } = network.spectrum(x);
    const expected = layers.flatMap((values) => Array.from(values, Math.log10)).reduce((sum, log) => sum + log, 0);
    expect(log10InputOutput.reduce((sum, log) => sum + log, 0)).toBeCloseTo(expected, 9);
  });

  it("linear orthogonal layers keep every value at 1, at any depth", () => {
    using network = lab.mlp({ sizes: new Array<number>(101).fill(12), activation: "linear", init: "orthogonal" });
    for (const value of network.spectrum(drawn(12, 1)).inputOutput) expect(value).toBeCloseTo(1, 4); // float32 weights
  });

  it("dead ReLU units take the rank down, exactly", () => {
    using network = lab.mlp({ sizes: [6, 10, 10, 6], activation: "relu", init: "he-normal", seed: 2 });
    const bias = new Float32Array(10).fill(-50, 0, 7);
    network.setParameters({ "layers.1.bias": bias.map((value) => (value === 0 ? 5 : value)) });
    const { inputOutput, layers } = network.spectrum(drawn(6, 1));
    expect(inputOutput.filter((value) => value > 0)).toHaveLength(3);
    expect(layers[1]!.filter((value) => value > 0)).toHaveLength(3);
  });

  it("a vanished gradient is still measured: 400 sigmoid layers", () => {
    using network = lab.mlp({ sizes: new Array<number>(401).fill(4), activation: "sigmoid", init: "glorot-normal" });
    const { inputOutput, log10InputOutput } = network.spectrum([1, 2, 3, 4]);
    expect(log10InputOutput[0]).toBeLessThan(-200);
    expect(log10InputOutput[3]).toBeLessThan(-400);
    expect(inputOutput[3]).toBe(0);
    log10InputOutput.forEach((value) => expect(Number.isFinite(value)).toBe(true));
  });

  it("takes x as it is, in float64", () => {
    using network = lab.mlp({ sizes: [1, 3, 1], activation: "tanh", seed: 1 });
    expect(network.jacobian([0.1]).values).not.toEqual(network.jacobian([Math.fround(0.1)]).values);
    expect(network.spectrum([0.1]).inputOutput[0]).toBeCloseTo(Math.hypot(...network.jacobian([0.1]).values), 15);
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
