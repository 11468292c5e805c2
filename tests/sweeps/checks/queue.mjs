/** Through Redis: workers that die and come late, a server that dies, and what can be wrong with either. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { version } from "../version.mjs";
import { expectLine, folderOf, gradiometer, linesIn, Redis, root, run, until } from "../stage.mjs";
import { JOBS } from "../study.mjs";
import { same } from "./places.mjs";

/** Seconds after which a silent worker counts as lost. */
const LOST = "2";

const worker = (url, folder, ...more) =>
  gradiometer(["worker", url, "--threads", "1", "--lost-after", LOST, ...more], { cwd: folder });

const collect = (url, folder) =>
  gradiometer(["sweep", "study.json", "--queue", url, "--out", "out.jsonl"], { cwd: folder });

async function withRedis(title, work, options) {
  const folder = folderOf(title);
  const redis = await Redis.start(folder, options);
  const started = [];
  const keep = (running) => {
    started.push(running);
    return running;
  };
  try {
    return await work(redis, folder, keep);
  } finally {
    for (const { child } of started) child.kill("SIGKILL");
    await Promise.all(started.map(({ ended }) => ended));
    await redis.kill();
  }
}

async function succeeded(collector, folder) {
  const { code, text } = await collector.ended;
  if (code !== 0) throw new Error(`the sweep ended with ${code}:\n${text}`);
  const out = join(folder, "out.jsonl");
  if (linesIn(out) !== JOBS) throw new Error(`${linesIn(out)} lines instead of ${JOBS}`);
  await same(out);
}

export const queue = {
  "three workers, two killed with -9 in the middle, one comes late": () =>
    withRedis("workers", async ({ url }, folder, keep) => {
      const out = join(folder, "out.jsonl");
      const first = keep(worker(url, folder));
      const second = keep(worker(url, folder));
      const collector = keep(collect(url, folder));
      await until("some lines are there", () => linesIn(out) > 50);
      first.child.kill("SIGKILL");
      await until("more lines are there", () => linesIn(out) > 200);
      const third = keep(worker(url, folder, "--idle", "6"));
      second.child.kill("SIGKILL");
      await succeeded(collector, folder);
      const { code } = await third.ended;
      if (code !== 0) throw new Error(`the worker with --idle ended with ${code}`);
    }),
  "the collector killed with -9 in the middle, and started again": () =>
    withRedis("collector", async ({ url }, folder, keep) => {
      keep(worker(url, folder));
      const first = keep(collect(url, folder));
      await until("some lines are there", () => linesIn(join(folder, "out.jsonl")) > 50);
      first.child.kill("SIGKILL");
      await first.ended;
      await succeeded(keep(collect(url, folder)), folder);
    }),
  "Redis killed with -9 in the middle, and started again": () =>
    withRedis("server", async (redis, folder, keep) => {
      keep(worker(redis.url, folder));
      const collector = keep(collect(redis.url, folder));
      await until("some lines are there", () => linesIn(join(folder, "out.jsonl")) > 50);
      await redis.kill();
      await sleep(2000);
      await redis.begin();
      await succeeded(collector, folder);
    }),
  "a wrong password, and none": () =>
    withRedis(
      "password",
      async ({ url, port }, folder) => {
        const secret = `redis://:wrong@127.0.0.1:${port}`;
        for (const args of [
          ["worker", secret],
          ["sweep", "study.json", "--queue", secret],
        ]) {
          const text = await run(args, { cwd: folder, code: 2 });
          expectLine(text, /^gradiometer: redis:\/\/127\.0\.0\.1:\d+ refuses the password/);
          if (text.includes("wrong@")) throw new Error(`it shows the password: ${text}`);
        }
        expectLine(await run(["worker", url], { cwd: folder, code: 2 }), /wants a password/);
        const right = { REDIS_URL: `redis://:right@127.0.0.1:${port}` };
        await run(["worker", "env", "--idle", "1"], { cwd: folder, env: right });
      },
      { args: ["--requirepass", "right"] },
    ),
  async "no server, no such host, no address"() {
    const folder = folderOf("nobody");
    for (const args of [
      ["worker", "redis://127.0.0.1:1"],
      ["sweep", "study.json", "--queue", "redis://127.0.0.1:1"],
      ["worker", "redis://no-such-host.invalid"],
    ])
      expectLine(
        await run(args, { cwd: folder, code: 3 }),
        /^gradiometer: cannot reach redis:\/\/[^ ]+: .*(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)/,
      );
    expectLine(await run(["worker", "http://127.0.0.1"], { cwd: folder, code: 2 }), /expected redis:\/\/host:6379/);
  },
  "a worker of another version": () =>
    withRedis("version", async (redis, folder) => {
      await redis.call("set", "gradiometer:version", "9.9.9", "EX", "60");
      const text = await run(["worker", redis.url], { cwd: folder, code: 2 });
      const last = text.trim().split("\n").at(-1);
      expectLine(
        last,
        new RegExp(
          `is of gradiometer 9\\.9\\.9, and this is ${version.replaceAll(".", "\\.")}: npx gradiometer@9\\.9\\.9 worker`,
        ),
      );
    }),
  "two workers that disagree about a job": () =>
    withRedis("alarm", async (redis, folder, keep) => {
      const collector = keep(collect(redis.url, folder));
      const studies = () => redis.call("keys", "gradiometer:study:*");
      await until("the study is there", async () => (await studies()).length > 0);
      const [key] = await studies();
      const { keys } = await import("../keys.mjs");
      const wrong = keys.slice(0, 40).flatMap((job) => [job, `${"0".repeat(64)} elsewhere:1`]);
      await redis.call("hset", key.replace("study", "proof"), ...wrong);
      keep(worker(redis.url, folder));
      const { code, text } = await collector.ended;
      if (code !== 1) throw new Error(`exit code ${code} instead of 1\n${text}`);
      if (!/ALARM: job [0-9a-f]{64}: the workers elsewhere:1 and \S+:\d+ disagree/.test(text)) throw new Error(text);
    }),
  async "bullmq and ioredis are not installed"() {
    const folder = folderOf("missing");
    mkdirSync(join(folder, "package"));
    cpSync(`${root}dist`, join(folder, "package/dist"), { recursive: true });
    writeFileSync(join(folder, "package/package.json"), JSON.stringify({ type: "module" }));
    const dist = join(folder, "package/dist");
    for (const args of [
      ["worker", "redis://127.0.0.1:1"],
      ["sweep", "study.json", "--queue", "redis://127.0.0.1:1"],
    ])
      expectLine(
        await run(args, { cwd: folder, dist, code: 2 }),
        /two packages that are not installed: npm install bullmq ioredis/,
      );
  },
};
