/** @module-tag long */
import type { Activation } from "gradiometer";
import {
  activationSlope,
  activationValue,
  type Bands,
  bands,
  haninMoment,
  reluForwardFactor,
  varianceMap,
} from "gradiometer/theory";
import { describe, expect, it } from "vitest";
import { relative } from "../support/relative.js";

/** Uniform numbers on (0, 1), mulberry32: independent of the code under test. */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

/** A pool of Gaussians; a matrix is a stretch of it from a random place on, which costs nothing. */
const POOL = 1 << 21;
const uniform = uniforms(42);
const pool = Float64Array.from(
  { length: POOL },
  () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
);

function gaussians(count: number): Float64Array {
  const from = Math.floor(uniform() * (POOL - count));
  return pool.subarray(from, from + count);
}

interface Ensemble {
  widths: readonly number[];
  activation: Activation;
  weightVariance: number;
  biasVariance: number;
  draws: number;
}

interface Sample {
  mean: number;
  std: number;
}

/** Nets drawn one by one: ln(‖h_l‖²/‖h₀‖²) and ln(‖δ_l‖²/‖δ_L‖²) of each; nets with a dead layer are left out. */
function simulate({ widths, activation, weightVariance, biasVariance, draws }: Ensemble) {
  const last = widths.length - 1;
  const logs = { forward: widths.map((): number[] => []), backward: widths.map((): number[] => []) };
  const square = (vector: Float64Array) => vector.reduce((sum, v) => sum + v * v, 0);
  for (let net = 0; net < draws; net++) {
    let h = new Float64Array(widths[0]!).fill(1);
    const weights: Float64Array[] = [];
    const slopes: Float64Array[] = [];
    const forward = [0];
    for (let l = 1; l <= last; l++) {
      const [fanIn, fanOut] = [widths[l - 1]!, widths[l]!];
      const [scale, shift] = [Math.sqrt(weightVariance / fanIn), Math.sqrt(biasVariance)];
      const w = gaussians(fanIn * fanOut);
      const u = new Float64Array(fanOut);
      for (let i = 0, at = 0; i < fanIn; i++) {
        const input = h[i]!;
        for (let j = 0; j < fanOut; j++) u[j]! += input * w[at++]!;
      }
      const b = gaussians(fanOut);
      for (let j = 0; j < fanOut; j++) u[j] = scale * u[j]! + shift * b[j]!;
      weights[l] = w;
      slopes[l] = u.map((v) => activationSlope(activation, v));
      h = u.map((v) => activationValue(activation, v));
      forward[l] = Math.log(square(h) / widths[0]!);
    }
    let delta = gaussians(widths[last]!).slice();
    const top = Math.log(square(delta));
    const backward = [0];
    for (let l = last - 1; l >= 1; l--) {
      const [fanIn, fanOut] = [widths[l]!, widths[l + 1]!];
      const below = new Float64Array(fanIn);
      const w = weights[l + 1]!;
      for (let i = 0, at = 0; i < fanIn; i++) {
        let sum = 0;
        for (let j = 0; j < fanOut; j++) sum += w[at++]! * delta[j]!;
        below[i] = Math.sqrt(weightVariance / fanIn) * sum * slopes[l]![i]!;
      }
      delta = below;
      backward[l] = Math.log(square(delta)) - top;
    }
    if (!Number.isFinite(forward[last]! + (backward[1] ?? 0))) continue;
    for (let l = 1; l <= last; l++) logs.forward[l]!.push(forward[l]!);
    for (let l = 1; l < last; l++) logs.backward[l]!.push(backward[l]!);
  }
  const sample = (values: number[]): Sample => {
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
    return { mean, std: Math.sqrt(variance) };
  };
  return { forward: logs.forward.map(sample), backward: logs.backward.map(sample) };
}

/** How many standard errors lie between a sample and the band, at worst over all layers: of the mean, of the std. */
function strays(theory: Bands, measured: ReturnType<typeof simulate>, draws: number): { mean: number; std: number } {
  let [mean, std] = [0, 0];
  for (const way of ["forward", "backward"] as const)
    for (let l = 1; l < theory[way].mean.length - (way === "backward" ? 1 : 0); l++) {
      const expected = { mean: theory[way].mean[l]!, std: theory[way].std[l]! };
      const got = measured[way][l]!;
      mean = Math.max(mean, Math.abs(got.mean - expected.mean) / (expected.std / Math.sqrt(draws)));
      // The error of a standard deviation is std/√(2·draws) for a normal law; these have heavier tails: twice as much.
      std = Math.max(std, Math.abs(got.std - expected.std) / ((2 * expected.std) / Math.sqrt(2 * draws)));
    }
  return { mean, std };
}

