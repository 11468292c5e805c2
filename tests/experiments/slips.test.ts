import { experiments, type Result, run } from "gradiometer/experiments";
import { expect, test } from "vitest";
import { holdsItsClaims, lab, resultOf } from "../support/heldClaims.js";
import { columnOf } from "../support/results.js";

holdsItsClaims("slips", {
  runs: [{ seeds: [0, 1, 2, 13] }],
  control: { draws: 2000, nets: 200 },
  small: { draws: 2000, nets: 200 },
});

const { claims } = experiments.find(({ id }) => id === "slips")!;
const column = (result: Result, name: string) => columnOf(result.tables[0]!, name);

test("in order, each claim of a text beside one of the truth", async () => {
  expect(column(await resultOf("slips"), "slip")).toEqual(
    Array.from({ length: claims.length / 2 }, (_, index) => index + 1),
  );
  expect(claims.length).toBe(26);
  claims.forEach(({ id, foreseen }, index) => {
    expect(id).toMatch(index % 2 === 0 ? /\.text/ : /\.truth/);
    expect(foreseen).toBe(index % 2 === 1);
  });
});

test("the printed numbers", async () => {
  const result = await run(lab, "slips", { draws: 100_000 });
  const truths = column(result, "true value").map(Number);
  const texts = column(result, "its value").map(Number);
  expect(Math.abs(truths[2]! - 0.005307649854385422)).toBeLessThan(1e-17);
  expect(texts[2]! / truths[2]!).toBeCloseTo(-1, 14);
  expect(texts[3]! / truths[3]!).toBeCloseTo(0.5, 14);
  expect([texts[5], truths[5]]).toEqual([4, 1]);
  expect(truths[9]).toBe(2);
  expect(truths[10]!).toBeCloseTo(0.25, 8);
  // slip 13: all of it lost at o = 17
  expect(texts[12]).toBe(0);
  expect(truths[12]! / -4.1399375473943306e-8).toBeCloseTo(1, 6);
  // slip 12: about half
  expect(Math.abs(texts[11]! - 0.55)).toBeLessThan(0.1);
  // slip 8: of order one
  expect(Math.abs(texts[7]! - 1.1)).toBeLessThan(0.15);
  // slip 1: half of the draws negative, 5.24 % above; four standard errors
  expect(Math.abs(texts[0]! - (0.5 - 0.0524))).toBeLessThan(4 * Math.sqrt(0.25 / 100_000));
});
