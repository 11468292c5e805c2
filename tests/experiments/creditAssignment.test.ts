import { load } from "gradiometer";
import { experiments, type Result, run } from "gradiometer/experiments";
import { describe, expect, test } from "vitest";

const lab = await load();
const { claims } = experiments.find(({ id }) => id === "credit-assignment")!;

const column = (result: Result, table: string, name: string) =>
  result.tables.find((one) => one.name.startsWith(table))!.columns.find((one) => one.name === name)!.values;

describe("credit-assignment", () => {
  test.each([0, 3])("every claim is as foreseen with seed %i", async (seed) => {
    // the sigmoid never arrives: 350 steps tell as much as 600
    const result = await run(lab, "credit-assignment", { steps: seed === 0 ? 600 : 350 }, { seed });
    expect(result.claims.map(({ id }) => id)).toEqual(claims.map(({ id }) => id));
    for (const { id, holds, foreseen, measured } of result.claims)
      expect({ id, measured, holds }).toEqual({ id, measured, holds: foreseen });
  });

  test("the shares of a net are one together, and what each layer does alone is its share", async () => {
    const result = await run(lab, "credit-assignment", { repeats: 1, steps: 1, learningRate: 0.01 });
    const shares = column(result, "credit", "share of the decrease").map(Number);
    const alone = column(result, "credit", "decrease alone").map(Number);
    const decreases = column(result, "one step", "decrease").map(Number);
    decreases.forEach((decrease, net) => {
      const own = shares.slice(11 * net, 11 * (net + 1));
      expect(own.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      own.forEach((share, layer) => {
        // to first order, and to the digits of a float32 loss
        expect(Math.abs(alone[11 * net + layer]! - share * decrease)).toBeLessThan(0.1 * decrease + 2e-6);
      });
    });
  });

  test.each(claims)("the control of $id comes out the other way", async ({ id, control, foreseen }) => {
    const result = await run(lab, "credit-assignment", control);
    expect(result.claims.find((claim) => claim.id === id)?.holds).toBe(!foreseen);
  });
});
