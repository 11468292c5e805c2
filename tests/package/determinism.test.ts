/** @module-tag package */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const script = fileURLToPath(new URL("../support/train.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gradiometer-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Hash of the network that a process of its own trained. */
const train = (...args: (string | number)[]): string =>
  execFileSync(process.execPath, [script, ...args.map(String)], { encoding: "utf8" }).trim();

it("the same seed gives the same bits in two processes, and in two halves through a state in a third", () => {
  const whole = train(0, 200);
  expect(whole).toMatch(/^[0-9a-f]{64}$/);
  expect(train(0, 200)).toBe(whole);
  const state = join(folder, "state");
  expect(train(0, 100, "-", state)).not.toBe(whole);
  expect(train(100, 200, state)).toBe(whole);
});
