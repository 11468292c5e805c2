/** @module-tag first */
import { run } from "gradiometer/experiments";
import { expect, test } from "vitest";
import { holdsItsClaims, lab } from "../support/heldClaims.js";
import { numbersOf, tableOf } from "../support/results.js";

holdsItsClaims("credit-assignment", {
  // the sigmoid never arrives: 350 steps tell as much as 600
  runs: [
    { parameters: { repeats: 3, steps: 350 }, seeds: [0] }, // the nets of seeds 0, 1 and 2
    { parameters: { repeats: 1, steps: 350 }, seeds: [3, 4] },
  ],
  control: { repeats: 3, steps: 100 },
  small: { repeats: 1, steps: 1 },
});

test("the shares of a net are one together, and what each layer does alone is its share", async () => {
  const result = await run(lab, "credit-assignment", { repeats: 1, steps: 1, learningRate: 0.01 });
  const shares = numbersOf(tableOf(result, "credit"), "share of the decrease");
  const alone = numbersOf(tableOf(result, "credit"), "decrease alone");
  const decreases = numbersOf(tableOf(result, "one step"), "decrease");
  decreases.forEach((decrease, net) => {
    const own = shares.slice(11 * net, 11 * (net + 1));
    expect(own.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    own.forEach((share, layer) => {
      // to first order, and to the digits of a float32 loss
      expect(Math.abs(alone[11 * net + layer]! - share * decrease)).toBeLessThan(0.1 * decrease + 2e-6);
    });
  });
});
