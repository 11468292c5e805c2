import type { MlpConfig } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import type { Core } from "../../sdk/core/create.js";
import { MlpNetwork } from "../../sdk/lab/mlp.js";
import { engineOf } from "../../sdk/nn/engine.js";
import { measureErrorShares, SHARES } from "../../sdk/probe/errorShares.js";
import { openCore } from "../support/core.js";
import { randomised } from "../support/differences.js";
import {
  centralDifferences,
  forwardLayers,
  lossOf,
  type OracleNet,
  phi,
  relativeError,
  rowsOf,
  skips,
} from "../support/oracle.js";

const LOSS = "mean-squared-error";

let core: Core;
beforeAll(() => {
  core = openCore();
});

/** φ′ by differences of order h². */
const slopeOf = (net: OracleNet, layer: number, v: number, h = 1e-5): number => {
  const activation = net.activation[layer]!;
  return (phi(activation, v + h) - phi(activation, v - h)) / (2 * h);
};

/** The same factors in float64, from differences of the loss. */
function oracle(net: OracleNet, x: Float64Array, y: Float64Array): number[] {
  const layers = forwardLayers(net, rowsOf(x, net.sizes[0]!), true);
  const nudge = layers.map(({ u }) => new Float64Array(u.flat().length));
  const deltas = nudge.map((own) => centralDifferences(own, () => lossOf(net, x, y, LOSS, nudge), 1e-6));
  const count = net.sizes.slice(2, -1).filter((size, l) => size === net.sizes[l + 1]).length;
  const shares: number[] = [];
  for (let l = layers.length - 2; l >= 0; l--) {
    const [units, above] = [net.sizes[l + 1]!, net.sizes[l + 2]!];
    const skipped = net.skip !== "none" && l + 1 < layers.length - 1 && units === above;
    const gain = !skipped
      ? 1
      : typeof net.skip === "object"
        ? net.skip.gain
        : net.skip === "scaled"
          ? 1 / Math.sqrt(count)
          : 1;
    const weight = net.parameters[`layers.${l + 1}.weight`]!;
    const output = layers[l]!.z.flatMap((row, r) =>
      row.map((_, i) => {
        let sum = 0;
        for (let j = 0; j < above; j++) sum += gain * weight[i * above + j]! * deltas[l + 1]![r * above + j]!;
        return sum;
      }),
    );
    const slopes = layers[l]!.v.flatMap((row) => row.map((v) => slopeOf(net, l, v)));
    const through = output.map((value, i) => value * slopes[i]!);
    const norm = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));
    shares.push(norm(output) / norm(deltas[l + 1]!), norm(through) / norm(output), norm(deltas[l]!) / norm(through));
  }
  return shares;
}

describe("factors of ‖δ‖", () => {
  it.each(skips)("skip %j: with and without norms they are the float64 oracle's", (skip) => {
    for (const norm of ["none", "layer", "rms", "batch"] as const)
      for (const activation of ["tanh", "gelu", "sigmoid"] as const) {
        using network = new MlpNetwork(core, { sizes: [3, 6, 6, 6, 5, 2], norm, skip, activation, seed: 4 });
        const { net, x, y } = randomised(network, 8, LOSS);
        const found = measureErrorShares(engineOf(network), Float32Array.from(x), Float32Array.from(y), LOSS);
        expect(relativeError(found, oracle(net, x, y)), `${norm} ${activation}`).toBeLessThan(2e-5);
      }
  });

  it("multiply to ‖δ_1‖/‖δ_L‖ of a flow", () => {
    const config: MlpConfig = {
      sizes: [2, ...Array<number>(10).fill(32), 2],
      activation: "sigmoid",
      init: "standard",
      seed: 1,
    };
    using network = new MlpNetwork(core, config);
    const { x, y } = randomised(network, 20, "cross-entropy");
    const [rows, targets] = [Float32Array.from(x), Float32Array.from(y)];
    const shares = measureErrorShares(engineOf(network), rows, targets, "cross-entropy");
    const { layers } = network.flow(rows, targets, "cross-entropy", { only: ["delta"] });
    const product = shares.reduce((all, share) => all * share, 1);
    expect(product / (layers[0]!.delta.norm / layers[10]!.delta.norm)).toBeCloseTo(1, 5);
    expect(shares).toHaveLength(10 * SHARES);
    for (let at = 1; at < shares.length; at += SHARES) expect(shares[at]).toBeLessThanOrEqual(0.25);
  });

  it("leave the parameters alone, and say NaN where nothing is left or nothing is a number", () => {
    using network = new MlpNetwork(core, { sizes: [2, 3, 3, 1], activation: "relu", init: "he-normal", seed: 1 });
    const hash = network.hash();
    measureErrorShares(engineOf(network), [1, 2], [1], LOSS);
    expect(network.hash()).toBe(hash);
    network.setParameters({ "layers.1.bias": [-100, -100, -100] });
    const dead = measureErrorShares(engineOf(network), [1, 2], [1], LOSS);
    expect([...dead.subarray(0, 2)]).toEqual([expect.any(Number), 0]);
    expect([...dead.subarray(3)]).toEqual([NaN, NaN, NaN]);
  });

  it("refuses rows and targets as a flow does", () => {
    using network = new MlpNetwork(core, { sizes: [2, 3, 1] });
    expect(() => measureErrorShares(engineOf(network), [1, 2, 3], [1], LOSS)).toThrow(/^x/);
    expect(() => measureErrorShares(engineOf(network), [1, 2], [1, 2], LOSS)).toThrow(/^y/);
  });
});
