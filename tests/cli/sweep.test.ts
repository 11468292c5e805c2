/** @module-tag package */
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "gradiometer";
import { sweep } from "gradiometer/sweep";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changed, small } from "../sweep/support.js";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gradiometer-sweep-"));
  writeFileSync(join(folder, "small.json"), JSON.stringify(small));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function gradiometer(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8", cwd: folder });
  return { status, stdout, stderr };
}

const file = (name: string): string => readFileSync(join(folder, name), "utf8");

describe("gradiometer sweep", () => {
  it("writes the same file as a program, a table, and a page", async () => {
    const { status, stdout, stderr } = gradiometer("sweep", "small.json", "--threads", "1", "--html", "small.html");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(file("small.jsonl")).toBe((await sweep(await load(), small)).text);
    expect(stdout).toMatch(/hidden +σ_w² +loss at/);
    expect(stdout).toMatch(/12 jobs\. Wrote small\.jsonl\nSHA-256 [0-9a-f]{64}\nWrote small\.html\n$/);
    expect(file("small.html")).toContain("npx gradiometer@");
  });

  it("does not run what is there, and says so", () => {
    const before = file("small.jsonl");
    const { stdout } = gradiometer("sweep", "small.json");
    expect(stdout).toContain("12 jobs, 0 of them now.");
    const lines = before.split("\n").slice(0, -1);
    // Out of order, one line twice, and the last one torn.
    writeFileSync(join(folder, "part.jsonl"), `${lines[5]!}\n${lines[2]!}\n${lines[5]!}\n`);
    appendFileSync(join(folder, "part.jsonl"), lines[7]!.slice(0, 50));
    expect(gradiometer("sweep", "small.json", "--out", "part.jsonl").stdout).toContain("12 jobs, 10 of them now.");
    expect(file("part.jsonl")).toBe(before);
    expect(gradiometer("sweep", "small.json", "--out", "part.jsonl", "--fresh").stdout).toContain("12 jobs. Wrote");
    expect(file("part.jsonl")).toBe(before);
  });

  it("puts shards together, and finds what is missing or wrong", () => {
    for (const part of ["1", "2"]) gradiometer("sweep", "small.json", "--shard", `${part}/2`, "--out", `${part}.jsonl`);
    const merge = (...files: string[]) => gradiometer("sweep", "small.json", "--out", "all.jsonl", "--merge", ...files);
    const half = merge("1.jsonl");
    expect(half.status).toBe(2);
    expect(half.stderr).toBe("gradiometer: 6 of 12 jobs are in none of the files; leave out --merge to run them\n");
    expect(merge("1.jsonl", "2.jsonl").status).toBe(0);
    expect(file("all.jsonl")).toBe(file("small.jsonl"));
    writeFileSync(join(folder, "wrong.jsonl"), file("1.jsonl").replace(/"hash":"./, '"hash":"?'));
    const wrong = merge("wrong.jsonl");
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(
      /^gradiometer: job [0-9a-f]{64}: an earlier line of all\.jsonl and wrong\.jsonl disagree/,
    );
  });

  it("refuses what is no study in one line, and leaves no file behind", () => {
    const refused = (text: string, ...args: string[]): string => {
      writeFileSync(join(folder, "study.json"), text);
      const { status, stdout, stderr } = gradiometer("sweep", "study.json", "--out", "none.jsonl", ...args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(existsSync(join(folder, "none.jsonl"))).toBe(false);
      return stderr;
    };
    expect(refused("{")).toMatch(/^gradiometer: study\.json: not valid JSON: /);
    expect(refused("[]")).toContain("study.json: study: expected an object");
    expect(refused(JSON.stringify({ ...small, seeds: -1 }))).toContain("study.json: seeds: expected an integer from 1");
    const sigmoid = changed({ axes: [{ path: "config.activation", values: ["sigmiod"] }] });
    expect(refused(JSON.stringify(sigmoid))).toContain('did you mean "sigmoid"?');
    expect(refused(JSON.stringify(small), "--shard", "3/2")).toContain("--shard: expected a part such as 1/4");
    expect(refused(JSON.stringify(small), "--threads", "0")).toContain("Give an integer from 1");
    expect(refused(JSON.stringify(small), "--queue", "localhost")).toContain("expected redis://host:6379");
    expect(gradiometer("sweep", "clipping-rat").stderr).toContain("did you mean clipping-rate?");
    expect(gradiometer("sweep").stderr).toContain("gradiometer sweep --list shows those that ship");
    expect(gradiometer("sweep", "small.json", "--out", "small.json").stderr).toContain("is an input");
    const other = gradiometer("sweep", "small.json", "--seeds", "1", "--out", "small.jsonl");
    expect(other.stderr).toMatch(/small\.jsonl: line \d+ is of another study, another version or another shard/);
    expect(statSync(join(folder, "small.jsonl")).size).toBeGreaterThan(1000);
  });

  it("takes a CSV that the study names", () => {
    const rows = Array.from({ length: 30 }, (_, i) => [i % 5, (i * 3) % 7, i % 2].join(","));
    writeFileSync(join(folder, "rows.csv"), `x1,x2,label\n${rows.join("\n")}\n`);
    writeFileSync(join(folder, "csv.json"), JSON.stringify({ ...small, base: { ...small.base, data: "rows.csv" } }));
    expect(gradiometer("sweep", "csv.json", "--out", "csv.jsonl").status).toBe(0);
    expect(file("csv.jsonl").split("\n")).toHaveLength(13);
    writeFileSync(join(folder, "csv.json"), JSON.stringify({ ...small, base: { ...small.base, data: "no.csv" } }));
    expect(gradiometer("sweep", "csv.json", "--fresh").stderr).toContain("no.csv: there is no such file");
  });

  it("lists the studies, and counts the alarms of experiments", () => {
    const { status, stdout } = gradiometer("sweep", "--list");
    expect(status).toBe(0);
    expect(stdout).toMatch(/trainability-tanh +256/);
    const study = { name: "chain", experiment: "scalar-chain", seeds: 1 };
    writeFileSync(join(folder, "chain.json"), JSON.stringify(study));
    const run = gradiometer("sweep", "chain.json");
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/All \d+ claims × seeds came out as expected\./);
  });
});
