/**
 * Every kind of figure, held mark by mark: `npx vitest run tests/figure/golden.test.ts -u` writes the file; look at the figures
 * (`gradiometer run all --html`) before it is committed.
 */
import { figure, type FigureSpec } from "gradiometer/figure";
import { expect, it } from "vitest";
import { CASES } from "../support/figureCases.js";
import { specs } from "../support/figures.js";
import { asFile, short } from "../support/golden.js";

it("is drawn as before, wide and narrow, light and dark", async () => {
  const drawn = Object.entries({ ...specs, ...CASES }).map(([name, spec]: [string, FigureSpec]) => {
    const of = (options: object): string => short(figure(spec, options));
    return [name, `${of({})} ${of({ width: 340, theme: "dark" })} ${of({ width: 1200, id: "own" })}`];
  });
  await expect(asFile(Object.fromEntries(drawn))).toMatchFileSnapshot("../golden/figures.json");
});
