/** @module-tag package */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

it("a copy of the command where jsfive is not installed says what to install", () => {
  const alone = mkdtempSync(join(tmpdir(), "gradiometer-alone-"));
  try {
    for (const path of ["dist", "package.json"]) cpSync(root + path, join(alone, path), { recursive: true });
    cpSync(`${root}tests/golden/import/dense.keras`, join(alone, "dense.keras"));
    const { status, stderr } = spawnSync(process.execPath, ["dist/cli.js", "import", "dense.keras"], {
      encoding: "utf8",
      cwd: alone,
    });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/run npm install jsfive, then try again/) as string,
    });
  } finally {
    rmSync(alone, { recursive: true, force: true });
  }
});
