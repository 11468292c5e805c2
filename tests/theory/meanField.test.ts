import { GradiometerError } from "gradiometer";
import { activationMoments, criticalPoint, meanField, varianceMap } from "gradiometer/theory";
import { describe, expect, it } from "vitest";
import { ACTIVATION_NAMES, resolveActivation } from "../../sdk/nn/activation.js";

const near = (value: number, printed: number, digits: number) =>
  expect(Math.abs(value - printed)).toBeLessThanOrEqual(0.5000001 * 10 ** -digits);

describe("mean field", () => {
  it("tanh: gain 5/3, and σ_w = 2 with σ_b² = .05", () => {
    const gain = meanField({ activation: "tanh", weightVariance: 25 / 9, biasVariance: 0 });
    near(gain.q, 1.17848049, 8);
    near(gain.chi, 1.20983132, 8);
    near(gain.activationStd, 0.65134705, 8);
    expect(gain.depthScale).toBeCloseTo(1 / Math.log(gain.chi), 12);
    const biased = meanField({ activation: "tanh", weightVariance: 4, biasVariance: 0.05 });
    near(biased.q, 2.19549393, 8);
    near(biased.chi, 1.34240241, 8);
  });

  it("sigmoid at σ_w = 1", () => {
    const { chi, q } = meanField({ activation: "sigmoid", weightVariance: 1, biasVariance: 0 });
    near(chi, 0.05572071, 8);
    expect(q).toBeGreaterThan(0.25); // its outputs are not centred
  });

  it("ReLU and leaky: χ₁ = σ_w²(1 + α²)/2 at any q, with or without a fixed point", () => {
    for (const weightVariance of [0.5, 1, 1.9, 2, 2.5, 9]) {
      const relu = meanField({ activation: "relu", weightVariance, biasVariance: 0 });
      expect(relu.chi).toBe(weightVariance / 2);
      expect(relu.q).toBe(weightVariance < 2 ? 0 : weightVariance === 2 ? 2 : Infinity);
      const leaky = meanField({ activation: { kind: "leaky-relu", alpha: 0.2 }, weightVariance, biasVariance: 0 });
      expect(leaky.chi).toBeCloseTo((weightVariance * 1.04) / 2, 14);
    }
    expect(meanField({ activation: "relu", weightVariance: 1, biasVariance: 0.3 }).q).toBeCloseTo(0.6, 14);
    const line = meanField({ activation: "relu", weightVariance: 2, biasVariance: 0 });
    expect(line.depthScale).toBe(Infinity);
    expect(line.activationStd).toBeCloseTo(Math.sqrt(1 - 1 / Math.PI), 14); // E φ² = 1, E φ = 1/√π
    const lost = { q: Infinity, chi: 1, depthScale: Infinity, activationStd: Infinity };
    expect(meanField({ activation: "relu", weightVariance: 2, biasVariance: 0.1 })).toEqual(lost);
  });

  it("the fixed point is one, and the one that the layers near without passing it", () => {
    for (const activation of ["tanh", "sigmoid", "softsign", "elu", "selu", "gelu", "silu", "softplus"] as const)
      for (const weightVariance of [0.3, 1.7, 3.9])
        for (const biasVariance of [0, 0.5]) {
          const { q } = meanField({ activation, weightVariance, biasVariance });
          const where = `${activation} ${weightVariance} ${biasVariance}: ${q}`;
          const path = varianceMap({ activation, weightVariance, biasVariance, depth: 40 }).map((layer) => layer.q);
          for (let l = 1; l < path.length; l++) {
            const [before, after] = [path[l - 1]!, path[l]!];
            if (before < q) expect(after, where).toBeGreaterThanOrEqual(before * (1 - 1e-14));
            else expect(after, where).toBeLessThanOrEqual(before * (1 + 1e-14));
            if (before < q) expect(after, where).toBeLessThanOrEqual(q * (1 + 1e-12));
            else expect(after, where).toBeGreaterThanOrEqual(q * (1 - 1e-12));
          }
          if (q === Infinity) expect(path[39], where).toBeGreaterThan(2 * path[0]!);
          else expect(Math.abs(path[39]! - q), where).toBeLessThan(0.6 * Math.abs(path[0]! - q) + 1e-12);
          if (q === Infinity || q === 0) continue;
          const { second } = activationMoments({ activation, q });
          expect(Math.abs((weightVariance * second + biasVariance) / q - 1), where).toBeLessThan(1e-12);
        }
  });

  it("a signal that dies, one without weights, one at the edge", () => {
    const dying = meanField({ activation: "tanh", weightVariance: 0.9, biasVariance: 0 });
    expect(dying).toMatchObject({ q: 0, chi: 0.9, activationStd: 0 });
    const edge = meanField({ activation: "tanh", weightVariance: 1, biasVariance: 0 });
    expect(edge).toEqual({ q: 0, chi: 1, depthScale: Infinity, activationStd: 0 });
    const none = meanField({ activation: "gelu", weightVariance: 0, biasVariance: 0.5 });
    expect(none).toMatchObject({ q: 0.5, chi: 0, depthScale: 0 });
    expect(meanField({ activation: "selu", weightVariance: 1, biasVariance: 0 }).q).toBeCloseTo(1, 11);
    const above = meanField({ activation: "tanh", weightVariance: 1 + 1e-6, biasVariance: 0 });
    expect(above.q).toBeCloseTo(5e-7, 10); // (σ_w² − 1)/2
  });
});

