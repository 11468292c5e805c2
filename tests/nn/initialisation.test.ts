import { type Gradiometer, type Init, load } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { INIT_ROWS } from "../../sdk/nn/initialisations.js";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
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
  it("every initialisation whose entries are drawn one by one is here", () => {
    const here = expected.map(([init]) => (typeof init === "string" ? init : init.kind));
    const drawn = Object.keys(INIT_ROWS).filter((kind) => INIT_ROWS[kind]!.entries === "independent");
    expect(here.sort()).toEqual(drawn.sort());
  });

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

  it.each([
    [4, 4],
    [3, 5],
    [5, 3],
    [1, 1],
  ])("identity %i × %i has the gain on its diagonal and 0 elsewhere", (fanIn, fanOut) => {
    using network = lab.mlp({ sizes: [fanIn, fanOut], init: { kind: "identity", gain: 0.7 }, seed: 3 });
    const [weight, bias] = network.parameters();
    const eye = Array.from({ length: fanIn * fanOut }, (_, at) =>
      Math.floor(at / fanOut) === at % fanOut ? Math.fround(0.7) : 0,
    );
    expect([...weight!.values]).toEqual(eye);
    expect(bias!.values.every((value) => value === 0)).toBe(true);
  });

  it("identity as recurrentInit: an IRNN passes its state on as it is", () => {
    const recurrentInit = { kind: "identity", gain: 1 } as const;
    using network = lab.rnn({ inputs: 1, hidden: 3, activation: "relu", recurrentInit, seed: 1 });
    network.setParameters({ "input.weight": [1, 2, 3] });
    const { hidden } = network.forward({ values: [1, 0, 0, 0.5], time: 4 });
    expect([...hidden]).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 1.5, 3, 4.5]);
    const { hiddenGradientNorms } = network.backward(
      { values: [1, 0, 0, 0.5], time: 4 },
      [0, 0, 0],
      "sum-squared-error",
    );
    expect(new Set(hiddenGradientNorms).size).toBe(1);
  });

  it("identity: its gain is a number above 0", () => {
    const build = (init: object) => () => lab.mlp({ sizes: [2, 2], init: init as Init });
    for (const gain of [0, -1, NaN, Infinity, "1"])
      expect(build({ kind: "identity", gain })).toThrow("init.gain: expected");
    expect(build({ kind: "identity", gian: 1 })).toThrow(
      'init.gian: unknown option; did you mean "gain"? Allowed are kind, gain',
    );
    expect(build({ kind: "identity" })).toThrow("init.gain: expected a number > 0");
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
