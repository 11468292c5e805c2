import { availableParallelism } from "node:os";
import { Option } from "commander";
import { VERSION } from "../../../build/generated/version.js";
import { GradiometerError } from "../../core/errors.js";
import { openThreads } from "../../entry/sweep/threads.js";
import { quoted } from "../../figure/page/command.js";
import { dispatch } from "../../sweep/dispatch.js";
import { studies } from "../../sweep/studies.js";
import { sweepPage } from "../../sweep/page.js";
import { jobOrder, type Plan, planOf } from "../../sweep/plan.js";
import { THREAD_TARGET } from "../../sweep/sweep.js";
import type { Shard, Study } from "../../sweep/types.js";
import { EXIT, type Context, InputError, type Register } from "../command.js";
import { reserveAll } from "../files.js";
import { parser } from "../options.js";
import { visible } from "../terminal/escape.js";
import { progressView } from "../terminal/progress.js";
import { paragraph } from "../terminal/screen.js";
import { tableText } from "../terminal/table.js";
import { LineStore, mergeInto } from "./store.js";
import { studyOf } from "./studyFile.js";
import { summaryText } from "./summary.js";

interface Options {
  out?: string;
  html?: string;
  threads?: number;
  seeds?: number;
  first?: number;
  shard?: Shard;
  merge?: string[];
  queue?: string;
  fresh?: boolean;
  list?: boolean;
}

/** What runs the jobs that are missing, until all are done. */
export interface Work {
  readonly study: Study;
  readonly plan: Plan;
  readonly store: LineStore;
  /** Numbers of the jobs that are missing. */
  readonly missing: Uint32Array;
  /** Where the store has the job of a number. */
  readonly placeOf: (job: number) => number;
  readonly progress: () => void;
}

const NOTES = `
A study is a JSON file (docs/sweep.md), or the name of one that ships (--list). Every line of the result is one job: a point of the
axes from one seed. The file is the same, byte for byte, from one thread, from many, from shards that were merged, and from a queue.

What the file already has is not run again: after Ctrl-C, or a crash, the same command goes on.

Exit code: 0 done, 1 a claim raised an alarm or two workers disagree about a job, 2 bad input, 3 a queue that cannot be reached,
130 stopped.`;

/** "2/5". @throws InputError */
function shardOf(text: string): Shard {
  const [, index = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= of) return { index, of };
  throw new InputError(`--shard: expected a part such as 1/4, from 1/4 to 4/4, but got ${text}`);
}

/** A study with other seeds than its own. */
function withSeeds(study: Study, { seeds: count, first }: Pick<Options, "seeds" | "first">): Study {
  const own = typeof study.seeds === "number" ? { count: study.seeds } : study.seeds;
  const seeds = { ...own, ...(count !== undefined && { count }), ...(first !== undefined && { first }) };
  return { ...study, seeds };
}

function listText({ out }: Context): string {
  const { text } = tableText(
    [
      { header: "study", cells: studies.map(({ name }) => name), align: "left" },
      { header: "jobs", cells: studies.map((study) => String(planOf(study).count)), align: "right" },
    ],
    out,
  );
  const about = studies.map(
    ({ name, about = "" }) => `${out.colors.bold(name)}\n${paragraph(about, out.columns, "  ")}`,
  );
  return `${text}\n\n${about.join("\n\n")}\n`;
}

async function onThreads(
  { study, missing, store, progress }: Work,
  threads: number,
  signal: AbortSignal,
): Promise<void> {
  if (missing.length === 0) return;
  const pool = openThreads(study, Math.min(threads, missing.length));
  try {
    await dispatch(missing, pool, {
      signal,
      target: THREAD_TARGET,
      done(_jobs, { lines }) {
        store.append(lines, "a thread");
        progress();
      },
    });
  } finally {
    await pool[0]!.close(); // one pool behind all of them
  }
}

/** The options that make a study what it is, as they were given. */
function sameCommand(name: string, out: string, { threads, seeds, first, shard, queue }: Options): string {
  return [
    `gradiometer sweep ${quoted(name)} --out ${quoted(out)}`,
    ...(seeds === undefined ? [] : [`--seeds ${seeds}`]),
    ...(first === undefined ? [] : [`--first ${first}`]),
    ...(shard === undefined ? [] : [`--shard ${shard.index}/${shard.of}`]),
    ...(threads === undefined ? [] : [`--threads ${threads}`]),
    ...(queue === undefined ? [] : ["--queue …"]),
  ].join(" ");
}

