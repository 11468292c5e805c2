import { expect, it } from "vitest";
import { tabAfter } from "../../sdk/element/tabKeys.js";

it.each<[string, number, number | null]>([
  ["ArrowRight", 0, 1],
  ["ArrowRight", 2, 0],
  ["ArrowLeft", 2, 1],
  ["ArrowLeft", 0, 2],
  ["Home", 1, 0],
  ["End", 0, 2],
  ["Enter", 1, null],
  ["ArrowRight", -1, null],
])("%s on tab %i of three leads to %s", (key, at, to) => {
  expect(tabAfter(key, at, 3)).toBe(to);
});
