import {
  dyingRelu,
  fussCatalanEdge,
  gradientCorrelation,
  isometryVariance,
  newmanExponents,
  quarterCircle,
  repeatedGain,
  residualGrowth,
  saxeTime,
} from "gradiometer/theory";
import { describe, expect, it } from "vitest";
import { relative } from "../support/relative.js";

describe("products of matrices", () => {
  it("Newman exponents: n = 8, −.0651 … −1.6749", () => {
    const exponents = newmanExponents(8);
    // mpmath: ½[ln(2/n) + ψ((n − k + 1)/2)]
    const exact = [
      -0.065088346344045, -0.14156886023732372, -0.23175501301071172, -0.34156886023732372, -0.4817550130107117,
      -0.67490219357065701, -0.98175501301071175, -1.674902193570657,
    ];
    for (const [k, value] of exact.entries()) expect(Math.abs(exponents[k]! - value)).toBeLessThan(1e-14);
    expect(exponents[0]!.toFixed(4)).toBe("-0.0651");
    expect(exponents[7]!.toFixed(4)).toBe("-1.6749");
    expect(newmanExponents(1)[0]).toBeCloseTo(-0.6351814227307391, 14); // −(γ + ln 2)/2
    const wide = newmanExponents(1_000_000);
    expect(wide[0]).toBeCloseTo(-5e-7, 12); // ½[ψ(n/2) − ln(n/2)] ≈ −1/(2n)
  });

  it("Fuss–Catalan edge: 4, 6.75", () => {
    expect([1, 2].map(fussCatalanEdge)).toEqual([4, 6.75]);
    expect(relative(fussCatalanEdge(3), 256 / 27)).toBeLessThan(1e-15);
    expect(relative(fussCatalanEdge(1_000_000), Math.E * 1_000_000.5)).toBeLessThan(1e-12);
  });

  it("C10: quarter circle, mean 8/(3π)", () => {
    expect(relative(quarterCircle.mean, 8 / (3 * Math.PI))).toBeLessThan(2e-16);
    expect(quarterCircle.mean.toFixed(7)).toBe("0.8488264");
    let [mass, mean, second] = [0, 0, 0];
    const n = 20_000;
    for (let i = 0; i < n; i++) {
      const t = ((i + 0.5) * Math.PI) / (2 * n); // s = 2 sin t
      const weight = ((2 * Math.cos(t)) ** 2 / Math.PI) * (Math.PI / (2 * n));
      mass += weight;
      mean += weight * 2 * Math.sin(t);
      second += weight * (2 * Math.sin(t)) ** 2;
    }
    expect(mass).toBeCloseTo(1, 8);
    expect(mean).toBeCloseTo(quarterCircle.mean, 8);
    expect(second).toBeCloseTo(quarterCircle.secondMoment, 8);
  });

  it("C9 and C20: powers", () => {
    expect(repeatedGain({ gain: 1.5, count: 9 })).toBe(38.443359375);
    expect(repeatedGain({ gain: 0.5, count: 9 })).toBe(0.001953125);
    expect(repeatedGain({ gain: 0.9, count: 100 }).toExponential(3)).toBe("2.656e-5");
    expect(repeatedGain({ gain: 1.1, count: 100 }).toFixed(1)).toBe("13780.6");
    expect(repeatedGain({ gain: -2, count: 3 })).toBe(-8);
    expect(repeatedGain({ gain: 1, count: 1000 })).toBe(1); // Saxe: orthogonal, every singular value 1 at any depth
  });

  it("Pennington: L, 0, 2L, L", () => {
    const variance = (activation: "linear" | "relu", weights: "gaussian" | "orthogonal") =>
      isometryVariance({ activation, weights, depth: 12, q: 1 });
    expect(variance("linear", "gaussian")).toBe(12);
    expect(variance("linear", "orthogonal")).toBe(0);
    expect(variance("relu", "gaussian")).toBe(24);
    expect(variance("relu", "orthogonal")).toBe(12);
    const tanh = (q: number) => isometryVariance({ activation: "tanh", weights: "orthogonal", depth: 10, q });
    expect(tanh(0)).toBe(0); // tanh becomes linear: isometry is within reach
    expect(tanh(1e-4)).toBeLessThan(1e-6);
    expect(tanh(1)).toBeGreaterThan(1);
  });
});

