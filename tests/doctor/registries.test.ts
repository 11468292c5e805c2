/**
 * The doctor's registries, held number by number in tests/golden/doctor.json: `npx vitest run tests/doctor/registries.test.ts -u`
 * writes it, and CHANGELOG.md says why one is another.
 */
import { findings, remedies, thresholds } from "gradiometer/doctor";
import { expect, it } from "vitest";
import { asFile } from "../support/golden.js";

it("thresholds, and what helps against what", async () => {
  const registries = {
    thresholds: Object.fromEntries(Object.entries(thresholds).map(([name, { value }]) => [name, value])),
    remedies: Object.fromEntries(remedies.map(({ id, helps }) => [id, JSON.stringify(helps)])),
    findings: Object.fromEntries(findings.map(({ id, explains }) => [id, explains.join(", ")])),
  };
  await expect(asFile(registries)).toMatchFileSnapshot("../golden/doctor.json");
});
