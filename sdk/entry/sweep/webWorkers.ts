import { badOption, checkInteger } from "../../core/check.js";
import { GradiometerError } from "../../core/errors.js";
import type { SweepWorker } from "../../sweep/dispatch.js";
import { type Answer, type ChunkMessage, resultOf } from "../../sweep/serve.js";
import { checkStudy } from "../../sweep/study.js";
import type { Study } from "../../sweep/types.js";

/** As much of a Web worker as is needed, so that the types ask for no DOM. */
interface WebWorker {
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { message?: string; preventDefault?(): void }) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

/** One web worker: a chunk at a time. An abort ends it, for it hears nothing while it trains. */
class WebSweepWorker implements SweepWorker {
  private study: Study | undefined;
  private reject: ((reason: unknown) => void) | undefined;

  constructor(
    private readonly worker: WebWorker,
    study: Study,
  ) {
    this.study = study;
  }

  run(jobs: readonly number[], signal?: AbortSignal) {
    const stop = (): void => {
      this.close();
    };
    const answer = new Promise<Answer>((resolve, reject) => {
      this.reject = reject;
      this.worker.onmessage = ({ data }) => resolve(data as Answer);
      this.worker.onerror = (event) => {
        event.preventDefault?.();
        reject(
          new GradiometerError("UNSUPPORTED", `workers: a worker could not run: ${event.message ?? "it did not load"}`),
        );
      };
      signal?.addEventListener("abort", stop, { once: true });
      const message: ChunkMessage = { ...(this.study && { study: this.study }), jobs };
      this.study = undefined;
      this.worker.postMessage(message);
    });
    return answer.then(resultOf).finally(() => signal?.removeEventListener("abort", stop));
  }

  close(): void {
    this.worker.terminate();
    this.reject?.(new GradiometerError("ABORTED", "sweep: the worker was closed"));
  }
}

function openWorkers(study: Study, count?: number): SweepWorker[] {
  checkStudy(study);
  const { Worker, navigator } = globalThis as {
    Worker?: new (url: URL, options: { type: "module" }) => WebWorker;
    navigator?: { hardwareConcurrency?: number };
  };
  const own = checkInteger("count", count ?? navigator?.hardwareConcurrency ?? 1, 1, 1024);
  if (typeof Worker !== "function")
    throw new GradiometerError(
      "UNSUPPORTED",
      "workers: this runtime has no workers; leave them out, and one thread does it all",
    );
  try {
    JSON.stringify(study);
  } catch {
    throw badOption("study", "plain JSON, which can be sent to a worker", study);
  }
  return Array.from({ length: own }, () => {
    // Bundlers know this form, and bring the file along.
    const worker = new Worker(new URL("./sweepWorker.js", import.meta.url), { type: "module" });
    return new WebSweepWorker(worker, study);
  });
}

/**
 * Opens web workers for a study, each with an instance of its own; close them when the sweep is over.
 *
 * @param study  what they are to run.
 * @param count  how many; by default as many as the machine has cores (`navigator.hardwareConcurrency`).
 * @throws GradiometerError BAD_OPTION for a study or a count that is wrong, UNSUPPORTED where there are no workers.
 * @example
 * ```js
 * import { load } from "gradiometer";
 * import { studies, sweep, workers } from "gradiometer/sweep";
 * const study = { ...studies.find(({ name }) => name === "he-glorot-depth"), seeds: 1 };
 * const pool = await workers(study, 2);
 * const { lines } = await sweep(await load(), study, { workers: pool });
 * for (const worker of pool) await worker.close();
 * console.log(lines.length); // 26
 * ```
 */
export function workers(study: Study, count?: number): Promise<SweepWorker[]> {
  return new Promise((resolve) => {
    resolve(openWorkers(study, count));
  });
}
