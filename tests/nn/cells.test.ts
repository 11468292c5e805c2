import { readFileSync } from "node:fs";
import { type CellName, type Gradiometer, load, type Loss } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { relativeError } from "../support/oracle.js";

/** What golden/README.md asks of float32, and of what is computed in float64. */
const TOLERANCE = 1e-5;
const SPECTRUM_TOLERANCE = 1e-8;

interface Case {
  name: string;
  cell: CellName;
  inputs: number;
  hidden: number;
  outputs: number;
  time: number;
  batch: number;
  inputWeights: number[];
  recurrentWeights: number[];
  biases: number[];
  candidateBiases: number[] | null;
  readoutWeights: number[] | null;
  readoutBiases: number[] | null;
  x: number[];
  y: number[];
  loss: Loss;
  lossValue: number;
  lastHidden: number[];
  hiddenGradientNorms: number[];
  cellGradientNorms: number[] | null;
  inputWeightGradient: number[];
  recurrentWeightGradient: number[];
  biasGradient: number[];
  candidateBiasGradient: number[] | null;
  readoutWeightGradient: number[] | null;
  readoutBiasGradient: number[] | null;
  inputGradient: number[];
  stateSingularValues: number[];
}

const golden = JSON.parse(readFileSync(new URL("../golden/cell.json", import.meta.url), "utf8")) as { cases: Case[] };

/** What a network has, by name; what it does not have is null. */
const present = (tensors: Record<string, number[] | null>): Record<string, number[]> =>
  Object.fromEntries(Object.entries(tensors).filter((entry): entry is [string, number[]] => entry[1] !== null));

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

function networkOf(one: Case) {
  const { cell, inputs, hidden, outputs } = one;
  const network = lab.rnn({ cell, inputs, hidden, ...(outputs > 0 && { outputs }) });
  network.setParameters(
    present({
      "input.weight": one.inputWeights,
      "recurrent.weight": one.recurrentWeights,
      "recurrent.bias": one.biases,
      "candidate.bias": one.candidateBiases,
      "readout.weight": one.readoutWeights,
      "readout.bias": one.readoutBiases,
    }),
  );
  return network;
}

describe("PyTorch's LSTM and GRU", () => {
  it("has all cases", () => {
    expect(golden.cases).toHaveLength(8);
  });

  it.each(golden.cases)("$name: loss, states and every gradient", (one) => {
    using network = networkOf(one);
    const x = { values: one.x, time: one.time };
    const states = network.forward(x).hidden;
    const back = network.backward(x, one.y, one.loss);
    expect(relativeError(states.slice(-one.batch * one.hidden), one.lastHidden)).toBeLessThanOrEqual(TOLERANCE);
    expect(Math.abs(back.loss / one.lossValue - 1)).toBeLessThanOrEqual(TOLERANCE);
    expect(relativeError(back.input, one.inputGradient)).toBeLessThanOrEqual(TOLERANCE);
    const wanted = present({
      "input.weight": one.inputWeightGradient,
      "recurrent.weight": one.recurrentWeightGradient,
      "recurrent.bias": one.biasGradient,
      "candidate.bias": one.candidateBiasGradient,
      "readout.weight": one.readoutWeightGradient,
      "readout.bias": one.readoutBiasGradient,
    });
    expect(back.gradients.map(({ name }) => name)).toEqual(Object.keys(wanted));
    for (const { name, values } of back.gradients)
      expect(relativeError(values, wanted[name]!), name).toBeLessThanOrEqual(TOLERANCE);
    for (const [found, norms] of [
      [back.hiddenGradientNorms, one.hiddenGradientNorms],
      [back.cellGradientNorms, one.cellGradientNorms],
    ] as const) {
      expect(found?.length).toBe(norms?.length);
      norms?.forEach((norm, t) => {
        expect(Math.abs(found![t]! / norm - 1), `step ${t}`).toBeLessThanOrEqual(TOLERANCE);
      });
    }
  });

  it.each(golden.cases)("$name: singular values of the state's Jacobian", (one) => {
    using network = networkOf(one);
    const { inputs, batch, time } = one;
    const first = Array.from({ length: time }, (_, t) => one.x.slice(t * batch * inputs, t * batch * inputs + inputs));
    const { product } = network.spectrum({ values: first.flat(), time });
    expect(product).toHaveLength(one.stateSingularValues.length);
    const largest = one.stateSingularValues[0]!;
    one.stateSingularValues.forEach((value, i) => {
      // printed with 9 digits
      if (value > 1e-9 * largest) expect(Math.abs(product[i]! / value - 1)).toBeLessThanOrEqual(SPECTRUM_TOLERANCE);
    });
  });
});
