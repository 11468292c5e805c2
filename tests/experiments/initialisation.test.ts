/** @module-tag long */
import { expect, test } from "vitest";
import { holdsItsClaims, resultOf } from "../support/heldClaims.js";
import { columnOf, numbersOf, tableOf } from "../support/results.js";

const id = "initialisation";
/** Half of the points; everything else as a run has it. */
const samples = 80;
const untrained = { steps: 0, repeats: 1, samples };
const few = { wideNets: 2, narrowNets: 4 };
const small = { ...untrained, ...few, width: 16, depth: 6 };

holdsItsClaims(id, {
  runs: [{ parameters: { initialisations: ["glorot-uniform", "he-normal"], repeats: 1, wideNets: 6, samples } }],
  control: { wideNets: 2, narrowNets: 2, samples },
  small,
});

test("He 2015: 2⁻¹⁵ in standard deviation over 30 layers, .46 a layer at 32 units, s.d. .04", async () => {
  const table = tableOf(await resultOf(id, untrained), "factor per layer");
  expect(columnOf(table, "infinite width")).toEqual([0.5, 0.5]);
  expect(numbersOf(table, "theory: median")[1]!.toFixed(2)).toBe("0.46");
  expect(numbersOf(table, "theory: standard deviation")[1]!.toFixed(2)).toBe("0.04");
  const [wide, narrow] = numbersOf(table, "geometric mean");
  const [wideExact, narrowExact] = numbersOf(table, "theory: median");
  const [wideError, narrowError] = numbersOf(table, "theory: standard deviation");
  expect(Math.abs(wide! - wideExact!)).toBeLessThan((4 * wideError!) / Math.sqrt(8));
  expect(Math.abs(narrow! - narrowExact!)).toBeLessThan((4 * narrowError!) / Math.sqrt(100));
});

test("theory's line is 2⁻½ a layer, its median lower, and the measured Glorot net lies in the band", async () => {
  const result = await resultOf(id, { ...untrained, ...few, initialisations: ["glorot-normal"], width: 64 });
  const theory = tableOf(result, "theory");
  expect(numbersOf(theory, "infinite width")[29]! * 2 ** 14.5).toBeCloseTo(1, 12);
  expect(numbersOf(theory, "median at this width")[29]).toBeLessThan(2 ** -14.5);
  const measured = numbersOf(tableOf(result, "layers"), "over layer 1");
  const low = numbersOf(theory, "2 s.d. below");
  const high = numbersOf(theory, "2 s.d. above");
  expect(measured.length).toBe(30);
  const inside = measured.filter((value, layer) => value >= low[layer]! && value <= high[layer]!).length;
  expect(inside).toBeGreaterThan(20);
});

test("χ₁ of the sigmoid: .0557 at σ_w = 1, 1 at σ_w² = 103", async () => {
  const table = tableOf(await resultOf(id, untrained), "gradients through");
  expect(columnOf(table, "activation").slice(0, 2)).toEqual(["sigmoid", "sigmoid"]);
  const theory = numbersOf(table, "theory: χ₁");
  expect(theory[0]!.toFixed(8)).toBe("0.05572071");
  expect(theory[1]).toBeCloseTo(1, 6);
  expect(numbersOf(table, "measured")[0]! / theory[0]!).toBeCloseTo(1, 1);
});

test("without training there is no claim about it", async () => {
  const { claims, tables } = await resultOf(id, small);
  expect(claims.map(({ id }) => id)).not.toContain("C26.stuck");
  expect(claims.map(({ id }) => id)).not.toContain("C26.thirty");
  expect(tables.some(({ name }) => name.startsWith("training"))).toBe(false);
});
