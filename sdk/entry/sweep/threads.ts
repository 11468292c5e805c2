import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Tinypool } from "tinypool";
import { checkInteger } from "../../core/check.js";
import { GradiometerError } from "../../core/errors.js";
import type { SweepWorker } from "../../sweep/dispatch.js";
import { type Answer, resultOf } from "../../sweep/serve.js";
import { checkStudy } from "../../sweep/study.js";
import type { Study } from "../../sweep/types.js";

/** Worker threads for a study: one pool behind as many places as it has threads. */
export function openThreads(study: Study, count?: number): SweepWorker[] {
  checkStudy(study);
  const threads = checkInteger("count", count ?? availableParallelism(), 1, 1024);
  // From here, and from dist/chunks/ too, where this file and the pool end.
  const pool = new Tinypool({
    filename: fileURLToPath(new URL("../sweepThread.js", import.meta.url)),
    runtime: "worker_threads",
    minThreads: threads,
    maxThreads: threads,
    workerData: study,
  });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= pool.destroy());
  const run = async (jobs: readonly number[], signal?: AbortSignal) => {
    try {
      return resultOf((await pool.run(jobs, { ...(signal && { signal }) })) as Answer);
    } catch (thrown) {
      if (signal?.aborted) throw new GradiometerError("ABORTED", "sweep: stopped by the signal");
      throw thrown;
    }
  };
  return Array.from({ length: threads }, () => ({ run, close }));
}
