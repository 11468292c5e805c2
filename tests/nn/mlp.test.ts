import { type Gradiometer, GradiometerError, load, type MlpConfig } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { lcg } from "../support/kernels.js";
import { lossOf, relativeError } from "../support/oracle.js";

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
      norm: "none",
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
    [{ skip: "identity" }, /skip: "identity" needs two neighbouring hidden layers of the same width/],
    [{ skip: { gain: Number.POSITIVE_INFINITY } }, /skip\.gain/],
    [{ seed: -1 }, /seed: expected an integer ≥ 0, but got -1/],
    [{ seed: 1.5 }, /seed/],
    [{ extra: 1 }, /config\.extra: unknown option; allowed are sizes/],
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
    const cases: [object, string, RegExp][] = [
      [{ "layers.9.weight": [1] }, "BAD_OPTION", /layers\.0\.weight, layers\.0\.bias.*layers\.9\.weight/],
      [
        { "layers.0.bias": [1] },
        "BAD_SHAPE",
        /values\["layers\.0\.bias"\]: expected 2 numbers, shape \[2\], but got 1/,
      ],
      [{ "layers.0.bias": [1, Number.NaN] }, "NOT_FINITE", /layers\.0\.bias.*number 1 of 2 is NaN/],
      [{ "layers.0.weight": [1, 2, 3, 4], "layers.0.bias": [1, Number.POSITIVE_INFINITY] }, "NOT_FINITE", /bias/],
      [[], "BAD_OPTION", /values: expected an object of arrays by parameter name/],
      [new Map([["layers.0.bias", [1, 2]]]), "BAD_OPTION", /values: expected an object of arrays by parameter name/],
      [network.parameters(), "BAD_OPTION", /such as Object\.fromEntries makes, but got an array of length 2/],
    ];
    for (const [values, code, message] of cases) {
      const error = errorOf(() => {
        network.setParameters(values as Record<string, number[]>);
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
