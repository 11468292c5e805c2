import { readFileSync } from "node:fs";
import { type Activation, type Gradiometer, load, type Mlp, type MlpConfig } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import type { Core } from "../../sdk/core/create.js";
import { singularValues } from "../../sdk/probe/spectrumValues.js";
import { openCore } from "../support/core.js";
import { drawn } from "../support/kernels.js";
import { forwardRow, oracleOf, relativeError, skips } from "../support/oracle.js";

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

const golden = JSON.parse(readFileSync(new URL("../golden/jacobian.json", import.meta.url), "utf8")) as {
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
