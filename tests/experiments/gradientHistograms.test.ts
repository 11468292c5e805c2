import { run } from "gradiometer/experiments";
import { expect, test } from "vitest";
import { holdsItsClaims, lab } from "../support/heldClaims.js";
import { numbersOf } from "../support/results.js";

holdsItsClaims("gradient-histograms", {
  runs: [
    {
      parameters: { probe: 64, steps: 0 },
      claims: ["C15.standard", "C15.third", "C15.normalised", "C15.normalised-moons", "C15.weight-gradients"],
    },
    { parameters: { width: 200 }, claims: ["C15.standard", "C15.third", "C15.during", "C15.learning"] },
    {
      parameters: { data: "two-moons", width: 128, steps: 0 },
      claims: ["C15.standard", "C15.third", "C15.normalised-moons", "C15.weight-gradients"],
    },
  ],
  small: { width: 16, steps: 2 },
});

test("every histogram is normalised, and there is one for each layer before and after", async () => {
  const bins = 8;
  const result = await run(lab, "gradient-histograms", { width: 16, layers: 3, steps: 2, bins });
  const histograms = result.tables.filter(({ name }) => name.startsWith("histograms"));
  expect(histograms.length).toBe(3);
  for (const table of histograms) {
    const shares = numbersOf(table, "share");
    expect(shares.length).toBe(2 * 2 * 3 * bins);
    for (let at = 0; at < shares.length; at += bins)
      expect(shares.slice(at, at + bins).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  }
});
