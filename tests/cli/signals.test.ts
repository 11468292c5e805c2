/**
 * @module-tag package
 * @module-tag first
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gradiometer-signals-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const optimizer = { kind: "sgd", learningRate: 0.1 };
const training = { loss: "cross-entropy", optimizer, epochs: 2 };

function write(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  return path;
}

/** Rows of two inputs and two classes. */
const data = (rows: number) =>
  `x1,x2,label\n${Array.from({ length: rows }, (_, row) => `${Math.sin(row)},${Math.cos(row)},${row % 2}`).join("\n")}\n`;

/** Starts a command in a folder of its own, sends it a signal when it works, and says how and how soon it ended. */
async function interrupted(signal: NodeJS.Signals, args: readonly string[]) {
  const own = join(folder, signal);
  mkdirSync(own);
  const child = spawn(process.execPath, [cli, ...args], { cwd: own, stdio: ["ignore", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (more: string) => (stderr += more));
  // It works from when its temporary file is there on; then it trains.
  while (!readdirSync(own).some((name) => name.endsWith(".tmp"))) await new Promise((go) => setTimeout(go, 20));
  await new Promise((go) => setTimeout(go, 1500));
  const start = performance.now();
  child.kill(signal);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stderr, soon: performance.now() - start < 10_000, left: readdirSync(own) };
}

it("a signal ends a run, inside one training too, and leaves no file behind", async () => {
  // One training of minutes, whose epochs do not end for long.
  const config = { sizes: [2, 2000, 2000, 2000, 2] };
  write("net.json", { name: "wide", config, training: { ...training, epochs: 1000 } });
  write("data.csv", data(5000));
  const args = ["doctor", "../net.json", "../data.csv", "--json", "out.json"];
  const ended = await Promise.all(
    (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => interrupted(signal, args)),
  );
  expect(ended).toEqual([
    { code: 130, stderr: "gradiometer: stopped; nothing was written\n", soon: true, left: [] },
    { code: 143, stderr: "", soon: true, left: [] },
    { code: 129, stderr: "", soon: true, left: [] },
  ]);
});

/** Runs in a shell, whose redirections close what they close. */
const shell = (command: string) =>
  spawnSync("bash", ["-c", command], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NODE: process.execPath, CLI: cli },
  });

describe("a closed stream", () => {
  const run = '"$NODE" "$CLI" run scalar-chain --draws 1000 --json out.json';

  it.each([
    ["stderr that nobody reads", `${run} > out.txt 2> >(exec 0<&-); echo "exit $?"`],
    ["no stderr at all", `${run} > out.txt 2>&-; echo "exit $?"`],
  ])("%s neither ends a run nor changes its exit code", (_, command) => {
    expect(shell(command).stdout).toBe("exit 0\n");
    expect(JSON.parse(readFileSync(join(folder, "out.json"), "utf8"))).toMatchObject({ experiment: "scalar-chain" });
    expect(readFileSync(join(folder, "out.txt"), "utf8")).toContain("Wrote out.json");
    expect(readdirSync(folder).sort()).toEqual(["out.json", "out.txt"]);
  });

  it("a stdout that nobody reads is no error, and leaves no file behind", () => {
    const { stdout } = shell(
      `set -o pipefail; ${run.replace("--json out.json", "")} | head -1 > /dev/null; echo "exit $?"`,
    );
    expect(stdout).toBe("exit 0\n");
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("what a file says", () => {
  const gradiometer = (...args: string[]) =>
    spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: "utf8" });
  const config = { sizes: [2, 3, 2], activation: "tanh" };
  /** Nothing that acts on a screen but ends of lines. */

  const ACTS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

  it.each<[string, string]>([
    ["no JSON", "\u001b[31mEVIL"],
    ["an unknown key", JSON.stringify({ name: "x", "\u001b[31mkey\u009b\u202e": 1, config, training })],
    ["a value", JSON.stringify({ name: "x", config: { ...config, activation: "\u001b[31m\nrelu" }, training })],
  ])("in %s, is escaped in the one line about it", (_, text) => {
    const { stdout, stderr, status } = gradiometer("doctor", write("net.json", text), write("data.csv", data(10)));
    expect([stdout, status]).toEqual(["", 2]);
    expect(stderr).toMatch(/^gradiometer: [^\n]+\n$/);
    expect(stderr).not.toMatch(ACTS);
  });

  it("as a name, or as a file's own name, is escaped", () => {
    const name = "\u001b]0;pwned\u0007\u001b[2J\u001b[31mEVIL\u001b[0m\u009b31m \u202egnp.exe";
    const zoo = [{ name, config, training, data: { generator: "two-moons" }, expect: { findings: [] } }];
    for (const [path, text] of [
      ["nets.json", zoo],
      ["\u001b[31mnets\n.json", "none"],
    ] as const) {
      const { stdout, stderr } = gradiometer("zoo", write(path, text));
      expect(stdout + stderr).toContain("\\x1b[");
      expect(stdout + stderr).not.toMatch(ACTS);
    }
    expect(gradiometer("run", "\u001b[31mx").stderr).not.toMatch(ACTS);
  });

  it("as a net's name, and a path that is written, is escaped in the doctor's report", () => {
    const rows = write("data.csv", data(40));
    for (const name of [
      "\u001b]0;pwned\u0007\u001b[2J\u009b31m \u202egnp.exe",
      "healthy\n\nLoss 0.1 → 0.0\nfake line",
    ]) {
      const net = write("net.json", { name, config, training });
      const page = join(folder, "\u001b[31mreport\n.html");
      const { stdout, stderr } = gradiometer("doctor", net, rows, "--remedies", "none", "--html", page);
      expect(stdout + stderr).not.toMatch(ACTS);
      expect(stdout.split("\n")[0]).toMatch(/^(\\x1b\]0;pwned|healthy\\n\\nLoss).* · /);
      expect(stdout).toContain("\\x1b[31mreport\\n.html\n");
    }
    const { stdout } = gradiometer("doctor", "--init", join(folder, "\u001b[31mnew\n.json"), rows);
    expect(stdout).toMatch(/^Wrote .*\\x1b\[31mnew\\n\.json$/m);
  });

  it("of a million layers, or of more than memory holds, is refused in one line", () => {
    const rows = write("data.csv", data(10));
    for (const sizes of [Array(1_000_001).fill(2), [2, 100_000, 100_000, 2]]) {
      const { stdout, stderr, status } = gradiometer(
        "doctor",
        write("net.json", { name: "x", config: { sizes }, training }),
        rows,
      );
      expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
      expect(stderr).toMatch(
        /^gradiometer: \S*net\.json: config\.sizes: (layers|parameters): expected at most \d+, but got \d+\n$/,
      );
    }
  });
});
