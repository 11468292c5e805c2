import { type Gradiometer, GradiometerError, load, type RnnConfig } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { lcg } from "../support/kernels.js";
import { relativeError } from "../support/oracle.js";
import { hiddenStates, outputOf } from "../support/rnnOracle.js";

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
    using network = lab.rnn({ inputs: 2, hidden: 3 });
    expect(network.config).toEqual({
      inputs: 2,
      hidden: 3,
      cell: "simple",
      activation: "tanh",
      init: "glorot-uniform",
      recurrentInit: "orthogonal",
      bias: true,
      seed: 0,
    });
    expect(Object.isFrozen(network.config)).toBe(true);
    using read = lab.rnn({ inputs: 2, hidden: 3, outputs: 4 });
    expect(read.config.outputs).toBe(4);
  });

  it("names the parameters in order, with their shapes", () => {
    const shapes = (config: RnnConfig) => {
      using network = lab.rnn(config);
      return network.parameters().map(({ name, shape }) => [name, ...shape]);
    };
    expect(shapes({ inputs: 2, hidden: 3, outputs: 4 })).toEqual([
      ["input.weight", 2, 3],
      ["recurrent.weight", 3, 3],
      ["recurrent.bias", 3],
      ["readout.weight", 3, 4],
      ["readout.bias", 4],
    ]);
    expect(shapes({ inputs: 2, hidden: 3, outputs: 4, bias: false }).map(([name]) => name)).toEqual([
      "input.weight",
      "recurrent.weight",
      "readout.weight",
    ]);
    expect(shapes({ inputs: 2, hidden: 3 }).map(([name]) => name)).toEqual([
      "input.weight",
      "recurrent.weight",
      "recurrent.bias",
    ]);
  });

  const bad: readonly [Partial<Record<keyof RnnConfig | "size", unknown>>, string, RegExp][] = [
    [{ inputs: undefined }, "BAD_OPTION", /inputs: expected an integer from 1/],
    [{ inputs: 0 }, "BAD_OPTION", /inputs/],
    [{ hidden: 2.5 }, "BAD_OPTION", /hidden.*2\.5/],
    [{ outputs: 0 }, "BAD_OPTION", /outputs: expected an integer from 1/],
    [{ outputs: null }, "BAD_OPTION", /outputs/],
    [{ activation: "rleu" }, "BAD_OPTION", /activation: expected one of linear/],
    [{ init: "glorot" }, "BAD_OPTION", /^init: expected one of/],
    [{ recurrentInit: { kind: "orthogonal" } }, "BAD_OPTION", /recurrentInit\.gain/],
    [{ init: "lsuv" }, "UNSUPPORTED", /^init: "lsuv" is for multilayer perceptrons/],
    [{ recurrentInit: "lsuv" }, "UNSUPPORTED", /^recurrentInit: "lsuv" is for multilayer perceptrons/],
    [{ bias: 1 }, "BAD_OPTION", /bias: expected true or false/],
    [{ seed: -1 }, "BAD_OPTION", /seed/],
    [{ size: 3 }, "BAD_OPTION", /config\.size: unknown option; allowed are inputs, hidden/],
    [{ hidden: 100_000 }, "OUT_OF_MEMORY", /parameters: expected room/],
  ];
  it.each(bad)("refuses %j", (options, code, message) => {
    const { used } = lab.memory();
    const error = errorOf(() => lab.rnn({ inputs: 2, hidden: 3, ...options } as RnnConfig));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(lab.memory().used).toBe(used);
  });
});

