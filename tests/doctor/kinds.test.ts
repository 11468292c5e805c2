/** @module-tag first */
import { load } from "gradiometer";
import { examine, type FindingId, findings } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";
import { kindOf, makers } from "./support/kinds.js";

const lab = await load();

/** Seeds of the kinds whose first variant happens to learn: what must be found follows from a net that does not. */
const SEEDS: Readonly<Partial<Record<string, number>>> = { "weight-decay-adam": 3, "slow-moons": 2, "rare-class": 5 };

describe("nets of every kind", () => {
  it.each(Object.keys(makers))("%s", { timeout: 60_000 }, async (kind) => {
    const { patient, findings: wanted, verdicts, name } = kindOf(lab, kind, SEEDS[kind] ?? 1);
    const report = await examine(lab, patient, { seeds: 1 });
    const [first] = report.findings;
    if (wanted.length > 0)
      expect([name, wanted, first?.id]).toEqual([name, expect.arrayContaining([first?.id]), first?.id]);
    expect([name, verdicts, report.verdict]).toEqual([name, expect.arrayContaining([report.verdict]), report.verdict]);
    for (const { proof } of report.findings)
      if (proof)
        expect(report.remedies.some(({ id, verdict }) => id === proof.remedy && verdict === proof.verdict)).toBe(true);
  });

  it("every finding is among the kinds or in the zoo", () => {
    const shown = new Set<FindingId>(Object.keys(makers).flatMap((kind) => kindOf(lab, kind, 1).findings));
    const zooOnly: FindingId[] = ["exploding-backward", "dying"];
    expect(findings.map(({ id }) => id).filter((id) => !shown.has(id) && !zooOnly.includes(id))).toEqual([]);
  });
});
