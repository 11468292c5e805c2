import { readFileSync } from "node:fs";
import { type Activation, type Clip, type Gradiometer, load, type Loss, type Optimizer, type Skip } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { relativeError } from "../support/oracle.js";

/** What golden/README.md asks of float32. */
const GRADIENT_TOLERANCE = 5e-6;
const TRAINING_TOLERANCE = 3e-6;

interface NetworkCase {
  name: string;
  sizes: number[];
  activations: Activation[];
  skip?: Skip;
  loss: Loss;
  weights: number[][];
  biases: number[][];
  x: number[];
  y: number[];
}

interface GradientCase extends NetworkCase {
  output: number[];
  lossValue: number;
  weightGradients: number[][];
  biasGradients: number[][];
  inputGradient: number[];
}

interface OptimizerCase extends NetworkCase {
  optimizer: Optimizer;
  clip: Clip | null;
  steps: number;
  losses: number[];
  finalWeights: number[][];
  finalBiases: number[][];
}

function cases<T extends NetworkCase>(file: string): T[] {
  const text = readFileSync(new URL(`../golden/${file}`, import.meta.url), "utf8");
  return (JSON.parse(text) as { cases: T[] }).cases;
}

const named = (weights: number[][], biases: number[][]): Record<string, number[]> =>
  Object.fromEntries([
    ...weights.map((w, i) => [`layers.${i}.weight`, w] as const),
    ...biases.map((b, i) => [`layers.${i}.bias`, b] as const),
  ]);

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

function networkOf({ sizes, activations, skip, weights, biases }: NetworkCase) {
  const network = lab.mlp({ sizes, activation: activations, ...(skip !== undefined && { skip }) });
  network.setParameters(named(weights, biases));
  return network;
}

describe.each([
  ["mlp.json", 55, 11],
  ["skip.json", 15, 6],
])("PyTorch's gradients: %s", (file, count, activations) => {
  it("has every activation", () => {
    const all = cases<GradientCase>(file);
    expect(all).toHaveLength(count);
    expect(new Set(all.flatMap((test) => test.activations)).size).toBe(activations);
  });
  it.each(cases<GradientCase>(file).map((test) => [test.name, test] as const))("%s", (_, test) => {
    using network = networkOf(test);
    const { output, loss, gradients, input } = network.backward(test.x, test.y, test.loss);
    expect(relativeError(output, test.output)).toBeLessThan(GRADIENT_TOLERANCE);
    expect(relativeError([loss], [test.lossValue])).toBeLessThan(GRADIENT_TOLERANCE);
    expect(relativeError(input, test.inputGradient)).toBeLessThan(GRADIENT_TOLERANCE);
    const expected = named(test.weightGradients, test.biasGradients);
    for (const { name, values } of gradients) {
      expect(relativeError(values, expected[name] ?? []), name).toBeLessThan(GRADIENT_TOLERANCE);
    }
    expect(relativeError(network.forward(test.x), test.output)).toBeLessThan(GRADIENT_TOLERANCE);
  });
});

describe("PyTorch's optimizers", () => {
  const built = cases<OptimizerCase>("optimizers.json");
  it("has the cases of every optimizer and of both kinds of clipping", () => {
    expect(built).toHaveLength(13);
  });
  it.each(built.map((test) => [test.name, test] as const))("%s", (_, test) => {
    using network = networkOf(test);
    const trainer = network.trainer({
      loss: test.loss,
      optimizer: test.optimizer,
      ...(test.clip && { clip: test.clip }),
    });
    const losses = Array.from({ length: test.steps }, () => trainer.step(test.x, test.y));
    expect(relativeError(losses, test.losses)).toBeLessThan(TRAINING_TOLERANCE);
    const expected = named(test.finalWeights, test.finalBiases);
    for (const { name, values } of network.parameters()) {
      expect(relativeError(values, expected[name] ?? []), name).toBeLessThan(TRAINING_TOLERANCE);
    }
  });
});
