import { readdirSync, readFileSync } from "node:fs";
import { type Activation, type ActivationName, GradiometerError } from "gradiometer";
import {
  activationBounds,
  activationMoments,
  activationSlope,
  activationValue,
  jacobianBound,
  textbookSlope,
  underflowDepth,
} from "gradiometer/theory";
import { describe, expect, it } from "vitest";
import { ACTIVATION_NAMES } from "../../sdk/nn/activation.js";
import { relative } from "../support/relative.js";

interface Golden {
  activations: Record<ActivationName, { points: [number, number, number][]; moments: number[][] }>;
}

const golden = JSON.parse(readFileSync(new URL("../golden/theory.json", import.meta.url), "utf8")) as Golden;
const names = Object.keys(golden.activations) as ActivationName[];
const bits = (value: number) => new BigUint64Array(Float64Array.of(value).buffer)[0]!;

const sigmoid = (u: number) => activationValue("sigmoid", u);
const slope = (u: number) => activationSlope("sigmoid", u);

it("the golden file has every activation", () => {
  expect([...names].sort()).toEqual([...ACTIVATION_NAMES].sort());
});

describe.each(names)("%s against mpmath", (name) => {
  const { points, moments } = golden.activations[name];
  // Φ's tail carries the rounding of u²/2 in its exponent.
  const tolerance = name === "gelu" ? 2e-13 : 2e-15;

  it("value and slope", () => {
    for (const [u, value, slope] of points) {
      expect(relative(activationValue(name, u), value), `value at ${u}`).toBeLessThanOrEqual(tolerance);
      expect(relative(activationSlope(name, u), slope), `slope at ${u}`).toBeLessThanOrEqual(tolerance);
    }
  });

  it("averages over q from 1e-4 to 1e4, to 1e-12 relative", () => {
    for (const [q, mean, ...rest] of moments) {
      const got = activationMoments({ activation: name, q: q! });
      expect(Math.abs(got.mean - mean!)).toBeLessThanOrEqual(1e-12 * Math.sqrt(rest[0]!));
      const measured = [got.second, got.fourth, got.slope2, got.slope4];
      for (const [k, value] of measured.entries())
        expect(relative(value, rest[k]!), `moment ${k} at q = ${q!}`).toBeLessThanOrEqual(1e-12);
    }
  });

  it("averages at any scale: the limits q → 0 and q → ∞", () => {
    const near = activationMoments({ activation: name, q: 1e-24 });
    const zero = activationMoments({ activation: name, q: 0 });
    expect(relative(near.slope2, zero.slope2)).toBeLessThanOrEqual(1e-11);
    expect(relative(near.slope4, zero.slope4)).toBeLessThanOrEqual(1e-11);
    const far = activationMoments({ activation: name, q: 1e24 });
    expect(far.slope2).toBeLessThanOrEqual(activationBounds(name).slope[1] ** 2 + 1e-12);
  });

  it("stays within its bounds, and reaches them", () => {
    const { value, slope } = activationBounds(name);
    let [low, high, flat, steep] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let u = -30; u <= 30; u += 1 / 256) {
      const [z, s] = [activationValue(name, u), activationSlope(name, u)];
      [low, high, flat, steep] = [Math.min(low, z), Math.max(high, z), Math.min(flat, s), Math.max(steep, s)];
    }
    const near = name === "softsign" ? 0.04 : 1e-4; // the others come to their limits exponentially
    const pairs = [[value[0], low], [-value[1], -high], [slope[0], flat], [-slope[1], -steep]] as const; // prettier-ignore
    for (const [bound, reached] of pairs) {
      expect(reached).toBeGreaterThanOrEqual(bound);
      if (Number.isFinite(bound)) expect(reached).toBeLessThanOrEqual(bound + near);
      else expect(reached).toBeLessThan(-0.25);
    }
  });

  it("the slope is the derivative", () => {
    for (const u of [-3.1, -0.9, -0.2, 0.3, 1.7, 4]) {
      const h = 1e-5;
      const difference = (activationValue(name, u + h) - activationValue(name, u - h)) / (2 * h);
      expect(Math.abs(activationSlope(name, u) - difference)).toBeLessThan(1e-9);
    }
  });
});

