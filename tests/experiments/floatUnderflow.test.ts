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

test("C36: the loss's gradient is 17 % off at 15 and 0 from 16.64 on, and on the other side right to the last digits", async () => {
  const result = await resultOf("float-underflow", SMALL);
  expect((100 * Number(claimOf(result, "C36.far").measured)).toFixed(0)).toBe("17");
  expect(Number(claimOf(result, "C36.zero").measured).toFixed(2)).toBe("16.64");
  const table = tableOf(result, "gradient of the loss");
  const [targets, sizes, printed, own] = ["target", "o", "σ(o) − y", "own loss"].map((name) => columnOf(table, name));
  sizes!.forEach((o, row) => {
    const lost = targets![row] === 1 && Number(o) > 16.64;
    expect(printed![row] === 0).toBe(lost);
    expect(own![row]).not.toBe(0);
  });
});

test("C36: 200 sign updates of .5 end at 17 and −100 with σ(o) − y, at 100 and −100 with the networks' own loss", async () => {
  const table = tableOf(await resultOf("float-underflow", SMALL), "sign updates");
  const ends = table.columns.map(({ values }) => values.at(-1));
  expect(ends).toEqual([200, 17, -100, 100, -100]);
});
