/** Hands the jobs of a study out, in chunks that take about as long as each other, to whoever is free. */
import { GradiometerError } from "../core/errors.js";

/** What was made of a chunk. */
export interface ChunkResult {
  /** The jobs' lines, each with its end, in the order of the chunk. */
  readonly lines: readonly string[];
  /** Milliseconds that the work took. */
  readonly milliseconds: number;
}

/** Somebody who works: a thread, a web worker, or a place in a queue. It is given a chunk at a time. */
export interface SweepWorker {
  /** Runs jobs of the plan, by their numbers. @throws GradiometerError as the first job that fails does, ABORTED */
  run(jobs: readonly number[], signal?: AbortSignal): Promise<ChunkResult>;
  /** Ends it; chunks that it has are lost. */
  close(): void | Promise<void>;
}

/** How the work is handed out. */
export interface DispatchOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds that a chunk is to take. */
  readonly target: number;
  /** Told of every chunk when it is done; jobs that failed are not among them. */
  readonly done: (jobs: readonly number[], result: ChunkResult) => void | Promise<void>;
}

/** Growth of a chunk from one to the next: what the first jobs cost says little about the others. */
const GROWTH = 4;
const LARGEST = 4096;

/** How many jobs the next chunk has: as many as fit into the target, no more than leave work for all at the end. */
function chunkSize(target: number, cost: number, before: number, left: number, workers: number): number {
  const fitting = cost > 0 ? Math.floor(target / cost) : LARGEST;
  const fair = Math.ceil(left / (2 * workers));
  return Math.max(1, Math.min(fitting, fair, before * GROWTH, LARGEST));
}

/**
 * Runs all jobs, each once, and returns when the last is done.
 *
 * @param jobs  their numbers, in the order in which they are begun.
 * @throws GradiometerError what a job is refused with, after the chunks that were being worked on have ended; ABORTED.
 */
export async function dispatch(
  jobs: ArrayLike<number>,
  workers: readonly SweepWorker[],
  { signal, target, done }: DispatchOptions,
): Promise<void> {
  let next = 0;
  let cost = 0;
  let size = 1;
  let failure: { thrown: unknown } | undefined;
  const work = async (worker: SweepWorker): Promise<void> => {
    while (next < jobs.length && failure === undefined) {
      if (signal?.aborted) throw new GradiometerError("ABORTED", "sweep: stopped by the signal");
      size = chunkSize(target, cost, size, jobs.length - next, workers.length);
      const chunk = Array.from({ length: Math.min(size, jobs.length - next) }, (_, index) => jobs[next + index]!);
      next += chunk.length;
      const result = await worker.run(chunk, signal);
      const own = result.milliseconds / chunk.length;
      cost = cost === 0 ? own : 0.7 * cost + 0.3 * own;
      await done(chunk, result);
    }
  };
  const guarded = async (worker: SweepWorker): Promise<void> => {
    try {
      await work(worker);
    } catch (thrown) {
      failure ??= { thrown };
    }
  };
  await Promise.all(workers.map(guarded));
  if (failure) throw failure.thrown;
}
