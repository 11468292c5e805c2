import { createHash } from "node:crypto";
import { availableParallelism, hostname } from "node:os";
import type { Job, Worker } from "bullmq";
import { Option } from "commander";
import type { Redis } from "ioredis";
import { VERSION } from "../../../build/generated/version.js";
import { GradiometerError } from "../../core/errors.js";
import { openThreads } from "../../entry/sweep/threads.js";
import type { SweepWorker } from "../../sweep/dispatch.js";
import { keyOfLine } from "../../sweep/lines.js";
import { planOf } from "../../sweep/plan.js";
import type { Study } from "../../sweep/types.js";
import { type Context, InputError, type Register } from "../command.js";
import { parser } from "../options.js";
import { visible } from "../terminal/escape.js";
import { addressOf, type BullMq, connect, libraries, shown } from "./connection.js";
import {
  alarmKey,
  type ChunkOrder,
  type ChunkReturn,
  KEPT,
  PREFIX,
  proofKey,
  QUEUE,
  studyKey,
  VERSION_KEY,
} from "./names.js";

interface Options {
  threads?: number;
  idle?: number;
  lostAfter: number;
}

const NOTES = `
Works for \`gradiometer sweep … --queue\` until Ctrl-C, on as many machines as you like; each may come late, and go at any time. It
needs two more packages: npm install bullmq ioredis.

Exit code: 0 nothing to do for --idle seconds, 2 bad input or a sweep of another version, 3 a server that cannot be reached,
130 stopped.`;

/** Seconds between two looks at who is waiting. */
const LOOK = 2;
/** How often a chunk may go down with its worker. */
const MOST_LOSSES = 10;

const NAME = `${hostname()}:${process.pid}`;

/** @throws InputError when the sweep that is running is of another version */
async function checkVersion(redis: Redis, address: URL): Promise<void> {
  const version = await redis.get(VERSION_KEY);
  if (version !== null && version !== VERSION)
    throw new InputError(
      `the sweep at ${shown(address)} is of gradiometer ${version}, and this is ${VERSION}: npx gradiometer@${version} worker …`,
    );
}

/** Threads for one study; another study gets others. */
class Threads {
  private id: string | undefined;
  private pool: Promise<SweepWorker[]> | undefined;

  constructor(
    private readonly redis: Redis,
    private readonly count: number,
  ) {}

  /** A thread for a chunk of the study with this id. @throws Error when Redis no longer has it */
  async forStudy(id: string): Promise<SweepWorker> {
    if (id !== this.id) {
      await this.close();
      this.id = id;
      this.pool = this.open(id);
    }
    const [first] = await this.pool!; // all of them hand over to one pool
    return first!;
  }

  private async open(id: string): Promise<SweepWorker[]> {
    const text = await this.redis.get(studyKey(id));
    if (text === null) throw new Error(`the study ${id} is not there any more`);
    const study = JSON.parse(text) as Study;
    if (planOf(study).id !== id) throw new GradiometerError("BAD_FILE", `the study ${id} was changed on its way`);
    return openThreads(study, this.count);
  }

  async close(): Promise<void> {
    const pool = await this.pool?.catch(() => []);
    this.pool = undefined;
    this.id = undefined;
    await pool?.[0]?.close();
  }
}

/** Leaves a digest of every line with its maker; a job that somebody has had before must have come to the same. */
async function prove(redis: Redis, id: string, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const key = keyOfLine(line)!;
    const digest = createHash("sha256").update(line).digest("hex");
    const fresh = await redis.hsetnx(proofKey(id), key, `${digest} ${NAME}`);
    if (fresh === 1) continue;
    const [other, maker] = ((await redis.hget(proofKey(id), key)) ?? "").split(" ");
    if (other !== digest)
      await redis.rpush(alarmKey(id), `job ${key}: the workers ${maker ?? "?"} and ${NAME} disagree about its result`);
  }
  await redis.expire(proofKey(id), KEPT);
}

