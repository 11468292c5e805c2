import { load } from "gradiometer";
import { experiments, type Result, run } from "gradiometer/experiments";
import { figure as draw, figuresOf } from "gradiometer/figure";
import { describe, expect, test } from "vitest";
import { claimOf } from "./results.js";

const lab = await load();

/**
 * What every experiment must stand: all claims as foreseen for several seeds, each control the other way, one result for
 * one seed, no memory kept, and figures that can be drawn from the result as a file would hold it.
 *
 * @param seeds   beside 0, the default.
 * @param small   parameters under which one run is quick, for what does not depend on them.
 */
export function holdsItsClaims(
  id: string,
  { seeds = [1, 2], small = {} }: { seeds?: readonly number[]; small?: object } = {},
): void {
  const experiment = experiments.find((one) => one.id === id);
  if (!experiment) throw new Error(`no experiment ${id}`);
  const { claims } = experiment;

  describe(`${id}, its claims`, () => {
    test.each([0, ...seeds])("as foreseen with seed %i", async (seed) => {
      const result = await run(lab, id, {}, { seed });
      const outcome = result.claims.map(({ id: name, holds, measured }) => ({ name, holds, measured }));
      expect(outcome).toEqual(
        claims.map(({ id: name, foreseen }, index) => ({
          name,
          holds: foreseen,
          measured: outcome[index]?.measured,
        })),
      );
    });

    const controls = new Map<string, Promise<Result>>();
    test.each(claims)("the control of $id comes out the other way", async ({ id: name, control, foreseen }) => {
      const key = JSON.stringify(control);
      const result = controls.get(key) ?? run(lab, id, control);
      controls.set(key, result);
      expect(claimOf(await result, name).holds).toBe(!foreseen);
    });

    test("the same bytes again, figures from them, and no memory kept", async () => {
      const { used } = lab.memory();
      const text = JSON.stringify(await run(lab, id, small));
      expect(lab.memory().used).toBe(used);
      expect(JSON.stringify(await run(await load(), id, small))).toBe(text);
      const result = JSON.parse(text) as Result;
      const figures = figuresOf(result, experiment);
      expect(figures.length).toBeGreaterThan(0);
      expect(figures.length).toBe(experiment.figures?.(result).length);
      for (const figure of figures) expect(draw(figure)).toContain("</svg>");
    });
  });
}
