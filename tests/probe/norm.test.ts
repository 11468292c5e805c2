import { type Gradiometer, load, type MlpConfig, type Skip, type Stats } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import type { Core } from "../../sdk/core/create.js";
import { NORMS } from "../../sdk/nn/ops/norm.js";
import { singularValues } from "../../sdk/probe/spectrumValues.js";
import { openCore } from "../support/core.js";
import { randomised } from "../support/differences.js";
import { drawn, drawn32 } from "../support/kernels.js";
import {
  centralDifferences,
  forwardLayers,
  forwardRow,
  largestDifference,
  lossOf,
  oracleOf,
  type OracleNet,
  relativeError,
  rowsOf,
  skips,
} from "../support/oracle.js";

const KINDS = Object.keys(NORMS) as (keyof typeof NORMS)[];
const LOSS = "mean-squared-error";

let lab: Gradiometer;
let core: Core;
beforeAll(async () => {
  lab = await load();
  core = openCore();
});

/** Holds the moments against those of all numbers of a layer, relative to the largest of `scale`. */
function checkStats(found: Stats | undefined, values: ArrayLike<number>, name: string, scale = values): void {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const square = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  const expected = [mean, Math.sqrt(square), Math.hypot(...all), Math.min(...all), Math.max(...all)];
  const actual = found ? [found.mean, found.std, found.norm, found.min, found.max] : [];
  const size = Math.max(...Array.from(scale, Math.abs));
  expect(largestDifference(actual, expected) / size, name).toBeLessThan(5e-6);
}

/** ∂output/∂x, [outputs, inputs], by differences of order h⁴. */
function differences(net: OracleNet, x: Float64Array, h = 5e-4): Float64Array {
  const outputs = net.sizes.at(-1)!;
  const jacobian = new Float64Array(outputs * x.length);
  x.forEach((_, j) => {
    const moved = (by: number) => forwardRow(net, x.map((value, i) => (i === j ? value + by : value))); // prettier-ignore
    const [near, far] = [1, 2].map((n) => {
      const [above, below] = [moved(n * h), moved(-n * h)];
      return above.map((value, i) => (value - below[i]!) / (2 * n * h));
    });
    for (let i = 0; i < outputs; i++) jacobian[i * x.length + j] = (4 * near![i]! - far![i]!) / 3;
  });
  return jacobian;
}

describe.each(KINDS)("flow with a %s norm", (norm) => {
  it.each(skips)("skip %j: u, v, z and δ are the float64 oracle's", (skip) => {
    for (const activation of ["tanh", "gelu", "softplus"] as const) {
      using network = lab.mlp({ sizes: [3, 6, 6, 6, 5, 2], norm, skip, activation, seed: 4 });
      const { net, x, y } = randomised(network, 8, LOSS);
      const layers = forwardLayers(net, rowsOf(x, 3), true);
      const nudge = layers.map(({ u }) => new Float64Array(u.flat().length));
      const deltas = nudge.map((own) => centralDifferences(own, () => lossOf(net, x, y, LOSS, nudge), 1e-6));
      const { loss, layers: found } = network.flow(Float32Array.from(x), Float32Array.from(y), LOSS);
      expect(Math.abs(loss - lossOf(net, x, y, LOSS))).toBeLessThan(5e-6);
      const largest = Float64Array.of(Math.max(...deltas.flatMap((delta) => Array.from(delta, Math.abs))));
      layers.forEach(({ u, v, z }, l) => {
        const layer = found[l]!;
        checkStats(layer.u, u.flat(), `u of layer ${l}`);
        checkStats(layer.z, z.flat(), `z of layer ${l}`);
        if (l < layers.length - 1) checkStats(layer.v, v.flat(), `v of layer ${l}`);
        else expect(layer.v).toBeUndefined();
        checkStats(layer.delta, deltas[l]!, `δ of layer ${l}`, largest);
        expect(layer.underflow).toBe(0);
      });
    }
  });

  it("has histograms of v too, and none of a net without a norm", () => {
    using network = lab.mlp({ sizes: [3, 6, 2], norm });
    const [x, y] = [drawn32(24, 1), drawn32(16, 2)];
    const [first, last] = network.flow(x, y, LOSS, { bins: 5 }).layers;
    expect(first!.v!.histogram!.counts.reduce((sum, count) => sum + count, 0)).toBe(48);
    expect(last!.v).toBeUndefined();
    using plain = lab.mlp({ sizes: [3, 6, 2] });
    expect(plain.flow(x, y, LOSS).layers.map(({ v }) => v)).toEqual([undefined, undefined]);
  });

  it("finds saturated and dead units by φ' at v, not at u", () => {
    using network = lab.mlp({ sizes: [2, 4, 1], norm, activation: "tanh", seed: 2 });
    const [x, y] = [drawn32(20, 1), drawn32(10, 2)];
    network.setParameters({ "layers.0.weight": network.parameters()[0]!.values.map((value) => 1000 * value) });
    expect(network.flow(x, y, LOSS).layers[0]!.saturated).toBe(0); // u is huge, v is not
    network.setParameters({ "layers.0.norm.weight": [1000, 1000, 1000, 1000] });
    expect(network.flow(x, y, LOSS).layers[0]!.saturated).toBeGreaterThan(0.9);
  });

  it("tells underflow from zeros: what float64 still has behind gains of 1e-25 in two layers", () => {
    const sizes = [3, 6, 6, 6, 2];
    using network = lab.mlp({ sizes, norm, activation: "tanh", seed: 2 });
    const gains = [1, 2].map((l) => [`layers.${l}.norm.weight`, new Array<number>(6).fill(1e-25)] as const);
    network.setParameters(Object.fromEntries(gains));
    const [x, y] = [drawn32(24, 1), drawn32(16, 2)];
    const { layers } = network.flow(x, y, LOSS);
    expect(layers.map(({ underflow }) => underflow > 0.9)).toEqual([true, true, false, false]);
    expect(layers[0]!.delta.zeros).toBe(48);
    // A gain of 0 lets nothing through in any format.
    network.setParameters({ "layers.1.norm.weight": new Array<number>(6).fill(0) });
    expect(network.flow(x, y, LOSS).layers[0]).toMatchObject({ underflow: 0 });
  });
});

