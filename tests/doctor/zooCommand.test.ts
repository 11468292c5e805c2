/** @module-tag package @module-tag long */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

it("gradiometer zoo finds every net to be what it is, and prints the confusion matrix of the docs", () => {
  const { status, stdout } = spawnSync(process.execPath, [cli, "zoo"], { encoding: "utf8" });
  const docs = readFileSync(new URL("../../docs/doctor.md", import.meta.url), "utf8");
  const [, matrix] = /^## The zoo\n.*?^```text\n(.*?)\n```$/ms.exec(docs)!;
  expect(stdout.replace(/ +$/gm, "")).toContain(`Expected (rows) against found (columns)\n${matrix!}\n`);
  expect(stdout).toMatch(/All \d+ nets came out as expected\./);
  expect(status).toBe(0);
});
