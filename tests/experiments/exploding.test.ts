import { describe, expect, test } from "vitest";
import { holdsItsClaims, resultOf } from "../support/heldClaims.js";
import { tableOf, valuesOf } from "../support/results.js";

const id = "exploding";
const single = { nets: 0 };

// one net of each kind and half of the points
holdsItsClaims(id, { runs: [{ parameters: { nets: 1, samples: 200 } }], small: single });

describe("exploding", () => {
  test("(3, 4) becomes (.6, .8), to the 1e-6 of the denominator, and (1, 1)", async () => {
    const table = tableOf(await resultOf(id, single), "one gradient");
    const clipped = (by: string) => {
      const pick = { gradient: "both entries above the limit", "clipped by": by };
      return [...valuesOf(table, "clipped₁", pick), ...valuesOf(table, "clipped₂", pick)].map(Number);
    };
    const factor = 1 / (5 + 1e-6);
    expect(Math.abs(clipped("norm")[0]! - 3 * factor)).toBeLessThan(6e-8);
    expect(Math.abs(clipped("norm")[1]! - 4 * factor)).toBeLessThan(6e-8);
    expect(clipped("norm").map((value) => value.toFixed(6))).toEqual(["0.600000", "0.800000"]);
    expect(clipped("value")).toEqual([1, 1]);
  });

  test("zero stays zero, what is below the limit is left alone, what is not finite is reported", async () => {
    const table = tableOf(await resultOf(id, single), "one gradient");
    const row = (gradient: string, column: string) => valuesOf(table, column, { gradient });
    expect([...row("zero", "clipped₁"), ...row("zero", "clipped₂")]).toEqual([0, 0]);
    expect(row("both below it", "clipped₁")).toEqual(row("both below it", "g₁"));
    expect(row("not finite", "step")).toEqual(["skipped"]);
    expect(row("not finite", "reported")).toEqual(["gradient"]);
    expect([...row("not finite", "clipped₁"), ...row("not finite", "clipped₂")]).toEqual([0, 0]);
  });
});
