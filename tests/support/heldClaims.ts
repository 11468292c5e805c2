import { load } from "gradiometer";
import { experiments, type Result, run } from "gradiometer/experiments";
import { figure as draw, figuresOf } from "gradiometer/figure";
import { describe, expect, test } from "vitest";
import { claimOf } from "./results.js";

export const lab = await load();

const experimentOf = (id: string) => experiments.find((one) => one.id === id)!;

/** The ids of an experiment's claims. */
export const claimsOf = (id: string): string[] => experimentOf(id).claims.map((claim) => claim.id);

const results = new Map<string, Promise<Result>>();

/** The result of a run, which is made once in a test file however often it is asked for. */
export function resultOf(id: string, parameters: object = {}, seed = 0): Promise<Result> {
  const key = JSON.stringify([id, parameters, seed]);
  const result = results.get(key) ?? run(lab, id, parameters, { seed });
  results.set(key, result);
  return result;
}

/** Runs of an experiment: the smallest parameters that still speak of the nets of `claims`. */
export interface ClaimedRuns {
  parameters?: object;
  seeds?: readonly number[];
  /** Ids; default all. */
  claims?: readonly string[];
}

/**
 * What every experiment must stand: all claims as foreseen for three seeds, each control the other way, one result for one
 * seed, no memory kept, and figures that can be drawn from the result as a file would hold it.
 *
 * @param runs      together they ask for every claim; default one at the experiment's own parameters.
 * @param control   what makes the controls quicker; a control's own parameters come after it.
 * @param small     parameters under which one run is quick, for what does not depend on them; default those of the first run.
 */
export function holdsItsClaims(
  id: string,
  { runs = [{}], control: quick = {}, small }: { runs?: readonly ClaimedRuns[]; control?: object; small?: object } = {},
): void {
  const experiment = experimentOf(id);

  describe(`${id}, its claims`, () => {
    test("each is asked for", () => {
      const asked = new Set(runs.flatMap((one) => one.claims ?? claimsOf(id)));
      expect([...asked].sort()).toEqual(claimsOf(id).sort());
    });

    const all = runs.flatMap(({ parameters = {}, seeds = [0, 1, 2], claims: ids = claimsOf(id) }) =>
      seeds.map((seed) => ({ parameters, seed, ids })),
    );
    test.each(all)("as foreseen with seed $seed, $parameters", async ({ parameters, seed, ids }) => {
      const result = await resultOf(id, parameters, seed);
      const outcome = ids.map((name) => claimOf(result, name));
      expect(outcome.filter(({ holds, foreseen }) => holds !== foreseen)).toEqual([]);
    });

    test.each(experiment.claims)(
      "the control of $id comes out the other way",
      async ({ id: name, control, foreseen }) => {
        const { holds, measured } = claimOf(await resultOf(id, { ...quick, ...control }), name);
        expect({ measured, holds }).toEqual({ measured, holds: !foreseen });
      },
    );

    test("the same bytes again, figures from them, and no memory kept", async () => {
      const parameters = small ?? runs[0]?.parameters ?? {};
      const seed = (small ? undefined : runs[0]?.seeds?.[0]) ?? 0;
      const first = await resultOf(id, parameters, seed);
      const text = JSON.stringify(first);
      const other = await load();
      const { used } = other.memory();
      expect(JSON.stringify(await run(other, id, parameters, { seed }))).toBe(text);
      expect(other.memory().used).toBe(used);
      const result = JSON.parse(text) as Result;
      expect(result).toEqual(first);
      const figures = figuresOf(result, experiment);
      expect(figures.length).toBeGreaterThan(0);
      expect(figures.length).toBe(experiment.figures?.(result).length);
      for (const figure of figures) expect(draw(figure)).toContain("</svg>");
    });
  });
}
