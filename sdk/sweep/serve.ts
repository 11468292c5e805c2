/** The side of a worker: it is told the study once, then chunks of numbers, and answers with lines. */
import { coreOf } from "../core/create.js";
import { type ErrorCode, GradiometerError } from "../core/errors.js";
import type { Platform } from "../core/platform.js";
import type { Gradiometer } from "../types.js";
import type { ChunkResult } from "./dispatch.js";
import { JobRunner, lineText } from "./job.js";
import { type Plan, planOf } from "./plan.js";
import type { Study } from "./types.js";

/** What a worker sends back: an error loses its class on the way. */
export type Answer = { readonly result: ChunkResult } | { readonly error: { code: ErrorCode | null; message: string } };

/** Runs chunks of one study in this thread. */
export class ChunkRunner {
  private readonly jobs: JobRunner;
  private readonly plan: Plan;
  private readonly platform: Platform;

  /**
   * @param turn  milliseconds after which the event loop turns between two jobs, where this thread has others to serve; a thread of
   *              its own has nobody.
   * @throws GradiometerError BAD_OPTION when the study is none
   */
  constructor(
    lab: Gradiometer,
    study: Study,
    private readonly turn = Infinity,
  ) {
    this.jobs = new JobRunner(lab);
    this.plan = planOf(study);
    this.platform = coreOf(lab).platform;
  }

  /** @throws GradiometerError as the first job that fails does; ABORTED */
  async run(chunk: readonly number[], signal?: AbortSignal): Promise<ChunkResult> {
    const { platform } = this;
    const begun = platform.now();
    let turned = begun;
    const lines: string[] = [];
    for (const index of chunk) {
      if (platform.now() - turned > this.turn) {
        await platform.pause();
        turned = platform.now();
      }
      if (signal?.aborted) throw new GradiometerError("ABORTED", "sweep: stopped by the signal");
      lines.push(lineText(await this.jobs.run(this.plan.job(index), signal)));
    }
    return { lines, milliseconds: platform.now() - begun };
  }
}

/** What a function comes to, as it can be sent. */
export async function answerOf(work: () => Promise<ChunkResult>): Promise<Answer> {
  try {
    return { result: await work() };
  } catch (thrown) {
    const { code, message } =
      thrown instanceof GradiometerError
        ? thrown
        : { code: null, message: String((thrown as Error | null)?.stack ?? thrown) };
    return { error: { code, message } };
  }
}

/** The result of an answer. @throws GradiometerError as the worker did; Error for what was none such, a defect of ours */
export function resultOf(answer: Answer): ChunkResult {
  if ("result" in answer) return answer.result;
  const { code, message } = answer.error;
  throw code === null ? new Error(message) : new GradiometerError(code, message);
}

/** What a worker hears. */
export interface ChunkMessage {
  /** With the first chunk. */
  readonly study?: Study;
  readonly jobs: readonly number[];
}