describe("initialisation", () => {
  const tensors = (config: Partial<RnnConfig>) => {
    using network = lab.rnn({ inputs: 6, hidden: 6, outputs: 6, seed: 4, ...config });
    return network.parameters().map(({ values }) => values);
  };
  const largest = (values: Float32Array | undefined) => Math.max(...(values ?? []).map(Math.abs));

  it("draws every tensor from a stream of its own, and biases at zero", () => {
    const [input, recurrent, bias, readout, readoutBias] = tensors({ recurrentInit: "glorot-uniform" });
    expect(new Set([input, recurrent, readout].map(String)).size).toBe(3);
    expect(largest(bias)).toBe(0);
    expect(largest(readoutBias)).toBe(0);
    // What one tensor is drawn from does not depend on the others.
    expect(tensors({ recurrentInit: "zeros" })[3]).toEqual(readout);
    expect(tensors({ bias: false })[0]).toEqual(input);
    expect(tensors({ seed: 5 })[0]).not.toEqual(input);
  });

  it("gives W_h its own: orthogonal, or scaled by a gain", () => {
    const weight = tensors({ recurrentInit: { kind: "orthogonal", gain: 0.5 } })[1]!;
    for (let i = 0; i < 6; i++) {
      for (let j = 0; j < 6; j++) {
        let product = 0;
        for (let k = 0; k < 6; k++) product += weight[6 * i + k]! * weight[6 * j + k]!;
        expect(product).toBeCloseTo(i === j ? 0.25 : 0, 6);
      }
    }
  });

  it("draws b by the init, or by the recurrent one where that has a variance for it", () => {
    const variance = { kind: "variance", weight: 1, bias: 0.3 } as const;
    const [, , bias, , readoutBias] = tensors({ init: variance });
    expect(largest(bias)).toBeGreaterThan(0);
    expect(largest(readoutBias)).toBeGreaterThan(0);
    expect(tensors({ init: variance, recurrentInit: "critical" })[2]).toEqual(bias);
    const recurrent = tensors({ recurrentInit: variance });
    expect(largest(recurrent[2])).toBeGreaterThan(0);
    expect(largest(recurrent[4])).toBe(0);
  });
});

describe("forward", () => {
  it("is the float64 network within single precision, for extents of every small size in any order", () => {
    using network = lab.rnn({ inputs: 3, hidden: 7, outputs: 2, seed: 2 });
    const parameters = Object.fromEntries(network.parameters().map((p) => [p.name, Float64Array.from(p.values)]));
    const net = { inputs: 3, hidden: 7, activation: "tanh", parameters } as const;
    const { real } = lcg(9);
    for (const [time, batch] of [
      [1, 1],
      [5, 3],
      [1, 30],
      [40, 1],
      [2, 17],
      [3, 4],
    ] as const) {
      const values = Float32Array.from({ length: time * batch * 3 }, real);
      const { hidden, output } = network.forward({ values, time });
      const x = Float64Array.from(values);
      expect(relativeError(hidden, hiddenStates(net, x, time))).toBeLessThan(1e-6);
      expect(relativeError(output ?? [], outputOf(net, x, time))).toBeLessThan(1e-6);
    }
  });

  it("goes on to the readout when a pre-activation overflows", () => {
    using network = lab.rnn({ inputs: 1, hidden: 1, outputs: 1 });
    network.setParameters({ "input.weight": [1], "recurrent.weight": [3e38], "readout.weight": [0.5] });
    network.forward({ values: [-1], time: 1 });
    // u_2 is ∞, and tanh ∞ = 1.
    const x = { values: [1, 1e38], time: 2 };
    expect(network.forward(x).output).toEqual(Float32Array.of(0.5));
    expect(network.backward(x, [0], "sum-squared-error").loss).toBe(0.25);
    const spread = lab.rnn({ inputs: 1, hidden: 1, outputs: 1, activation: "linear" });
    spread.setParameters({ "input.weight": [3e38], "readout.weight": [1] });
    expect(spread.forward({ values: [10], time: 1 }).output).toEqual(Float32Array.of(Infinity));
    spread.dispose();
  });

  it("takes numbers of any kind of array, and gives copies away", () => {
    using network = lab.rnn({ inputs: 1, hidden: 2, outputs: 1, seed: 2 });
    const first = network.forward({ values: [0.5, -0.25], time: 2 });
    const second = network.forward({ values: Float32Array.of(0.5, -0.25), time: 2 });
    expect(second).toEqual(first);
    network.forward({ values: [9, 9], time: 2 });
    expect(second).toEqual(first);
  });
});