describe.each(KINDS)("∂z/∂x with a %s norm", (norm) => {
  const config = (skip: Skip, more: Partial<MlpConfig> = {}): MlpConfig => {
    return { sizes: [5, 7, 7, 7, 6, 6, 3], norm, skip, seed: 3, ...more };
  };

  it.each(skips.flatMap((skip) => (["tanh", "softplus", "gelu", "sigmoid"] as const).map((a) => [a, skip] as const)))(
    "%s, skip %j: agrees with finite differences in float64; its spectrum too",
    (activation, skip) => {
      using network = lab.mlp(config(skip, { activation }));
      randomised(network, 2, LOSS);
      const x = drawn(5, 1).map(Math.fround);
      const { rows, columns, values } = network.jacobian(x);
      expect([rows, columns]).toEqual([3, 5]);
      expect(relativeError(values, differences(oracleOf(network), x))).toBeLessThan(1e-8);
      const { inputOutput, log10InputOutput } = network.spectrum(x);
      const direct = singularValues(core, 3, 5, values).values;
      expect(relativeError(inputOutput, direct)).toBeLessThan(1e-12);
      log10InputOutput.forEach((log, i) => expect(log).toBeCloseTo(Math.log10(direct[i]!), 10));
    },
  );

  it.each([1, 2, 3])("%d units wide", (width) => {
    using network = lab.mlp({ sizes: [4, width, width, 2], norm: { kind: norm, epsilon: 0.1 }, seed: 6 });
    randomised(network, 2, LOSS);
    const x = drawn(4, 1).map(Math.fround);
    expect(largestDifference(network.jacobian(x).values, differences(oracleOf(network), x))).toBeLessThan(1e-8);
  });

  it("between layers it is a factor of the whole", () => {
    using network = lab.mlp({ sizes: [4, 9, 6, 5, 3], norm, seed: 1 });
    randomised(network, 2, LOSS);
    const x = drawn(4, 2);
    const whole = network.jacobian(x).values;
    for (const k of [1, 2, 3]) {
      const [upper, lower] = [network.jacobian(x, { from: k, to: 4 }), network.jacobian(x, { from: 0, to: k })];
      const both = Float64Array.from({ length: 12 }, (_, at) => {
        const [i, j] = [Math.floor(at / 4), at % 4];
        let sum = 0;
        for (let p = 0; p < lower.rows; p++) sum += upper.values[i * lower.rows + p]! * lower.values[p * 4 + j]!;
        return sum;
      });
      expect(relativeError(both, whole)).toBeLessThan(1e-13);
    }
  });
});

