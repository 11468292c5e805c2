/** What a thread of the pool runs: one chunk of the study that the pool was made for. */
import { workerData } from "node:worker_threads";
import { type Answer, answerOf, ChunkRunner } from "../sweep/serve.js";
import type { Study } from "../sweep/types.js";
import { load } from "./node.js";

/** The pool hands its own data over before those of whoever made it. */
const [, study] = workerData as readonly [unknown, Study];
const runner = load().then((lab) => new ChunkRunner(lab, study));

/** Jobs of the study, by their numbers, as one answer. */
export async function runChunk(jobs: readonly number[]): Promise<Answer> {
  return answerOf(async () => (await runner).run(jobs));
}

export { runChunk as default }; // the pool calls what a module exports by default
