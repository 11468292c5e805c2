/** @module-tag first */
import { run } from "gradiometer/experiments";
import { haninMoment } from "gradiometer/theory";
import { expect, test } from "vitest";
import { momentsOf } from "../../sdk/experiments/finiteWidth/nets.js";
import { holdsItsClaims, lab } from "../support/heldClaims.js";
import { columnOf, numbersOf, tableOf } from "../support/results.js";

holdsItsClaims("finite-width", {
  runs: [{ parameters: { nets: 1000, sideWidths: [16, 128], sideNets: 200 } }],
  small: { nets: 50, sideNets: 4 },
});

test("Hanin: E X² = Π(1 + 5/n) in every layer, within four standard errors of the draws", async () => {
  const parameters = { width: 32, depth: 3, nets: 1000, sideWidths: [16], sideNets: 2 };
  const table = tableOf(await run(lab, "finite-width", parameters), "X = ");
  const [measured, error, theory] = ["E X²", "its standard error ", "theory: Π(1 + 5/n)"].map((name) =>
    numbersOf(table, name),
  );
  expect(columnOf(table, "layer")).toEqual([1, 2, 3]);
  theory!.forEach((moment, index) => {
    expect(moment).toBeCloseTo(haninMoment(Array<number>(index + 1).fill(32)), 14);
    expect(Math.abs(measured![index]! - moment)).toBeLessThan(4 * error![index]!);
    const means = [numbersOf(table, "E X")[index]!, numbersOf(table, "its standard error")[index]!] as const;
    expect(Math.abs(means[0] - 1)).toBeLessThan(4 * means[1]);
  });
});

test("the moments of one layer, against all coins of two and three units", () => {
  // E (2/n Σ b g²)^k with K of n coins heads: χ²_K has moments K (K + 2) (K + 4) …
  for (const n of [2, 3]) {
    let [second, fourth] = [0, 0];
    for (let coins = 0; coins < 2 ** n; coins++) {
      const heads = coins.toString(2).replaceAll("0", "").length;
      second += (heads * (heads + 2) * (2 / n) ** 2) / 2 ** n;
      fourth += (heads * (heads + 2) * (heads + 4) * (heads + 6) * (2 / n) ** 4) / 2 ** n;
    }
    expect(momentsOf(n, 1).second).toBeCloseTo(second, 12);
    expect(momentsOf(n, 1).fourth).toBeCloseTo(fourth, 10);
  }
});
