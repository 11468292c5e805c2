/** @module-tag long */
import { type ActivationName, GradiometerError } from "gradiometer";
import {
  activationMoments,
  activationSlope,
  activationValue,
  correlationField,
  correlationMap,
  criticalPoint,
  gradientCorrelation,
  meanField,
  normGradientFactor,
} from "gradiometer/theory";
import { describe, expect, it } from "vitest";
import { ACTIVATION_NAMES } from "../../sdk/nn/activation.js";
import { average } from "../../sdk/theory/gaussian.js";
import { lawOf } from "../../sdk/theory/laws.js";
import { pairOf } from "../../sdk/theory/pairs.js";
import { relative } from "../support/relative.js";

const pair = (activation: ActivationName, q: number, c: number) => pairOf(lawOf("activation", activation), q, 1 - c);

/** Σ a_n b_n cⁿ, a and b the Hermite coefficients of f and g: E f(u₁)g(u₂) by Mehler's formula. */
function mehler(f: (u: number) => number, q: number, c: number): number {
  const root = Math.sqrt(q);
  const hermite = (n: number, z: number): number => {
    let [before, now] = [0, 1];
    for (let k = 0; k < n; k++) [before, now] = [now, (z * now - Math.sqrt(k) * before) / Math.sqrt(k + 1)];
    return now;
  };
  let sum = 0;
  for (let n = 0; Math.abs(c) ** n > 1e-14; n++) sum += average((z) => f(root * z) * hermite(n, z)) ** 2 * c ** n;
  return sum;
}

describe("averages over two inputs", () => {
  // mpmath, polar coordinates cut where u₁ or u₂ is 0, 16 digits.
  it.each([
    ["relu", 0.5, 0.9, 0.022615400288831976, 0.42821685343564686],
    ["relu", 2.2, 0.2, 0.632832679750408, 0.28204710842448744],
    ["relu", 50, -0.6, 23.061310805837184, 0.1475836176504333],
    ["tanh", 0.5, 0.9, 0.029242256994826375, 0.5777596110236934],
    ["tanh", 2.2, 0.2, 0.44193820362626823, 0.217100396341092],
    ["tanh", 50, -0.6, 1.2900901694664804, 0.015521245648851987],
  ] as const)("%s at q = %f, c = %f as mpmath has them", (activation, q, c, apart, slopes) => {
    const got = pair(activation, q, c);
    expect(relative(got.apart, apart)).toBeLessThan(1e-11);
    expect(relative(got.slopes(), slopes)).toBeLessThan(1e-11);
  });

  it.each(ACTIVATION_NAMES)("%s: by Mehler's series", (activation) => {
    for (const q of [0.3, 8])
      for (const c of [-0.5, 0.2, 0.6]) {
        const { second, apart, slopes } = pair(activation, q, c);
        const value = mehler((u) => activationValue(activation, u), q, c);
        expect(Math.abs(second - apart - value), `φ at ${q}, ${c}`).toBeLessThan(1e-10 * second);
        const slope = mehler((u) => activationSlope(activation, u), q, c);
        const size = activationMoments({ activation, q }).slope2;
        expect(Math.abs(slopes() - slope), `φ′ at ${q}, ${c}`).toBeLessThan(1e-10 * size);
      }
  });

  it("ReLU by quadrature is its arc-cosine form, at any scale and any distance", () => {
    const law = lawOf("activation", "relu");
    for (const q of [1e-8, 1, 1e8])
      for (const distance of [1e-12, 1e-6, 0.1, 1, 1.9, 2]) {
        const exact = pairOf(law, q, distance);
        const got = pairOf({ ...law, homogeneous: null }, q, distance);
        // sin ω − ω cos ω of the closed form has lost digits at small distances, not more than 1e-10 of it
        expect(Math.abs(got.apart - exact.apart)).toBeLessThan(1e-10 * exact.apart);
        expect(Math.abs(got.slopes() - exact.slopes())).toBeLessThan(1e-11);
      }
  });

  it.each(ACTIVATION_NAMES)("%s: the slope is the derivative, and nothing is lost near c = 1", (activation) => {
    const q = 1.7;
    const h = 1e-4;
    for (const c of [-0.7, 0, 0.3, 0.8]) {
      const difference = (pair(activation, q, c - h).apart - pair(activation, q, c + h).apart) / (2 * h);
      expect(Math.abs(difference - q * pair(activation, q, c).slopes())).toBeLessThan(1e-6);
    }
    const law = lawOf("activation", activation);
    const { slope2 } = activationMoments({ activation, q });
    for (const distance of [1e-6, 1e-9, 1e-12]) {
      // apart = q E φ′² (1 − c) to first order; a jump of φ′ takes √(1 − c) off
      const { apart } = pairOf(law, q, distance);
      expect(Math.abs(apart / (q * slope2 * distance) - 1)).toBeLessThan(2 * Math.sqrt(distance) + 1e-9);
    }
  });

  it("as drawn at random", () => {
    let state = 7;
    const uniform = () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
    };
    const [q, c, draws] = [3, 0.4, 200_000];
    const names = ["tanh", "selu", "gelu", "softsign"] as const;
    const sums = names.map(() => [0, 0]);
    for (let i = 0; i < draws; i++) {
      const [radius, turn] = [Math.sqrt(-2 * q * Math.log(uniform())), 2 * Math.PI * uniform()];
      const u = radius * Math.cos(turn);
      const v = c * u + Math.sqrt(1 - c * c) * radius * Math.sin(turn);
      names.forEach((name, k) => {
        const one = activationValue(name, u) * activationValue(name, v);
        sums[k]![0]! += one;
        sums[k]![1]! += one * one;
      });
    }
    names.forEach((name, k) => {
      const [mean, second] = sums[k]!.map((sum) => sum / draws) as [number, number];
      const { second: own, apart } = pair(name, q, c);
      expect(Math.abs(mean - (own - apart)), name).toBeLessThan(4.5 * Math.sqrt((second - mean * mean) / draws));
    });
  });
});

