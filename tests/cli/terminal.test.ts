import { load } from "gradiometer";
import { experiments, type Result, run, type Table } from "gradiometer/experiments";
import type { FigureSpec } from "gradiometer/figure";
import { beforeAll, describe, expect, it, test } from "vitest";
import { plotText } from "../../sdk/cli/terminal/plot.js";
import { resultText } from "../../sdk/cli/terminal/result.js";
import { heading, screenOf } from "../../sdk/cli/terminal/screen.js";
import { principal, shapeOf } from "../../sdk/figure/shape.js";
import { shownIn } from "../../sdk/figure/shown.js";
import { asFile, short } from "../support/golden.js";
import { SMALL } from "../support/small.js";

/** Of a terminal without colours. */
const screen = { ...screenOf({ isTTY: false, write: () => true }), columns: 80 };

const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

const results = new Map<string, Result>();
beforeAll(async () => {
  const lab = await load();
  for (const { id } of experiments) results.set(id, await run(lab, id, SMALL[id] ?? {}));
});

/** The title of the plot under a table; undefined when it has none. */
function plotted(id: string, table: string): string | undefined {
  const text = resultText(results.get(id)!, screen);
  const section = text.slice(text.indexOf(`\n${table}`)).split(/\n\n(?=\S)/)[0]!;
  return /\n\n {2}(\S.*)\n/.exec(section)?.[1];
}

describe.each(experiments)("$id", ({ id, title }) => {
  it("is no wider than the terminal", () => {
    expect(widest(heading(id, title, screen))).toBeLessThanOrEqual(80);
    expect(widest(resultText(results.get(id)!, screen))).toBeLessThanOrEqual(80);
  });
});

describe("a plot shows what the experiment's own figures show", () => {
  test.each([
    ["scalar-chain", "factor^L", "float32 (log scale)"],
    ["float-underflow", "slopes", "error from the output (log scale)"],
    ["deep-linear", "modes in training", "u"],
    ["saturation", "hidden layers before training", undefined],
  ])("%s, %s: %s", (id, table, title) => expect(plotted(id, table)).toBe(title));

  const column = (name: string, values: Table["columns"][number]["values"]) => ({ name, values });
  const x = [1, 2, 3, 4, 5];
  const table: Table = {
    name: "t",
    columns: [
      column("layer", x),
      column("theory", [1, 1e-3, 1e-6, 1e-9, 1e-12]),
      column("norm", [1, 0.5, 0.4, 0.3, 0.2]),
      column("share", [0.5, 0.25, 0.125, "NaN", 0.1]),
    ],
  };
  const shape = shapeOf(table)!;
  const lines = (series: object, scale?: "log"): FigureSpec => ({
    ...{ kind: "lines", title: "t", description: "d", x: { label: "layer" } },
    y: { label: "y", ...(scale && { scale }) },
    series: [{ name: "a", x, y: [0.5, 0.25, 0.125], ...series }],
  });

  it("in the column that holds every number of a measured line, on its scale", () => {
    expect(shownIn(table, shape, [lines({})])).toEqual({ column: 3, log: false });
    expect(shownIn(table, shape, [lines({}, "log")])).toEqual({ column: 3, log: true });
  });

  it("but not for theory, for too few numbers, or for numbers of another table", () => {
    expect(shownIn(table, shape, [lines({ role: "theory" })])).toBeNull();
    expect(shownIn(table, shape, [lines({ y: [0.5, 0.25] })])).toBeNull();
    expect(shownIn(table, shape, [lines({ y: [0.5, 0.25, 7] })])).toBeNull();
    expect(shownIn(table, shape, [])).toBeNull();
  });

  it("and else a measure, never theory beside it", () => {
    expect(table.columns[principal(table, shape)]!.name).toBe("norm");
    const alone = { ...table, columns: table.columns.slice(0, 2) };
    expect(principal(alone, shapeOf(alone)!)).toBe(1);
  });
});

it("a plot fits into a narrow terminal", () => {
  const points = Array.from({ length: 200 }, (_, index) => [index, Math.abs(index - 100)] as const);
  const axis = { x: "step", y: "loss", mayBeLog: true };
  expect(widest(plotText([{ label: "a", points }], axis, { ...screen, columns: 40 }))).toBeLessThanOrEqual(40);
});

// `npx vitest run tests/cli/terminal.test.ts -u` writes the file; look at `gradiometer run` before it is committed.
it("what a terminal shows of every result is as before, narrow and wide", async () => {
  const shown = [...results].map(([id, result]) => {
    const of = (columns: number): string => short(resultText(result, { ...screen, columns }));
    return [id, `${of(60)} ${of(80)} ${of(140)}`];
  });
  await expect(asFile(Object.fromEntries(shown))).toMatchFileSnapshot("../golden/terminal.json");
});
