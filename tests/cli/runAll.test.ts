/** @module-tag package */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { experiments, type Result } from "gradiometer/experiments";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "gradiometer-all-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const all = (...args: string[]) =>
  spawnSync(process.execPath, [cli, "run", "all", ...args], { encoding: "utf8", cwd: folder });

const read = (name: string) =>
  JSON.parse(readFileSync(join(folder, name), "utf8")) as { version: string; seed: number; results: Result[] };

describe("gradiometer run all", () => {
  it("keeps what was done when it is stopped, and goes on from there to the same results", async () => {
    const child = spawn(process.execPath, [cli, "run", "all", "--json", "all.json"], { cwd: folder });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    // The first experiment is done when the file is there.
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      try {
        if (read("all.json").results.length > 0) break;
      } catch {
        // Not there yet.
      }
    }
    child.kill("SIGINT");
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(130);
    const { results, version, seed } = read("all.json");
    expect(said).toContain(`all.json has ${results.length} of ${experiments.length} experiments; to continue: `);
    expect(said).toContain("gradiometer run all --seed 0 --json all.json --resume");
    expect(results.map(({ experiment }) => experiment)).toEqual(
      experiments.slice(0, results.length).map(({ id }) => id),
    );

    // All but the last, so that going on is one experiment.
    const complete = experiments.map(
      ({ id }) => results.find((r) => r.experiment === id) ?? { ...results[0]!, experiment: id },
    );
    const last = experiments.find(({ id }) => id === "scalar-chain")!.id;
    const rest = complete.filter(({ experiment }) => experiment !== last);
    writeFileSync(join(folder, "all.json"), JSON.stringify({ version, seed, results: rest }));
    const { status, stdout } = all("--json", "all.json", "--resume");
    expect(status).toBe(0);
    expect(stdout).toMatch(/All \d+ claims of \d+ experiments came out as expected/);
    expect(stdout).toMatch(/\nWrote all\.json\n$/);
    const again = read("all.json").results;
    expect(again).toHaveLength(experiments.length);
    expect(again.at(-1)).toEqual(results.find(({ experiment }) => experiment === last));
  });

  it("does not go on from what is not its own", () => {
    writeFileSync(join(folder, "other.json"), "{}");
    writeFileSync(join(folder, "text.json"), "no");
    writeFileSync(join(folder, "null.json"), "null");
    writeFileSync(join(folder, "parts.json"), JSON.stringify({ version: "0.1.0", seed: 0, results: [null, 1] }));
    for (const [args, message] of [
      [["--resume"], "--resume needs --json <file>, the file to resume from"],
      [["--resume", "--json", "other.json"], "it has no results of run all"],
      [["--resume", "--json", "text.json"], "it is not JSON"],
      [["--resume", "--json", "null.json"], "it has no results of run all"],
      [["--resume", "--json", "parts.json"], "it has no results of run all"],
      [["--resume", "--json", "."], "cannot read .: it is a folder"],
    ] as const) {
      const { status, stdout, stderr } = all(...args);
      expect([status, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^gradiometer: [^\n]+\n$/);
      expect(stderr).toContain(message);
    }
  });
});
