import { spawnSync } from "node:child_process";
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

  it("digits.js shows nets of the chosen depths, and its claims come out as foreseen", () => {
    const { status, stdout, stderr } = example("digits.js", "--depths", "2,5", "--seeds", "1");
    expect(stderr).toBe("");
    expect(stdout).toMatch(/sigmoid 5 .* stuck at chance/);
    expect(stdout).toMatch(/tanh 5 Glorot .* trains/);
    expect(stdout).toMatch(/sigmoid 5, sign .* trains/);
    expect(stdout).toMatch(/All \d+ claims came out as foreseen/);
    expect(stdout).toContain("CC BY 4.0");
    expect(stdout).not.toContain("\u001b");
    expect(status).toBe(0);
  });

  it("digits.js refuses a wrong depth in one line", () => {
    const { status, stdout, stderr } = example("digits.js", "--depths", "1");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^digits\.js: [^\n]+\n$/);
  });
});
