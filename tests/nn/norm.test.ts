import { readFileSync } from "node:fs";
import { type Activation, type Gradiometer, load, type Loss, type Norm, type Skip } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { relativeError } from "../support/oracle.js";

/** What golden/README.md asks of float32. */
const TOLERANCE = 5e-6;

interface Case {
  name: string;
  norm: "layer" | "rms" | "batch";
  epsilon: number;
  sizes: number[];
  activation: Activation;
  skip: Skip | null;
  loss: Loss;
  weights: number[][];
  biases: number[][];
  gammas: number[][];
  betas: number[][];
  x: number[];
  y: number[];
  output: number[];
  lossValue: number;
  weightGradients: number[][];
  biasGradients: number[][];
  gammaGradients: number[][];
  betaGradients: number[][];
  inputGradient: number[];
  runningMeans: number[][] | null;
  runningVariances: number[][] | null;
  inferenceX: number[];
  inferenceOutput: number[];
}

const golden = JSON.parse(readFileSync(new URL("../golden/norm.json", import.meta.url), "utf8")) as { cases: Case[] };

const named = (suffix: string, values: readonly number[][]): [string, number[]][] =>
  values.map((own, i) => [`layers.${i}.${suffix}`, own]);

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

function networkOf({ sizes, activation, skip, norm: kind, epsilon, ...tensors }: Case) {
  const norm: Norm = { kind, epsilon };
  const network = lab.mlp({ sizes, activation, norm, ...(skip !== null && { skip }) });
  const { weights, biases, gammas, betas } = tensors;
  network.setParameters(
    Object.fromEntries([
      ...named("weight", weights),
      ...named("bias", biases),
      ...named("norm.weight", gammas),
      ...named("norm.bias", betas),
    ]),
  );
  return network;
}

describe("PyTorch's norms", () => {
  it("has all cases", () => {
    expect(golden.cases).toHaveLength(12);
  });

  it.each(golden.cases)("$name: output, loss and every gradient", (one) => {
    using network = networkOf(one);
    const { loss, output, gradients, input } = network.backward(one.x, one.y, one.loss);
    expect(relativeError(output, one.output)).toBeLessThanOrEqual(TOLERANCE);
    expect(Math.abs(loss / one.lossValue - 1)).toBeLessThanOrEqual(TOLERANCE);
    expect(relativeError(input, one.inputGradient)).toBeLessThanOrEqual(TOLERANCE);
    const expected = new Map([
      ...named("weight", one.weightGradients),
      ...named("bias", one.biasGradients),
      ...named("norm.weight", one.gammaGradients),
      ...named("norm.bias", one.betaGradients),
    ]);
    expect(gradients.map(({ name }) => name).sort()).toEqual([...expected.keys()].sort());
    // A bias that batch norm takes away again has no gradient but rounding, of the size of its neighbours'.
    const largest = Math.max(...one.biasGradients.flat().map(Math.abs));
    for (const { name, values } of gradients) {
      const wanted = expected.get(name)!;
      const vanishes = Math.max(...wanted.map(Math.abs)) < 1e-9;
      if (vanishes) expect(Math.max(...values.map(Math.abs)), name).toBeLessThanOrEqual(TOLERANCE * largest);
      else expect(relativeError(values, wanted), name).toBeLessThanOrEqual(TOLERANCE);
    }
  });

  it.each(golden.cases)("$name: inference after one step", (one) => {
    using network = networkOf(one);
    network.trainer({ loss: one.loss, optimizer: { kind: "sgd", learningRate: 0 } }).step(one.x, one.y);
    const statistics = Object.fromEntries(network.statistics().map(({ name, values }) => [name, values]));
    one.runningMeans?.forEach((mean, i) => {
      expect(relativeError(statistics[`layers.${i}.norm.mean`]!, mean)).toBeLessThanOrEqual(TOLERANCE);
      const variance = one.runningVariances![i]!;
      expect(relativeError(statistics[`layers.${i}.norm.variance`]!, variance)).toBeLessThanOrEqual(TOLERANCE);
    });
    expect(Object.keys(statistics)).toHaveLength(2 * (one.runningMeans?.length ?? 0));
    expect(relativeError(network.forward(one.inferenceX), one.inferenceOutput)).toBeLessThanOrEqual(TOLERANCE);
  });
});
