/** @module-tag package */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventOf, fileOf, recordedEvents } from "../doctor/trace/eventFile.js";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gradiometer-events-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const NAME = "events.out.tfevents.1795000000.host.1.0";

/** An event file in a folder of the test's own. */
function place(inside: string, bytes: Uint8Array, name = NAME): string {
  mkdirSync(join(folder, inside), { recursive: true });
  const path = join(folder, inside, name);
  writeFileSync(path, bytes);
  return path;
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("gradiometer diagnose over event files", () => {
  it("reads a file, says what is missing and how to get it, and writes page and JSON", () => {
    const path = place("runs", recordedEvents("torch-sigmoid"), "renamed");
    const [html, json] = [join(folder, "run.html"), join(folder, "run.json")];
    const { status, stdout } = run("diagnose", path, "--html", html, "--json", json);
    expect(status).toBe(1);
    expect(stdout).toContain("renamed: sick: vanishing-backward");
    expect(stdout).toContain("add_histogram");
    expect(readFileSync(html, "utf8")).toContain("The weights over the training");
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ verdict: "sick" });
  });

  it("reads the folder of a training, and that of Keras with what it trains on", () => {
    place("one", recordedEvents("torch-healthy"));
    const one = run("diagnose", join(folder, "one"));
    expect(one).toMatchObject({ status: 0, stdout: expect.stringContaining("accuracy/val") as string });
    place("keras/train", recordedEvents("keras/train"));
    place("keras/validation", recordedEvents("keras/validation"));
    const { status, stdout } = run("diagnose", join(folder, "keras"));
    expect(status).toBe(0);
    expect(stdout).toMatch(/12 records of 3 layers \(TensorBoard, loss: train\/epoch_loss\)/);
    expect(run("diagnose", folder).stderr).toMatch(
      /there are 3 trainings in it; name the folder of one: keras\/train, /,
    );
  });

  it("ends with 2 for bad input, in one line that names the file", () => {
    const good = recordedEvents("torch-healthy");
    good[5000]! ^= 1;
    expect(run("diagnose", place("bad", good)).stderr).toMatch(
      /^gradiometer: .*tfevents.*: event file: byte \d+: .*\n$/,
    );
    expect(run("diagnose", place("none", fileOf(eventOf(0, { accuracy: 1 })))).stderr).toMatch(
      /called a loss.*accuracy/,
    );
    expect(run("diagnose", place("empty", new Uint8Array(0))).status).toBe(2);
    expect(run("diagnose", join(folder, "nowhere", NAME)).stderr).toContain("there is no such file");
    const odd = place("odd", fileOf(eventOf(0, { J: 2 }), eventOf(1, { J: 1.9 })));
    expect(run("diagnose", odd, "--loss-tag", "J").stdout).toContain("(TensorBoard, loss: J)");
  });

  it("shows no character of the file that acts", () => {
    const tag = "\u001b[31m\u202e<b>";
    const values = { loss: 1, [tag]: 2, [`${tag}.weight`]: { min: 1, max: 1, num: 4, sum: 4, squares: 4 } };
    const html = join(folder, "run.html");
    const { stdout } = run("diagnose", place("x", fileOf(eventOf(0, values))), "--html", html);
    for (const shown of [stdout, readFileSync(html, "utf8")]) {
      expect(shown).not.toMatch(/[\u001b\u202e]/);
      expect(shown).toContain("\\x1b");
    }
    expect(readFileSync(html, "utf8")).not.toContain("<b>");
  });

  it("is what other commands name", () => {
    const path = place("x", recordedEvents("torch-healthy"));
    expect(run("import", path).stderr).toMatch(/an event file of TensorBoard; run gradiometer diagnose on it/);
  });

  it("--watch follows files that grow, from before they are there", { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, [cli, "diagnose", join(folder, "later", NAME), "--watch"]);
    let shown = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => (shown += piece));
    const until = async (pattern: RegExp) => {
      while (!pattern.test(shown)) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const path = place("later", eventOf(0, { loss: 0.7 }).subarray(0, 30));
    appendFileSync(path, eventOf(0, { loss: 0.7 }).subarray(30));
    appendFileSync(path, eventOf(1, { loss: 300 }));
    await until(/step 1: rate-too-large begins/);
    for (const step of [2, 3, 4, 5, 6]) appendFileSync(path, eventOf(step, { loss: 0.01 }));
    await until(/step 6: it learns/);
    child.kill("SIGINT");
    const [status] = (await once(child, "close")) as [number];
    expect(status).toBe(0);
  });
});
