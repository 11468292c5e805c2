/**
 * Every kind of figure, held mark by mark: `npx vitest run tests/figure/golden.test.ts -u` writes the file; look at the figures
 * (`gradiometer run all --html`) before it is committed.
 */
import { figure, type FigureSpec } from "gradiometer/figure";
import { expect, it } from "vitest";
import { line, log, plot, specs } from "../support/figures.js";
import { asFile, short } from "../support/golden.js";

const STACK = [
  { name: "one", values: specs.bars.categories.map((_, index) => index) },
  { name: "two", values: specs.bars.categories.map(() => 1) },
];

/** What is drawn otherwise than in the specimens. */
const MORE: Record<string, FigureSpec> = {
  "a log axis each way": plot([line([1, 10, 100, 0, -1])], { x: log, y: log }),
  "numbers that are none": plot([
    line([1, "NaN", 2, "Infinity", null, "-Infinity", 3]),
    line(["NaN", 3, 3, null, 2, 1, "Infinity"], { name: "b" }),
  ]),
  "one point": plot([line([3])]),
  "many points": plot([line(Array.from({ length: 900 }, (_, index) => (index % 7) * index))]),
  "bars on a log axis": { ...specs.bars, arrange: "grouped", value: log },
  "bars in a stack": { ...specs.bars, arrange: "stacked", value: { label: "share" }, series: STACK },
};

it("is drawn as before, wide and narrow, light and dark", async () => {
  const drawn = Object.entries({ ...specs, ...MORE }).map(([name, spec]: [string, FigureSpec]) => {
    const of = (options: object): string => short(figure(spec, options));
    return [name, `${of({})} ${of({ width: 340, theme: "dark" })} ${of({ width: 1200, id: "own" })}`];
  });
  await expect(asFile(Object.fromEntries(drawn))).toMatchFileSnapshot("../golden/figures.json");
});
