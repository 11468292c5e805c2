import { underflowDepth } from "gradiometer/theory";
import { expect, test } from "vitest";
import { holdsItsClaims, resultOf } from "../support/heldClaims.js";
import { claimOf, columnOf, tableOf } from "../support/results.js";

const SMALL = { nets: 1, width: 4 };

holdsItsClaims("float-underflow");

test("C12: .05 %, 17 %, 16.64 and 28 % at the printed digits; tanh' is 0 at 9.02", async () => {
  const result = await resultOf("float-underflow", SMALL);
  const measured = (word: string) => Number(claimOf(result, `C12.${word}`).measured);
  expect((100 * measured("sigmoid-near")).toFixed(2)).toBe("0.05");
  expect((100 * measured("sigmoid-far")).toFixed(0)).toBe("17");
  expect(measured("sigmoid-zero").toFixed(2)).toBe("16.64");
  expect((100 * measured("tanh-near")).toFixed(0)).toBe("28");
  expect(measured("tanh-zero")).toBeLessThan(9.02);
});

test("the measured errors of the textbook slopes are the theory's", async () => {
  const table = tableOf(await resultOf("float-underflow", SMALL), "slopes");
  const theory = columnOf(table, "error from the output, theory").map(Number);
  columnOf(table, "error from the output").forEach((error, index) => {
    expect(Math.abs(Number(error) - theory[index]!)).toBeLessThan(1e-12);
  });
});

test("C2: δ of the chain is 4^−L to the last bit, until float32 ends where theory says", async () => {
  const result = await resultOf("float-underflow", SMALL);
  const table = tableOf(result, "δ down a chain");
  const powers = columnOf(table, "(w/4)^L").map(Number);
  columnOf(table, "δ in float32").forEach((delta, index) => expect(delta).toBe(Math.fround(powers[index]!)));
  const ends = tableOf(result, "where float32 ends");
  expect(columnOf(ends, "theory, subnormal from")).toEqual([underflowDepth({ factor: 0.25 }).subnormal]);
  expect(columnOf(ends, "theory, zero from")).toEqual([underflowDepth({ factor: 0.25 }).zero]);
});

test("C12: the two ways to vanish are told apart", async () => {
  const table = tableOf(await resultOf("float-underflow", SMALL), "two ways");
  expect(columnOf(table, "verdict")).toEqual(["vanished in the number format", "arrives", "vanished in the net"]);
});
