import { readFileSync } from "node:fs";
import { type Activation, type Gradiometer, load, type Loss, type RnnConfig } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { ACTIVATION_NAMES } from "../../sdk/nn/activation.js";
import { lcg } from "../support/kernels.js";
import { centralDifferences, largestDifference, relativeError } from "../support/oracle.js";
import { type OracleRnn, rnnLoss } from "../support/rnnOracle.js";

const ACTIVATIONS: readonly Activation[] = [...ACTIVATION_NAMES, { kind: "leaky-relu", alpha: 0.3 }];
const LOSSES: readonly Loss[] = ["sum-squared-error", "mean-squared-error", "cross-entropy", "binary-cross-entropy"];

/** Float32 against central differences in float64, relative to the largest gradient of the network. */
const TOLERANCE = 5e-6;
/** What golden/README.md asks of float32. */
const GOLDEN_TOLERANCE = 1e-5;

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

describe("PyTorch's backpropagation through time", () => {
  interface Case {
    name: string;
    activation: Activation;
    inputs: number;
    hidden: number;
    outputs: number;
    time: number;
    batch: number;
    inputWeights: number[];
    recurrentWeights: number[];
    biases: number[];
    readoutWeights: number[] | null;
    readoutBiases: number[] | null;
    x: number[];
    y: number[];
    loss: Loss;
    lossValue: number;
    lastHidden: number[];
    hiddenGradientNorms: number[];
    inputWeightGradient: number[];
    recurrentWeightGradient: number[];
    biasGradient: number[];
    readoutWeightGradient: number[] | null;
    readoutBiasGradient: number[] | null;
  }
  const golden = readFileSync(new URL("../golden/rnn.json", import.meta.url), "utf8");
  const { cases } = JSON.parse(golden) as { cases: Case[] };

  it("has all cases", () => {
    expect(cases).toHaveLength(16);
  });

  it.each(cases.map((test) => [test.name, test] as const))("%s", (_, test) => {
    const { inputs, hidden, outputs, activation, time, batch } = test;
    using network = lab.rnn({ inputs, hidden, activation, ...(outputs > 0 && { outputs }) });
    network.setParameters({
      "input.weight": test.inputWeights,
      "recurrent.weight": test.recurrentWeights,
      "recurrent.bias": test.biases,
      ...(test.readoutWeights && { "readout.weight": test.readoutWeights }),
      ...(test.readoutBiases && { "readout.bias": test.readoutBiases }),
    });
    const x = { values: test.x, time };
    const { loss, hiddenGradientNorms, gradients } = network.backward(x, test.y, test.loss);
    expect(relativeError([loss], [test.lossValue])).toBeLessThan(GOLDEN_TOLERANCE);
    // Each norm on its own: a small one must be as good as a large one.
    test.hiddenGradientNorms.forEach((norm, t) => {
      expect(relativeError([hiddenGradientNorms[t]!], [norm]), `t = ${t + 1}`).toBeLessThan(GOLDEN_TOLERANCE);
    });
    expect(hiddenGradientNorms).toHaveLength(time);
    const expected: Record<string, number[] | null> = {
      "input.weight": test.inputWeightGradient,
      "recurrent.weight": test.recurrentWeightGradient,
      "recurrent.bias": test.biasGradient,
      ...(outputs > 0 && { "readout.weight": test.readoutWeightGradient, "readout.bias": test.readoutBiasGradient }),
    };
    expect(gradients.map(({ name }) => name)).toEqual(Object.keys(expected));
    for (const { name, values } of gradients) {
      expect(relativeError(values, expected[name] ?? []), name).toBeLessThan(GOLDEN_TOLERANCE);
    }
    const forward = network.forward(x);
    expect(forward.hidden).toHaveLength(time * batch * hidden);
    expect(relativeError(forward.hidden.subarray((time - 1) * batch * hidden), test.lastHidden)).toBeLessThan(
      GOLDEN_TOLERANCE,
    );
    expect(forward.output?.length).toBe(outputs > 0 ? batch * outputs : undefined);
  });
});

/** Targets that each loss is defined for. */
function targets(loss: Loss, rows: number, columns: number, real: () => number): Float64Array {
  if (loss.endsWith("squared-error")) return Float64Array.from({ length: rows * columns }, () => Math.fround(real()));
  return Float64Array.from({ length: rows * columns }, (_, i) =>
    loss === "cross-entropy" ? Number(i % columns === Math.floor(i / columns) % columns) : Number(real() > 0),
  );
}

