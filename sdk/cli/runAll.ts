/** `gradiometer run all`: every experiment at its defaults, one after the other, kept in a file as they end. */
import { existsSync } from "node:fs";
import { Option, type Command } from "commander";
import { VERSION } from "../../build/generated/version.js";
import { show } from "../core/show.js";
import { experiments, run } from "../experiments/index.js";
import type { Result } from "../experiments/types.js";
import { quoted } from "../figure/page/command.js";
import { differs } from "../figure/verdict.js";
import { EXIT, InputError, type Context } from "./command.js";
import { reserve, type Target, writeAll } from "./files.js";
import { parser } from "./options.js";
import { read } from "./patient.js";
import { isAlarm } from "./terminal/claims.js";
import { visible } from "./terminal/escape.js";
import { progressView } from "./terminal/progress.js";
import { tableText } from "./terminal/table.js";

interface Options {
  seed: number;
  json?: string;
  resume?: boolean;
}

/** What the file of a whole run holds. */
interface Collection {
  version: string;
  seed: number;
  results: Result[];
}

/** As far as the summary needs it. */
const isResult = (value: Partial<Result> | null): boolean =>
  typeof value?.experiment === "string" && Array.isArray(value.claims) && value.claims.every(Boolean);

/** The results that an earlier run left in the file. @throws InputError when they are not of this version and seed. */
function earlier(path: string, seed: number): Result[] {
  if (!existsSync(path)) return [];
  const foreign = (why: string) =>
    new InputError(`cannot resume from ${path}: ${why}; leave out --resume to start again`);
  let found: Partial<Collection> | null;
  try {
    found = JSON.parse(read(path)) as Partial<Collection> | null;
  } catch (error) {
    throw error instanceof InputError ? error : foreign("it is not JSON");
  }
  if (!Array.isArray(found?.results) || !found.results.every(isResult)) throw foreign("it has no results of run all");
  if (found.version !== VERSION)
    throw foreign(`it was written by version ${show(found.version)}, but this is ${VERSION}`);
  if (found.seed !== seed) throw foreign(`it has seed ${show(found.seed)}, not ${seed}`);
  return found.results;
}

/** One line per experiment: how many of its claims came out as expected. */
function summary(results: readonly Result[], { out }: Context): string {
  const { colors } = out;
  const verdicts = results.map((result) => {
    const others = result.claims.filter(differs);
    return others.length === 0 ? "as expected" : `ALARM: ${others.map(({ id }) => id).join(", ")}`;
  });
  const { text } = tableText(
    [
      { header: "experiment", cells: results.map(({ experiment }) => experiment), align: "left" },
      { header: "claims", cells: results.map(({ claims }) => String(claims.length)), align: "right" },
      { header: "verdict", cells: verdicts, align: "left" },
    ],
    out,
  );
  const claims = results.reduce((sum, result) => sum + result.claims.length, 0);
  const alarms = results.filter(isAlarm).length;
  const last =
    alarms === 0
      ? colors.green(`All ${claims} claims of ${results.length} experiments came out as expected.`)
      : colors.red(`ALARM in ${alarms} of ${results.length} experiments: run them one by one to see more.`);
  return `${text}\n\n${last}\n`;
}

/** How a run that was stopped goes on. */
function goOn(json: string, seed: number, held: number): string {
  const rest = `gradiometer run all --seed ${seed} --json ${quoted(json)} --resume`;
  return visible(`${json} has ${held} of ${experiments.length} experiments; to continue: ${rest}`);
}

async function runAll({ seed, json, resume = false }: Options, context: Context): Promise<void> {
  if (resume && json === undefined) throw new InputError("--resume needs --json <file>, the file to resume from");
  const known = new Set(experiments.map(({ id }) => id));
  const results = resume && json !== undefined ? earlier(json, seed) : [];
  const done = new Set(results.map(({ experiment }) => experiment).filter((id) => known.has(id)));
  const keep = (target: Target): void => {
    const collection: Collection = { version: VERSION, seed, results };
    writeAll([{ target, content: `${JSON.stringify(collection, null, 2)}\n` }]);
  };
  // Found writable before the work begins.
  if (json !== undefined) reserve("--json", json).settle();
  if (json !== undefined && results.length > 0) context.farewell(goOn(json, seed, results.length));
  const lab = await context.load();
  const view = progressView(context.error);
  try {
    for (const [index, { id }] of experiments.entries()) {
      if (done.has(id)) continue;
      const result = await run(
        lab,
        id,
        {},
        {
          seed,
          signal: context.signal,
          onProgress: (progress) => {
            const share = progress.total > 0 ? progress.done / progress.total : 0;
            view.update({ done: index + share, total: experiments.length, label: `${id}: ${progress.label}` });
          },
        },
      );
      results.push(result);
      if (json === undefined) continue;
      keep(reserve("--json", json));
      context.farewell(goOn(json, seed, results.length));
    }
  } catch (thrown) {
    if (context.signal.aborted && json !== undefined && results.length > 0) {
      view.stop();
      context.error.write(`${goOn(json, seed, results.length)}\n`);
      process.exitCode = EXIT.interrupted;
      return;
    }
    throw thrown;
  } finally {
    view.stop();
  }
  context.out.write(summary(results, context));
  if (json !== undefined) context.out.write(`Wrote ${visible(json)}\n`);
  if (results.some(isAlarm)) process.exitCode = EXIT.alarm;
}

/** Adds `all` beside the experiments. */
export function addAll(parent: Command, context: Context): void {
  parent
    .command("all")
    .description("Every experiment with its default parameters")
    .usage("[options]")
    .addOption(
      new Option("--seed <n>", "seed of all random numbers")
        .argParser(parser({ type: "integer", minimum: 0 }))
        .default(0),
    )
    .option("--json <file>", "save the results as JSON after each experiment")
    .option("--resume", "skip the experiments that the file already has")
    .action(async (options: Options) => {
      await runAll(options, context);
    });
}
