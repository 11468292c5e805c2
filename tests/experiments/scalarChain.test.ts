import { run } from "gradiometer/experiments";
import { expect, test } from "vitest";
import { holdsItsClaims, lab, resultOf } from "../support/heldClaims.js";
import { claimOf, columnOf, numbersOf, tableOf } from "../support/results.js";

holdsItsClaims("scalar-chain", { small: { draws: 1000 } });

test("C1: every step forward, six factors, their product", async () => {
  const result = await resultOf("scalar-chain");
  const steps = numbersOf(tableOf(result, "forward"), "value");
  const printed = [
    0.75, 0.679178699175393, -0.8150144390104715, 0.3068229797386348, 0.6136459594772696, 0.6487720454454469,
  ];
  steps.forEach((value, index) => {
    expect(Math.abs(value - printed[index]!)).toBeLessThan(5e-16);
  });
  const factors = tableOf(result, "factors");
  expect(columnOf(factors, "factor")).toEqual(["φ'(u₅)", "w₃", "φ'(u₃)", "w₂", "φ'(u₁)", "x"]);
  expect(Math.abs(numbersOf(factors, "product so far").at(-1)! + 0.03801570039051818)).toBeLessThan(5e-17);
  const gradients = tableOf(result, "gradients");
  expect(columnOf(gradients, "factors")).toEqual([6, 4, 2]);
  for (const error of numbersOf(gradients, "relative error of float32")) expect(error).toBeLessThan(5e-7);
});

test("C2: the powers of a quarter in float32", async () => {
  const table = tableOf(await resultOf("scalar-chain"), "factor^L");
  const kinds = columnOf(table, "float32 is");
  expect([kinds[62], kinds[63], kinds[73], kinds[74]]).toEqual(["normal", "subnormal", "subnormal", "zero"]);
});

test("C2: a factor above a half never gets to zero in float32, it settles at a subnormal", async () => {
  const result = await run(lab, "scalar-chain", { factor: 0.95, depth: 4000, draws: 1000 });
  expect(claimOf(result, "C2.zero")).toMatchObject({ measured: "Infinity", holds: false });
  const table = tableOf(result, "factor^L");
  expect(columnOf(table, "float32 is").at(-1)).toBe("subnormal");
  expect(numbersOf(table, "float64").at(-1)).toBeLessThan(numbersOf(table, "float32").at(-1)!);
});

test("C3: the share of draws outside the bound, for five variances", async () => {
  const draws = 100_000;
  const table = tableOf(await run(lab, "scalar-chain", { draws }), "0 ≤ ∂f/∂w₁");
  expect(columnOf(table, "variance")).toEqual([1, 0.9, 0.5, 0.25, 0.1]);
  const printed = [0.052, 0.045, 0.014, 0.001, 0];
  numbersOf(table, "above the bound").forEach((share, index) => {
    const p = printed[index]!;
    expect(Math.abs(share - p)).toBeLessThan(0.0005 + 4 * Math.sqrt((p * (1 - p)) / draws)); // rounding and the draws
  });
  for (const share of numbersOf(table, "below 0")) expect(Math.abs(share - 0.5)).toBeLessThan(2 / Math.sqrt(draws));
});

test("C3: a variance of one's own joins the table", async () => {
  const result = await run(lab, "scalar-chain", { variance: 2, draws: 10_000 });
  expect(columnOf(tableOf(result, "0 ≤"), "variance")).toEqual([2, 1, 0.9, 0.5, 0.25, 0.1]);
});

test("C4: output, slopes, gradient, and the two slips", async () => {
  const table = tableOf(await resultOf("scalar-chain"), "∂C/∂w₀");
  const [output, slopes, , gradient, sign, extra] = numbersOf(table, "value");
  expect(Math.abs(output! - 0.6269180281606004)).toBeLessThan(5e-16);
  expect(Math.abs(slopes! - 0.0024698780915772675)).toBeLessThan(5e-18);
  expect(Math.abs(gradient! - 0.005307649854385422)).toBeLessThan(1e-17);
  expect(sign! / gradient!).toBeCloseTo(-1, 12);
  expect(extra! / gradient!).toBeCloseTo(0.5, 12);
});
