import type { Loss, Mlp } from "gradiometer";
import { expect } from "vitest";
import { lcg } from "./kernels.js";
import { centralDifferences, largestDifference, lossOf, type OracleNet, oracleOf } from "./oracle.js";

/**
 * Float32 against central differences in float64, relative to the largest gradient of the network: a bias gradient is a
 * sum over the batch that may cancel to far less than its terms.
 */
export const DIFFERENCE_TOLERANCE = 5e-6;

/** Small, since a norm over few rows stretches it, and slopes may have a kink close by; float64 has the digits. */
const STEP = 1e-7;

/** Targets that each loss is defined for; far from the outputs, or o − y would cancel in single precision. */
export function targetsFor(loss: Loss, rows: number, columns: number, real: () => number): Float64Array {
  const row = (): number[] => {
    if (loss === "cross-entropy") {
      const p = Math.fround(real() > 0 ? 0.95 : 0.05);
      return columns === 1 ? [1] : [p, Math.fround(1 - p), ...new Array<number>(columns - 2).fill(0)];
    }
    return Array.from({ length: columns }, () =>
      loss === "binary-cross-entropy" ? (real() > 0 ? Math.fround(0.95) : 0) : Math.fround(real()),
    );
  };
  return Float64Array.from(Array.from({ length: rows }, row).flat());
}

/** A network with every vector drawn too, its twin in float64 (the same arrays by name), and a batch for it. */
export function randomised(network: Mlp, batch: number, loss: Loss, seed = 7) {
  const { real } = lcg(seed);
  const draw = (length: number) => Float64Array.from({ length }, () => Math.fround(real()));
  const values = Object.fromEntries(
    [...network.parameters(), ...network.statistics()]
      .filter(({ shape }) => shape.length === 1)
      .map(({ name, values: { length } }) => {
        const positive = name.endsWith("norm.variance") || name.endsWith("norm.weight");
        return [name, positive ? draw(length).map((value) => Math.fround(0.75 + 0.5 * value)) : draw(length)];
      }),
  );
  network.setParameters(values);
  const x = draw(batch * network.config.sizes[0]!);
  const y = targetsFor(loss, batch, network.config.sizes.at(-1)!, real);
  return { net: oracleOf(network), x, y };
}

/** Holds loss, every gradient and the input's against central differences of the network's twin. */
export function checkDifferences(
  network: Mlp,
  { net, x, y }: { net: OracleNet; x: Float64Array; y: Float64Array },
  loss: Loss,
): void {
  const value = () => lossOf(net, x, y, loss);
  const result = network.backward(Float32Array.from(x), Float32Array.from(y), loss);
  expect(Math.abs(result.loss - value())).toBeLessThan(DIFFERENCE_TOLERANCE * Math.max(1, value()));
  const found = [...result.gradients, { name: "input", values: result.input }].map(({ name, values }) => ({
    name,
    values,
    expected: centralDifferences(net.parameters[name] ?? x, value, STEP),
  }));
  const largest = Math.max(...found.flatMap(({ expected }) => Array.from(expected, Math.abs)));
  for (const { name, values, expected } of found)
    expect(largestDifference(values, expected) / largest, name).toBeLessThan(DIFFERENCE_TOLERANCE);
}
