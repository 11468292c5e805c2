/** @module-tag first */
import { type CellName, type Gradiometer, load, type Loss, type RnnConfig } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { CELL_NAMES } from "../../sdk/nn/cells/index.js";
import { targetsFor } from "../support/differences.js";
import { drawn, lcg } from "../support/kernels.js";
import { centralDifferences, largestDifference, relativeError } from "../support/oracle.js";
import { hiddenStates, oracleOfRnn, outputOf, rnnLoss } from "../support/rnnOracle.js";

/** Float32 against central differences in float64, relative to the largest gradient of the network. */
const TOLERANCE = 5e-6;
const LOSSES: readonly Loss[] = ["sum-squared-error", "mean-squared-error", "cross-entropy", "binary-cross-entropy"];

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

/** Holds states, outputs, loss, every gradient and the norms of those by h and c against central differences. */
function check(config: RnnConfig, time: number, batch: number, loss: Loss = "mean-squared-error"): void {
  const { real } = lcg(11);
  const draw = (length: number) => Float64Array.from({ length }, () => Math.fround(real()));
  using network = lab.rnn({ seed: 3, ...config });
  const vectors = network.parameters().filter(({ shape }) => shape.length === 1);
  network.setParameters(Object.fromEntries(vectors.map(({ name, values }) => [name, draw(values.length)])));
  const net = oracleOfRnn(network);
  const x = draw(time * batch * config.inputs);
  const y = targetsFor(loss, batch, config.outputs ?? config.hidden, real);
  const states = batch * config.hidden;
  const nudge = { h: new Float64Array(time * states), c: new Float64Array(time * states) };
  const value = () => rnnLoss(net, x, time, y, loss, nudge);

  const sequence = { values: Float32Array.from(x), time };
  const { hidden, output } = network.forward(sequence);
  expect(relativeError(hidden, hiddenStates(net, x, time))).toBeLessThan(1e-6);
  if (output) expect(relativeError(output, outputOf(net, x, time))).toBeLessThan(2e-6);
  const result = network.backward(sequence, Float32Array.from(y), loss);
  expect(Math.abs(result.loss - value())).toBeLessThan(TOLERANCE * Math.max(1, value()));
  const found = [...result.gradients, { name: "∂J/∂x", values: result.input }].map(({ name, values }) => {
    return { name, values, expected: centralDifferences(net.parameters[name] ?? x, value) };
  });
  const largest = Math.max(...found.flatMap(({ expected }) => Array.from(expected, Math.abs)));
  for (const { name, values, expected } of found)
    expect(largestDifference(values, expected) / largest, name).toBeLessThan(TOLERANCE);
  const norms = (values: Float64Array) =>
    Array.from({ length: time }, (_, t) => Math.hypot(...values.subarray(t * states, (t + 1) * states)));
  expect(relativeError(result.hiddenGradientNorms, norms(centralDifferences(nudge.h, value)))).toBeLessThan(TOLERANCE);
  if (config.cell === "lstm")
    expect(relativeError(result.cellGradientNorms!, norms(centralDifferences(nudge.c, value)))).toBeLessThan(TOLERANCE);
  else expect(result.cellGradientNorms).toBeUndefined();
}

describe.each(CELL_NAMES)("a %s cell by central differences in float64", (cell: CellName) => {
  it.each([1, 3, 4, 5, 8, 9])("%d units, 1, 2 and 7 steps, with biases and readout and without", (hidden) => {
    for (const time of [1, 2, 7])
      for (const bias of [true, false])
        for (const outputs of [undefined, 2])
          check({ inputs: 3, hidden, cell, bias, ...(outputs !== undefined && { outputs }) }, time, 2);
  });

  it.each([1, 3, 9])("a batch of %d", (batch) => {
    check({ inputs: 2, hidden: 5, outputs: 2, cell }, 7, batch);
    check({ inputs: 2, hidden: 4, cell }, 7, batch);
  });

  it.each([1, 2, 5, 8])("%d inputs", (inputs) => {
    check({ inputs, hidden: 5, outputs: 1, cell }, 4, 3);
  });

  it.each(LOSSES)("%s", (loss) => {
    check({ inputs: 3, hidden: 6, outputs: 2, cell }, 6, 3, loss);
    check({ inputs: 3, hidden: 6, cell }, 6, 3, loss);
  });

  it("gates that are far from linear", () => {
    check({ inputs: 3, hidden: 6, outputs: 2, cell, init: { kind: "normal", std: 2 } }, 5, 3);
    check({ inputs: 3, hidden: 6, outputs: 2, cell, recurrentInit: { kind: "normal", std: 1 } }, 5, 3);
  });

  it("has the same bits in buffers that were larger before", () => {
    const run = (before: number) => {
      using network = lab.rnn({ inputs: 2, hidden: 6, outputs: 1, cell, seed: 8 });
      if (before > 0) {
        network.forward({ values: drawn(2 * before, 2), time: before } as never);
        const long = { values: Float32Array.from(drawn(2 * 7 * before, 3)), time: 7 };
        network.backward(long, new Float32Array(before), "sum-squared-error");
      }
      const x = { values: Float32Array.from(drawn(2 * 9 * 5, 4)), time: 9 };
      const y = Float32Array.from(drawn(5, 5));
      return [
        network.backward(x, y, "sum-squared-error"),
        network.forward(x),
        network.backward(x, y, "sum-squared-error"),
      ];
    };
    const fresh = run(0);
    expect(fresh[2]).toEqual(fresh[0]);
    expect(run(50)).toEqual(fresh);
  });
});
