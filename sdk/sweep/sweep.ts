import { checkFunction, checkKeys, checkSignal } from "../core/check.js";
import { coreOf } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import type { Gradiometer } from "../types.js";
import { dispatch, type SweepWorker } from "./dispatch.js";
import { difference, keyOfLine, parseLine } from "./lines.js";
import { checkShard, jobOrder, planOf } from "./plan.js";
import { ChunkRunner } from "./serve.js";
import type { ResultLine, Shard, Study } from "./types.js";

/** How a study is run. */
export interface SweepOptions {
  /** Who works: what `workers()` opened, closed by who opened it. By default this thread alone. */
  workers?: readonly SweepWorker[];
  /** Lines of an earlier run, as `text` has them: their jobs are not run again. */
  done?: string;
  /** A part of the jobs; `mergeLines` puts the parts together. */
  shard?: Shard;
  /** Ends the sweep between two jobs, or inside a training between two steps: ABORTED. */
  signal?: AbortSignal;
  /** Told of every line when it is there, in no particular order. */
  onLine?(line: ResultLine): void;
  /** Jobs that are done, and how many there are. */
  onProgress?(progress: { done: number; total: number }): void;
}

/** What a study came to. */
export interface Sweep {
  /** In the order of their keys. */
  lines: ResultLine[];
  /** The same as the file: the same bytes from one core, many, or many machines. */
  text: string;
}

/** Milliseconds that a chunk is to take in a thread. */
export const THREAD_TARGET = 250;

/** Lines of several texts by key. @throws GradiometerError BAD_FILE where two differ, or one is no line */
function collect(texts: readonly string[], named: (index: number) => string): Map<string, string> {
  const found = new Map<string, { line: string; from: number }>();
  texts.forEach((text, from) => {
    text.split("\n").forEach((line, number) => {
      if (line === "") return;
      const where = `${named(from)}, line ${number + 1}`;
      const { key } = parseLine(line, where);
      const other = found.get(key);
      if (other && other.line !== line) throw difference(key, named(other.from), named(from));
      found.set(key, { line, from });
    });
  });
  return new Map([...found].map(([key, { line }]) => [key, line]));
}

/**
 * The lines of several files as one, in the order of their keys.
 *
 * @param texts  contents of files that `gradiometer sweep` wrote, or `text` of several sweeps.
 * @throws GradiometerError BAD_FILE when one of them has no such lines, or when two disagree about the same job.
 */
export function mergeLines(texts: readonly string[]): string {
  const lines = collect(texts, (index) => `file ${index + 1}`);
  return [...lines.keys()]
    .sort()
    .map((key) => `${lines.get(key)!}\n`)
    .join("");
}

/** @throws GradiometerError BAD_OPTION */
function checkOptions(options: unknown): void {
  const known = ["workers", "done", "shard", "signal", "onLine", "onProgress"];
  const given = checkKeys("options", options, known);
  if (given["shard"] !== undefined) checkShard(given["shard"]);
  checkSignal("signal", given["signal"]);
  checkFunction("onLine", given["onLine"]);
  checkFunction("onProgress", given["onProgress"]);
}

/**
 * Runs every job of a study: each point of its axes from each of its seeds.
 *
 * @param lab    what `load()` returned; with workers it only checks the study.
 * @param study  as in a study's file.
 * @returns the lines, whose bytes depend on the study and the version alone: not on who ran which job, when, or on how many cores.
 * @throws GradiometerError BAD_OPTION for a study or an option that is wrong, before anything runs; what a job is refused with, naming
 *         its point and its seed; BAD_FILE for lines in `done` that are none of this study and version; ABORTED.
 * @example
 * ```js
 * import { load } from "gradiometer";
 * import { sweep } from "gradiometer/sweep";
 * const { lines } = await sweep(await load(), {
 *   name: "depth",
 *   base: {
 *     config: { sizes: [2, 16, 2], activation: "sigmoid" },
 *     training: { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.5 }, epochs: 50 },
 *     data: { generator: "two-moons", options: { samples: 100 } },
 *   },
 *   axes: [{ path: "config.depth", values: [1, 10] }],
 *   seeds: 3,
 *   measure: ["loss", "gradient"],
 * });
 * console.log(lines.length, lines.every(({ values }) => values.loss > 0)); // 6 true
 * ```
 */
export async function sweep(lab: Gradiometer, study: Study, options: SweepOptions = {}): Promise<Sweep> {
  coreOf(lab);
  checkOptions(options);
  const { done = "", shard, signal } = options;
  const { indices, keys } = jobOrder(planOf(study), shard);
  const places = new Map(keys.map((key, place) => [key, place]));
  const lines = Array<string | undefined>(keys.length).fill(undefined);
  for (const [key, line] of collect([done], () => "options.done")) {
    const place = places.get(key);
    if (place === undefined)
      throw new GradiometerError("BAD_FILE", `options.done: job ${key} is none of this study and version`);
    lines[place] = line;
  }
  const missing = indices.filter((_, place) => lines[place] === undefined);
  let count = keys.length - missing.length;
  const progress = (): void => options.onProgress?.({ done: count, total: keys.length });
  progress();
  const workers = options.workers ?? [localWorker(lab, study)];
  await dispatch(missing, workers, {
    ...(signal && { signal }),
    target: THREAD_TARGET,
    done(_jobs, result) {
      for (const text of result.lines) {
        const line = text.slice(0, -1);
        lines[places.get(keyOfLine(line)!)!] = line;
        count++;
        options.onLine?.(parseLine(line, "a worker"));
      }
      progress();
    },
  });
  const all = lines as string[];
  return { lines: all.map((line) => parseLine(line, "a worker")), text: all.map((line) => `${line}\n`).join("") };
}

/** Milliseconds between two turns of the event loop. */
const TURN = 50;

/** Works in this thread, and lets the event loop turn. */
function localWorker(lab: Gradiometer, study: Study): SweepWorker {
  const runner = new ChunkRunner(lab, study, TURN);
  return { run: (jobs, signal) => runner.run(jobs, signal), close: () => undefined };
}
