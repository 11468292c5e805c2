import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

function example(file: string, ...args: string[]) {
  return spawnSync(process.execPath, [`examples/node/${file}`, ...args], { cwd: root, encoding: "utf8" });
}

describe("examples/node", () => {
  it("train.js trains and shows what flows through every layer", () => {
    const { status, stdout, stderr } = example("train.js");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout.match(/layer \d: ‖δ‖ \d/g)).toHaveLength(6);
    const right = Number(/(\d+) of 400 points/.exec(stdout)?.[1]);
    expect(right).toBeGreaterThan(390);
  });

  it("digits.js, the main job, comes out as foreseen, and the README shows what it prints", () => {
    const { status, stdout, stderr } = example("digits.js");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toMatch(/All 15 claims came out as foreseen/);
    expect(stdout).toContain("CC BY 4.0");
    expect(stdout).not.toContain("\u001b");
    const readme = readFileSync(`${root}README.md`, "utf8");
    const excerpt = /```text\n([^]*?)```/.exec(readme)?.[1]?.split("\n") ?? [];
    expect(excerpt.length).toBeGreaterThan(15);
    const printed = new Set(stdout.split("\n"));
    for (const line of excerpt) expect(printed.has(line), `README: ${line}`).toBe(true);
  }, 240_000);

  it("digits.js shows nets of the chosen depths", () => {
    const { status, stdout } = example("digits.js", "--depths", "2,5", "--seeds", "1");
    expect(stdout).toMatch(/sigmoid 5 .* stuck at chance/);
    expect(stdout).toMatch(/tanh 5 Glorot .* trains/);
    expect(status).toBe(0);
  });

  it("digits.js refuses a wrong depth in one line", () => {
    const { status, stdout, stderr } = example("digits.js", "--depths", "1");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^digits\.js: [^\n]+\n$/);
  });
});