describe("where correlations go", () => {
  const tanh = (weightVariance: number, biasVariance = 0.05) =>
    correlationField({ activation: "tanh", weightVariance, biasVariance });

  it("tanh, σ_b² = .05: ordered, critical, chaotic", () => {
    const ordered = tanh(1.5);
    expect(ordered).toMatchObject({ phase: "ordered", correlation: 1, distance: 0 });
    expect(ordered.slope).toBeLessThan(1);
    expect(ordered.correlationDepth).toBeCloseTo(-1 / Math.log(ordered.slope), 10);
    expect(tanh(1.7609546396).correlationDepth).toBeGreaterThan(1e9);
    const chaotic = tanh(4);
    expect(chaotic.phase).toBe("chaotic");
    expect(chaotic.correlation).toBeCloseTo(0.1650649619872, 10);
    expect(chaotic.slope).toBeLessThan(1);
    expect(chaotic.correlationDepth).toBeCloseTo(-1 / Math.log(chaotic.slope), 10);
    const depths = [1.5, 1.7, 1.75, 1.77, 1.9, 4].map((weight) => tanh(weight).correlationDepth);
    expect(depths[2]).toBeGreaterThan(depths[1]!);
    expect(depths[1]).toBeGreaterThan(depths[0]!);
    expect(depths[3]).toBeGreaterThan(depths[4]!);
    expect(depths[4]).toBeGreaterThan(depths[5]!);
  });

  it("near the edge 1 − c* keeps its digits", () => {
    const { weightVariance } = criticalPoint({ activation: "tanh", biasVariance: 0.05 });
    const [near, nearer] = [1e-4, 1e-6].map((more) => tanh(weightVariance * (1 + more)));
    expect(near!.phase).toBe("chaotic");
    expect(relative(nearer!.distance / (nearer!.parting - 1), near!.distance / (near!.parting - 1))).toBeLessThan(1e-3);
    // D(d) = χ₁ d − κ d², so the slope at d* is 1 − (χ₁ − 1) to first order
    expect(relative(1 - nearer!.slope, nearer!.parting - 1)).toBeLessThan(1e-4);
  });

  it.each(ACTIVATION_NAMES)("%s: χ₁ at c = 1, a fixed point of the map, and attracting", (activation) => {
    for (const [weightVariance, biasVariance] of [
      [0.5, 0.05],
      [1.5, 0.1],
      [4, 0.2],
    ] as const) {
      const net = { activation, weightVariance, biasVariance };
      const field = correlationField(net);
      const { q, chi } = meanField(net);
      expect(field.q).toBe(q);
      if (q === Infinity) {
        expect(field).toMatchObject({ phase: "critical", correlation: 1, varianceDepth: Infinity });
        continue;
      }
      expect(relative(field.parting, chi)).toBeLessThan(1e-11);
      const inputMoment = (q - biasVariance) / weightVariance; // the variance is at q* from the first layer on
      const start = (q * field.correlation - biasVariance) / (weightVariance * inputMoment);
      const [first, second] = correlationMap({ ...net, inputMoment, correlation: Math.min(start, 1), depth: 2 });
      expect(first!.correlation).toBeCloseTo(field.correlation, 11);
      expect(second!.correlation).toBeCloseTo(field.correlation, 9);
      expect(first!.slope).toBeCloseTo(field.slope, 9);
      expect(field.slope).toBeLessThan(1);
      const path = correlationMap({ ...net, inputMoment, correlation: 0.3, depth: 16 });
      const left = Math.abs(path[15]!.correlation - field.correlation);
      expect(left).toBeLessThan(2 * field.slope ** 15 + 1e-9);
    }
  });

  it("ξ_c is the rate at which deviations fall", () => {
    for (const weightVariance of [1.3, 3]) {
      const net = { activation: "tanh", weightVariance, biasVariance: 0.05 } as const;
      const { q, correlation, distance, correlationDepth } = correlationField(net);
      const inputMoment = (q - 0.05) / weightVariance;
      const path = correlationMap({ ...net, inputMoment, correlation: correlation - 1e-3, depth: 30 });
      const [early, late] = [path[10]!, path[29]!].map((layer) => Math.abs(layer.distance - distance));
      expect(19 / Math.log(early! / late!)).toBeCloseTo(correlationDepth, 1);
    }
  });

  it("ξ_q: ∂V/∂q at q* by finite differences", () => {
    for (const [activation, weightVariance, biasVariance] of [
      ["tanh", 4, 0.05],
      ["selu", 1, 0],
      ["sigmoid", 3, 0.1],
      ["softsign", 6, 0.1],
      ["relu", 1, 0.3],
      ["leaky-relu", 1.2, 0.3],
    ] as const) {
      const { q, varianceDepth } = correlationField({ activation, weightVariance, biasVariance });
      const next = (at: number) => weightVariance * activationMoments({ activation, q: at }).second;
      const slope = (next(q * 1.0001) - next(q * 0.9999)) / (0.0002 * q);
      expect(relative(varianceDepth, -1 / Math.log(slope)), activation).toBeLessThan(1e-5);
    }
    const { varianceDepth, parting } = correlationField({ activation: "relu", weightVariance: 1, biasVariance: 0.3 });
    expect(varianceDepth).toBe(1 / Math.LN2); // E φφ″ = 0
    expect(parting).toBe(0.5);
  });

  it("ReLU at He's variance: the correlations of Balduzzi 2017, toward 1 like 9π²/(2l²)", () => {
    const path = correlationMap({
      activation: "relu",
      weightVariance: 2,
      biasVariance: 0,
      correlation: 0,
      depth: 2000,
    });
    expect(path[1]!.correlation).toBeCloseTo(1 / Math.PI, 15);
    expect(path.every(({ q }) => q === 2)).toBe(true);
    expect(path[1999]!.distance * 2000 ** 2).toBeGreaterThan(0.97 * 4.5 * Math.PI ** 2);
    expect(path[1999]!.distance * 2000 ** 2).toBeLessThan(4.5 * Math.PI ** 2);
    // Π (1 − arccos ρ/π) is the product of the slopes
    const product = path.slice(0, 40).reduce((all, { slope }) => all * slope, 1);
    expect(relative(product, gradientCorrelation(40))).toBeLessThan(1e-10);
    const field = correlationField({ activation: "relu", weightVariance: 2, biasVariance: 0 });
    expect(field).toMatchObject({ q: 2, parting: 1, phase: "critical", correlation: 1, correlationDepth: Infinity });
  });

  it("signals that die or explode, no weights, opposite and equal inputs", () => {
    for (const weightVariance of [1, 3])
      expect(correlationField({ activation: "relu", weightVariance, biasVariance: 0 })).toMatchObject({
        q: weightVariance < 2 ? 0 : Infinity,
        phase: "critical",
        correlation: 1,
      });
    expect(tanh(0.9, 0)).toMatchObject({ q: 0, phase: "critical", slope: 1 });
    expect(tanh(4, 0)).toMatchObject({ phase: "chaotic", correlation: 0 });
    expect(tanh(0, 0.5)).toMatchObject({ q: 0.5, phase: "ordered", correlation: 1, slope: 0, varianceDepth: 0 });
    const ends = (correlation: number) =>
      correlationMap({ activation: "tanh", weightVariance: 3, biasVariance: 0, correlation, depth: 20 });
    expect(ends(1).every(({ distance }) => distance === 0)).toBe(true);
    expect(ends(-1)[0]!.correlation).toBe(-1);
    expect(ends(-1)[19]!.correlation).toBeCloseTo(-1, 6);
  });
});

