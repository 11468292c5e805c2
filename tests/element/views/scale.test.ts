import { expect, it } from "vitest";
import { logScale } from "../../../sdk/element/views/scale.js";

it("holds all values above 0 in whole decades, with a third of one below, and three at least", () => {
  const endsOf = (...values: number[]) => {
    const { from, to } = logScale(values, 10, 110);
    return [from + 0, to + 0]; // −0 is 0
  };
  expect(endsOf(10 ** -5.5, 1)).toEqual([-6, 1]);
  expect(endsOf(10 ** -5.75, 0.5)).toEqual([-7, 0]);
  expect(endsOf(1, 100, 0, -1, NaN, Infinity)).toEqual([-1, 3]);
  expect(endsOf(5)).toEqual([-2, 1]);
  expect(endsOf()).toEqual([-4, 1]);
});

it("has a tick per decade, or per as many as leave six at most, and a place for each value", () => {
  const { ticks, y } = logScale([10 ** -5.5, 0.5], 10, 110);
  expect(ticks.map(({ power }) => power + 0)).toEqual([-6, -4, -2, 0]);
  expect(ticks[0]!.y).toBe(110);
  expect(ticks[3]!.y).toBe(10);
  expect([y(1), y(1e-6), y(1e-3), y(0), y(1e-30)]).toEqual([10, 110, expect.closeTo(60, 9), 110, 110]);
  expect([y(NaN), y(Infinity), y(-1)]).toEqual([null, null, null]);
  expect(logScale([1e-3, 0.5], 0, 1).ticks.map(({ power }) => power + 0)).toEqual([-4, -3, -2, -1, 0]);
});
