import { type Activation, type Gradiometer, load, type Loss, type Skip } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { ACTIVATION_NAMES } from "../../sdk/nn/activation.js";
import { lcg } from "../support/kernels.js";
import { centralDifferences, largestDifference, lossOf, type OracleNet } from "../support/oracle.js";

const ACTIVATIONS: readonly Activation[] = [...ACTIVATION_NAMES, { kind: "leaky-relu", alpha: 0.3 }];
const LOSSES: readonly Loss[] = ["sum-squared-error", "mean-squared-error", "cross-entropy", "binary-cross-entropy"];
const SKIPS: readonly Skip[] = ["none", "identity", "scaled", { gain: 0.3 }];
const SIZES = [3, 5, 5, 5, 4, 4, 2];
const BATCH = 4;
/**
 * Float32 against central differences in float64, relative to the largest gradient of the network: a bias gradient is a
 * sum over the batch that may cancel to far less than its terms.
 */
const TOLERANCE = 5e-6;

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

/** Targets that each loss is defined for; far from the outputs, or o − y would cancel in single precision. */
function targets(loss: Loss, real: () => number): Float64Array {
  const rows = Array.from({ length: BATCH }, () => {
    const p = Math.fround(real() > 0 ? 0.95 : 0.05);
    if (loss === "cross-entropy") return [p, Math.fround(1 - p)];
    return loss === "binary-cross-entropy" ? [p, 1] : [real(), real()].map(Math.fround);
  });
  return Float64Array.from(rows.flat());
}

describe.each(LOSSES)("gradients of the %s by central differences in float64", (loss) => {
  describe.each(SKIPS.map((skip) => [JSON.stringify(skip), skip] as const))("skip %s", (_, skip) => {
    it.each(ACTIVATIONS.map((activation) => [JSON.stringify(activation), activation] as const))(
      "%s",
      (__, activation) => {
        const { real } = lcg(7);
        using network = lab.mlp({ sizes: SIZES, activation, output: "softsign", init: "glorot-normal", skip, seed: 4 });
        const draw = (length: number) => Float64Array.from({ length }, () => Math.fround(real()));
        network.setParameters(
          Object.fromEntries(
            network
              .parameters()
              .filter((p) => p.name.endsWith("bias"))
              .map((p) => [p.name, draw(p.values.length)]),
          ),
        );
        const x = draw(BATCH * 3);
        const y = targets(loss, real);
        const parameters = Object.fromEntries(network.parameters().map((p) => [p.name, Float64Array.from(p.values)]));
        const net: OracleNet = { sizes: SIZES, activation: network.config.activation, skip, parameters };
        const value = () => lossOf(net, x, y, loss);

        const result = network.backward(Float32Array.from(x), Float32Array.from(y), loss);
        expect(Math.abs(result.loss - value())).toBeLessThan(TOLERANCE * Math.max(1, value()));
        const found = [...result.gradients, { name: "input", values: result.input }].map(({ name, values }) => ({
          name,
          values,
          expected: centralDifferences(parameters[name] ?? x, value),
        }));
        const largest = Math.max(...found.flatMap(({ expected }) => Array.from(expected, Math.abs)));
        for (const { name, values, expected } of found) {
          expect(largestDifference(values, expected) / largest, name).toBeLessThan(TOLERANCE);
        }
      },
    );
  });
});
