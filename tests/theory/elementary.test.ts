/** Where float64 ends: the bounds of the functions that theory is made of. */
import { expect, it } from "vitest";
import { exp, ln } from "../../sdk/theory/elementary.js";

it("e^x reaches the largest number and the least subnormal, and ends behind them", () => {
  expect(exp(709.782712893384)).toBe(1.7976931348622732e308);
  expect(exp(709.7827128933841)).toBe(Infinity);
  expect(exp(-745.1332191019411)).toBe(5e-324);
  expect(exp(-745.1332191019413)).toBe(0);
  expect([exp(0), exp(-0), exp(Infinity), exp(-Infinity), exp(NaN)]).toEqual([1, 1, Infinity, 0, NaN]);
});

it("ln x is that of the least subnormal, −∞ at 0, and NaN below", () => {
  expect(ln(5e-324)).toBe(-744.4400719213812);
  expect(ln(2.2250738585072014e-308)).toBe(-708.3964185322641);
  expect([ln(1), ln(0), ln(-0), ln(Infinity), ln(-5e-324), ln(NaN)]).toEqual([
    0,
    -Infinity,
    -Infinity,
    Infinity,
    NaN,
    NaN,
  ]);
});
