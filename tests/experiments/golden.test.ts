/**
 * What the experiments say and measure, held number by number: a bound, a control, a default or a bit of a table that changes
 * unasked is seen here. `npx vitest run tests/experiments/golden.test.ts -u` writes the files; CHANGELOG.md says why.
 *
 * @module-tag first
 */
import { load } from "gradiometer";
import { experiments, run } from "gradiometer/experiments";
import { figure, figuresOf } from "gradiometer/figure";
import { expect, it } from "vitest";
import { asFile, short } from "../support/golden.js";
import { OTHER } from "../support/other.js";
import { SMALL } from "../support/small.js";

const lab = await load();

/** What an element costs is said in nanoseconds of this machine. */
const withoutTimes = (label: string): string =>
  label.startsWith("ns for") ? label.replaceAll(/ \d+\.\d\d(?=,|$)/g, " …") : label;

it("the bounds and controls of all claims, the parameters of all experiments", async () => {
  const specifications = Object.fromEntries(
    experiments.map(({ id, parameters, claims }) => [
      id,
      {
        parameters: parameters.properties,
        claims: Object.fromEntries(
          claims.map(({ id: name, low, high, unit, foreseen, control }) => [
            name,
            JSON.stringify({ low, high, unit, foreseen, control }),
          ]),
        ),
      },
    ]),
  );
  await expect(asFile(specifications)).toMatchFileSnapshot("../golden/experiments.json");
});

/** Every table, claim and figure of a run of each experiment, bit by bit, and what it reports of its progress. */
async function runsWith(parameters: Readonly<Record<string, object>>): Promise<Record<string, unknown>> {
  const runs: Record<string, unknown> = {};
  for (const experiment of experiments) {
    const reports: string[] = [];
    const onProgress = ({ done, total, label }: { done: number; total: number; label: string }): void =>
      void reports.push(`${done}/${total} ${withoutTimes(label)}`);
    const result = await run(lab, experiment.id, parameters[experiment.id] ?? {}, { seed: 5, onProgress });
    const specs = figuresOf(result, experiment);
    runs[experiment.id] = {
      tables: Object.fromEntries(result.tables.map((table) => [table.name, short(JSON.stringify(table))])),
      claims: Object.fromEntries(result.claims.map(({ id, measured, holds }) => [id, `${measured}, ${holds}`])),
      figures: specs.map((spec) => `${short(JSON.stringify(spec))}, drawn ${short(figure(spec))}: ${spec.title}`),
      progress: short(reports.join("\n")),
    };
  }
  return runs;
}

it("every table, claim and figure of a small run, bit by bit, and what it reports of its progress", async () => {
  await expect(asFile(await runsWith(SMALL))).toMatchFileSnapshot("../golden/smallRuns.json");
}, 600_000);

it("the same of a run with the other of all choices, and as little of everything as is allowed", async () => {
  await expect(asFile(await runsWith(OTHER))).toMatchFileSnapshot("../golden/otherRuns.json");
}, 600_000);
