/** @module-tag package */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TraceLine, traceText } from "gradiometer/doctor";
import { dense, traceOf, type TraceText } from "../doctor/trace/byHand.js";
import { recorded } from "../doctor/trace/files.js";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
let folder: string;
/** Processes that end only when they are told to. */
const watching: ChildProcessWithoutNullStreams[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gradiometer-diagnose-"));
});
afterEach(() => {
  for (const child of watching.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const recordedText = (group: "given" | "nets", net: string): string =>
  recorded(group).find(({ name, seed }) => name === net && seed === 1)!.text;

const fileOf = (lines: readonly TraceLine[]): string => lines.map((line) => `${traceText(line)}\n`).join("");

function place(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function diagnose(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "diagnose", ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

/** `--watch` of a file. */
function watch(path: string): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [cli, "diagnose", path, "--watch"]);
  watching.push(child);
  return child;
}

describe("gradiometer diagnose", () => {
  it("ends with 1 for a sick training and names the cause, with page and JSON", () => {
    const path = place("run.jsonl", recordedText("given", "rnn-exploding"));
    const [html, json] = [join(folder, "run.html"), join(folder, "run.json")];
    const { status, stdout } = diagnose(path, "--html", html, "--json", json);
    expect(status).toBe(1);
    expect(stdout).toContain("run.jsonl: sick: exploding-forward");
    expect(stdout).toContain("What this trace cannot show");
    const page = readFileSync(html, "utf8");
    expect(page).toMatch(/first record with NaN or infinity is step \d+: .* of layer \d/);
    for (const title of [
      "The loss",
      "The signal over",
      "The gradient over",
      "The weights over",
      "What one step changes",
    ])
      expect(page).toContain(title);
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({
      verdict: "sick",
      findings: [{ id: "exploding-forward" }],
      withdrawn: [],
    });
  });

  it("ends with 0 for a healthy one", () => {
    const { status, stdout } = diagnose(place("run.jsonl", recordedText("given", "transformer")));
    expect(status).toBe(0);
    expect(stdout).toContain("run.jsonl: healthy");
  });

  it("ends with 2 for bad input, in one line that names file and line", () => {
    const text = recordedText("nets", "rate-huge").split("\n");
    const { status, stderr } = diagnose(place("bad.jsonl", [text[0], "{nonsense", text[1]].join("\n")));
    expect(status).toBe(2);
    expect(stderr).toMatch(/^gradiometer: .*bad\.jsonl: trace: line 2: expected one JSON object.*\n$/);
    expect(diagnose(join(folder, "none.jsonl"))).toMatchObject({ status: 2, stdout: "" });
    expect(diagnose(place("head.jsonl", `${text[0]!}\n`)).stderr).toContain("no record");
    expect(diagnose(folder).stderr).toContain("it is a folder");
  });

  it.each<[string, number, string, TraceText]>([
    ["floor", 0, "It beats every answer that ignores the input", { losses: [1, 0.6] }],
    ["unexplained", 1, "It does not learn, and this trace shows no cause.", { losses: [1, 1] }],
    ["slow", 1, "because the training ended too early", { losses: Array.from({ length: 16 }, (_, n) => 1 - 0.02 * n) }],
  ])("says what %s means, and ends with %i", (verdict, code, sentence, trace) => {
    const { status, stdout } = diagnose(place("run.jsonl", fileOf(traceOf(trace))));
    expect(status).toBe(code);
    expect(stdout).toContain(`run.jsonl: ${verdict}\n`);
    expect(stdout.replace(/\s+/g, " ")).toContain(sentence);
  });

  it("writes numbers that JSON does not have as words, and what the header says", () => {
    const json = join(folder, "run.json");
    const layers = ["a", "b"].map((name) => dense(name, { activation: "tanh" }));
    const given = { layers, loss: "mean-squared-error", optimizer: "adam", reference: 1 };
    diagnose(place("run.jsonl", fileOf(traceOf({ header: given, losses: [1, NaN] }))), "--json", json);
    const written = JSON.parse(readFileSync(json, "utf8")) as { header: object; findings: { numbers: object }[] };
    expect(written.header).toMatchObject(given);
    expect(written.findings[0]!.numbers).toMatchObject({ lossStart: 1, lossEnd: "NaN" });
  });

  it("shows no character of the file that acts", () => {
    const [head, ...rest] = recordedText("nets", "relu-normal-10").split("\n");
    const header = JSON.parse(head!) as { source: string; layers: { name: string }[] };
    header.source = "\u001b[31mred\u202e";
    for (const layer of header.layers) layer.name = "<b>\u001b[2J\u202e</b>\n";
    const html = join(folder, "run.html");
    const { stdout } = diagnose(place("run.jsonl", [JSON.stringify(header), ...rest].join("\n")), "--html", html);
    for (const shown of [stdout, readFileSync(html, "utf8")]) {
      expect(shown).not.toMatch(/[\u001b\u202e]/);
      expect(shown).toContain("\\x1b");
    }
    expect(readFileSync(html, "utf8")).not.toContain("<b>\\x1b");
  });

  it("--watch follows a file that grows, and says when something begins", { timeout: 60_000 }, async () => {
    const lines = recordedText("nets", "rate-huge").trimEnd().split("\n");
    const path = join(folder, "run.jsonl");
    const child = watch(path);
    let shown = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => (shown += piece));
    const until = async (pattern: RegExp) => {
      while (!pattern.test(shown)) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    writeFileSync(path, `${lines[0]!}\n${lines[1]!.slice(0, 100)}`);
    appendFileSync(path, `${lines[1]!.slice(100)}\n`);
    appendFileSync(
      path,
      lines
        .slice(2, 4)
        .map((line) => `${line}\n`)
        .join(""),
    );
    // The loss is far above its first value from the second record on.
    const second = (JSON.parse(lines[2]!) as { step: number }).step;
    await until(new RegExp(`step ${second}: rate-too-large begins`));
    child.kill("SIGINT");
    const [status] = (await once(child, "close")) as [number];
    expect(status).toBe(1);
    expect(shown).toContain("run.jsonl: sick: rate-too-large");
  });

  it("--watch waits for the file, says what is over, and when it learns", async () => {
    const path = join(folder, "later.jsonl");
    const child = watch(path);
    let shown = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => (shown += piece));
    writeFileSync(path, fileOf(traceOf({ losses: [1, 3, 1, 0.3] })));
    while (!shown.includes("it learns")) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(shown.match(/^step .*?(begins|is over|it learns)\./gm)).toEqual([
      "step 100: rate-too-large begins.",
      "step 200: rate-too-large is over.",
      "step 300: it learns.",
    ]);
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([0, null]);
    expect(shown).toContain("later.jsonl: healthy");
  });

  it("--watch ends with 2 when the file becomes shorter, and with 130 when nothing was ever there", async () => {
    const path = place("run.jsonl", fileOf(traceOf({ losses: [1, 2] })));
    const start = (file: string) => {
      const child = watch(file);
      const said = { out: "", err: "" };
      child.stdout.setEncoding("utf8").on("data", (piece: string) => (said.out += piece));
      child.stderr.setEncoding("utf8").on("data", (piece: string) => (said.err += piece));
      return { child, said, ended: once(child, "close") };
    };
    const [one, other] = [start(path), start(join(folder, "none.jsonl"))];
    while (!one.said.out.includes("begins")) await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(path, "");
    expect(await one.ended).toEqual([2, null]);
    expect(one.said.err).toContain("it became shorter while it was watched; another training writes to it");
    other.child.kill("SIGINT");
    expect(await other.ended).toEqual([130, null]);
    expect(other.said.out).toBe("");
  });
});