/** A network with weights of every kind, its twin in float64, and sequences for it. */
function setUp(config: RnnConfig, time: number, batch: number, loss: Loss) {
  const { real } = lcg(7);
  const draw = (length: number) => Float64Array.from({ length }, () => Math.fround(real()));
  const network = lab.rnn(config);
  const parameters = Object.fromEntries(
    network.parameters().map(({ name, values }) => {
      return [name, name.endsWith("bias") ? draw(values.length) : Float64Array.from(values)];
    }),
  );
  network.setParameters(parameters);
  const { inputs, hidden, activation } = network.config;
  const net: OracleRnn = { inputs, hidden, activation, parameters };
  const x = draw(time * batch * inputs);
  const y = targets(loss, batch, config.outputs ?? hidden, real);
  return { network, net, x, y };
}

/** Holds loss, gradients and the norms of the hidden gradients against central differences. */
function check(config: RnnConfig, time: number, batch: number, loss: Loss): void {
  const { network, net, x, y } = setUp(config, time, batch, loss);
  const result = network.backward({ values: Float32Array.from(x), time }, Float32Array.from(y), loss);
  const nudge = new Float64Array(time * batch * config.hidden);
  const value = () => rnnLoss(net, x, time, y, loss, nudge);

  expect(Math.abs(result.loss - value())).toBeLessThan(TOLERANCE * Math.max(1, value()));
  const found = result.gradients.map(({ name, values }) => {
    return { name, values, expected: centralDifferences(net.parameters[name]!, value) };
  });
  const largest = Math.max(...found.flatMap(({ expected }) => Array.from(expected, Math.abs)));
  for (const { name, values, expected } of found) {
    expect(largestDifference(values, expected) / largest, name).toBeLessThan(TOLERANCE);
  }
  const byHidden = centralDifferences(nudge, value);
  const size = batch * config.hidden;
  const norms = Array.from({ length: time }, (_, t) => Math.hypot(...byHidden.subarray(t * size, (t + 1) * size)));
  expect(relativeError(result.hiddenGradientNorms, norms)).toBeLessThan(TOLERANCE);
  network.dispose();
}

describe.each(LOSSES)("%s by central differences in float64", (loss) => {
  it.each(ACTIVATIONS.map((activation) => [JSON.stringify(activation), activation] as const))("%s", (_, activation) => {
    check({ inputs: 3, hidden: 5, outputs: 2, activation, seed: 3 }, 6, 3, loss);
  });
});

describe("small and bare networks", () => {
  it.each<[string, RnnConfig, number, number]>([
    ["one step", { inputs: 3, hidden: 5, outputs: 2 }, 1, 4],
    ["two steps", { inputs: 3, hidden: 5, outputs: 2 }, 2, 4],
    ["one sequence", { inputs: 3, hidden: 5, outputs: 2 }, 5, 1],
    ["one of everything", { inputs: 1, hidden: 1, outputs: 1 }, 1, 1],
    ["one unit", { inputs: 2, hidden: 1 }, 7, 3],
    ["no readout", { inputs: 3, hidden: 6 }, 5, 3],
    ["no bias", { inputs: 3, hidden: 5, outputs: 2, bias: false }, 5, 3],
    ["neither", { inputs: 3, hidden: 5, bias: false }, 5, 3],
    ["more outputs than units", { inputs: 1, hidden: 2, outputs: 9 }, 4, 2],
    ["a batch larger than the tiles", { inputs: 2, hidden: 9, outputs: 3 }, 3, 21],
  ])("%s", (_, config, time, batch) => {
    check({ ...config, seed: 5 }, time, batch, "mean-squared-error");
  });
});

