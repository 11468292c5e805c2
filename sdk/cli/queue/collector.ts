/** A sweep whose jobs are done by workers on a queue: puts chunks in, and takes their lines out. */
import type { Job, Queue } from "bullmq";
import type { Redis } from "ioredis";
import { VERSION } from "../../../build/generated/version.js";
import { type ErrorCode, GradiometerError } from "../../core/errors.js";
import { type ChunkResult, dispatch, type SweepWorker } from "../../sweep/dispatch.js";
import { type Context, ExitError, EXIT } from "../command.js";
import type { Work } from "../sweep/command.js";
import { addressOf, connect, libraries, shown } from "./connection.js";
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

/** Chunks in the queue at once: enough for workers that come late, few enough for Redis. */
const AHEAD = 32;
/** Milliseconds that a chunk is to take: long compared with its way through Redis, short compared with what a lost worker costs. */
const TARGET = 1000;
/** Milliseconds between two looks. */
const LOOK = 200;
/** Looks after which the rarer questions are asked: alarms, chunks that Redis forgot. */
const RARELY = 10;
/** Jobs that are read at once. */
const PAGE = 64;
const ATTEMPTS = 3;

type Chunk = Job<ChunkOrder, ChunkReturn>;

interface Waiting {
  readonly order: ChunkOrder;
  resolve(result: ChunkResult): void;
  reject(reason: unknown): void;
}

/** What a worker failed with, as it told us. */
function failureOf(reason: string): Error {
  try {
    const { code, message } = JSON.parse(reason) as { code: ErrorCode; message: string };
    return new GradiometerError(code, message);
  } catch {
    return new GradiometerError("BAD_FILE", `the queue: a chunk failed on every worker that tried it: ${reason}`);
  }
}

/** The collector's side of the queue. */
class Collector {
  private readonly waiting = new Map<string, Waiting>();
  private timer: NodeJS.Timeout | undefined;
  private looks = 0;
  private failure: ((thrown: unknown) => void) | undefined;
  /** Rejects when something went wrong that no chunk stands for. */
  readonly broken: Promise<never>;

  constructor(
    private readonly queue: Queue<ChunkOrder, ChunkReturn>,
    private readonly redis: Redis,
    private readonly work: Work,
  ) {
    this.broken = new Promise((_, reject) => (this.failure = reject));
    this.broken.catch(() => undefined);
  }

  private get id(): string {
    return this.work.plan.id;
  }

  /** Tells workers what there is, and takes over what an earlier collector left behind. */
  async begin(): Promise<void> {
    await this.redis.set(studyKey(this.id), JSON.stringify(this.work.study), "EX", KEPT);
    await this.redis.set(VERSION_KEY, VERSION, "EX", 60);
    for (;;) {
      const left = await this.own(["waiting", "delayed", "prioritized"]);
      if (left.length === 0) break;
      // What a worker takes at this moment is done twice, and comes to the same.
      await Promise.all(left.map((job) => job.remove().catch(() => undefined)));
    }
    await this.harvest();
    this.schedule();
  }