async function run(name: string, options: Options, context: Context): Promise<void> {
  const { out: screen, error, signal } = context;
  const study = withSeeds(await studyOf(name), options);
  const plan = planOf(study);
  const out = options.out ?? `${study.name.replace(/[^\p{L}\p{N}_.-]+/gu, "-")}.jsonl`;
  const inputs = [name, ...(options.merge ?? [])];
  reserveAll({ "--out": out, "--html": options.html }, inputs).discard(); // each a file of its own, which can be written
  const files = reserveAll({ "--html": options.html });
  const { indices, keys } = jobOrder(plan, options.shard);
  const store = new LineStore(out, keys, options.fresh);
  const view = progressView(error);
  try {
    const again = (): string =>
      visible(`${out} has ${store.count} of ${keys.length} jobs; to go on: ${sameCommand(name, out, options)}`);
    if (options.merge) mergeInto(store, options.merge);
    const before = store.count;
    const progress = (): void => {
      view.update({ done: store.count, total: keys.length, label: study.name });
      context.farewell(again());
    };
    progress();
    const missing = indices.filter((_, place) => !store.has(place));
    const places = new Map(Array.from(indices, (job, place) => [job, place]));
    const work: Work = { study, plan, store, missing, placeOf: (job) => places.get(job)!, progress };
    try {
      if (options.merge) {
        if (work.missing.length > 0)
          throw new InputError(
            `${work.missing.length} of ${keys.length} jobs are in none of the files; leave out --merge to run them`,
          );
      } else if (options.queue !== undefined) {
        const { throughQueue } = await import("../queue/collector.js");
        await throughQueue(work, options.queue, context);
      } else await onThreads(work, options.threads ?? availableParallelism(), signal);
    } catch (thrown) {
      if (!(signal.aborted || (thrown instanceof GradiometerError && thrown.code === "ABORTED"))) throw thrown;
      view.stop();
      error.write(`${again()}\n`);
      process.exitCode = EXIT.interrupted;
      return;
    }
    view.stop();
    const sha256 = store.finish();
    const { text, alarms } = summaryText(study, store.results(), screen);
    const command = sameCommand(name, out, options).replace("gradiometer", `npx gradiometer@${VERSION}`);
    const written = files.write({ "--html": () => sweepPage(study, store.results(), { command, sha256 }) });
    const fresh = before === 0 ? "" : `, ${keys.length - before} of them now`;
    screen.write(`${text}\n\n${keys.length} jobs${fresh}. Wrote ${visible(out)}\nSHA-256 ${sha256}\n`);
    for (const file of written) screen.write(`Wrote ${visible(file)}\n`);
    if (alarms > 0) process.exitCode = EXIT.alarm;
  } finally {
    view.stop();
    store.close();
    files.discard();
  }
}

/** `gradiometer sweep <study>`: many trainings along axes and from many seeds. */
export const registerSweep: Register = (program, context) => {
  const count = parser({ type: "integer", minimum: 1 });
  program
    .command("sweep")
    .description("Runs a study: many trainings along axes and from many seeds, on all cores or through a queue.")
    .argument("[study]", "a study's file, or the name of one that ships")
    .option("--out <file>", "the result, a JSON line for each job (default: the study's name and .jsonl)")
    .option("--html <file>", "write figures and a table as a page")
    .addOption(new Option("--threads <n>", "threads to work with (default: one for each core)").argParser(count))
    .addOption(new Option("--seeds <n>", "as many seeds as this, instead of the study's").argParser(count))
    .addOption(
      new Option("--first <n>", "the first seed, instead of the study's").argParser(
        parser({ type: "integer", minimum: 0 }),
      ),
    )
    .addOption(new Option("--shard <i/n>", "run one part of n, for a cluster's array of jobs").argParser(shardOf))
    .option("--merge <files...>", "take the lines of these files, the shards' results, and run nothing")
    .option(
      "--queue <url>",
      "let `gradiometer worker` on any machine do the work: redis://… or rediss://…, or env for $REDIS_URL",
    )
    .option("--fresh", "run everything again, whatever the file has")
    .option("--list", "show the studies that ship")
    .addHelpText("after", NOTES)
    .action(async (name: string | undefined, options: Options) => {
      if (options.list) {
        context.out.write(listText(context));
        return;
      }
      if (name === undefined) throw new InputError("no study given; gradiometer sweep --list shows those that ship");
      await run(name, options, context);
    });
};
