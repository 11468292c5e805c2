import { type CellName, type Gradiometer, load, type RnnConfig } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { CELLS } from "../../sdk/nn/cells/index.js";
import { resolveActivation } from "../../sdk/nn/activation.js";
import { drawn } from "../support/kernels.js";
import { centralDifferences } from "../support/oracle.js";
import { stateJacobian, statesOf } from "../support/stateJacobian.js";
import { oracleOfRnn, outputOf } from "../support/rnnOracle.js";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

const power = (base: number, n: number): number => Array.from({ length: n }).reduce<number>((p) => p * base, 1);
const sigmoid = (u: number): number => 1 / (1 + Math.exp(-u));

/** A cell that does nothing but keep: all weights are 0, and the gate that keeps has this bias. */
const keeping = (cell: CellName, forgetBias: number, hidden = 3): RnnConfig => ({
  inputs: 1,
  hidden,
  cell,
  forgetBias,
  init: "zeros",
  recurrentInit: "zeros",
});

/** [b_f, σ(b_f)^100], each as C33 says it. */
const C33: readonly [number, number][] = [
  [0, power(0.5, 100)],
  [1, power(0.7310585786300049, 100)],
  [Math.log(99), power(0.99, 100)],
];

describe("an LSTM's cell is a product of forget gates (C33)", () => {
  it.each(C33)("b_f = %d: ‖∂J/∂c_1‖ is σ(b_f)¹⁰⁰ of ‖∂J/∂c_101‖", (bias, expected) => {
    using network = lab.rnn(keeping("lstm", bias));
    const { cellGradientNorms: norms } = network.backward({ values: new Float32Array(202), time: 101 }, [1, 2, 3, 4, 5, 6], "sum-squared-error"); // prettier-ignore
    // f is rounded to float32 once, and each of 100 products again.
    expect(Math.abs(norms![0]! / norms![100]! / expected - 1)).toBeLessThan(200 * 2 ** -24);
    for (let t = 1; t <= 100; t++) expect(Math.abs(norms![t - 1]! / norms![t]! / sigmoid(bias) - 1)).toBeLessThan(2e-7);
  });

  it.each(C33)("b_f = %d: the spectrum of (h, c) over 100 steps is σ(b_f)¹⁰⁰ to 1e-6", (bias, expected) => {
    using network = lab.rnn(keeping("lstm", bias));
    const { perStep, product, log10Product } = network.spectrum({ values: new Float32Array(100), time: 100 });
    // c passes as it is, and to h through the output gate σ(0) = ½.
    const both = Math.sqrt(1.25);
    for (const value of product.subarray(0, 3)) expect(Math.abs(value / (both * expected) - 1)).toBeLessThan(1e-6);
    expect([...product.subarray(3)]).toEqual([0, 0, 0]);
    for (const log of log10Product.subarray(0, 3)) expect(log).toBeCloseTo(Math.log10(both * expected), 6);
    for (const [value] of perStep) expect(Math.abs(value! / (both * sigmoid(bias)) - 1)).toBeLessThan(1e-8);
    // With the output gate shut there is the cell alone.
    const shut = network.parameters().find(({ name }) => name === "recurrent.bias")!.values;
    shut.fill(-1e4, 9, 12);
    network.setParameters({ "recurrent.bias": shut });
    for (const value of network.spectrum({ values: new Float32Array(100), time: 100 }).product.subarray(0, 3))
      expect(Math.abs(value / expected - 1)).toBeLessThan(1e-6);
  });

  it("a gate that is open lets everything through: 1", () => {
    using network = lab.rnn(keeping("lstm", 100));
    const back = network.backward({ values: new Float32Array(100), time: 100 }, [1, 2, 3], "sum-squared-error");
    expect(back.cellGradientNorms![0]).toBe(back.cellGradientNorms![99]);
    expect(back.cellGradientNorms![0]).toBeGreaterThan(0);
  });

  it.each(C33)("a GRU's update gate does the same to h: b_z = %d", (bias, expected) => {
    using network = lab.rnn(keeping("gru", bias));
    const sequence = { values: new Float32Array(101), time: 101 };
    const { hiddenGradientNorms: norms } = network.backward(sequence, [1, 2, 3], "sum-squared-error");
    expect(Math.abs(norms[0]! / norms[100]! / expected - 1)).toBeLessThan(200 * 2 ** -24);
    const { product } = network.spectrum({ values: new Float32Array(100), time: 100 });
    for (const value of product) expect(Math.abs(value / expected - 1)).toBeLessThan(1e-6);
  });
});

