/** What the checks work with: a folder, the command line, Redis. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { study } from "./study.mjs";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A folder of its own with the study in it. */
export function folderOf(title) {
  const folder = mkdtempSync(join(tmpdir(), `gradiometer-sweep-${title}-`));
  writeFileSync(join(folder, "study.json"), JSON.stringify(study));
  return folder;
}

export const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
export const linesIn = (path) => (existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0);

/** Waits until something holds. @throws Error after `seconds` */
export async function until(what, holds, seconds = 60) {
  const end = Date.now() + 1000 * seconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await sleep(50);
  }
}

/** A program that runs: its process, what it has said so far, and its end. */
export function start(command, args, { cwd, env } = {}) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const running = { child, text: "" };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (running.text += text));
  running.ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, text: running.text }));
  });
  return running;
}

/** The command line, of this package unless `dist` is another. */
export const gradiometer = (args, { cwd, env, node = process.execPath, dist = `${root}dist` } = {}) =>
  start(node, [`${dist}/cli.js`, ...args], { cwd, env });

/** The same to its end. @throws Error when its exit code is another than `code` */
export async function run(args, options = {}) {
  const { code = 0 } = options;
  const ended = await gradiometer(args, options).ended;
  if (ended.code !== code)
    throw new Error(
      `gradiometer ${args.join(" ")}: exit code ${ended.code ?? ended.signal} instead of ${code}\n${ended.text}`,
    );
  return ended.text;
}

/** @throws Error when a text does not say what it should, in one line */
export function expectLine(text, pattern) {
  const lines = text.trim().split("\n");
  if (lines.length !== 1 || !pattern.test(lines[0]))
    throw new Error(`expected one line like ${pattern}, got:\n${text}`);
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Debian's Redis with an append-only file, in a folder. */
export class Redis {
  constructor(folder, port, args) {
    Object.assign(this, { folder, port, args });
  }

  static async start(folder, { args = [] } = {}) {
    const redis = new Redis(folder, await freePort(), args);
    await redis.begin();
    return redis;
  }

  get url() {
    return `redis://127.0.0.1:${this.port}`;
  }

  async begin() {
    const args = ["--port", String(this.port), "--dir", this.folder, "--appendonly", "yes", "--save", "", ...this.args];
    this.running = start("/usr/bin/redis-server", args);
    await until("Redis is ready", () => this.running.text.includes("Ready to accept connections"), 20);
  }

  /** As a crash does. */
  async kill() {
    this.running.child.kill("SIGKILL");
    await this.running.ended;
  }

  /** One command over a client of its own. */
  async call(...command) {
    const { Redis: Client } = await import("ioredis");
    const client = new Client(this.url);
    try {
      return await client.call(...command);
    } finally {
      client.disconnect();
    }
  }
}
