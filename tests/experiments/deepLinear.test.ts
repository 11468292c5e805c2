import { run } from "gradiometer/experiments";
import { expect, test } from "vitest";
import { holdsItsClaims, lab } from "../support/heldClaims.js";
import { numbersOf, tableOf } from "../support/results.js";

/** Everything else as short as it can be. */
const SHORT = {
  strengths: [2, 1],
  learningRate: 0.02,
  depths: [1],
  edgeWidth: 8,
  edgeDepths: [1],
  products: 1,
  exponentWidth: 2,
  burnIn: 10,
  length: 10,
  chains: 3,
};

// half of the random products
holdsItsClaims("deep-linear", {
  runs: [{ parameters: { products: 8, chains: 24, edgeDepths: [1, 2, 10] } }],
  small: SHORT,
});

test("1.5⁹ and .5⁹, as Jacobian, output and float32 gradient alike", async () => {
  const table = tableOf(await run(lab, "deep-linear", SHORT), "W = c·I");
  for (const name of ["∂z_L/∂x", "output at x = 1", "gradient of the input in float32", "c^(L − 1)"])
    expect(numbersOf(table, name)).toEqual([38.443359375, 0.001953125]);
});

test("the learning time 2.63621 τ is theory's, and training comes the nearer the smaller the rate", async () => {
  const ratioAt = async (learningRate: number): Promise<number> => {
    const table = tableOf(await run(lab, "deep-linear", { ...SHORT, learningRate }), "learning time");
    const [steps, expected, ratio] = ["measured", "theory", "ratio"].map((name) => numbersOf(table, name)[0]!);
    expect(steps! / expected!).toBeCloseTo(ratio!, 12);
    expect(2 * learningRate * expected!).toBeCloseTo(2.63621, 5);
    return ratio!;
  };
  const [coarse, fine] = [await ratioAt(0.02), await ratioAt(0.002)];
  expect(Math.abs(fine - 1)).toBeLessThan(Math.abs(coarse - 1) / 5);
});

test("Newman's exponents for n = 8: −.0651 … −1.6749, measured within their error bars", async () => {
  const parameters = { ...SHORT, exponentWidth: 8, burnIn: 150, length: 400, chains: 24 };
  const table = tableOf(await run(lab, "deep-linear", parameters, { seed: 3 }), "growth");
  const theory = numbersOf(table, "theory");
  expect(theory[0]).toBeCloseTo(-0.0651, 4);
  expect(theory[7]).toBeCloseTo(-1.6749, 4);
  const errors = numbersOf(table, "standard error");
  numbersOf(table, "measured").forEach((value, k) => {
    expect(Math.abs(value - theory[k]!)).toBeLessThan(4.5 * errors[k]!);
  });
});

test("largest s²: 4 and 6.75 in theory", async () => {
  const table = tableOf(await run(lab, "deep-linear", { ...SHORT, edgeDepths: [2, 1] }), "largest s²");
  expect(numbersOf(table, "theory")).toEqual([4, 6.75]);
});