describe("depth and time", () => {
  it("Lu: dying ReLU at birth", () => {
    expect(dyingRelu({ width: 1, depth: 1 })).toBe(0.5);
    expect(dyingRelu({ width: 2, depth: 3 })).toBe(1 - 27 / 64);
    expect(dyingRelu({ width: 4, depth: 0 })).toBe(0);
    expect(relative(dyingRelu({ width: 32, depth: 30 }), 30 * 2 ** -32)).toBeLessThan(1e-8);
    expect(relative(dyingRelu({ width: 60, depth: 10 }), 10 * 2 ** -60)).toBeLessThan(1e-15);
    expect(dyingRelu({ width: 3, depth: 1000 })).toBeCloseTo(1, 15);
  });

  it("Balduzzi: gradient correlation .5, .301558, .200345", () => {
    expect([1, 2, 3].map((depth) => gradientCorrelation(depth).toFixed(6))).toEqual([
      "0.500000",
      "0.301558",
      "0.200345",
    ]);
    expect(gradientCorrelation(0)).toBe(1);
    let [product, rho] = [1, 0];
    for (let depth = 1; depth <= 200; depth++) {
      const angle = Math.acos(rho);
      product *= 1 - angle / Math.PI;
      rho = (Math.sqrt(1 - rho * rho) + rho * (Math.PI - angle)) / Math.PI;
      expect(relative(gradientCorrelation(depth), product)).toBeLessThan(1e-9);
    }
    expect(gradientCorrelation(100_000)).toBeGreaterThan(0);
  });

  it("Balduzzi: residual nets grow by (1 + α²)^L, 2^L and → e", () => {
    expect(residualGrowth({ gain: 1, depth: 50 })).toBe(2 ** 50);
    expect(residualGrowth({ gain: 0, depth: 50 })).toBe(1);
    const depth = 1_000_000;
    expect(residualGrowth({ gain: 1 / Math.sqrt(depth), depth })).toBeCloseTo(Math.E, 5);
    expect(residualGrowth({ gain: 1 / Math.sqrt(10), depth: 10 })).toBeCloseTo(1.1 ** 10, 13);
  });

  it("Saxe: 2.63621", () => {
    const mode = { strength: 2, start: 1e-3, end: 1.9, tau: 1 };
    expect(saxeTime(mode).toFixed(5)).toBe("2.63621");
    expect(saxeTime({ ...mode, tau: 3 })).toBeCloseTo(3 * saxeTime(mode), 13);
    expect(saxeTime({ ...mode, end: 1e-3 })).toBe(0);
    // Gradient flow: τ du/dt = 2u(s − u), by Runge–Kutta.
    const slope = (u: number) => 2 * u * (2 - u);
    const h = saxeTime(mode) / 2000;
    let u = 1e-3;
    for (let step = 0; step < 2000; step++) {
      const a = slope(u);
      const b = slope(u + (h / 2) * a);
      const c = slope(u + (h / 2) * b);
      u += (h / 6) * (a + 2 * b + 2 * c + slope(u + h * c));
    }
    expect(u).toBeCloseTo(1.9, 9);
  });

  it.each<[string, () => unknown]>([
    ["n", () => newmanExponents(0)],
    ["n", () => newmanExponents(2.5)],
    ["depth", () => fussCatalanEdge(0)],
    ["depth", () => gradientCorrelation(-1)],
    ["width", () => dyingRelu({ width: 0, depth: 1 })],
    ["depth", () => dyingRelu({ width: 1, depth: NaN })],
    ["end", () => saxeTime({ strength: 2, start: 1e-3, end: 2, tau: 1 })],
    ["start", () => saxeTime({ strength: 2, start: 1.95, end: 1.9, tau: 1 })],
    ["start", () => saxeTime({ strength: 2, start: 0, end: 1.9, tau: 1 })],
    ["strength", () => saxeTime({ strength: 0, start: 1e-3, end: 1.9, tau: 1 })],
    ["tau", () => saxeTime({ strength: 2, start: 1e-3, end: 1.9, tau: 0 })],
    ["weights", () => isometryVariance({ activation: "tanh", weights: "he" as "gaussian", depth: 1, q: 1 })],
    ["q", () => isometryVariance({ activation: "tanh", weights: "gaussian", depth: 1, q: -1 })],
    ["gain", () => repeatedGain({ gain: Infinity, count: 1 })],
    ["count", () => repeatedGain({ gain: 1, count: -1 })],
    ["gain", () => residualGrowth({ gain: NaN, depth: 1 })],
  ])("%s is checked", (argument, call) => {
    const message: unknown = expect.stringMatching(`^${argument}: expected`);
    expect(call).toThrow(expect.objectContaining({ code: "BAD_OPTION", message }));
  });
});