describe("the projection in a norm's Jacobian", () => {
  /** ∂v/∂u at u, by a layer whose affine map is the identity and whose φ is linear. */
  function normJacobian(norm: "layer" | "rms", u: Float64Array): { rows: number[][]; hat: number[] } {
    const n = u.length;
    using network = lab.mlp({
      sizes: [n, n, 1],
      activation: "linear",
      norm: { kind: norm, epsilon: 1e-30 },
      init: { kind: "identity", gain: 1 },
    });
    const { values } = network.jacobian(u, { from: 0, to: 1 });
    const hat = forwardLayers(oracleOf(network), [Array.from(u)], false)[0]!.v[0]!;
    return { rows: rowsOf(values, n), hat };
  }

  it.each([2, 3, 8, 17])("%d units: layer lets neither 1 nor x̂ through, RMS not x̂", (n) => {
    const u = drawn(n, 4);
    for (const norm of ["layer", "rms"] as const) {
      const { rows, hat } = normJacobian(norm, u);
      const times = (v: readonly number[]) => rows.map((row) => row.reduce((sum, value, i) => sum + value * v[i]!, 0));
      const largest = hat.reduce((most, value, i) => Math.max(most, Math.abs(value / u[i]!)), 1); // of 1/std
      expect(Math.hypot(...times(hat)) / largest).toBeLessThan(1e-14 * n);
      const ones = Math.hypot(...times(new Array<number>(n).fill(1)));
      if (norm === "layer") expect(ones / largest).toBeLessThan(1e-14 * n);
      else expect(ones / largest).toBeGreaterThan(0.01);
    }
  });

  it("takes as many singular values: two of a layer norm, one of an RMS norm; the others are 1/std and 1/rms", () => {
    const n = 9;
    const u = drawn(n, 5);
    const mean = u.reduce((sum, value) => sum + value, 0) / n;
    const std = Math.sqrt(u.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
    const rms = Math.sqrt(u.reduce((sum, value) => sum + value * value, 0) / n);
    for (const [norm, lost, unit] of [
      ["layer", 2, std],
      ["rms", 1, rms],
    ] as const) {
      const values = singularValues(core, n, n, Float64Array.from(normJacobian(norm, u).rows.flat())).values;
      for (const value of values.subarray(0, n - lost)) expect(Math.abs(value * unit - 1)).toBeLessThan(1e-12);
      for (const value of values.subarray(n - lost)) expect(value * unit).toBeLessThan(1e-13);
    }
  });

  it("is not in a batch norm's, which at inference is an affine map: gain/√(variance + ε)", () => {
    using network = lab.mlp({
      sizes: [3, 3, 1],
      activation: "linear",
      norm: "batch",
      init: { kind: "identity", gain: 1 },
    });
    network.setParameters({
      "layers.0.norm.weight": [2, -3, 0.5],
      "layers.0.norm.variance": [4, 9, 0.25],
      "layers.0.norm.mean": [100, 200, 300],
    });
    const { values } = network.jacobian([1, 2, 3], { from: 0, to: 1 });
    const factor = (gain: number, variance: number) => gain / Math.sqrt(variance + Math.fround(1e-5));
    const expected = [factor(2, 4), 0, 0, 0, factor(-3, 9), 0, 0, 0, factor(0.5, 0.25)];
    expect(largestDifference(values, expected)).toBeLessThan(1e-9);
  });
});

describe("nets that leave float64 without a norm", () => {
  it.each(["layer", "rms"] as const)("a %s norm's Jacobian is free of the signal's unit: 2⁶⁰⁰ before it", (norm) => {
    const n = 6;
    const sizes = [n, n, 2];
    using network = lab.mlp({ sizes, norm, activation: "tanh", init: "orthogonal", seed: 2 });
    const at = (scale: number) => network.jacobian(drawn(n, 3).map((value) => value * scale)).values;
    const plain = at(2 ** 60);
    const far = at(2 ** 600);
    // v is the same, and the slope of a norm falls with the size of u.
    expect(relativeError(far.map((value) => value * 2 ** 540), plain)).toBeLessThan(1e-12); // prettier-ignore
  });
});