describe("numbers of the claims", () => {
  it("C1: the scalar chain, its six factors", () => {
    const [w, x] = [[0.5, -1.2, 2] as const, 1.5];
    const steps: number[] = [];
    let z: number = x;
    for (const weight of w) {
      steps.push(weight * z);
      z = sigmoid(weight * z);
      steps.push(z);
    }
    const printed = [0.75, 0.679178699175393, -0.8150144390104715, 0.3068229797386348, 0.6136459594772696, 0.6487720454454469]; // prettier-ignore
    for (const [i, value] of printed.entries()) expect(Math.abs(steps[i]! - value)).toBeLessThan(2e-15);
    const gradient = slope(steps[4]!) * w[2] * slope(steps[2]!) * w[1] * slope(steps[0]!) * x;
    expect(relative(gradient, -0.03801570039051818)).toBeLessThan(1e-14);
    expect(Math.abs(gradient)).toBeLessThan(
      jacobianBound({ activation: "sigmoid", weightNorm: 1, depth: 3 }) * 1.2 * 2 * x,
    );
  });

  it("C2: slopes of at most ¼ and 1, 4^−L, and where float32 loses it", () => {
    expect(activationBounds("sigmoid").slope).toEqual([0, 0.25]);
    expect(slope(0)).toBe(0.25);
    expect(activationBounds("tanh").slope).toEqual([0, 1]);
    expect(jacobianBound({ activation: "sigmoid", weightNorm: 1, depth: 3 })).toBe(1 / 64);
    expect(underflowDepth({ factor: 0.25 })).toEqual({ subnormal: 64, zero: 75 });
    for (const factor of [0.9, 0.5, 0.3, 0.01]) {
      const { subnormal, zero } = underflowDepth({ factor });
      const exact = (n: number) => Math.fround(factor ** n);
      expect([exact(subnormal - 1) >= 2 ** -126, exact(subnormal) < 2 ** -126]).toEqual([true, true]);
      expect([exact(zero - 1) > 0, exact(zero)]).toEqual([true, 0]);
    }
    expect(underflowDepth({ factor: 1 })).toEqual({ subnormal: Infinity, zero: Infinity });
    expect(underflowDepth({ factor: 0 })).toEqual({ subnormal: 1, zero: 1 });
    expect(underflowDepth({ factor: 1 - 1e-9 }).zero).toBeGreaterThan(1e11);
  });

  it("C4: four units and a squared error", () => {
    const [w, x, y] = [[0.5, -1.2, 2, 0.8] as const, 1.5, 1];
    let o: number = x;
    let slopes = 1;
    for (const weight of w) {
      slopes *= slope(weight * o);
      o = sigmoid(weight * o);
    }
    expect(Math.abs(o - 0.6269180281606004)).toBeLessThan(1e-15);
    expect(relative(slopes, 0.0024698780915772675)).toBeLessThan(1e-14);
    expect(relative(-2 * (y - o) * w[3] * w[2] * w[1] * x * slopes, 0.005307649854385422)).toBeLessThan(1e-14);
  });

  it("C11: the gallery", () => {
    expect(sigmoid(10)).toBe(0.9999546021312976);
    expect(relative(slope(10), 4.539580773595167e-5)).toBeLessThan(1e-15);
    for (const x of [-7, -0.4, 1e-6, 0.3, 2, 9]) {
      const y = sigmoid(x);
      expect(relative(activationValue("tanh", x), 2 * sigmoid(2 * x) - 1)).toBeLessThan(1e-9);
      expect(Math.abs(slope(x) - y * (1 - y))).toBeLessThan(2e-16);
      const t = activationValue("tanh", x);
      expect(Math.abs(activationSlope("tanh", x) - (1 + t) * (1 - t))).toBeLessThan(3e-16);
    }
    // Centred outputs, and the share of the gradient's variance that a unit passes on at q = 1.
    const centred = names.filter((activation) => Math.abs(activationMoments({ activation, q: 1 }).mean) < 1e-15);
    expect(centred).toEqual(["linear", "tanh", "selu", "softsign"]); // selu at its fixed point, by design
    expect(activationMoments({ activation: "relu", q: 1 }).slope2).toBe(0.5);
    expect(activationMoments({ activation: "selu", q: 1 }).second).toBeCloseTo(1, 12); // its fixed point
  });

  it("C12: the textbook slope in float32", () => {
    const error = (activation: "sigmoid" | "tanh", u: number) => textbookSlope({ activation, u }).relativeError;
    expect(error("sigmoid", 10)).toBeCloseTo(0.0005, 4);
    expect(error("sigmoid", 15)).toBeCloseTo(0.17, 2);
    expect(textbookSlope({ activation: "sigmoid", u: 16.63 }).value).toBeGreaterThan(0);
    expect(error("tanh", 8.5)).toBeCloseTo(0.28, 2);
    expect(textbookSlope({ activation: "tanh", u: 9.01 }).value).toBeGreaterThan(0);
    for (const u of [16.64, 17, 20, 80]) expect(textbookSlope({ activation: "sigmoid", u }).value).toBe(0);
    for (const u of [9.02, 9.5, 20]) expect(textbookSlope({ activation: "tanh", u }).value).toBe(0);
    for (const u of [16.64, 80]) {
      const { exact } = textbookSlope({ activation: "sigmoid", u });
      expect(relative(exact, Math.exp(-Math.fround(u)))).toBeLessThan(1e-6);
    }
  });

  it("C22: the bound of a recurrent net", () => {
    expect(jacobianBound({ activation: "tanh", weightNorm: 0.9, depth: 100 })).toBeLessThan(3e-5);
    expect(jacobianBound({ activation: "sigmoid", weightNorm: 4, depth: 100 })).toBe(1);
    expect(jacobianBound({ activation: "gelu", weightNorm: 1, depth: 1 })).toBeCloseTo(1.128904145, 9);
  });
});

