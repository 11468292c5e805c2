/**
 * @module-tag package
 * @module-tag first
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { experiments, type Result } from "gradiometer/experiments";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const quick = ["run", "scalar-chain", "--draws", "1000"];

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "gradiometer-cli-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function gradiometer(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

/** Wrong input: nothing on stdout, one line on stderr, exit code 2. */
function refused(args: readonly string[]): string {
  const { status, stdout, stderr } = gradiometer(args);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^gradiometer: [^\n]+\n$/);
  expect(status).toBe(2);
  return stderr;
}

describe("gradiometer list", () => {
  it("names every experiment, its question, its claims and its options", () => {
    const { status, stdout, stderr } = gradiometer(["list"]);
    expect(status).toBe(0);
    expect(stderr).toBe("");
    const text = stdout.replace(/\s+/g, " ");
    for (const { id, title, question, claims } of experiments) {
      expect(text).toContain(`${id} · ${title} ${question}`);
      expect(text).toContain(`${claims.length} claims`);
    }
    expect(text).toContain("--output-weights");
  });
});

describe("gradiometer run", () => {
  it("writes the result as JSON, its tables as CSV, and shows both with the claims", () => {
    const { status, stdout, stderr } = gradiometer([
      ...quick,
      "--variance",
      "0.25",
      "--json",
      "r.json",
      "--csv",
      "r.csv",
    ]);
    const result = JSON.parse(readFileSync(join(folder, "r.json"), "utf8")) as Result;
    expect(result).toMatchObject({
      experiment: "scalar-chain",
      seed: 0,
      version,
      parameters: { draws: 1000, variance: 0.25 },
    });
    for (const { id } of result.claims) expect(stdout).toContain(id);
    for (const { name } of result.tables) expect(stdout).toContain(name);
    const alarms = result.claims.filter(({ holds, foreseen }) => holds !== foreseen);
    expect(alarms.map(({ id }) => id)).toContain("C3.exceed");
    expect(stdout).toContain("not with these parameters");
    expect(stdout).not.toContain("ALARM");
    expect(status).toBe(0);
    expect(stderr).toBe("");

    const [header, ...rows] = readFileSync(join(folder, "r.csv"), "utf8").trimEnd().split("\n");
    expect(header).toMatch(/^table,/);
    expect(rows).toHaveLength(result.tables.reduce((sum, { columns }) => sum + (columns[0]?.values.length ?? 0), 0));
    expect(readdirSync(folder).sort()).toEqual(["r.csv", "r.json"]);
  });

  it("writes a page that opens offline and says how to repeat the run", () => {
    const args = ["run", "scalar-chain", "--draws", "1000", "--weights=-0.5,1", "--seed", "3"];
    const { status, stdout } = gradiometer([...args, "--html", "page.html", "--json", "page.json"]);
    expect(status).toBe(0);
    expect(stdout).toContain("Wrote page.html");
    const html = readFileSync(join(folder, "page.html"), "utf8");
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toMatch(/<svg .*role="img"/);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(300_000);
    const [, command = ""] = /<pre>npx gradiometer@\S+ ([^<]*)<\/pre>/.exec(html)!;
    gradiometer([...command.split(" "), "--json", "again.json"]);
    expect(readFileSync(join(folder, "again.json"), "utf8")).toBe(readFileSync(join(folder, "page.json"), "utf8"));
    for (const file of ["page.html", "page.json", "again.json"]) rmSync(join(folder, file));
  });

  it("ends with 0 when every claim comes out as foreseen, the slips included", () => {
    const { status, stdout } = gradiometer(["run", "scalar-chain"]);
    expect(stdout).toMatch(/All \d+ claims came out as expected\./);
    expect(stdout).toContain("fails as expected");
    expect(status).toBe(0);
  });

  it("writes the same bytes for the same seed from two processes, and others for another seed", () => {
    const bytes = ["7", "7", "8"].map((seed, index) => {
      gradiometer([...quick, "--seed", seed, "--json", `seed-${index}.json`]);
      return readFileSync(join(folder, `seed-${index}.json`), "utf8").replace(/"seed": \d+/, "");
    });
    expect(bytes[1]).toBe(bytes[0]);
    expect(bytes[2]).not.toBe(bytes[0]);
  });

  it("uses no colour in a pipe, whatever the environment says", () => {
    const { stdout } = gradiometer(quick, { FORCE_COLOR: "1", CI: "1", TERM: "xterm-256color" });
    expect(stdout).not.toContain("\u001b");
    expect(gradiometer(["rum"], { FORCE_COLOR: "1", CI: "1" }).stderr).not.toContain("\u001b");
  });
});