describe("500 steps", () => {
  it.each<[CellName, number]>([
    ["lstm", 0],
    ["gru", 0],
    ["lstm", -0.5],
    ["gru", -0.5],
  ])("a %s that keeps by σ(%d): norms far below float32's range, the gradients those of float32", (cell, bias) => {
    using network = lab.rnn(keeping(cell, bias));
    const back = network.backward({ values: new Float32Array(500), time: 500 }, [1, 2, 3], "sum-squared-error");
    const norms = cell === "lstm" ? back.cellGradientNorms! : back.hiddenGradientNorms;
    expect(norms[0]).toBeGreaterThan(0);
    expect(norms[0]).toBeLessThan(1e-140);
    expect(Math.abs(norms[0]! / norms[499]! / power(sigmoid(bias), 499) - 1)).toBeLessThan(1000 * 2 ** -24);
    for (const { values } of back.gradients) expect(values.every(Number.isFinite)).toBe(true);
  });

  it.each<[string, RnnConfig, (norm: number) => boolean]>([
    ["lstm, shrinking", { inputs: 2, hidden: 5, cell: "lstm", forgetBias: -1 }, (norm) => norm < 1e-60],
    ["gru, shrinking", { inputs: 2, hidden: 5, cell: "gru", forgetBias: -1 }, (norm) => norm < 1e-60],
    ["lstm, growing (C35)", { inputs: 2, hidden: 5, cell: "lstm", recurrentInit: { kind: "orthogonal", gain: 7 }, bias: false }, (norm) => norm > 1e60], // prettier-ignore
    ["gru, growing (C35)", { inputs: 2, hidden: 5, cell: "gru", recurrentInit: { kind: "orthogonal", gain: 7 }, bias: false }, (norm) => norm > 1e60], // prettier-ignore
  ])("%s: every norm is that of the chain of float64 Jacobians", (_, config, beyond) => {
    const time = 500;
    using network = lab.rnn({ outputs: 1, seed: 4, ...config });
    const net = oracleOfRnn(network);
    const still = config.bias === false; // the state stays at 0
    const x = still ? new Float64Array(2 * time) : drawn(2 * time, 3).map(Math.fround);
    const target = outputOf(net, x, time)[0]! + 1;
    const back = network.backward({ values: Float32Array.from(x), time }, [target], "sum-squared-error");
    // ∂J/∂(h, c)_T, and from there one Jacobian per step.
    const states = statesOf(net, x, time);
    const readout = network.parameters().find(({ name }) => name === "readout.weight")!.values;
    const { states: count } = CELLS[network.config.cell].build(resolveActivation("tanh"));
    let gradient = Float64Array.from({ length: 5 * count }, (__, k) => (k < 5 ? -2 * readout[k]! : 0));
    let unit = 1;
    for (let t = time; t >= 1; t--) {
      const norm = Math.hypot(...gradient.subarray(0, 5)) * unit;
      expect(Math.abs(back.hiddenGradientNorms[t - 1]! / norm - 1), `step ${t}`).toBeLessThan(1e-4);
      if (t === 1) expect(beyond(norm)).toBe(true);
      const jacobian = stateJacobian(net, x.subarray(2 * t - 2, 2 * t), states[t - 1]!);
      gradient = gradient.map((__, j) => jacobian.reduce((sum, row, i) => sum + row[j]! * gradient[i]!, 0));
      const size = Math.hypot(...gradient);
      gradient = gradient.map((value) => value / size);
      unit *= size;
    }
  });
});

describe("‖∂J/∂x_t‖ over time", () => {
  it.each(["lstm", "gru"] as const)("of a %s is that of differences, over 30 steps", (cell) => {
    const time = 30;
    using network = lab.rnn({ inputs: 2, hidden: 4, outputs: 1, cell, seed: 2 });
    const net = oracleOfRnn(network);
    const x = drawn(2 * time, 6).map(Math.fround);
    const value = () => (outputOf(net, x, time)[0]! - 2) ** 2;
    const expected = centralDifferences(x, value, 1e-4);
    const { input } = network.backward({ values: Float32Array.from(x), time }, [2], "sum-squared-error");
    for (let t = 0; t < time; t++) {
      const norm = (all: ArrayLike<number>) => Math.hypot(all[2 * t]!, all[2 * t + 1]!);
      expect(Math.abs(norm(input) / norm(expected) - 1), `step ${t}`).toBeLessThan(3e-5);
    }
  });
});
