/** @module-tag long */
import { run } from "gradiometer/experiments";
import { describe, expect, test } from "vitest";
import { claimsOf, holdsItsClaims, lab, resultOf } from "../support/heldClaims.js";
import { claimOf, tableOf, valuesOf } from "../support/results.js";
import { SMALL } from "../support/small.js";

const id = "gates";

const none = { batches: 0, growthNets: 0, clippedNets: 0 };
const of = (...numbers: string[]) => claimsOf(id).filter((name) => numbers.some((number) => name.startsWith(number)));
const growth = { growthNets: 3, gains: [1, 2, 3, 8], growthSteps: 60 };
const clipping = { clippedNets: 3, clippedBatches: 300 };

holdsItsClaims(id, {
  runs: [
    { parameters: none, claims: of("C33") },
    // shorter sequences and fewer steps than the claims' own
    { parameters: { ...none, batches: 700, lengths: [30] }, seeds: [0], claims: of("C34") },
    { parameters: { ...none, ...growth }, seeds: [0], claims: of("C35.shrinks", "C35.grows", "C35.gain") },
    { parameters: { ...none, ...clipping }, seeds: [0], claims: of("C35.level", "C35.unclipped", "C35.clipped") },
  ],
  control: { growthSteps: 30, growthNets: 1, clippedNets: 1, clippedBatches: 100, testSamples: 200 },
  small: SMALL[id]!,
});

describe("gates", () => {
  test(".5¹⁰⁰, .731059¹⁰⁰ and .99¹⁰⁰, as printed", async () => {
    const table = tableOf(await resultOf(id, none), "a cell as a product of forget gates");
    const at = (bias: string) => Number(valuesOf(table, "∂c_T/∂c_0", { "forget bias": bias })[0]);
    expect(at("0").toExponential(2)).toBe("7.89e-31");
    expect(at("1").toExponential(2)).toBe("2.48e-14");
    expect(at("ln 99").toFixed(5)).toBe("0.36603");
    expect(at("40: never forgets")).toBeCloseTo(1, 12);
  });

  test("another lag has other powers, and makes no claim about those of 100", async () => {
    const result = await run(lab, id, { ...none, lag: 10 });
    const table = tableOf(result, "a cell as a product of forget gates");
    expect(Number(valuesOf(table, "∂c_T/∂c_0", { "forget bias": "0" })[0])).toBeCloseTo(2 ** -10, 14);
    expect(result.claims.map((claim) => claim.id)).toEqual(["C33.exact", "C33.backward", "C33.chrono"]);
    expect(claimOf(result, "C33.exact").holds).toBe(true);
  });

  test("the nets of one length see the same sequences: the loss of guessing is one for all", async () => {
    const table = tableOf(await resultOf(id, SMALL[id]), "the adding problem");
    for (const length of [5, 8]) expect(new Set(valuesOf(table, "loss of guessing", { length })).size).toBe(1);
  });

  test("nets with a large gain are those without clipping until a gradient is clipped", async () => {
    const parameters = { ...none, clippedNets: 1, clippedBatches: 5, clippedLimit: 1e6 };
    const table = tableOf(await run(lab, id, parameters), "the number of the last step");
    const loss = (way: string) => valuesOf(table, "loss", { way })[0];
    expect(loss("large gain, clipped")).toBe(loss("large gain, not clipped"));
    expect(loss("gain 1, not clipped")).not.toBe(loss("large gain, not clipped"));
  });
});
