import { type CellName, type Gradiometer, load } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import type { Core } from "../../sdk/core/create.js";
import { CELL_NAMES } from "../../sdk/nn/cells/index.js";
import { singularValues } from "../../sdk/probe/spectrumValues.js";
import { openCore } from "../support/core.js";
import { drawn } from "../support/kernels.js";
import { relativeError } from "../support/oracle.js";
import { oracleOfRnn } from "../support/rnnOracle.js";
import { stateJacobian, statesOf } from "../support/stateJacobian.js";

let lab: Gradiometer;
let core: Core;
beforeAll(async () => {
  lab = await load();
  core = openCore();
});

/** The factors ∂s_t/∂s_{t−1} of a sequence by differences, and the singular values of any stretch of their product. */
function factorsOf(cell: CellName, hidden: number, time: number, bias: boolean) {
  const network = lab.rnn({ inputs: 2, hidden, cell, bias, recurrentInit: { kind: "normal", std: 0.6 }, seed: 4 });
  const vectors = network.parameters().filter(({ shape }) => shape.length === 1);
  network.setParameters(Object.fromEntries(vectors.map(({ name, values }) => [name, drawn(values.length, 9)])));
  const net = oracleOfRnn(network);
  const x = drawn(2 * time, 5).map(Math.fround);
  const states = statesOf(net, x, time);
  const factors = Array.from({ length: time }, (_, t) => stateJacobian(net, x.subarray(2 * t, 2 * t + 2), states[t]!));
  return { network, x, factors };
}

const valuesOf = (matrix: readonly number[][]): Float64Array =>
  singularValues(core, matrix.length, matrix.length, Float64Array.from(matrix.flat())).values;

const product = (a: readonly number[][], b: readonly number[][]): number[][] =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));

describe.each(CELL_NAMES)("the spectrum of a %s cell's state", (cell) => {
  it.each([
    [1, true],
    [3, false],
    [4, true],
    [5, true],
    [8, false],
    [9, true],
  ] as const)("%d units, biases %s: each step's and the product's over 1, 2, 7 and 20 steps", (hidden, bias) => {
    const { network, x, factors } = factorsOf(cell, hidden, 20, bias);
    for (const lag of [1, 2, 7, 20]) {
      const { perStep, product: found, log10Product } = network.spectrum({ values: x.subarray(0, 2 * lag) as never, time: lag }); // prettier-ignore
      expect(perStep).toHaveLength(lag);
      perStep.forEach((values, t) => expect(relativeError(values, valuesOf(factors[t]!))).toBeLessThan(1e-9));
      const whole = factors.slice(1, lag).reduce((before, factor) => product(factor, before), factors[0]!);
      const expected = valuesOf(whole);
      expect(relativeError(found, expected)).toBeLessThan(1e-8);
      expect(log10Product[0]).toBeCloseTo(Math.log10(expected[0]!), 7);
    }
    network.dispose();
  });

  it("has as many values as the state has numbers", () => {
    using network = lab.rnn({ inputs: 2, hidden: 3, cell });
    const { perStep, product: found } = network.spectrum({ values: [1, 2, 3, 4], time: 2 });
    expect(perStep.map(({ length }) => length)).toEqual(cell === "lstm" ? [6, 6] : [3, 3]);
    expect(found).toHaveLength(cell === "lstm" ? 6 : 3);
  });

  it("takes any number of steps in the same memory, and leaves none behind", () => {
    using network = lab.rnn({ inputs: 2, hidden: 6, cell });
    network.spectrum({ values: new Float32Array(2 * 400), time: 400 });
    const { used } = lab.memory();
    const { perStep } = network.spectrum({ values: new Float32Array(2 * 300), time: 300 });
    expect(lab.memory().used).toBe(used);
    expect(perStep).toHaveLength(300);
  });
});