describe("edges", () => {
  it("the bits are the same in every engine", () => {
    // A hash over all activations and averages (FNV-1a, 64 bits): nothing here comes from the host's Math.
    let hash = 0xcbf29ce484222325n;
    const add = (value: number) => (hash = BigInt.asUintN(64, (hash ^ bits(value)) * 0x100000001b3n));
    for (const activation of names) {
      for (let u = -20; u <= 20; u += 0.37) [activationValue, activationSlope].forEach((f) => add(f(activation, u)));
      for (const q of [0.01, 1, 100]) Object.values(activationMoments({ activation, q })).forEach(add);
    }
    expect(hash.toString(16)).toBe("1ab0536255aebe19");
  });

  it("of Math it uses what is exact by standard", () => {
    const folder = new URL("../../sdk/theory/", import.meta.url);
    const code = readdirSync(folder)
      .map((file) => readFileSync(new URL(file, folder), "utf8"))
      .join("")
      .replaceAll(/\/\*.*?\*\/|\/\/.*?$/gms, "");
    const used = new Set(code.match(/Math\.\w+/g));
    const exact = ["LN2", "PI", "SQRT1_2", "abs", "floor", "fround", "max", "min", "sqrt"];
    expect([...used].sort()).toEqual(exact.map((name) => `Math.${name}`));
    expect(code).not.toMatch(/\*\* ?[\w(]/);
  });

  it("extreme arguments stay finite or take their limit", () => {
    for (const name of names)
      for (const u of [-1e300, -800, 800, 1e300]) {
        expect(activationSlope(name, u)).not.toBeNaN();
        expect(activationValue(name, u)).not.toBeNaN();
      }
    expect(activationValue("silu", -1e300)).toBe(0);
    expect(activationValue("tanh", -1e300)).toBe(-1);
    expect(activationSlope("sigmoid", 745)).toBeGreaterThan(0);
    expect(activationSlope("relu", 0)).toBe(0);
  });

  it.each<[string, () => unknown]>([
    ["activation", () => activationValue("swish" as Activation, 0)],
    ["activation.alpha", () => activationValue({ kind: "leaky-relu", alpha: 1 }, 0)],
    ["activation.kind", () => activationValue({ kind: "elu", alpha: 0.5 } as unknown as Activation, 0)],
    ["u", () => activationSlope("tanh", NaN)],
    ["q", () => activationMoments({ activation: "tanh", q: -1 })],
    ["q", () => activationMoments({ activation: "tanh", q: Infinity })],
    ["options", () => activationMoments(null as never)],
    ["activation", () => textbookSlope({ activation: "relu" as "tanh", u: 1 })],
    ["u", () => textbookSlope({ activation: "tanh", u: 81 })],
    ["factor", () => underflowDepth({ factor: -0.1 })],
    ["depth", () => jacobianBound({ activation: "tanh", weightNorm: 1, depth: 0.5 })],
    ["weightNorm", () => jacobianBound({ activation: "tanh", weightNorm: -1, depth: 1 })],
  ])("%s is checked", (argument, call) => {
    expect(call).toThrow(GradiometerError);
    const message: unknown = expect.stringMatching(`^${argument}: (expected|unknown option)`);
    expect(call).toThrow(expect.objectContaining({ code: "BAD_OPTION", message }));
  });

  it("an option that there is not, with those that there are", () => {
    const call = (): unknown => activationMoments({ activation: "tanh", q: 1, z: 2 } as never);
    const message = "options.z: unknown option; allowed are activation, q";
    expect(call).toThrow(expect.objectContaining({ code: "BAD_OPTION", message }));
  });
});
