/** The same bytes from one thread, two, shards, a killed run, other runtimes and a page. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launchChromium } from "../../harness/browsers.mjs";
import { output } from "../../harness/commands.mjs";
import { serve } from "../../harness/server.mjs";
import { binaries } from "../../harness/tools.mjs";
import { folderOf, gradiometer, linesIn, root, run, sha256, until } from "../stage.mjs";
import { JOBS, study } from "../study.mjs";

/** The SHA-256 that all others must come to: of one thread. */
let expected;

export async function reference() {
  if (expected !== undefined) return expected;
  const folder = folderOf("reference");
  await run(["sweep", "study.json", "--threads", "1", "--out", "one.jsonl"], { cwd: folder });
  if (linesIn(join(folder, "one.jsonl")) !== JOBS) throw new Error(`expected ${JOBS} lines`);
  return (expected = sha256(join(folder, "one.jsonl")));
}

export async function same(path) {
  const found = sha256(path);
  if (found !== (await reference())) throw new Error(`${path}: SHA-256 ${found} instead of ${expected}`);
}

const program = `
import { createHash } from "node:crypto";
import { load } from "gradiometer";
import { sweep, workers } from "gradiometer/sweep";
const study = ${JSON.stringify(study)};
const pool = await workers(study, 2);
const { text } = await sweep(await load(), study, { workers: pool });
for (const worker of pool) await worker.close();
console.log(createHash("sha256").update(text).digest("hex"));
`;

/** Two workers of a runtime, as a program opens them. */
async function inRuntime(command, args) {
  const folder = folderOf("runtime");
  mkdirSync(join(folder, "node_modules"));
  await output("ln", ["-s", root.replace(/\/$/, ""), join(folder, "node_modules/gradiometer")]);
  writeFileSync(join(folder, "program.mjs"), program);
  writeFileSync(join(folder, "package.json"), "{}");
  const printed = (await output(command, [...args, "program.mjs"], folder)).trim().split("\n").at(-1);
  if (printed !== (await reference())) throw new Error(`SHA-256 ${printed} instead of ${expected}`);
}

export const places = {
  async "two threads"() {
    const folder = folderOf("threads");
    await run(["sweep", "study.json", "--threads", "2", "--out", "two.jsonl"], { cwd: folder });
    await same(join(folder, "two.jsonl"));
  },
  async "four shards, merged"() {
    const folder = folderOf("shards");
    const parts = [1, 2, 3, 4].map((part) => `${part}.jsonl`);
    for (const [index, out] of parts.entries())
      await run(["sweep", "study.json", "--shard", `${index + 1}/4`, "--out", out], { cwd: folder });
    await run(["sweep", "study.json", "--merge", ...parts, "--out", "all.jsonl"], { cwd: folder });
    await same(join(folder, "all.jsonl"));
  },
  async "killed with -9 in the middle, a torn line at the end, and gone on with"() {
    const folder = folderOf("killed");
    const out = join(folder, "out.jsonl");
    const args = ["sweep", "study.json", "--threads", "1", "--out", "out.jsonl"];
    const running = gradiometer(args, { cwd: folder });
    await until("some lines are there", () => linesIn(out) > 200);
    running.child.kill("SIGKILL");
    await running.ended;
    const before = linesIn(out);
    if (before >= JOBS) throw new Error("it had ended before it was killed");
    appendFileSync(out, '{"key":"0123');
    const text = await run(args, { cwd: folder });
    if (!text.includes(`${JOBS - before} of them now`)) throw new Error(`${before} lines were there:\n${text}`);
    await same(out);
  },
  async "Node 24"() {
    const folder = folderOf("node24");
    await run(["sweep", "study.json", "--out", "out.jsonl"], { cwd: folder, node: binaries.node24 });
    await same(join(folder, "out.jsonl"));
  },
  "two workers of a program in Node": () => inRuntime(process.execPath, []),
  "two workers of a program in Deno": () =>
    inRuntime(binaries.deno, ["run", "--allow-all", "--node-modules-dir=manual"]),
  "two workers of a program in Bun": () => inRuntime(binaries.bun, []),
  async "two workers of a page in Chromium"() {
    const page = `<!doctype html><meta charset="utf-8"><title>sweep</title><script type="module">
      import { load } from "./browser.js";
      import { sweep, workers } from "./sweep.js";
      window.result = (async () => {
        const study = ${JSON.stringify(study)};
        const pool = await workers(study, 2);
        const { text } = await sweep(await load(), study, { workers: pool });
        for (const worker of pool) await worker.close();
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
        return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
      })();
    </script>`;
    const server = await serve(`${root}dist`, {
      instead: { "/page.html": { type: "text/html; charset=utf-8", body: page } },
    });
    const browser = await launchChromium();
    try {
      const tab = await browser.newPage();
      await tab.goto(`${server.url}page.html`);
      await tab.waitForFunction("window.result !== undefined");
      const found = await tab.evaluate("window.result");
      if (found !== (await reference())) throw new Error(`SHA-256 ${found} instead of ${expected}`);
    } finally {
      await browser.close();
      server.close();
    }
  },
  async "memory stays flat over 100,000 jobs"() {
    const folder = folderOf("memory");
    const small = {
      ...study,
      base: {
        ...study.base,
        config: { sizes: [2, 4, 2], activation: "tanh" },
        training: { ...study.base.training, epochs: 1, batch: 10 },
        data: { generator: "two-moons", options: { samples: 10 } },
      },
      axes: [{ path: "training.optimizer.learningRate", from: 0.001, to: 1, count: 100, scale: "log" }],
      seeds: 1000,
      measure: ["loss"],
    };
    writeFileSync(join(folder, "study.json"), JSON.stringify(small));
    const running = gradiometer(["sweep", "study.json", "--threads", "2", "--out", "out.jsonl"], { cwd: folder });
    const out = join(folder, "out.jsonl");
    const resident = async () =>
      Number(/VmRSS:\s+(\d+)/.exec(await output("cat", [`/proc/${running.child.pid}/status`]))[1]) / 1024;
    let lines = 0;
    const countTo = (most) => until(`${most} lines`, async () => (lines = await lineCount(out)) >= most, 300);
    await countTo(30_000);
    const early = await resident();
    await countTo(90_000);
    const late = await resident();
    const { code, text } = await running.ended;
    if (code !== 0) throw new Error(text);
    if (late - early > 60)
      throw new Error(`${early.toFixed(0)} MB after 30,000 jobs, ${late.toFixed(0)} after ${lines}`);
    return `${early.toFixed(0)} MB after 30,000 jobs, ${late.toFixed(0)} after 90,000`;
  },
};

/** Without reading the file into this process each time. */
const lineCount = async (path) => Number((await output("wc", ["-l", path]).catch(() => "0")).trim().split(" ")[0]);
