/** What the tests of the experiments share. */
import { load } from "gradiometer";
import { experiments, run } from "gradiometer/experiments";
import { figure } from "gradiometer/figure";
import { describe, expect, test } from "vitest";

export const lab = await load();

/** The default seed and two others. */
export const SEEDS = [0, 1, 2];

/** Every claim as foreseen for three seeds, every control the other way, JSON, memory, and figures that can be drawn. */
export function asForeseen(id: string, parameters: object = {}): void {
  const experiment = experiments.find((one) => one.id === id);
  if (!experiment) throw new Error(`no experiment ${id}`);
  describe(id, () => {
    test.each(SEEDS)("all claims as foreseen with seed %i", async (seed) => {
      const { used } = lab.memory();
      const result = await run(lab, id, parameters, { seed });
      expect(lab.memory().used).toBe(used);
      expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      const outcome = result.claims.map(({ id: claim, holds, measured }) => ({ claim, holds, measured }));
      expect(outcome).toEqual(
        experiment.claims.map(({ id: claim, foreseen }, index) => ({ ...outcome[index], claim, holds: foreseen })),
      );
      const figures = experiment.figures?.(result) ?? [];
      expect(figures.length).toBeGreaterThan(0);
      for (const spec of figures) expect(figure(spec)).toContain("<svg");
    });

    test.each(experiment.claims)("the control of $id comes out the other way", async (claim) => {
      const { claims } = await run(lab, id, claim.control);
      expect(claims.find((one) => one.id === claim.id)?.holds).toBe(!claim.foreseen);
    });
  });
}
