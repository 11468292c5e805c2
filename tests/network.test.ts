import { type Activation, type Gradiometer, GradiometerError, type Init, load, type MlpConfig } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { lcg } from "./support/kernels.js";
import { lossOf, relativeError } from "./support/oracle.js";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

/** The error that `work` throws, which must be a GradiometerError. */
function errorOf(work: () => unknown): GradiometerError {
  try {
    work();
  } catch (error) {
    if (error instanceof GradiometerError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("configuration", () => {
  it("is normalised and frozen", () => {
    using network = lab.mlp({ sizes: [2, 3, 1] });
    expect(network.config).toEqual({
      sizes: [2, 3, 1],
      activation: ["tanh", "linear"],
      init: "glorot-uniform",
      bias: true,
      skip: "none",
      seed: 0,
    });
    expect(Object.isFrozen(network.config)).toBe(true);
    expect(Object.isFrozen(network.config.sizes)).toBe(true);
  });

  it("names the parameters in order, with their shapes", () => {
    using network = lab.mlp({ sizes: [2, 3, 1] });
    expect(network.parameters().map(({ name, shape }) => [name, shape])).toEqual([
      ["layers.0.weight", [2, 3]],
      ["layers.0.bias", [3]],
      ["layers.1.weight", [3, 1]],
      ["layers.1.bias", [1]],
    ]);
    using bare = lab.mlp({ sizes: [2, 3, 1], bias: false });
    expect(bare.parameters().map(({ name }) => name)).toEqual(["layers.0.weight", "layers.1.weight"]);
  });

  const bad: readonly [Partial<Record<keyof MlpConfig, unknown>> & { extra?: unknown }, RegExp][] = [
    [{ sizes: undefined }, /sizes: expected an array of at least two/],
    [{ sizes: [3] }, /sizes/],
    [{ sizes: [3, -1] }, /sizes\[1\]: expected an integer/],
    [{ sizes: [3, 0] }, /sizes\[1\]/],
    [{ sizes: [3, 2.5] }, /sizes\[1\].*2\.5/],
    [{ sizes: ["3", 2] }, /sizes\[0\].*"3"/],
    [{ activation: "rleu" }, /activation: expected one of linear, .*"rleu"/],
    [{ activation: ["tanh"] }, /activation: expected one activation or an array of 2/],
    [{ activation: ["tanh", "tanh"], output: "tanh" }, /output/],
    [{ activation: { kind: "leaky-relu", alpha: 1 } }, /activation\.alpha: expected 0 ≤ alpha < 1, but got 1/],
    [{ activation: { kind: "leaky-relu", alpha: Number.NaN } }, /activation\.alpha/],
    [{ activation: { kind: "relu", alpha: 0.1 } }, /activation\.kind/],
    [{ init: "glorot" }, /init: expected one of .*glorot-uniform/],
    [{ init: { kind: "normal", std: -1 } }, /init\.std/],
    [{ init: { kind: "normal" } }, /init\.std/],
    [{ init: { kind: "normal", std: 1, mean: 2 } }, /init\.mean/],
    [{ bias: "yes" }, /bias: expected true or false, but got "yes"/],
    [{ skip: "identity" }, /skip: expected a hidden layer/],
    [{ skip: { gain: Number.POSITIVE_INFINITY } }, /skip\.gain/],
    [{ seed: -1 }, /seed: expected an integer ≥ 0, but got -1/],
    [{ seed: 1.5 }, /seed/],
    [{ extra: 1 }, /config\.extra: expected one of the options/],
  ];
  it.each(bad)("refuses %j", (options, message) => {
    const before = lab.memory();
    const error = errorOf(() => lab.mlp({ sizes: [2, 3, 1], ...options } as MlpConfig));
    expect(error.code).toBe("BAD_OPTION");
    expect(error.message).toMatch(message);
    expect(lab.memory().used).toBe(before.used);
  });

  it("refuses what does not fit in memory, and goes on", () => {
    const before = lab.memory();
    const error = errorOf(() => lab.mlp({ sizes: [100_000, 100_000] }));
    expect(error.code).toBe("OUT_OF_MEMORY");
    expect(error.message).toMatch(/parameters: expected room for 40000400000 bytes|parameters: expected room for/);
    expect(lab.memory()).toEqual(before);
    lab.mlp({ sizes: [2, 1] }).dispose();
  });
});

describe("rows", () => {
  it("of wrong shape or not finite are refused, and the network is unchanged", () => {
    using network = lab.mlp({ sizes: [2, 3, 1], seed: 4 });
    const hash = network.hash();
    const cases: [() => unknown, string, RegExp][] = [
      [() => network.forward([]), "BAD_SHAPE", /x: expected at least one row of 2 numbers/],
      [() => network.forward([1, 2, 3]), "BAD_SHAPE", /x: expected a multiple of 2 numbers, but got 3/],
      [() => network.forward([[1, 2], [3]]), "BAD_SHAPE", /x\[1\]: expected 2 numbers, but got 1/],
      [() => network.forward("12" as never), "BAD_SHAPE", /x: expected rows of 2 numbers/],
      [() => network.forward(undefined as never), "BAD_SHAPE", /x/],
      [() => network.forward([1, Number.NaN]), "NOT_FINITE", /x: .*number 1 of 2 is NaN/],
      [() => network.forward([1, 1e39]), "NOT_FINITE", /x: .*Infinity/],
      [() => network.forward([1, undefined as never]), "NOT_FINITE", /x/],
      [() => network.backward([1, 2], [1, 2], "mean-squared-error"), "BAD_SHAPE", /y: expected 1 rows of 1/],
      [() => network.backward([1, 2], [Number.NaN], "mean-squared-error"), "NOT_FINITE", /y: .*row 0 is \[NaN\]/],
      [
        () => network.backward([1, 2], [2], "binary-cross-entropy"),
        "BAD_OPTION",
        /y: .*numbers from 0 to 1.*row 0 is \[2\]/,
      ],
      [() => network.backward([1, 2], [0.5], "cross-entropy"), "BAD_OPTION", /y: .*probabilities that sum to 1/],
      [() => network.backward([1, 2], [1], "mse" as never), "BAD_OPTION", /loss: expected one of .*"mse"/],
    ];
    for (const [work, code, message] of cases) {
      const error = errorOf(work);
      expect(error.code).toBe(code);
      expect(error.message).toMatch(message);
    }
    expect(network.hash()).toBe(hash);
  });
});

describe("setParameters", () => {
  it("writes some or all by name, or nothing at all", () => {
    using network = lab.mlp({ sizes: [2, 2], seed: 1 });
    const before = network.hash();
    const cases: [Record<string, number[]>, string, RegExp][] = [
      [{ "layers.9.weight": [1] }, "BAD_OPTION", /layers\.0\.weight, layers\.0\.bias.*layers\.9\.weight/],
      [
        { "layers.0.bias": [1] },
        "BAD_SHAPE",
        /values\["layers\.0\.bias"\]: expected 2 numbers, shape \[2\], but got 1/,
      ],
      [{ "layers.0.bias": [1, Number.NaN] }, "NOT_FINITE", /layers\.0\.bias.*number 1 of 2 is NaN/],
      [{ "layers.0.weight": [1, 2, 3, 4], "layers.0.bias": [1, Number.POSITIVE_INFINITY] }, "NOT_FINITE", /bias/],
    ];
    for (const [values, code, message] of cases) {
      const error = errorOf(() => {
        network.setParameters(values);
      });
      expect(error.code).toBe(code);
      expect(error.message).toMatch(message);
      expect(network.hash()).toBe(before);
    }
    network.setParameters({ "layers.0.weight": [1, 2, 3, 4] });
    expect(Array.from(network.forward([1, 1]))).toEqual([4, 6]);
  });
});

describe("hash", () => {
  it("is SHA-256 of the parameters in order, float32 little-endian", () => {
    using network = lab.mlp({ sizes: [1, 1] });
    network.setParameters({ "layers.0.weight": [1], "layers.0.bias": [-2] });
    // printf '\x00\x00\x80\x3f\x00\x00\x00\xc0' | sha256sum
    expect(network.hash()).toBe("ee4ac73c2bd27756ab82780f27c73a7bc4d3f0bb6acb37e008bc27eccd7e588b");
  });

  it("depends on the seed alone, not on what else was allocated", () => {
    const config: MlpConfig = { sizes: [5, 7, 3], seed: 11 };
    using first = lab.mlp(config);
    const others = Array.from({ length: 10 }, (_, i) => lab.mlp({ sizes: [i + 1, 50], seed: i }));
    others[3]?.dispose();
    others[7]?.dispose();
    using second = lab.mlp(config);
    expect(second.hash()).toBe(first.hash());
    using different = lab.mlp({ ...config, seed: 12 });
    expect(different.hash()).not.toBe(first.hash());
    for (const other of others) other.dispose();
  });
});

describe("dispose", () => {
  it("gives the memory back, is idempotent, and makes everything else DISPOSED", () => {
    const before = lab.memory().used;
    const network = lab.mlp({ sizes: [20, 30, 3] });
    const trainer = network.trainer({
      loss: "mean-squared-error",
      optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9 },
    });
    const x = new Float32Array(200);
    const y = new Float32Array(30);
    trainer.step(x, y);
    network.dispose();
    network.dispose();
    expect(lab.memory().used).toBe(before);
    const uses = [
      () => network.forward(x),
      () => network.parameters(),
      () => network.hash(),
      () => network.flow(x, y, "mean-squared-error"),
      () => network.trainer({ loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 0.1 } }),
      () => trainer.step(x, y),
      () => trainer.state(),
    ];
    for (const use of uses) expect(errorOf(use).code).toBe("DISPOSED");
  });
});

describe("initialisation", () => {
  const FAN_IN = 300;
  const FAN_OUT = 200;
  /** Expected variance of the weights, and their largest magnitude if they are uniform. */
  const expected: readonly [Init, number, number?][] = [
    ["standard", 1 / (3 * FAN_IN), 1 / Math.sqrt(FAN_IN)],
    ["glorot-uniform", 2 / (FAN_IN + FAN_OUT), Math.sqrt(6 / (FAN_IN + FAN_OUT))],
    ["glorot-normal", 2 / (FAN_IN + FAN_OUT)],
    ["he-uniform", 2 / FAN_IN, Math.sqrt(6 / FAN_IN)],
    ["he-normal", 2 / FAN_IN],
    ["lecun-uniform", 1 / FAN_IN, Math.sqrt(3 / FAN_IN)],
    ["lecun-normal", 1 / FAN_IN],
    [{ kind: "normal", std: 0.7 }, 0.49],
    [{ kind: "uniform", limit: 0.3 }, 0.03, 0.3],
    [{ kind: "variance", weight: 2, bias: 0.5 }, 2 / FAN_IN],
    ["critical", 1 / FAN_IN],
  ];
  it.each(expected)("%j has the variance of its definition", (init, variance, limit) => {
    using network = lab.mlp({ sizes: [FAN_IN, FAN_OUT, 2], init, seed: 5 });
    const [weight, bias] = network.parameters();
    const values = weight?.values ?? new Float32Array();
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const second = values.reduce((sum, v) => sum + v * v, 0) / values.length;
    // Four standard errors: σ/√n of the mean; √(2/n) of a normal variance, less for a uniform one.
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / values.length));
    expect(Math.abs(second / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / values.length));
    const largest = values.reduce((max, v) => Math.max(max, Math.abs(v)), 0);
    if (limit !== undefined) {
      expect(largest).toBeLessThanOrEqual(Math.fround(limit));
      expect(largest).toBeGreaterThan(0.999 * limit);
    } else {
      expect(largest).toBeGreaterThan(3.5 * Math.sqrt(variance));
    }
    const biasVariance = (bias?.values ?? new Float32Array()).reduce((sum, v) => sum + v * v, 0) / FAN_OUT;
    if (typeof init === "object" && init.kind === "variance") expect(biasVariance).toBeGreaterThan(0.3);
    else expect(biasVariance).toBe(0);
  });

  it.each([
    [30, 30],
    [40, 12],
    [12, 40],
    [1, 5],
    [5, 1],
    [1, 1],
  ])("orthogonal %i × %i has orthonormal rows or columns", (fanIn, fanOut) => {
    using network = lab.mlp({ sizes: [fanIn, fanOut], init: { kind: "orthogonal", gain: 2 }, seed: 3 });
    const w = network.parameters()[0]?.values ?? new Float32Array();
    const rows = Math.min(fanIn, fanOut);
    const at = (i: number, p: number) => (fanIn <= fanOut ? w[i * fanOut + p] : w[p * fanOut + i]) ?? Number.NaN;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < rows; j++) {
        let dot = 0;
        for (let p = 0; p < Math.max(fanIn, fanOut); p++) dot += at(i, p) * at(j, p);
        expect(dot).toBeCloseTo(i === j ? 4 : 0, 5);
      }
    }
  });

  it("orthogonal is uniform: the signs of R's diagonal are taken out", () => {
    let positive = 0;
    for (let seed = 0; seed < 200; seed++) {
      using network = lab.mlp({ sizes: [4, 4], init: "orthogonal", seed });
      if ((network.parameters()[0]?.values[0] ?? 0) > 0) positive++;
    }
    expect(Math.abs(positive - 100)).toBeLessThan(4 * Math.sqrt(50));
  });

  it("of one layer does not depend on the others", () => {
    using short = lab.mlp({ sizes: [6, 6, 6], seed: 9 });
    using long = lab.mlp({ sizes: [6, 6, 6, 6, 6], seed: 9 });
    expect(long.parameters()[0]?.values).toEqual(short.parameters()[0]?.values);
    expect(long.parameters()[2]?.values).toEqual(short.parameters()[2]?.values);
    expect(long.parameters()[0]?.values).not.toEqual(long.parameters()[2]?.values);
  });
});