describe("behind a norm", () => {
  it.each([
    ["linear", 1, 1],
    ["relu", 1, 1.466942],
    ["tanh", 1.177807, 1.177807],
    ["sigmoid", 0.152827, 1.033592],
  ] as const)("C29: %s", (activation, layer, batch) => {
    expect(normGradientFactor({ activation, norm: "layer" })).toBeCloseTo(layer, 6);
    expect(normGradientFactor({ activation, norm: "rms" })).toBe(normGradientFactor({ activation, norm: "layer" }));
    expect(normGradientFactor({ activation, norm: "batch" })).toBeCloseTo(batch, 6);
  });

  it("ReLU behind batch norm: π/(π − 1), to the last digits; odd ones do not care which norm", () => {
    expect(relative(normGradientFactor({ activation: "relu", norm: "batch" }), Math.PI / (Math.PI - 1))).toBeLessThan(
      1e-14,
    );
    for (const activation of ["linear", "tanh", "softsign"] as const)
      expect(normGradientFactor({ activation, norm: "batch" })).toBe(normGradientFactor({ activation, norm: "layer" }));
  });

  it.each(ACTIVATION_NAMES)("%s: the factor is by which two inputs part, whatever σ_w²", (activation) => {
    const factor = normGradientFactor({ activation, norm: "layer" });
    for (const norm of ["layer", "rms"] as const) {
      const field = correlationField({ activation, weightVariance: 9, biasVariance: 0, norm });
      expect(relative(field.parting, factor)).toBeLessThan(1e-12);
      expect(field).toMatchObject({ q: 1, varianceDepth: 0 });
      expect(field).toEqual(correlationField({ activation, weightVariance: 0.1, biasVariance: 0, norm }));
    }
    expect(normGradientFactor({ activation, norm: "batch" })).toBeGreaterThanOrEqual(1 - 1e-15); // Poincaré's inequality
  });

  it("C31: layer norm lets the inputs of a ReLU net meet, at any scale of the weights", () => {
    const net = { activation: "relu", weightVariance: 50, biasVariance: 0, norm: "layer" } as const;
    const path = correlationMap({ ...net, correlation: 0, depth: 50 });
    expect(path[49]!.correlation).toBeGreaterThan(0.98);
    expect(path.every(({ q }) => q === 1)).toBe(true);
    const { phase } = correlationField({ ...net, activation: "sigmoid" });
    expect(phase).toBe("ordered");
  });

  it.each<[string, () => unknown, string]>([
    ["norm", () => normGradientFactor({ activation: "relu", norm: "Layer" as "layer" }), 'did you mean "layer"'],
    ["norm", () => normGradientFactor({ activation: "relu" } as never), "layer, rms, batch"],
    ["activation", () => normGradientFactor({ activation: "RELU" as "relu", norm: "rms" }), 'did you mean "relu"'],
    ["correlation", () => correlationMap({ ...net, correlation: 1.1, depth: 1 }), "-1 to 1|−1 to 1"],
    ["depth", () => correlationMap({ ...net, correlation: 0, depth: 0 }), "integer"],
    ["inputMoment", () => correlationMap({ ...net, correlation: 0, depth: 1, inputMoment: 0 }), "> 0"],
    ["weightVariance", () => correlationField({ ...net, weightVariance: 0, biasVariance: 0 }), "> 0"],
    ["biasVariance", () => correlationField({ ...net, biasVariance: -1 }), "≥ 0"],
    ["options.c", () => correlationField({ ...net, c: 1 } as never), "unknown option"],
    ["norm", () => correlationField({ ...net, norm: "group" as "layer" }), "none"],
  ])("%s is checked", (argument, call, expected) => {
    expect(call).toThrow(GradiometerError);
    const message: unknown = expect.stringMatching(`^${argument}: (expected .*)?${expected}`);
    expect(call).toThrow(expect.objectContaining({ code: "BAD_OPTION", message }));
  });

  it("batch norm has no map of two inputs, and a variance may leave float64", () => {
    const code = (call: () => unknown, expected: string) =>
      expect(call).toThrow(expect.objectContaining({ code: expected }) as Error);
    code(() => correlationField({ ...net, norm: "batch" as "layer" }), "UNSUPPORTED");
    const explosive = { activation: "relu", weightVariance: 1e300, biasVariance: 0 } as const;
    code(() => correlationMap({ ...explosive, correlation: 0, depth: 5 }), "NOT_FINITE");
  });
});

const net = { activation: "tanh", weightVariance: 2, biasVariance: 0.1 } as const;