describe("critical points", () => {
  it("tanh", () => {
    const { weightVariance, q } = criticalPoint({ activation: "tanh", biasVariance: 0.05 });
    near(weightVariance, 1.7609546396, 10);
    near(q, 0.5700478816, 10);
    expect(criticalPoint({ activation: "tanh", biasVariance: 0 })).toEqual({ weightVariance: 1, q: 0 });
  });

  it("sigmoid: only at σ_w² = 103", () => {
    near(criticalPoint({ activation: "sigmoid", biasVariance: 0 }).weightVariance, 103.00755, 5);
  });

  it("linear, relu, leaky-relu: 2/(1 + α²), no bias", () => {
    expect(criticalPoint({ activation: "relu", biasVariance: 0 })).toEqual({ weightVariance: 2, q: 2 });
    expect(criticalPoint({ activation: "linear", biasVariance: 0 })).toEqual({ weightVariance: 1, q: 1 });
    const leaky = criticalPoint({ activation: { kind: "leaky-relu", alpha: 0.3 }, biasVariance: 0 });
    expect(leaky.weightVariance).toBeCloseTo(2 / 1.09, 14); // C14: gain √(2/(1 + α²))
  });

  it("gelu and silu: from the half-stable points on that Roberts, Yaida & Hanin print", () => {
    for (const [activation, biasVariance, weightVariance, q] of [
      ["gelu", 0.17292239, 1.98305826, 3.5615528],
      ["silu", 0.55514317, 1.98800468, 14.32017362],
    ] as const) {
      const point = criticalPoint({ activation, biasVariance: biasVariance * 1.000001 });
      expect(point.weightVariance).toBeCloseTo(weightVariance, 6);
      expect(point.q).toBeCloseTo(q, 3);
      expect(() => criticalPoint({ activation, biasVariance: biasVariance * 0.999 })).toThrow(
        expect.objectContaining({ code: "BAD_OPTION" }),
      );
    }
  });

  it("χ₁ is 1 there, and the mean field leads to it", () => {
    for (const activation of ["tanh", "sigmoid", "softsign", "elu", "selu", "gelu", "silu"] as const)
      for (const biasVariance of [0.8, 3, 20]) {
        const { weightVariance, q } = criticalPoint({ activation, biasVariance });
        const field = meanField({ activation, weightVariance, biasVariance });
        expect(Math.abs(field.chi - 1)).toBeLessThan(1e-10);
        expect(Math.abs(field.q / q - 1)).toBeLessThan(1e-8);
        expect(field.depthScale).toBeGreaterThan(1e9);
      }
  });

  it("where there is none", () => {
    const code = (call: () => unknown) => {
      try {
        call();
      } catch (error) {
        if (error instanceof GradiometerError) return error.code;
      }
      return undefined;
    };
    expect(code(() => criticalPoint({ activation: "softplus", biasVariance: 0 }))).toBe("UNSUPPORTED");
    for (const activation of ["linear", "relu", "leaky-relu"] as const)
      expect(code(() => criticalPoint({ activation, biasVariance: 0.1 }))).toBe("BAD_OPTION");
    for (const activation of ["gelu", "silu"] as const)
      expect(code(() => criticalPoint({ activation, biasVariance: 0 }))).toBe("BAD_OPTION");
    expect(code(() => criticalPoint({ activation: "tanh", biasVariance: -1 }))).toBe("BAD_OPTION");
    expect(code(() => meanField({ activation: "tanh", weightVariance: NaN, biasVariance: 0 }))).toBe("BAD_OPTION");
    expect(code(() => meanField({ activation: "tanh", weightVariance: 1 } as never))).toBe("BAD_OPTION");
  });

  it("the constants of the networks are the theory's", () => {
    for (const name of ACTIVATION_NAMES) {
      const { critical, alpha } = resolveActivation(name);
      const constants = critical(alpha);
      if (constants === null) continue;
      const point = criticalPoint({ activation: name, biasVariance: constants.bias });
      expect(Math.abs(point.weightVariance / constants.weight - 1), name).toBeLessThan(1e-7);
    }
  });
});

describe("variance map", () => {
  it("He 2015: Glorot halves a ReLU signal a layer, 2⁻¹⁵ in standard deviation over 30", () => {
    const layers = varianceMap({ activation: "relu", weightVariance: 1, biasVariance: 0, depth: 30 });
    expect(Math.sqrt(layers.at(-1)!.forward)).toBe(2 ** -15);
    for (const { chi, forward, q } of layers) expect([chi, forward]).toEqual([0.5, q / 2]);
    const he = varianceMap({ activation: "relu", weightVariance: 2, biasVariance: 0, depth: 30, inputMoment: 3 });
    for (const { forward, chi } of he) expect([forward, chi]).toEqual([3, 1]);
  });

  it("tanh with Glorot: the signal shrinks like 1/depth at the edge, not exponentially", () => {
    const layers = varianceMap({ activation: "tanh", weightVariance: 1, biasVariance: 0, depth: 200 });
    expect(layers[199]!.q * 200).toBeGreaterThan(0.4);
    expect(layers[199]!.q * 200).toBeLessThan(0.6); // q ≈ 1/(2 l)
  });

  it("refuses a depth of 0", () => {
    const call = () => varianceMap({ activation: "tanh", weightVariance: 1, biasVariance: 0, depth: 0 });
    expect(call).toThrow(expect.objectContaining({ code: "BAD_OPTION" }));
  });
});
