import { type Activation, load } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import type { Core } from "../../sdk/core/create.js";
import { MlpNetwork } from "../../sdk/lab/mlp.js";
import { engineOf } from "../../sdk/nn/engine.js";
import { resolveActivation } from "../../sdk/nn/activation.js";
import { measureUnitStates, UnitState } from "../../sdk/probe/unitStates.js";
import { openCore } from "../support/core.js";
import { drawn32 } from "../support/kernels.js";
import { forwardLayers, oracleOf, phi, rowsOf } from "../support/oracle.js";
import { refusal } from "../support/refusal.js";

let core: Core;
beforeAll(() => {
  core = openCore();
});

/** By φ′ in float64; none of these slopes lies near the limit. */
function oracle(activation: Activation, v: readonly (readonly number[])[], unit: number): number {
  const limit = 0.01 * resolveActivation(activation).maxSlope * (1 - 1e-6); // leaky ReLU's α is at it
  const slopes = v.map(
    (row) => Math.abs(phi(activation, row[unit]! + 1e-6) - phi(activation, row[unit]! - 1e-6)) / 2e-6,
  );
  if (slopes.every((slope) => slope === 0)) return UnitState.Dead;
  return slopes.filter((slope) => slope < limit).length > v.length / 2 ? UnitState.Saturated : UnitState.Alive;
}

describe("states of units", () => {
  it.each(["relu", "tanh", "sigmoid", "leaky-relu"] as const)("%s: they are the float64 oracle's", (activation) => {
    using network = new MlpNetwork(core, {
      sizes: [2, 24, 16, 3],
      activation,
      init: { kind: "normal", std: 3 },
      seed: 2,
    });
    const x = drawn32(60, 5);
    const layers = forwardLayers(oracleOf(network), rowsOf(x, 2), true);
    const found = measureUnitStates(engineOf(network), x);
    const expected = layers.map(({ v }, l) =>
      v[0]!.map((_, unit) => (l === 2 ? UnitState.Alive : oracle(activation, v, unit))),
    );
    expect(found.map((states) => [...states])).toEqual(expected);
    if (activation === "tanh") expect(found[1]).toContain(UnitState.Saturated);
  });

  it("agree with a flow's share of dead units", () => {
    using network = new MlpNetwork(core, {
      sizes: [2, ...Array<number>(20).fill(4), 1],
      activation: "relu",
      init: "he-normal",
      seed: 3,
    });
    const [x, y] = [drawn32(40, 1), drawn32(20, 2)];
    const { layers } = network.flow(x, y, "mean-squared-error", { only: ["dead"] });
    const states = measureUnitStates(engineOf(network), x);
    expect(states.map((layer) => layer.filter((state) => state === UnitState.Dead).length / layer.length)).toEqual(
      layers.map(({ dead }) => dead),
    );
    expect(layers.some(({ dead }) => dead > 0)).toBe(true);
  });

  it("are broken where a unit gives no number, even one whose slope is 0", () => {
    using network = new MlpNetwork(core, { sizes: [1, 2, 1], activation: "relu", seed: 1 });
    network.setParameters({ "layers.0.weight": [1e38, 1], "layers.0.bias": [3e38, 0], "layers.1.weight": [1, 1] });
    const [first, last] = measureUnitStates(engineOf(network), [10, 1]);
    expect([...first!]).toEqual([UnitState.Broken, UnitState.Alive]);
    expect([...last!]).toEqual([UnitState.Broken]);
  });

  it("takes a network of this package alone", async () => {
    const lab = await load();
    using network = lab.mlp({ sizes: [1, 1] });
    const { forward, flow } = network;
    expect(() => engineOf({ forward, flow } as unknown as MlpNetwork)).toThrow(
      refusal("BAD_OPTION", /^network: expected what lab.mlp\(\)/),
    );
  });
});