describe("long sequences", () => {
  /** Norms of a linear network W_h = ρQ over T steps without input: ‖∂J/∂h_t‖ = ρ^(T − t) ‖∂J/∂h_T‖. */
  function norms(gain: number, time: number, batch = 2) {
    using network = lab.rnn({
      inputs: 1,
      hidden: 8,
      activation: "linear",
      bias: false,
      recurrentInit: { kind: "orthogonal", gain },
    });
    const y = Float32Array.from({ length: 8 * batch }, (_, i) => i + 1);
    return network.backward({ values: new Float32Array(time * batch), time }, y, "sum-squared-error");
  }
  const power = (base: number, n: number): number => {
    let product = 1;
    for (let i = 0; i < n; i++) product *= base;
    return product;
  };

  it.each([
    [0.9, 101, 2.6561398887587544e-5],
    [1.1, 101, 13780.6123398222],
    [0.5, 1000, power(0.5, 999)],
    [0.25, 500, power(0.25, 499)],
    [2, 1000, power(2, 999)],
    [1, 1000, 1],
  ])("ρ = %d over %d steps: the norms shrink or grow by exactly ρ", (gain, time, expected) => {
    const { hiddenGradientNorms: found } = norms(gain, time);
    // Q is orthogonal to float32's rounding alone, and each step may take one more.
    expect(Math.abs(found[0]! / found[time - 1]! / expected - 1)).toBeLessThan(time * 1e-7);
    for (let t = 1; t < time; t++) expect(found[t - 1]! / found[t]! / gain).toBeCloseTo(1, 6);
  });

  it("end in 0 and ∞ beyond float64, and never in NaN", () => {
    const small = norms(0.25, 1000);
    expect(small.hiddenGradientNorms[0]).toBe(0);
    expect(small.hiddenGradientNorms.every((norm) => norm >= 0)).toBe(true);
    expect(small.gradients.every(({ values }) => values.every(Number.isFinite))).toBe(true);
    const large = norms(4, 1000);
    expect(large.hiddenGradientNorms[0]).toBe(Number.POSITIVE_INFINITY);
    expect(large.hiddenGradientNorms.every((norm) => norm > 0)).toBe(true);
  });

  it("leave the gradients those of float32: what training sees, where the norms see further", () => {
    using network = lab.rnn({ inputs: 1, hidden: 4, activation: "sigmoid", recurrentInit: "zeros" });
    network.setParameters({ "recurrent.weight": Float32Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 0.5 : 0)) });
    // Only the first step has an input, and an eighth of the gradient passes each step: 8⁻⁹⁹ is 0 in float32.
    const values = Float32Array.from({ length: 100 }, (_, t) => (t === 0 ? 1 : 0));
    const { hiddenGradientNorms, gradients } = network.backward(
      { values, time: 100 },
      [1, 1, 1, 1],
      "mean-squared-error",
    );
    expect(hiddenGradientNorms[0]).toBeGreaterThan(1e-100);
    expect(hiddenGradientNorms[0]).toBeLessThan(1e-80);
    expect(gradients.find(({ name }) => name === "input.weight")?.values).toEqual(new Float32Array(4));
  });

  it("are 0 behind a step that lets nothing through", () => {
    using network = lab.rnn({ inputs: 1, hidden: 2, activation: "relu", recurrentInit: "zeros", bias: false });
    network.setParameters({ "input.weight": [1, 1], "recurrent.weight": [1e6, 0, 0, 1e6] });
    const values = [1, 1, -1e30, 1, 1];
    const { hiddenGradientNorms } = network.backward({ values, time: 5 }, [0, 0], "sum-squared-error");
    expect(Array.from(hiddenGradientNorms.subarray(0, 2))).toEqual([0, 0]);
    expect(hiddenGradientNorms.subarray(2).every((norm) => norm > 0)).toBe(true);
  });

  it("say NaN or ∞ when the forward pass had left float32", () => {
    using network = lab.rnn({ inputs: 1, hidden: 1, activation: "linear" });
    network.setParameters({ "input.weight": [1], "recurrent.weight": [1e20] });
    const { loss, hiddenGradientNorms } = network.backward({ values: [1, 0, 0], time: 3 }, [0], "sum-squared-error");
    expect(Number.isFinite(loss)).toBe(false);
    expect(hiddenGradientNorms.some(Number.isFinite)).toBe(false);
  });

  it("have the bits of the same sequences in buffers that were larger before", () => {
    const fresh = lab.rnn({ inputs: 2, hidden: 6, outputs: 1, seed: 8 });
    const used = lab.rnn({ inputs: 2, hidden: 6, outputs: 1, seed: 8 });
    used.forward({ values: new Float32Array(2 * 50).fill(3), time: 50 });
    used.backward({ values: new Float32Array(2 * 7 * 40).fill(3), time: 7 }, new Float32Array(40), "sum-squared-error");
    const { real } = lcg(3);
    const x = { values: Float32Array.from({ length: 2 * 9 * 5 }, real), time: 9 };
    const y = Float32Array.from({ length: 5 }, real);
    expect(used.backward(x, y, "sum-squared-error")).toEqual(fresh.backward(x, y, "sum-squared-error"));
    expect(used.forward(x)).toEqual(fresh.forward(x));
    fresh.dispose();
    used.dispose();
  });
});
