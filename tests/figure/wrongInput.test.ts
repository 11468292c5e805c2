import { load } from "gradiometer";
import { experiments, type Result, run } from "gradiometer/experiments";
import { figure, type FigureSpec, figuresOf, page } from "gradiometer/figure";
import { published, reproduce } from "gradiometer/hashes";
import { describe, expect, it } from "vitest";
import { specs } from "../support/figures.js";

const lab = await load();
const result = await run(lab, "regression-net");

/** What no member may be. */
const WRONG: readonly unknown[] = [
  undefined,
  null,
  7,
  "seven",
  true,
  [],
  [[]],
  {},
  () => 1,
  Promise.resolve(1),
  new Map(),
];

/** Every way to put something wrong in the place of one member, at any depth. */
function* spoilt(value: unknown, depth = 0): Generator {
  if (depth > 0) yield* WRONG;
  if (Array.isArray(value)) {
    if (value.length > 0)
      for (const part of spoilt(value[0], depth + 1)) yield [part, ...(value.slice(1) as unknown[])];
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value))
    for (const part of spoilt(member, depth + 1)) yield { ...value, [key]: part };
}

/** What else it may throw, whatever it is given: nothing. */
function harmless(work: () => unknown, what: unknown): void {
  try {
    work();
  } catch (error) {
    expect({ what, error }).toMatchObject({
      error: { name: "GradiometerError", code: expect.stringMatching(/^BAD_(OPTION|SHAPE)$/) as string },
    });
  }
}

describe("wrong input is a GradiometerError", () => {
  it.each(WRONG.filter((value) => !Array.isArray(value)).map((value) => [value]))(
    "%#: in place of everything",
    (value) => {
      const wrong = value as never;
      const expected = expect.objectContaining({ name: "GradiometerError" }) as Error;
      expect(() => figure(wrong)).toThrow(expected);
      expect(() => figuresOf(wrong)).toThrow(expected);
      expect(() => page(wrong)).toThrow(expected);
      if (value !== undefined) {
        const options =
          typeof value === "object" && value !== null && !(value instanceof Promise) && !(value instanceof Map);
        if (!options) expect(() => page(result, { experiment: wrong })).toThrow(expected);
      }
    },
  );

  it.each(Object.entries(specs))("figure: every member of %s", (_, spec) => {
    for (const wrong of spoilt(spec)) harmlessFigure(wrong);
  });

  it("figuresOf and page: every member of a result", () => {
    const short: Result = { ...result, tables: result.tables.slice(0, 1) };
    const experiment = experiments.find(({ id }) => id === result.experiment)!;
    for (const wrong of spoilt(short)) {
      harmless(() => figuresOf(wrong as Result), wrong);
      harmless(() => page(wrong as Result), wrong);
    }
    for (const wrong of spoilt({ title: "t", question: "q", parameters: experiment.parameters }))
      harmless(() => page(result, { experiment: wrong as never }), wrong);
  });

  it("reproduce: every member of an entry, and what is no lab", async () => {
    const [entry] = published;
    const quick = { ...entry!, epochs: 1 };
    for (const wrong of spoilt(quick)) {
      const error: unknown = await reproduce(lab, wrong as never).catch((caught: unknown) => caught);
      if (typeof error !== "string") expect({ wrong, error }).toMatchObject({ error: { name: "GradiometerError" } });
    }
    for (const wrong of WRONG) {
      await expect(reproduce(wrong as never, quick)).rejects.toMatchObject({ code: "BAD_OPTION" });
      await expect(reproduce(lab, wrong as never)).rejects.toMatchObject({ name: "GradiometerError" });
    }
  });
});

function harmlessFigure(wrong: unknown): void {
  harmless(() => figure(wrong as FigureSpec), wrong);
}