/** One chunk, with an error that tells the collector its code. */
async function runChunk(
  { UnrecoverableError }: BullMq,
  redis: Redis,
  threads: Threads,
  job: Job<ChunkOrder>,
): Promise<ChunkReturn> {
  const { id, jobs } = job.data;
  try {
    const thread = await threads.forStudy(id);
    const result = await thread.run(jobs);
    await prove(redis, id, result.lines);
    return { ...result, worker: NAME };
  } catch (thrown) {
    // Another machine may have the memory; everything else is the same there.
    if (!(thrown instanceof GradiometerError) || thrown.code === "OUT_OF_MEMORY") throw thrown;
    throw new UnrecoverableError(JSON.stringify({ code: thrown.code, message: thrown.message }));
  }
}

/** Until the signal, an error that ends it, or so many seconds with nothing to do. */
function untilDone(
  worker: Worker,
  redis: Redis,
  address: URL,
  idle: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let busy = 0;
    let since = performance.now();
    worker.on("active", () => busy++);
    for (const event of ["completed", "failed"] as const)
      worker.on(event, () => {
        busy = Math.max(busy - 1, 0);
        since = performance.now();
      });
    worker.on("stalled", () => (since = performance.now()));
    const look = setInterval(() => {
      if (idle !== undefined && busy === 0 && performance.now() - since > 1000 * idle) end();
      if (busy === 0 && redis.status === "ready") checkVersion(redis, address).catch(end);
    }, 1000 * LOOK);
    const end = (thrown?: Error): void => {
      clearInterval(look);
      if (thrown === undefined) resolve();
      else reject(thrown);
    };
    signal.addEventListener("abort", () => end(new GradiometerError("ABORTED", "worker: stopped by the signal")), {
      once: true,
    });
  });
}

async function work(
  given: string,
  { threads = availableParallelism(), idle, lostAfter }: Options,
  context: Context,
): Promise<void> {
  const address = addressOf(given);
  const found = await libraries();
  const { bullmq } = found;
  const redis = await connect(found, address);
  const pool = new Threads(redis, threads);
  let chunks = 0;
  let jobs = 0;
  try {
    await checkVersion(redis, address);
    const worker = new bullmq.Worker<ChunkOrder, ChunkReturn>(QUEUE, (job) => runChunk(bullmq, redis, pool, job), {
      connection: redis,
      prefix: PREFIX,
      name: NAME,
      concurrency: threads,
      lockDuration: 1000 * lostAfter,
      stalledInterval: 500 * lostAfter,
      maxStalledCount: MOST_LOSSES,
      drainDelay: 1,
    });
    worker.on("error", () => undefined); // the connection comes back, or a chunk was given to somebody else
    worker.on("completed", (job) => {
      chunks++;
      jobs += job.data.jobs.length;
    });
    context.error.write(
      `worker ${visible(NAME)} at ${visible(shown(address))}, gradiometer ${VERSION}, ${threads} threads\n`,
    );
    context.farewell(`worker ${NAME} was stopped; what it had in hand goes to another one`);
    try {
      await untilDone(worker, redis, address, idle, context.signal);
    } finally {
      await worker.close(context.signal.aborted);
      context.out.write(`${jobs} jobs in ${chunks} chunks\n`);
    }
  } finally {
    await pool.close();
    redis.disconnect();
  }
}

/** `gradiometer worker <url>`: works for sweeps on any machine. */
export const registerWorker: Register = (program, context) => {
  const seconds = parser({ type: "number", minimum: 1 });
  program
    .command("worker")
    .description("Works for a sweep that goes through a queue.")
    .argument("<url>", "redis://… or rediss://…, or env for $REDIS_URL")
    .addOption(
      new Option("--threads <n>", "threads to work with (default: one for each core)").argParser(
        parser({ type: "integer", minimum: 1 }),
      ),
    )
    .addOption(new Option("--idle <seconds>", "end when there was nothing to do for so long").argParser(seconds))
    .addOption(
      new Option("--lost-after <seconds>", "give a chunk to another worker when its own was not heard of for so long")
        .argParser(seconds)
        .default(15),
    )
    .addHelpText("after", NOTES)
    .action((url: string, options: Options) => work(url, options, context));
};
