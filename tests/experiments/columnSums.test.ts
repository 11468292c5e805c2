import { expect, test } from "vitest";
import { holdsItsClaims, resultOf } from "../support/heldClaims.js";
import { columnOf, numbersOf, tableOf } from "../support/results.js";

const id = "column-sums";
const products = 20;

holdsItsClaims(id, { runs: [{ parameters: { products } }], small: { products: 2 } });

/** P(|z| > 1/σ_w): how often the sum over a column of a Gaussian layer is above 1 in size. */
const ABOVE: Record<string, number> = { "0.9": 0.2665, "1.1": 0.3633, "1": 0.3173 };

test("a column's sum is N(0, σ_w²), whatever the product does", async () => {
  const table = tableOf(await resultOf(id, { products }), "products");
  const layers = numbersOf(table, "layers");
  columnOf(table, "gain").forEach((gain, row) => {
    const expected = ABOVE[String(gain)]!;
    const draws = products * layers[row]! * 32;
    const error = Math.sqrt((expected * (1 - expected)) / draws);
    expect(Math.abs(numbersOf(table, "layer columns above 1")[row]! - expected)).toBeLessThan(4 * error);
  });
  expect(numbersOf(table, "products that grow").slice(0, 2)).toEqual([0, 1]);
});

test("the column (10, −10) sums to 0 and multiplies by √200", async () => {
  const table = tableOf(await resultOf(id, { products: 2 }), "one column");
  expect(numbersOf(table, "|sum|")).toEqual([0]);
  expect(numbersOf(table, "gain")[0]).toBeCloseTo(Math.sqrt(200), 14);
});