describe("sequences", () => {
  it("of wrong shape or not finite are refused, and the network is unchanged", () => {
    using network = lab.rnn({ inputs: 2, hidden: 3, outputs: 1, seed: 4 });
    using plain = lab.rnn({ inputs: 2, hidden: 3, seed: 4 });
    const hashes = [network.hash(), plain.hash()];
    const x = { values: [1, 2, 3, 4], time: 2 };
    const mse = "mean-squared-error";
    const cases: [() => unknown, string, RegExp][] = [
      [
        () => network.forward([1, 2] as never),
        "BAD_SHAPE",
        /x: expected a sequence \{ values, time \}, but got an array/,
      ],
      [() => network.forward(null as never), "BAD_SHAPE", /x: expected a sequence/],
      [() => network.forward({ values: [1, 2] } as never), "BAD_SHAPE", /x: expected a sequence/],
      [() => network.forward({ values: [1, 2], time: 0 }), "BAD_OPTION", /x\.time: expected an integer ≥ 1, but got 0/],
      [() => network.forward({ values: [1, 2], time: 1.5 }), "BAD_OPTION", /x\.time/],
      [() => network.forward({ values: [], time: 1 }), "BAD_SHAPE", /x\.values: expected at least one row/],
      [() => network.forward({ values: [1, 2, 3], time: 1 }), "BAD_SHAPE", /x\.values: expected a multiple of 2/],
      [() => network.forward({ values: [1, 2], time: 2 }), "BAD_SHAPE", /x\.values: expected a multiple of 4 numbers/],
      [() => network.forward({ values: [[1, 2, 3, 4]] as never, time: 2 }), "BAD_SHAPE", /x\.values\[0\]: expected 2/],
      [() => network.forward({ values: "12" as never, time: 1 }), "BAD_SHAPE", /x\.values/],
      [() => network.forward({ values: [1, Number.NaN], time: 1 }), "NOT_FINITE", /x\.values: .*number 1 of 2 is NaN/],
      [() => network.forward({ values: [1, 1e39], time: 1 }), "NOT_FINITE", /x\.values: .*Infinity/],
      [() => network.backward(x, [1, 2], mse), "BAD_SHAPE", /y: expected 1 rows of 1, as many as x has, but got 2/],
      [() => plain.backward(x, [1, 2], mse), "BAD_SHAPE", /y: expected a multiple of 3 numbers, but got 2/],
      [() => network.backward(x, [Number.NaN], mse), "NOT_FINITE", /y: .*row 0 is \[NaN\]/],
      [() => network.backward(x, [2], "binary-cross-entropy"), "BAD_OPTION", /y: .*numbers from 0 to 1/],
      [() => network.backward(x, [0.5], "cross-entropy"), "BAD_OPTION", /y: .*probabilities that sum to 1/],
      [() => network.backward(x, [1], "mse" as never), "BAD_OPTION", /loss: expected one of .*"mse"/],
      [() => network.setParameters({ "recurrent.weight": [1] }), "BAD_SHAPE", /recurrent\.weight.*shape \[3, 3\]/],
      [() => plain.setParameters({ "readout.weight": [1] }), "BAD_OPTION", /readout\.weight/],
    ];
    for (const [work, code, message] of cases) {
      const error = errorOf(work);
      expect(error.code).toBe(code);
      expect(error.message).toMatch(message);
    }
    expect([network.hash(), plain.hash()]).toEqual(hashes);
    // And the network works on.
    expect(network.forward(x).output).toHaveLength(1);
  });

  it("that do not fit in memory are refused, and the network goes on", () => {
    using network = lab.rnn({ inputs: 1, hidden: 1000, recurrentInit: "zeros" });
    const { used } = lab.memory();
    const long = { values: new Float32Array(1_300_000), time: 1_300_000 };
    expect(errorOf(() => network.forward(long)).code).toBe("OUT_OF_MEMORY");
    expect(lab.memory().used).toBe(used);
    expect(network.forward({ values: [1], time: 1 }).hidden).toHaveLength(1000);
  });
});

describe("dispose", () => {
  it("gives the memory back, is idempotent, and makes everything else DISPOSED", () => {
    const { used } = lab.memory();
    const network = lab.rnn({ inputs: 2, hidden: 20, outputs: 3 });
    const trainer = network.trainer({
      loss: "mean-squared-error",
      optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9 },
    });
    const x = { values: new Float32Array(60), time: 6 };
    const y = new Float32Array(15);
    trainer.step(x, y);
    network.backward(x, y, "mean-squared-error");
    network.dispose();
    network.dispose();
    expect(lab.memory().used).toBe(used);
    const uses = [
      () => network.forward(x),
      () => network.backward(x, y, "mean-squared-error"),
      () => network.parameters(),
      () => network.hash(),
      () => network.trainer({ loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 0.1 } }),
      () => trainer.step(x, y),
      () => trainer.state(),
    ];
    for (const use of uses) expect(errorOf(use).code).toBe("DISPOSED");
  });
});
