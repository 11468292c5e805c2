import { expect, it } from "vitest";
import { elementAt, lastOf } from "../../sdk/core/element.js";

it("an element that is there comes out as it is, undefined and 0 too", () => {
  expect([0, 1, 2].map((index) => elementAt([0, undefined, "c"], index))).toEqual([0, undefined, "c"]);
  expect(elementAt("abc", 1)).toBe("b");
  expect(lastOf([1, 2, 3])).toBe(3);
  expect(lastOf(new Float64Array([1, 2]))).toBe(2);
});

it.each([-1, 2, 1.5, NaN, Infinity])("index %s of two elements is an error at its place", (index) => {
  expect(() => elementAt([1, 2], index)).toThrow(RangeError);
});

it("of nothing there is no last element", () => {
  expect(() => lastOf([])).toThrow("expected at least one element, but got none");
});
