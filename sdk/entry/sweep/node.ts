/** `gradiometer/sweep` in Node, over worker threads. */
import type { SweepWorker } from "../../sweep/dispatch.js";
import type { Study } from "../../sweep/types.js";

export * from "./public.js";

/**
 * Opens worker threads for a study, each with an instance of its own; close them when the sweep is over.
 *
 * @param study  what they are to run: plain JSON.
 * @param count  how many; by default as many as the machine has cores.
 * @throws GradiometerError BAD_OPTION for a study or a count that is wrong.
 */
export async function workers(study: Study, count?: number): Promise<SweepWorker[]> {
  const { openThreads } = await import("./threads.js");
  return openThreads(study, count);
}
