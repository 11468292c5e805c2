/** @module-tag package */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseNet } from "gradiometer/doctor";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const newcomer = fileURLToPath(new URL("newcomer/", import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gradiometer-newcomer-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, [cli, "doctor", ...args], { encoding: "utf8", cwd: newcomer });

describe("what newcomers bring", () => {
  it.each([
    ["own-header.csv", "--target", "species"],
    ["x-species.csv", "--target", "species"],
    ["x-target.csv", "--target", "target"],
    ["y-class.csv"],
    ["index.csv"],
    ["semicolon.csv"],
    ["missing.csv", "--missing", "drop"],
    ["no-header.csv", "--no-header", "--target", "c5"],
  ])("%s is read", (file, ...options) => {
    const { stdout, status } = run("net.json", file, ...options);
    expect(stdout).toMatch(/^iris · healthy\n/);
    expect(stdout).toContain("4 inputs");
    expect(status).toBe(0);
  });

  it("--init writes a net that can be examined, and no second time", () => {
    const net = join(folder, "fresh.json");
    const first = run("--init", net, "own-header.csv", "--target", "species");
    expect(first.status).toBe(0);
    expect(parseNet(readFileSync(net, "utf8"))).toMatchObject({
      name: "own-header",
      config: { sizes: [4, 16, 3] },
      holdout: 0.2,
    });
    expect(run("--init", net, "own-header.csv", "--target", "species").status).toBe(2);
    expect(run(net, "own-header.csv", "--target", "species").stdout).toMatch(/^own-header · healthy\n/);
  });
});
