/** @module-tag first */
import { run } from "gradiometer/experiments";
import { gradientCorrelation } from "gradiometer/theory";
import { expect, test } from "vitest";
import { correlationThrough } from "../../sdk/experiments/shattered/theory.js";
import { holdsItsClaims, lab } from "../support/heldClaims.js";
import { columnOf, numbersOf, tableOf } from "../support/results.js";

holdsItsClaims("shattered", {
  runs: [{ parameters: { depths: [1, 2, 3, 12], nets: 16, growthNets: 8, lineNets: 5 } }],
  control: { growthNets: 4 },
  small: { depths: [1, 2], nets: 2, growthNets: 2, lineNets: 2, lineDepth: 2 },
});

test("the theory with skips: Balduzzi's product without them, nothing lost with a gain of 0, plain at a large one", () => {
  for (const depth of [1, 2, 3, 10, 100]) {
    expect(correlationThrough(depth, null, 0)).toBeCloseTo(gradientCorrelation(depth), 13);
    expect(correlationThrough(depth, 0, 0)).toBe(0.5); // only φ′ of the last layer
    expect(correlationThrough(depth, 1e6, 0)).toBeCloseTo(gradientCorrelation(depth), 9);
  }
  expect([1, 2, 3].map((depth) => correlationThrough(depth, null, 0).toFixed(6))).toEqual([
    "0.500000",
    "0.301558",
    "0.200345",
  ]);
});

test("measured correlations lie within the error bars of the nets, plain and with skips", async () => {
  const small = { depths: [1, 2, 3, 8], nets: 24, growthNets: 2, lineNets: 2, lineDepth: 2 };
  const table = tableOf(await run(lab, "shattered", small, { seed: 4 }), "correlation of the gradients at two");
  expect(columnOf(table, "depth")).toEqual([1, 2, 2, 3, 3, 8, 8]);
  const [theory, measured, error] = ["theory", "measured", "standard error"].map((name) => numbersOf(table, name));
  theory!.forEach((value, row) => {
    expect(Math.abs(measured![row]! - value)).toBeLessThan(4 * error![row]! + 0.01); // 1/n for the width
  });
});

test("growth: theory's column is 2^L, and (1 + 1/L)^L in the end", async () => {
  const small = { depths: [1], nets: 2, growthNets: 2, lineNets: 2, lineDepth: 2, width: 32 };
  const table = tableOf(await run(lab, "shattered", small), "growth");
  const theory = numbersOf(table, "theory: (1 + α²)^L");
  expect(theory.slice(0, 31)).toEqual(Array.from({ length: 31 }, (_, block) => 2 ** block));
  expect(theory.at(-1)).toBeCloseTo((1 + 1 / 30) ** 30, 12);
});
