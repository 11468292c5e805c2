/** @module-tag package */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gradiometer-"));
const binary = join(folder, "gradiometer.wasm");
let load: () => Promise<unknown>;

beforeAll(async () => {
  for (const name of ["node.js", "chunks"]) cpSync(join(dist, name), join(folder, name), { recursive: true });
  ({ load } = (await import(pathToFileURL(join(folder, "node.js")).href)) as { load(): Promise<unknown> });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("Node's entry says where it looked and what came", () => {
  const whole = readFileSync(join(dist, "gradiometer.wasm"));

  it.each([
    ["nothing", null, /gradiometer\.wasm: expected a WebAssembly binary, but got Error: ENOENT.*gradiometer\/inline/],
    ["an empty file", Buffer.of(), /gradiometer\.wasm: .* got 0 bytes of something else.*gradiometer\/inline/],
    ["a page", Buffer.from("<!doctype html>"), /gradiometer\.wasm: .* got 15 bytes of something else/],
    ["half of it", whole.subarray(0, 9000), /module: expected the "simd" binary, but got 9000 damaged bytes/],
  ])("for %s", async (_, bytes, message) => {
    rmSync(binary, { force: true });
    if (bytes) writeFileSync(binary, bytes);
    await expect(load()).rejects.toMatchObject({ code: "BAD_FILE", message: expect.stringMatching(message) as string });
  });

  it("and loads when the binary is there after all", async () => {
    writeFileSync(binary, whole);
    await expect(load()).resolves.toMatchObject({ variant: "simd" });
  });
});
