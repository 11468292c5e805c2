import { type Activation, load } from "gradiometer";
import { describe, expect, it } from "vitest";

const lab = await load();

/** E f(z), z ~ N(0, 1): midpoints that avoid the kink at 0; to 1e-12 for what is smooth on either side. */
function average(f: (z: number) => number): number {
  const h = 1e-3;
  let sum = 0;
  for (let z = h / 2; z < 12; z += h) sum += (f(z) + f(-z)) * Math.exp((-z * z) / 2);
  return (sum * h) / Math.sqrt(2 * Math.PI);
}

interface Theory {
  activation: Activation;
  /** σ_w², σ_b² = 0. */
  weight: number;
  phi(u: number): number;
  slope(u: number): number;
}

const sigmoid = (u: number) => 1 / (1 + Math.exp(-u));
const leaky = (alpha: number): Theory => ({
  activation: { kind: "leaky-relu", alpha },
  weight: 2 / (1 + alpha * alpha),
  phi: (u) => (u > 0 ? u : alpha * u),
  slope: (u) => (u > 0 ? 1 : alpha),
});
const SCALE_FREE: readonly Theory[] = [
  { activation: "linear", weight: 1, phi: (u) => u, slope: () => 1 },
  { ...leaky(0), activation: "relu" },
  { ...leaky(0.01), activation: "leaky-relu" },
  leaky(0.3),
];
const TO_ZERO: readonly Theory[] = [
  { activation: "tanh", weight: 1, phi: Math.tanh, slope: (u) => 1 / Math.cosh(u) ** 2 },
  { activation: "elu", weight: 1, phi: (u) => (u > 0 ? u : Math.expm1(u)), slope: (u) => Math.exp(Math.min(u, 0)) },
  { activation: "softsign", weight: 1, phi: (u) => u / (1 + Math.abs(u)), slope: (u) => 1 / (1 + Math.abs(u)) ** 2 },
];
const SIGMOID: Theory = {
  activation: "sigmoid",
  weight: 103.00755,
  phi: sigmoid,
  slope: (u) => sigmoid(u) * sigmoid(-u),
};

const nextVariance = ({ weight, phi }: Theory, q: number) => weight * average((z) => phi(Math.sqrt(q) * z) ** 2);
const chi = ({ weight, slope }: Theory, q: number) => weight * average((z) => slope(Math.sqrt(q) * z) ** 2);

describe("the critical point of mean-field theory, χ₁ = σ_w² E[φ'(√q z)²] = 1 where q = σ_w² E[φ(√q z)²]", () => {
  it.each(SCALE_FREE.map((theory) => [theory.activation, theory] as const))("%j: at every q", (_, theory) => {
    for (const q of [1e-6, 0.3, 1, 40]) {
      expect(nextVariance(theory, q) / q).toBeCloseTo(1, 9);
      expect(chi(theory, q)).toBeCloseTo(1, 9);
    }
  });

  it.each(TO_ZERO.map((theory) => [theory.activation, theory] as const))(
    "%j: at q = 0, where all q go",
    (_, theory) => {
      for (const q of [1e-4, 0.01, 1, 100]) expect(nextVariance(theory, q)).toBeLessThan(q);
      expect(chi(theory, 1e-14)).toBeCloseTo(1, 6);
      expect(chi(theory, 1)).toBeLessThan(1);
    },
  );

  it("sigmoid: at its one fixed point, far from 0", () => {
    let q = 1;
    for (let i = 0; i < 200; i++) q = nextVariance(SIGMOID, q);
    expect(nextVariance(SIGMOID, q) / q).toBeCloseTo(1, 10);
    expect(q).toBeGreaterThan(10);
    // σ_w² has eight digits.
    expect(chi(SIGMOID, q)).toBeCloseTo(1, 7);
  });
});

describe('init: "critical"', () => {
  const seed = 6;
  const alone = (activation: Activation, init: object | string) =>
    lab.mlp({ sizes: [20, 30], output: activation, init: init as "critical", seed });

  const critical = [...SCALE_FREE, ...TO_ZERO, SIGMOID];
  it.each(critical.map(({ activation, weight }) => [activation, weight] as const))(
    "%j draws W ~ N(0, %f/fanIn) and leaves b at 0",
    (activation, weight) => {
      using critical = alone(activation, "critical");
      using expected = alone(activation, { kind: "variance", weight, bias: 0 });
      expect(critical.hash()).toBe(expected.hash());
    },
  );

  it("takes each layer's own activation", () => {
    const activation: Activation[] = ["relu", "sigmoid", { kind: "leaky-relu", alpha: 0.5 }, "tanh"];
    const sizes = [6, 7, 8, 9, 3];
    using network = lab.mlp({ sizes, activation, init: "critical", seed });
    [2, 103.00755, 1.6, 1].forEach((weight, layer) => {
      using one = lab.mlp({ sizes, activation, init: { kind: "variance", weight, bias: 0 }, seed });
      const tensor = 2 * layer;
      expect(network.parameters()[tensor]?.values).toEqual(one.parameters()[tensor]?.values);
    });
  });

  it.each(["selu", "gelu", "silu", "softplus"] as const)("is not for %s, and leaves nothing behind", (activation) => {
    const { used } = lab.memory();
    expect(() => alone(activation, "critical")).toThrow(expect.objectContaining({ code: "UNSUPPORTED" }) as Error);
    expect(lab.memory().used).toBe(used);
  });
});