describe("help", () => {
  it("shows the commands without arguments and under --help", () => {
    for (const args of [[], ["--help"]]) {
      const { status, stdout } = gradiometer(args);
      expect(stdout).toMatch(/list .*\n.*run /s);
      expect(status).toBe(0);
    }
  });

  it("shows the parameters of an experiment with range, unit and default", () => {
    const { status, stdout } = gradiometer(["run", "scalar-chain", "--help"]);
    expect(status).toBe(0);
    const text = stdout.replace(/\s+/g, " ");
    expect(text).toContain("--weights <list>");
    expect(text).toContain("from 1000 to 1000000");
    expect(text).toContain("[layers]");
    expect(text).toContain("default 0.5,-1.2,2");
  });

  it("shows the version", () => {
    expect(gradiometer(["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe("wrong input", () => {
  it.each([
    [["rum"], "Did you mean run?"],
    [["frobnicate"], "gradiometer --help"],
    [["run"], "gradiometer list"],
    [["run", "scaler-chain"], "Did you mean scalar-chain?"],
    [["run", "frobnicate"], "gradiometer list"],
    [["run", "scalar-chain", "--weihgts", "1"], "Did you mean --weights?"],
    [["run", "scalar-chain", "--frobnicate"], "--help lists the options"],
    [["run", "scalar-chain", "more"], "too many arguments"],
    [["run", "scalar-chain", "--seed"], "--seed <n>"],
    [["run", "scalar-chain", "--seed", "-1"], "Give an integer from 0"],
    [["run", "scalar-chain", "--seed", "1.5"], "Give an integer from 0"],
    [["run", "scalar-chain", "--weights", "1,x"], "Give numbers from -100 to 100, separated by commas"],
    [["run", "scalar-chain", "--weights", "1,,2"], "Give numbers"],
    [["run", "scalar-chain", "--input", ""], "Give a number from -100 to 100"],
    [["run", "scalar-chain", "--draws", "10"], "Give an integer from 1000 to 1000000"],
    [["run", "scalar-chain", "--activation", "softmax"], "Give one of sigmoid, tanh"],
    [["run", "scalar-chain", "--json", "one", "--csv", "./one"], "give each its own file"],
    [["run", "scalar-chain", "--json", "one", "--html", "one"], "--json and --html both name one"],
  ])("%j is one line that says what to do, exit code 2", (args, hint) => {
    expect(refused(args)).toContain(hint);
  });

  it("a file that cannot be written is refused before the work, and leaves nothing behind", () => {
    const before = readdirSync(folder);
    expect(refused([...quick, "--json", join(folder, "missing", "r.json")])).toContain("the folder does not exist");
    expect(refused([...quick, "--csv", folder])).toContain("it is a folder");
    expect(refused([...quick, "--json", "kept-out.json", "--csv", join(folder, "missing", "r.csv")])).toContain(
      "--csv",
    );
    expect(refused([...quick, "--html", join(folder, "missing", "r.html")])).toContain("the folder does not exist");
    expect(existsSync(join(folder, "kept-out.json"))).toBe(false);
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe("result files", () => {
  it("replace what a link points at, and are written into pipes and devices", () => {
    const real = join(folder, "real.json");
    const link = join(folder, "link.json");
    writeFileSync(real, "old");
    symlinkSync(real, link);
    const { status } = gradiometer(["run", "scalar-chain", "--draws", "1000", "--json", link, "--csv", "/dev/null"]);
    expect(status).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(real, "utf8"))).toMatchObject({ experiment: "scalar-chain" });
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
    rmSync(real);
    rmSync(link);
  });

  it.each([["x".repeat(300)], ["file/x.json"]])("refuse %s in one line", (name) => {
    writeFileSync(join(folder, "file"), "");
    const { status, stderr } = gradiometer(["run", "scalar-chain", "--json", name]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^gradiometer: cannot write --json [^\n]+\n$/);
  });

  it("a full standard output is one line and no alarm", () => {
    const full = openSync("/dev/full", "w");
    const child = spawnSync(process.execPath, [cli, "list"], { stdio: ["ignore", full, "pipe"], encoding: "utf8" });
    expect(child.status).toBe(2);
    expect(child.stderr).toMatch(/^gradiometer: cannot write to the standard output: [^\n]+\n$/);
  });
});
