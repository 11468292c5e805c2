import { type Activation, type Gradiometer, load, type Loss, type MlpConfig, type Norm, type Skip } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { ACTIVATION_NAMES } from "../../sdk/nn/activation.js";
import { NORMS } from "../../sdk/nn/ops/norm.js";
import { checkDifferences, randomised } from "../support/differences.js";
import { drawn32 } from "../support/kernels.js";
import { relativeError } from "../support/oracle.js";

const KINDS = Object.keys(NORMS) as (keyof typeof NORMS)[];
const ACTIVATIONS: readonly Activation[] = [...ACTIVATION_NAMES, { kind: "leaky-relu", alpha: 0.3 }];
const SKIPS: readonly Skip[] = ["none", "identity", "scaled", { gain: 0.3 }];
const LOSSES: readonly Loss[] = ["sum-squared-error", "mean-squared-error", "cross-entropy", "binary-cross-entropy"];

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

function check(config: MlpConfig, batch: number, loss: Loss = "mean-squared-error", seed = 7): void {
  using network = lab.mlp({ seed: 4, init: "glorot-normal", ...config });
  checkDifferences(network, randomised(network, batch, loss, seed), loss);
}

describe.each(KINDS)("%s norm by central differences in float64", (kind) => {
  describe.each(SKIPS.map((skip) => [JSON.stringify(skip), skip] as const))("skip %s", (_, skip) => {
    it.each(ACTIVATIONS.map((activation) => [JSON.stringify(activation), activation] as const))(
      "%s",
      (__, activation) => {
        check({ sizes: [3, 6, 6, 6, 5, 2], activation, output: "softsign", norm: kind, skip }, 8);
      },
    );
  });

  it.each(LOSSES)("%s", (loss) => {
    check({ sizes: [3, 6, 6, 6, 2], norm: kind, skip: "scaled" }, 5, loss);
  });

  it.each<[string, Norm]>([
    ["without gain and shift", { kind, affine: false }],
    ["ε = 1", { kind, epsilon: 1 }],
    ["ε = .01", { kind, epsilon: 0.01 }],
  ])("%s", (_, norm) => {
    check({ sizes: [3, 6, 6, 2], norm, activation: "gelu" }, 5);
    check({ sizes: [3, 6, 6, 2], norm, activation: "gelu", skip: "identity", bias: false }, 5);
  });

  it.each([1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17])("%d units wide, with biases and without", (width) => {
    for (const bias of [true, false])
      for (const skip of ["none", "identity"] as const)
        check({ sizes: [3, width, width, 2], norm: { kind, epsilon: 0.1 }, bias, skip, activation: "silu" }, 6);
  });

  it.each([2, 3, 4, 5, 8, 9, 33])("a batch of %d", (batch) => {
    check({ sizes: [3, 6, 5, 2], norm: { kind, epsilon: 0.1 }, activation: "tanh" }, batch);
  });

  it("every layer has a norm but the last, and a net without hidden layers has none", () => {
    using network = lab.mlp({ sizes: [2, 3, 3, 2], norm: kind });
    const vectors = [0, 1].flatMap((l) => [
      `layers.${l}.norm.weight`,
      ...(kind === "rms" ? [] : [`layers.${l}.norm.bias`]),
    ]);
    expect(network.parameters().flatMap(({ name }) => (name.includes("norm") ? [name] : []))).toEqual(vectors);
    for (const { name, values } of network.parameters())
      if (name.includes("norm")) expect([...values]).toEqual(new Array(3).fill(name.endsWith("weight") ? 1 : 0));
    using bare = lab.mlp({ sizes: [2, 2], norm: kind });
    expect([...bare.parameters(), ...bare.statistics()].map(({ name }) => name)).toEqual([
      "layers.0.weight",
      "layers.0.bias",
    ]);
    expect(bare.backward([1, 2], [1, 2], "sum-squared-error").loss).toBeGreaterThanOrEqual(0);
  });

  it("⟨W, ∂W⟩ = 0 behind a norm: W may grow, the output stays, and ∂W falls as 1/c (C31)", () => {
    const [batch, sizes] = [6, [4, 7, 7, 3]];
    using network = lab.mlp({ sizes, norm: { kind, epsilon: 1e-12 }, bias: false, activation: "gelu", seed: 2 });
    const [x, y] = [drawn32(batch * 4, 1), drawn32(batch * 3, 2)];
    const at = () => {
      const { output, gradients } = network.backward(x, y, "mean-squared-error");
      const named = Object.fromEntries(gradients.map(({ name, values }) => [name, values]));
      return { output, named };
    };
    const first = at();
    const weights = network.parameters().filter(({ name }) => name.endsWith(".weight") && !name.includes("norm"));
    for (const { name, values } of weights.slice(0, -1)) {
      const gradient = first.named[name]!;
      const along = gradient.reduce((sum, g, i) => sum + g * values[i]!, 0);
      expect(Math.abs(along) / (Math.hypot(...gradient) * Math.hypot(...values)), name).toBeLessThan(2e-6);
      network.setParameters({ [name]: values.map((value) => 4 * value) });
      const { output, named } = at();
      expect(relativeError(output, first.output)).toBeLessThan(2e-6);
      expect(
        relativeError(
          named[name]!.map((g) => 4 * g),
          gradient,
        ),
      ).toBeLessThan(5e-6);
      network.setParameters({ [name]: values });
    }
    // The last layer has no norm behind it.
    const { name, values } = weights.at(-1)!;
    const along = first.named[name]!.reduce((sum, g, i) => sum + g * values[i]!, 0);
    expect(Math.abs(along) / (Math.hypot(...first.named[name]!) * Math.hypot(...values))).toBeGreaterThan(0.01);
  });
});
