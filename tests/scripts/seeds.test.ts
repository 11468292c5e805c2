/** @module-tag package */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const script = fileURLToPath(new URL("../../scripts/seeds.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gradiometer-seeds-"));
afterAll(() => rmSync(folder, { recursive: true }));

const out = join(folder, "seeds.jsonl");
const seeds = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
const regressionNet = () => seeds("regression-net", "--seeds", "2", "--controls", "--out", out);

it("runs seeds and controls, goes on from its file, and fails on what came out otherwise", () => {
  const { status, stdout } = regressionNet();
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^regression-net +2 runs .+ as expected\nregression-net, controls +\d+ runs .+ as expected\n$/,
  );
  const kept = readFileSync(out, "utf8");
  expect(regressionNet()).toMatchObject({ status: 0, stdout });
  expect(readFileSync(out, "utf8")).toBe(kept);

  const isRun = (line: string) => line.includes('"seed":0,"parameters":{},');
  const tampered = kept.split("\n").map((line) => (isRun(line) ? line.replace('"holds":true', '"holds":false') : line));
  writeFileSync(out, tampered.join("\n"));
  const alarmed = regressionNet();
  expect(alarmed.status).toBe(1);
  expect(alarmed.stdout).toMatch(/^ALARM regression-net C\d+\.\S+ seed 0: \S+ \(.+, to hold\)$/m);
  expect(alarmed.stdout).toMatch(/^regression-net +2 runs .+ 1 ALARM$/m);
});

it("begins where it is told and goes on in strides", () => {
  const file = join(folder, "strides.jsonl");
  expect(seeds("regression-net", "--first", "100", "--seeds", "3", "--stride", "5", "--out", file).status).toBe(0);
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const run = lines.map((line) => (JSON.parse(line) as { seed: number }).seed);
  expect(run.sort()).toEqual([100, 105, 110]);
});

it("refuses what it does not know", () => {
  expect(seeds("nonsense")).toMatchObject({ status: 2, stderr: "no experiment nonsense\n" });
  expect(seeds("--seeds", "0")).toMatchObject({ status: 2, stderr: "--seeds: expected an integer ≥ 1, got 0\n" });
  expect(seeds("--stride", "0")).toMatchObject({ status: 2, stderr: "--stride: expected an integer ≥ 1, got 0\n" });
  expect(seeds("--first=-1")).toMatchObject({ status: 2, stderr: "--first: expected an integer ≥ 0, got -1\n" });
});
