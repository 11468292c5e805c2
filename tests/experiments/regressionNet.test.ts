import { GradiometerError } from "gradiometer";
import { run } from "gradiometer/experiments";
import { expect, test } from "vitest";
import { holdsItsClaims, lab } from "../support/heldClaims.js";
import { columnOf, numbersOf, tableOf } from "../support/results.js";

holdsItsClaims("regression-net");

test("L and ∂L/∂W₁ at the printed digits", async () => {
  const result = await run(lab, "regression-net");
  expect(Math.abs(numbersOf(tableOf(result, "loss"), "L")[0]! - 0.5911940642146577)).toBeLessThan(5e-16);
  const table = tableOf(result, "gradients");
  expect(columnOf(table, "parameter").slice(0, 4)).toEqual(["W₁[1,1]", "W₁[1,2]", "W₁[2,1]", "W₁[2,2]"]);
  const printed = [-0.09001429318976062, 0.10660748816861534, 0.14769100645524622, -0.18920873086253173];
  const gradients = numbersOf(table, "by hand");
  expect(gradients.length).toBe(15);
  for (const [i, value] of printed.entries()) expect(Math.abs(gradients[i]! - value)).toBeLessThan(5e-17);
});

test("samples of one's own, and inputs that do not fit them", async () => {
  const { tables } = await run(lab, "regression-net", { inputs: [1, 2], targets: [3] });
  expect(tables[0]!.columns[0]!.values).toEqual([1]);
  const error: unknown = await run(lab, "regression-net", { targets: [3] }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(GradiometerError);
  expect((error as GradiometerError).message).toContain("inputs: expected 2 for each of the 1 targets, 2 in all");
});