describe("finite width", () => {
  it("Hanin: E[(‖h_L‖²/‖h₀‖²)²] = Π (1 + 5/n_j)", () => {
    expect(haninMoment([])).toBe(1);
    expect(haninMoment([5, 10])).toBe(3);
    expect(relative(haninMoment(Array.from({ length: 10 }, () => 64)), (69 / 64) ** 10)).toBeLessThan(1e-14);
  });

  it("Glorot ReLU, n = 32: ½·e^(−5/2n), .46 in the median, standard deviation .04 over 30 layers", () => {
    const factor = reluForwardFactor({ width: 32, depth: 30 });
    expect(factor.mean).toBe(0.5);
    expect(relative(factor.firstOrder, 0.5 * Math.exp(-5 / 64))).toBeLessThan(1e-15);
    expect(factor.firstOrder.toFixed(2)).toBe("0.46");
    expect(factor.median.toFixed(2)).toBe("0.46");
    expect(factor.std.toFixed(2)).toBe("0.04");
    // Exactly: mpmath, E ln and Var ln of χ²_K, K ~ Bin(32, ½) given K ≥ 1.
    expect(relative(factor.median, 0.460387207263114)).toBeLessThan(1e-12);
    expect(relative(factor.std, 0.0354127041925962)).toBeLessThan(1e-11);
    const wide = reluForwardFactor({ width: 100_000, depth: 1, weightVariance: 2 });
    expect(wide.median).toBeCloseTo(wide.firstOrder, 8);
    expect(wide.std).toBeCloseTo(Math.sqrt(5e-5), 6);
  });

  it("Glorot ReLU, 30 × 32, against nets drawn at random", () => {
    const [depth, draws] = [30, 300];
    const widths = Array.from({ length: depth + 1 }, () => 32);
    const net = { widths, activation: "relu", weightVariance: 1, biasVariance: 0, draws } as const;
    const { forward } = simulate(net);
    const { median, std } = reluForwardFactor({ width: 32, depth });
    // One net's factor per layer is the 30th root of its whole: e^{mean/30}, with std of the factor by the chain rule.
    const measured = Math.exp(forward[depth]!.mean / depth);
    const error = std / Math.sqrt(draws);
    expect(Math.abs(measured - median)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.0025); // so that .5 is excluded
    expect(Math.abs((measured * forward[depth]!.std) / depth - std)).toBeLessThan((4 * std) / Math.sqrt(draws));
  });

  it("exact laws: linear and ReLU against ψ and ψ₁, to 1e-12", () => {
    // mpmath: ln χ²_n has mean ψ(n/2) + ln 2 and variance ψ₁(n/2); ReLU mixes over K ~ Bin(n, ½), K ≥ 1.
    const step = (activation: Activation, n: number) => {
      const { forward } = bands({ widths: [n, n], activation, weightVariance: 1 });
      return [forward.mean[1]! + Math.log(n), forward.std[1]! ** 2] as const;
    };
    const cases: [Activation, number, number, number][] = [
      ["linear", 1, -1.2703628454614782, 4.934802200544679],
      ["linear", 6, 1.6159315156584124, 0.3949340668482264],
      ["relu", 4, -0.0234254769388626, 2.92636247793152],
      ["relu", 16, 1.90304421727279, 0.419593394106779],
      ["relu", 64, 3.42562730396398, 0.0829973505564503],
    ];
    for (const [activation, n, mean, variance] of cases) {
      const [gotMean, gotVariance] = step(activation, n);
      expect(Math.abs(gotMean - mean), `${JSON.stringify(activation)} ${n}`).toBeLessThan(2e-12);
      expect(Math.abs(gotVariance - variance)).toBeLessThan(1e-11);
    }
  });

  it("to first order He ReLU has mean −(5/2) Σ 1/n and variance 5 Σ 1/n, forward and back", () => {
    const widths = [3000, 4000, 5000, 6000];
    const sum = 1 / 4000 + 1 / 5000 + 1 / 6000;
    const { forward, backward, exact } = bands({ widths, activation: "relu", weightVariance: 2 });
    expect(exact).toBe(true);
    expect(forward.std[3]! ** 2).toBeCloseTo(5 * sum, 5);
    expect(forward.mean[3]! - Math.log(2)).toBeCloseTo(-2.5 * sum, 5); // ‖h‖² adds up over twice as many units
    expect(backward.std[1]! ** 2).toBeCloseTo(5 * (1 / 4000 + 1 / 5000), 5);
    expect([forward.mean[0], forward.std[0], backward.mean[3], backward.std[3]]).toEqual([0, 0, 0, 0]);
    expect(backward.mean[0]).toBeNaN();
  });

  it.each<[string, Activation, number, number[], number]>([
    ["He ReLU", "relu", 2, [10, 24, 16, 32, 20, 8], 6000],
    ["linear", "linear", 1, [10, 6, 12, 6, 9], 6000],
    ["leaky", { kind: "leaky-relu", alpha: 0.3 }, 1.5, [5, 12, 8, 16, 7], 6000],
  ])("%s: exact bands against nets drawn at random, within 4.5 standard errors", (_, activation, variance, widths, draws) => {
    const theory = bands({ widths, activation, weightVariance: variance });
    const measured = simulate({ widths, activation, weightVariance: variance, biasVariance: 0, draws });
    const { mean, std } = strays(theory, measured, draws);
    expect(theory.exact).toBe(true);
    expect(mean).toBeLessThan(4.5);
    expect(std).toBeLessThan(4.5);
  }); // prettier-ignore

  it.each<[Activation, number, number]>([
    ["tanh", 25 / 9, 0],
    ["tanh", 4, 0.05],
    ["sigmoid", 103, 0],
    ["gelu", 2.5, 0.2],
    ["relu", 1.5, 0.5],
  ])("%s, σ_w² = %d, σ_b² = %d: first order in 1/n", (activation, weightVariance, biasVariance) => {
    const widths = Array.from({ length: 7 }, () => 80);
    const draws = 1500;
    const theory = bands({ widths, activation, weightVariance, biasVariance });
    const measured = simulate({ widths, activation, weightVariance, biasVariance, draws });
    const line = varianceMap({ activation, weightVariance, biasVariance, depth: 6 });
    expect(theory.exact).toBe(false);
    for (let l = 1; l <= 6; l++) {
      expect(theory.forward.mean[l]).toBeCloseTo(Math.log(line[l - 1]!.forward), 10);
      const ratio = measured.forward[l]!.std / theory.forward.std[l]!;
      expect(Math.abs(ratio - 1), `forward ${l}: ${ratio}`).toBeLessThan(0.15);
      // The mean is the line but for terms of the order of the variance.
      const shift = Math.abs(measured.forward[l]!.mean - theory.forward.mean[l]!);
      expect(shift).toBeLessThan(2 * theory.forward.std[l]! ** 2 + (4.5 * theory.forward.std[l]!) / Math.sqrt(draws));
    }
    for (let l = 1; l <= 5; l++) {
      const ratio = measured.backward[l]!.std / theory.backward.std[l]!;
      expect(Math.abs(ratio - 1), `backward ${l}: ${ratio}`).toBeLessThan(0.15);
      const shift = Math.abs(measured.backward[l]!.mean - theory.backward.mean[l]!);
      expect(shift).toBeLessThan(2 * theory.backward.std[l]! ** 2 + (4.5 * theory.backward.std[l]!) / Math.sqrt(draws));
    }
  });

  it.each<[string, string, () => unknown]>([
    ["widths", "BAD_SHAPE", () => haninMoment(5 as never)],
    ["widths[1]", "BAD_OPTION", () => haninMoment([4, 0])],
    ["widths", "BAD_SHAPE", () => bands({ widths: [3], activation: "relu", weightVariance: 2 })],
    ["widths[0]", "BAD_OPTION", () => bands({ widths: [1.5, 2], activation: "relu", weightVariance: 2 })],
    ["weightVariance", "BAD_OPTION", () => bands({ widths: [3, 3], activation: "relu", weightVariance: 0 })],
    ["inputMoment", "BAD_OPTION", () => bands({ widths: [3, 3], activation: "relu", weightVariance: 2, inputMoment: 0 })], // prettier-ignore
    ["width", "BAD_OPTION", () => reluForwardFactor({ width: 1, depth: 30 })],
    ["weightVariance", "BAD_OPTION", () => reluForwardFactor({ width: 2, depth: 30, weightVariance: -1 })],
    ["bands", "NOT_FINITE", () => bands({ widths: Array.from({ length: 900 }, () => 4), activation: "relu", weightVariance: 9, biasVariance: 1 })], // prettier-ignore
  ])("%s is checked: %s", (argument, code, call) => {
    const message: unknown = expect.stringContaining(`${argument}: expected`);
    expect(call).toThrow(expect.objectContaining({ code, message }));
  });
});
