import { expect, test } from "vitest";
import { holdsItsClaims, resultOf } from "../support/heldClaims.js";
import { columnOf, tableOf } from "../support/results.js";

holdsItsClaims("saturation", { small: { steps: 10 } });

test("C13: exactly one sign in single samples, .84 – 1 over a batch of 50, chance with tanh", async () => {
  const shares = async (below: string, column: string) =>
    columnOf(tableOf(await resultOf("saturation", { steps: 0, below }), "share of a unit"), column).map(Number);
  expect(new Set(await shares("sigmoid", "least, single sample"))).toEqual(new Set([1]));
  for (const share of await shares("sigmoid", "mean, batch")) expect(share).toBeGreaterThanOrEqual(0.84);
  for (const share of await shares("tanh", "mean, batch")) expect(share).toBeLessThan(0.8);
});

test("the saturated share counted unit by unit is about that of a Gaussian u", async () => {
  const table = tableOf(await resultOf("saturation", { steps: 0 }), "hidden layers");
  const theory = columnOf(table, "saturated, theory").map(Number);
  columnOf(table, "saturated").forEach((share, index) => {
    expect(Math.abs(Number(share) - theory[index]!)).toBeLessThan(0.15);
  });
});