describe("flow", () => {
  const sizes = [4, 6, 6, 6, 3];
  const batch = 8;
  const { real } = lcg(3);
  const x = Float32Array.from({ length: batch * 4 }, real);
  const y = Float32Array.from({ length: batch * 3 }, (_, i) => (i % 3 === 0 ? 1 : 0));

  it.each<Activation>(["tanh", "relu", "linear"])("agrees with backward: %s", (activation) => {
    using network = lab.mlp({ sizes, activation, skip: "scaled", seed: 8 });
    const { loss, layers } = network.flow(x, y, "cross-entropy");
    const back = network.backward(x, y, "cross-entropy");
    expect(loss).toBe(back.loss);
    layers.forEach((layer, l) => {
      const gradient = back.gradients.find(({ name }) => name === `layers.${l}.weight`)?.values ?? new Float32Array();
      expect(layer.weightGradient.norm).toBeCloseTo(Math.hypot(...gradient), 6);
      expect(layer.weightGradient.max).toBe(Math.max(...gradient));
      expect(layer.updateToWeight).toBeNaN();
      expect(layer.u.nonFinite + layer.z.nonFinite + layer.delta.nonFinite).toBe(0);
      expect(layer.underflow).toBe(0);
    });
    expect(layers.at(-1)?.z.mean).toBeCloseTo(back.output.reduce((s, v) => s + v, 0) / back.output.length, 6);
  });

  it("knows the trainer's rate, saturation and dead units", () => {
    using network = lab.mlp({ sizes: [1, 4, 1], activation: "relu", init: "zeros" });
    network.setParameters({ "layers.0.bias": [1, -1, 2, -2], "layers.1.weight": [1, 1, 1, 1] });
    const trainer = network.trainer({ loss: "sum-squared-error", optimizer: { kind: "sgd", learningRate: 0.5 } });
    const [first, last] = network.flow([1, 2], [0, 0], "sum-squared-error").layers;
    expect(first?.dead).toBe(0.5);
    expect(first?.saturated).toBe(0.5);
    expect(last?.dead).toBe(0);
    expect(last?.updateToWeight).toBeCloseTo((0.5 * (last?.weightGradient.norm ?? 0)) / 2, 6);
    trainer.dispose();
    using tanh = lab.mlp({ sizes: [1, 2, 1], activation: "tanh", init: "zeros" });
    tanh.setParameters({ "layers.0.weight": [10, 0.1] });
    expect(tanh.flow([1], [0], "sum-squared-error").layers[0]).toMatchObject({ saturated: 0.5, dead: 0 });
  });

  it("counts in histograms what lies between min and max", () => {
    using network = lab.mlp({ sizes, seed: 8 });
    const { layers } = network.flow(x, y, "cross-entropy", { bins: 10 });
    for (const { u, delta } of layers) {
      for (const { histogram, min, max } of [u, delta]) {
        expect(histogram?.from).toBe(min);
        expect(histogram?.to).toBe(max);
        expect(histogram?.counts).toHaveLength(10);
      }
    }
    expect(layers[0]?.u.histogram?.counts.reduce((s, c) => s + c, 0)).toBe(batch * 6);
    expect(errorOf(() => network.flow(x, y, "cross-entropy", { bins: -1 })).code).toBe("BAD_OPTION");
  });

  it("tells a gradient that vanished in the number format from one that is zero", () => {
    // 80 sigmoid layers of one unit: δ falls by at most ¼ a layer and is 0 in float32 long before the first.
    using deep = lab.mlp({
      sizes: Array.from({ length: 82 }, () => 1),
      activation: "sigmoid",
      init: { kind: "uniform", limit: 1 },
    });
    const { layers } = deep.flow([1], [1], "sum-squared-error");
    expect(layers[0]?.delta.zeros).toBe(1);
    expect(layers[0]?.underflow).toBe(1);
    expect(layers[80]?.underflow).toBe(0);
    // Dead ReLUs: zero in any format.
    using dead = lab.mlp({ sizes: [1, 2, 1], activation: "relu", init: "zeros" });
    dead.setParameters({ "layers.0.bias": [-1, -1], "layers.1.weight": [1, 1] });
    expect(dead.flow([1], [1], "sum-squared-error").layers[0]).toMatchObject({ underflow: 0, dead: 1 });
  });
});

describe("forward", () => {
  it("is the float64 network within single precision, for batches of every small size", () => {
    using network = lab.mlp({ sizes: [5, 9, 7, 3], activation: "tanh", seed: 2 });
    const parameters = Object.fromEntries(network.parameters().map((p) => [p.name, Float64Array.from(p.values)]));
    const { real } = lcg(9);
    for (const batch of [1, 2, 3, 4, 5, 7, 8, 9, 33, 2]) {
      const x = Float32Array.from({ length: batch * 5 }, real);
      const output = network.forward(x);
      const zero = new Float64Array(batch * 3);
      const net = { sizes: [5, 9, 7, 3], activation: network.config.activation, skip: "none", parameters } as const;
      const squares = output.reduce((sum, v) => sum + v * v, 0);
      expect(relativeError([squares], [lossOf(net, Float64Array.from(x), zero, "sum-squared-error")])).toBeLessThan(
        1e-6,
      );
    }
  });
});
