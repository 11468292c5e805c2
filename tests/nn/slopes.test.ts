import { type Activation, type Gradiometer, load } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { ACTIVATION_NAMES } from "../../sdk/nn/activation.js";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

/** φ'(0): the slope from the left where there are two, as PyTorch has it. */
const AT_ZERO: readonly (readonly [Activation, number])[] = [
  ["linear", 1],
  ["sigmoid", 0.25],
  ["tanh", 1],
  ["relu", 0],
  ["leaky-relu", 0.01],
  [{ kind: "leaky-relu", alpha: 0.25 }, 0.25],
  ["elu", 1],
  ["selu", 1.6732632423543772 * 1.0507009873554805],
  ["gelu", 0.5],
  ["silu", 0.5],
  ["softplus", 0.5],
  ["softsign", 1],
];

describe("the slope at 0", () => {
  it("is stated of every activation", () => {
    expect(AT_ZERO.filter(([activation]) => typeof activation === "string").map(([name]) => name)).toEqual(
      ACTIVATION_NAMES,
    );
  });

  // 1 and 3 units are the tail of a vector, 4 one vector, 16 a pair and more.
  it.each(AT_ZERO)("of %j is %f, however many units there are", (activation, slope) => {
    for (const units of [1, 3, 4, 8, 16, 21]) {
      using network = lab.mlp({ sizes: [1, units, 1], activation, init: "zeros" });
      network.setParameters({ "layers.1.weight": new Float32Array(units).fill(1) });
      // The output is Σ φ(0); one more than it makes ∂L/∂z = −2, and ∂L/∂b₀ = −2 φ'(0).
      const [output = 0] = network.forward([0]);
      const { gradients } = network.backward([0], [output + 1], "sum-squared-error");
      const delta = gradients.find(({ name }) => name === "layers.0.bias")?.values ?? [];
      expect(delta).toHaveLength(units);
      for (const value of delta) expect(Math.abs(value + 2 * slope)).toBeLessThanOrEqual(1e-6 * slope);
    }
  });
});
