import { type Activation, load } from "gradiometer";
import { preflight } from "gradiometer/doctor";
import { dyingRelu, meanField, underflowDepth } from "gradiometer/theory";
import { describe, expect, it } from "vitest";
import { saturatedShare } from "../../sdk/doctor/preflight.js";

const lab = await load();

describe("the share of u ~ N(0, q) where an activation is flat", () => {
  // P(|u| > u₀) = erfc(u₀/√(2q)), |φ′| = maxSlope/100 at u₀; then what its 400 points make of it, to the last bit.
  it.each<[Activation, number, number, number]>([
    ["tanh", 4, 0.1344943960807234, 0.13360792660126955],
    ["tanh", 25, 0.5494099284049475, 0.548499570802813],
    ["sigmoid", 25, 0.2311938764634086, 0.230131572859846],
    ["sigmoid", 100, 0.549409928404949, 0.548499570802813],
    ["softsign", 100, 0.368120250693519, 0.3681122679320592],
    ["tanh", Infinity, 1, 1],
    ["tanh", 0, 0, 0],
    ["relu", 100, 0, 0],
  ])("%s, q = %f", (activation, q, theory, share) => {
    expect(saturatedShare(activation, q)).toBe(share);
    expect(Math.abs(share - theory)).toBeLessThan(0.002);
  });
});
const deep = (depth: number, width: number) => [width, ...Array.from({ length: depth }, () => width), width];

describe("preflight", () => {
  it("ReLU: He keeps signal and gradient, Glorot halves both", () => {
    const he = preflight(lab, { sizes: deep(10, 32), activation: "relu", init: "he-normal" });
    for (const { chi, forward } of he.layers.slice(0, -1)) {
      expect(chi).toBe(1);
      expect(forward).toBe(1);
    }
    expect(he).toMatchObject({ depthScale: Infinity, underflowDepth: Infinity, findings: [] });
    const glorot = preflight(lab, { sizes: deep(30, 32), activation: "relu" });
    for (const { chi, forward } of glorot.layers.slice(0, -1)) {
      expect(chi).toBe(0.5);
      expect(forward).toBe(0.5);
    }
    expect(glorot.depthScale).toBeCloseTo(1 / Math.LN2, 12);
    expect(glorot.underflowDepth).toBe(underflowDepth({ factor: Math.SQRT1_2 }).zero);
    expect(glorot.findings).toEqual(["forward-collapse"]);
  });

  it("follows the variance map to mean field's fixed point", () => {
    const { chi } = meanField({ activation: "tanh", weightVariance: 4, biasVariance: 0.05 });
    const { layers } = preflight(lab, {
      sizes: deep(60, 16),
      activation: "tanh",
      init: { kind: "variance", weight: 4, bias: 0.05 },
    });
    expect(layers.at(-2)!.chi).toBeCloseTo(chi, 9);
  });

  it("dead at birth as Lu 2019 has it", () => {
    const { layers } = preflight(lab, { sizes: [3, ...Array.from({ length: 12 }, () => 3), 1], activation: "relu" });
    const alive = layers.slice(0, -1).reduce((all, { dead }) => all * (1 - dead), 1);
    expect(1 - alive).toBeCloseTo(dyingRelu({ width: 3, depth: 12 }), 12);
    expect(layers.at(-1)!.dead).toBe(0);
  });

  it.each([
    ["vanishing-backward", { sizes: deep(10, 32), activation: "sigmoid" }],
    ["forward-collapse", { sizes: deep(20, 32), activation: "tanh", init: "standard" }],
    ["exploding-forward", { sizes: deep(10, 32), activation: "relu", init: { kind: "variance", weight: 9, bias: 0 } }],
    ["exploding-backward", { sizes: deep(30, 32), activation: "tanh", init: { kind: "variance", weight: 9, bias: 0 } }],
    ["saturation", { sizes: deep(5, 32), activation: "tanh", init: { kind: "variance", weight: 400, bias: 0 } }],
    ["symmetric", { sizes: deep(5, 32), init: "zeros" }],
    ["dying", { sizes: deep(30, 3), activation: "relu", init: "he-normal" }],
    ["recurrent-lag", { inputs: 2, hidden: 16, outputs: 1, activation: "sigmoid" }],
    [
      "exploding-forward",
      { inputs: 2, hidden: 16, activation: "relu", recurrentInit: { kind: "orthogonal", gain: 2.5 } },
    ],
  ] as const)("expects %s of %j", (id, config) => {
    expect(preflight(lab, config).findings).toEqual([id]);
  });

  it("a recurrent step as theory has it: ReLU passes half on, a leaky one (1 + α²)/2, each way", () => {
    const step = (activation: Activation, weight: number) =>
      preflight(lab, {
        ...{ inputs: 2, hidden: 16, outputs: 3, activation, bias: false, init: "he-normal" },
        recurrentInit: { kind: "variance", weight, bias: 0 },
      }).layers;
    expect(step("relu", 2)[0]).toEqual({ chi: 1, forward: 1, dead: 2 ** -16 });
    expect(step("relu", 0.5)[0]).toEqual({ chi: 0.25, forward: 0.25, dead: 2 ** -16 });
    const [leaky, readout] = step({ kind: "leaky-relu", alpha: 0.5 }, 0.4);
    expect(leaky!.chi).toBeCloseTo(0.25, 12);
    expect(leaky!.forward).toBeCloseTo(0.25, 12);
    expect(leaky!.dead).toBe(0);
    expect(readout).toEqual({ chi: 2, forward: 2, dead: 0 });
    expect(step("linear", 0.9)[0]).toEqual({ chi: 0.9, forward: 0.9, dead: 0 });
  });

  it("the recurrent gradient explodes from a hundredfold in twenty steps on", () => {
    const found = (weight: number) =>
      preflight(lab, {
        ...{ inputs: 4, hidden: 64, outputs: 2, activation: "tanh" },
        recurrentInit: { kind: "variance", weight, bias: 0 },
      });
    expect(found(6).findings).toEqual(["exploding-backward"]);
    const weights = Array.from({ length: 40 }, (_, index) => 2 + index / 10);
    for (const weight of weights) {
      const { layers, findings } = found(weight);
      const explodes = layers[0]!.chi ** 20 >= 100;
      expect(findings).toEqual(explodes ? ["exploding-backward"] : []);
    }
    expect(weights.map((weight) => found(weight).findings.length)).toContain(0);
  });

  it.each([
    [{ sizes: deep(30, 32), activation: "tanh", init: "orthogonal" }],
    [{ sizes: deep(24, 32), activation: "relu", init: "he-normal", skip: "scaled" }],
    [{ sizes: [2, 1] }],
    [{ sizes: deep(20, 32), activation: "linear", init: { kind: "identity", gain: 1 } }],
    [{ inputs: 2, hidden: 16, activation: "linear", recurrentInit: { kind: "identity", gain: 1 } }],
    [{ inputs: 2, hidden: 16, outputs: 1 }],
  ] as const)("expects nothing bad of %j", (config) => {
    expect(preflight(lab, config).findings).toEqual([]);
  });

  it("refuses what is no configuration", () => {
    expect(() => preflight(lab, { sizes: [2] })).toThrow("sizes: expected");
    expect(() => preflight(lab, { inputs: 2, hidden: 0 })).toThrow("hidden: expected");
    expect(() => preflight({} as never, { sizes: [2, 1] })).toThrow("lab: expected");
  });
});