  private async own(states: ("waiting" | "delayed" | "prioritized" | "completed" | "failed")[]): Promise<Chunk[]> {
    const jobs = (await this.queue.getJobs(states, 0, PAGE - 1)) as (Chunk | undefined)[];
    return jobs.filter((job): job is Chunk => job?.data.id === this.id);
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.look().then(
        () => this.schedule(),
        (thrown: unknown) => this.failure!(thrown),
      );
    }, LOOK);
  }

  private async look(): Promise<void> {
    await this.harvest();
    if (++this.looks % RARELY !== 0) return;
    await this.redis.set(VERSION_KEY, VERSION, "EX", 60);
    await this.redis.set(studyKey(this.id), JSON.stringify(this.work.study), "EX", KEPT);
    const [alarm] = await this.redis.lrange(alarmKey(this.id), 0, 0);
    if (alarm !== undefined)
      throw new ExitError(
        `ALARM: ${alarm}; run it once more on a third machine to learn which of them is wrong`,
        EXIT.alarm,
      );
    await this.replace();
  }

  /** Takes what is done out of the queue: first its lines into the file, then it goes. */
  private async harvest(): Promise<void> {
    for (;;) {
      const done = await this.own(["completed", "failed"]);
      for (const job of done) await this.take(job);
      if (done.length < PAGE) return;
    }
  }

  private async take(job: Chunk): Promise<void> {
    const waiting = this.waiting.get(job.id!);
    if (job.failedReason) {
      await job.remove();
      this.waiting.delete(job.id!);
      // Of an earlier collector: it is tried again, and says what it has to say then.
      if (!waiting) return;
      const failure = failureOf(job.failedReason);
      waiting.reject(failure);
      this.failure!(failure); // what others have in hand is not waited for
      return;
    }
    const { lines, milliseconds, worker } = job.returnvalue;
    this.work.store.append(lines, `the worker ${worker}`);
    await job.remove();
    this.waiting.delete(job.id!);
    waiting?.resolve({ lines, milliseconds });
    this.work.progress();
  }

  /** A server that came back may have forgotten its last second. */
  private async replace(): Promise<void> {
    for (const [id, waiting] of [...this.waiting]) {
      if ((await this.queue.getJob(id)) !== undefined) continue;
      this.waiting.delete(id);
      await this.put(waiting);
    }
  }

  private async put(waiting: Waiting): Promise<void> {
    const job = await this.queue.add("chunk", waiting.order, { attempts: ATTEMPTS });
    this.waiting.set(job.id!, waiting);
  }

  /** A place in the queue. */
  place(): SweepWorker {
    return {
      run: (jobs) =>
        new Promise((resolve, reject) => {
          this.put({ order: { id: this.id, version: VERSION, jobs }, resolve, reject }).catch(reject);
        }),
      close: () => undefined,
    };
  }

  /** @param complete  whether nothing of this study will be asked for again */
  async end(complete: boolean): Promise<void> {
    clearTimeout(this.timer);
    const left = await this.own(["waiting", "delayed", "prioritized"]);
    await Promise.all(left.map((job) => job.remove().catch(() => undefined)));
    await this.redis.del(VERSION_KEY, ...(complete ? [proofKey(this.id), studyKey(this.id)] : []));
  }
}

/**
 * Has the missing jobs done by workers on a queue.
 *
 * @throws InputError when the server refuses us, ExitError when there is none, or when two workers disagree; GradiometerError as a job
 *         does, ABORTED
 */
export async function throughQueue(work: Work, given: string, { signal, error }: Context): Promise<void> {
  const address = addressOf(given);
  const found = await libraries();
  const redis = await connect(found, address);
  const queue = new found.bullmq.Queue<ChunkOrder, ChunkReturn>(QUEUE, { connection: redis, prefix: PREFIX });
  queue.on("error", () => undefined); // the connection comes back
  const collector = new Collector(queue, redis, work);
  let complete = false;
  try {
    await collector.begin();
    if ((await queue.getWorkersCount()) === 0 && work.store.count < work.missing.length)
      error.write(`no worker yet at ${shown(address)}; on any machine: gradiometer worker ${shown(address)}\n`);
    const aborted = new Promise<never>((_, reject) => {
      const stop = (): void => reject(new GradiometerError("ABORTED", "sweep: stopped by the signal"));
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
    });
    aborted.catch(() => undefined);
    const missing = work.missing.filter((index) => !work.store.has(work.placeOf(index)));
    const places = Array.from({ length: AHEAD }, () => collector.place());
    await Promise.race([
      dispatch(missing, places, { signal, target: TARGET, done: () => undefined }),
      collector.broken,
      aborted,
    ]);
    complete = true;
  } finally {
    if (redis.status === "ready") await collector.end(complete);
    await Promise.race([queue.close(), new Promise((resolve) => setTimeout(resolve, 500))]);
    redis.disconnect();
  }
}
