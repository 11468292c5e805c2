/** @module-tag long */
import { expect, test } from "vitest";
import { holdsItsClaims, resultOf } from "../support/heldClaims.js";
import { columnOf, numbersOf, tableOf } from "../support/results.js";

const id = "mean-field";
/** Hardly any nets, but the phase diagram. */
const small = { width: 16, nets: 2, narrowWidth: 16, narrowNets: 2, depth: 3, diagramActivation: "softsign" };
/** Half of the wide nets. */
const wide = { diagram: false, nets: 3 };

holdsItsClaims(id, {
  runs: [{ parameters: wide }, { parameters: { ...wide, narrowNets: 2 }, seeds: [3], claims: ["C16.variance"] }],
  small,
});

test("theory's printed digits stand beside the measurement", async () => {
  const table = tableOf(await resultOf(id, { diagram: false, width: 64, nets: 2, narrowNets: 2 }), "χ₁");
  const rows = columnOf(table, "activation").map((activation, row) => ({
    activation,
    weight: numbersOf(table, "σ_w²")[row]!,
    q: numbersOf(table, "theory: q*")[row]!,
    chi: numbersOf(table, "theory: χ₁")[row]!,
  }));
  const of = (activation: string, weight: number) =>
    rows.find((row) => row.activation === activation && Math.abs(row.weight - weight) < 1e-9)!;
  expect(rows[0]!.weight.toFixed(10)).toBe("1.7609546396");
  expect(rows[0]!.q.toFixed(10)).toBe("0.5700478816");
  expect(of("tanh", 25 / 9).q.toFixed(8)).toBe("1.17848049");
  expect(of("tanh", 25 / 9).chi.toFixed(8)).toBe("1.20983132");
  expect(of("tanh", 4).q.toFixed(8)).toBe("2.19549393");
  expect(of("tanh", 4).chi.toFixed(8)).toBe("1.34240241");
  expect(of("sigmoid", 1).chi.toFixed(8)).toBe("0.05572071");
  expect(of("sigmoid", 103.00755).chi).toBeCloseTo(1, 6);
  expect([of("relu", 1).chi, of("relu", 2).chi]).toEqual([0.5, 1]); // σ_w²/2
  expect(of("leaky-relu", 1.5).chi).toBeCloseTo((1.5 * 1.0001) / 2, 14);
});

test("the scatter of the variance is that of finite width: closed in linear nets", async () => {
  const table = tableOf(await resultOf(id, wide, 2), "χ₁");
  const row = columnOf(table, "activation").indexOf("linear");
  const [width, depth, weight] = [256, 14, 0.8];
  // Var u² = 2q², and what a layer strays goes on by .8 a layer
  const reaches = Array.from({ length: depth }, (_, k) => (1 - weight ** (k + 1)) / (1 - weight));
  const variance = reaches.reduce((sum, reach) => sum + (2 * reach * reach) / width, 0) / (depth * depth);
  expect(numbersOf(table, "theory: standard deviation of it")[row]).toBeCloseTo(Math.sqrt(variance / wide.nets), 12);
});

test("every activation's χ₁ lies within the error bars of its nets", async () => {
  const table = tableOf(await resultOf(id, wide, 2), "χ₁");
  expect(new Set(columnOf(table, "activation")).size).toBe(11);
  const [theory, measured, error] = ["theory: χ₁", "measured χ₁", "standard error"].map((name) =>
    numbersOf(table, name),
  );
  theory!.forEach((chi, row) => {
    // the variance wanders by some per cent in nets of this width, and χ with it
    expect(Math.abs(measured![row]! - chi)).toBeLessThan(4 * error![row]! + 0.03 * chi);
  });
});

test("the phase diagram: χ₁ below 1 on the left of the critical line, above on the right, for every σ_b²", async () => {
  const result = await resultOf(id, small);
  const line = tableOf(result, "critical line");
  const edge = new Map(numbersOf(line, "σ_b²").map((bias, row) => [bias, numbersOf(line, "σ_w²")[row]!]));
  const cells = tableOf(result, "phase diagram");
  const [weight, bias, chi] = ["σ_w²", "σ_b²", "χ₁"].map((name) => numbersOf(cells, name));
  expect(chi!.length).toBe(16 * 9);
  chi!.forEach((value, at) => {
    const away = weight![at]! - edge.get(bias![at]!)!;
    if (Math.abs(away) > 1e-9) expect(Math.sign(value - 1)).toBe(Math.sign(away));
  });
});
