/**
 * What the doctor says of every net of the zoo, held word by word: `npx vitest run tests/doctor/golden.test.ts -u` writes the file,
 * and CHANGELOG.md says why a finding, a number or a sentence is another.
 *
 * @module-tag long
 */
import { load } from "gradiometer";
import { examine, preflight, zoo, zooPatient } from "gradiometer/doctor";
import { reportFigures, reportPage } from "gradiometer/figure";
import { expect, it } from "vitest";
import { headline } from "../../sdk/doctor/headline.js";
import { asFile, exactly, short } from "../support/golden.js";

const lab = await load();

it("a short look at every net of the zoo: theory, evidence with its numbers, remedies, the page", async () => {
  const said: Record<string, unknown> = {};
  for (const net of zoo) {
    const reports: string[] = [];
    const report = await examine(lab, zooPatient(lab, net), {
      ...{ seeds: 1, steps: 6 },
      onProgress: (progress) => void reports.push(JSON.stringify(progress)),
    });
    said[net.name] = {
      expected: JSON.stringify(preflight(lab, net.config).findings),
      theory: short(exactly(preflight(lab, net.config))),
      verdict: headline(report).verdict,
      said: short(exactly(headline(report))),
      evidence: report.findings.map((one) => `${one.id} ${short(exactly(one))}`),
      remedies: report.remedies.map(({ id, verdict, losses }) => `${id}: ${verdict}, ${String(losses[0])}`),
      report: short(exactly({ ...report, version: "" })),
      figures: reportFigures(report).map((spec) => short(exactly(spec))),
      page: short(reportPage(report).replaceAll(lab.version, "")),
      progress: short(reports.join("\n")),
    };
  }
  await expect(asFile(said)).toMatchFileSnapshot("../golden/examinations.json");
}, 600_000);
