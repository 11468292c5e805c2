/**
 * With NODE_V8_COVERAGE, V8 counts what runs in every process. One that runs a test file keeps its counts there, and has those
 * of the processes that it starts in a folder named by its number, with the name of the test file.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { takeCoverage } from "node:v8";
import { afterAll, beforeAll, expect } from "vitest";

const folder = process.env["NODE_V8_COVERAGE"];
if (folder !== undefined && folder !== "") {
  const own = join(folder, String(process.pid));
  mkdirSync(own, { recursive: true });
  process.env["NODE_V8_COVERAGE"] = own;
  beforeAll(() => writeFileSync(join(own, "test.txt"), String(expect.getState().testPath)));
  afterAll(() => takeCoverage()); // vitest ends its processes from outside, and then nothing would be written
}

// Whoever waits for this process sees by the time of that file that it is in no endless loop.
const pulse = process.env["PULSE_FILE"];
if (pulse !== undefined) setInterval(() => writeFileSync(pulse, ""), 1000).unref();
