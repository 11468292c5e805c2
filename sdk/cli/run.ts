import { CommanderError, Option, type Command } from "commander";
import { experiments, run } from "../experiments/index.js";
import type { Result } from "../experiments/types.js";
import { page } from "../figure/page/page.js";
import { EXIT, type Context, type Register } from "./command.js";
import { csvText, jsonText, reserveAll } from "./files.js";
import { parameterOptions, parser } from "./options.js";
import { addAll } from "./runAll.js";
import { isAlarm } from "./terminal/claims.js";
import { visible } from "./terminal/escape.js";
import { progressView } from "./terminal/progress.js";
import { resultText } from "./terminal/result.js";
import { heading, paragraph } from "./terminal/screen.js";

interface Common {
  seed: number;
  json?: string;
  csv?: string;
  html?: string;
}

const NOTES = `
Write a list as --name 1,2,3.
Exit code: 0 all claims as expected, 1 a claim differs, 2 bad input. Claims are stated for the default parameters;
with other parameters a claim that differs does not change the exit code.
--html writes one page with figures, claims, tables and the command that repeats the run. It opens offline and prints.
--json writes the whole result, claims included.
--csv writes all tables into one file. The first column names the table. Columns of other tables stay empty.`;

/** Measures, and shows how far it is. */
async function measure(id: string, parameters: object, seed: number, context: Context): Promise<Result> {
  const view = progressView(context.error);
  try {
    const lab = await context.load();
    return await run(lab, id, parameters, {
      seed,
      signal: context.signal,
      onProgress: (progress) => view.update(progress),
    });
  } finally {
    view.stop();
  }
}

async function runExperiment(
  id: string,
  parameters: object,
  { seed, json, csv, html }: Common,
  context: Context,
): Promise<void> {
  const { out } = context;
  const experiment = experiments.find((candidate) => candidate.id === id)!;
  const { title, question } = experiment;
  const files = reserveAll({ "--json": json, "--csv": csv, "--html": html });
  try {
    const result = await measure(id, parameters, seed, context);
    const written = files.write({
      "--json": () => jsonText(result),
      "--csv": () => csvText(result),
      "--html": () => page(result, { experiment }),
    });
    out.write(`${heading(id, title, out)}\n${paragraph(question, out.columns)}\n\n`);
    out.write(`${resultText(result, out)}\n`);
    for (const path of written) out.write(`Wrote ${visible(path)}\n`);
    if (isAlarm(result)) process.exitCode = EXIT.alarm;
  } finally {
    files.discard();
  }
}

function addExperiment(parent: Command, experiment: (typeof experiments)[number], context: Context): void {
  const command = parent.command(experiment.id).description(experiment.title).usage("[options]");
  const parameters = parameterOptions(experiment.parameters);
  for (const { option } of parameters) command.addOption(option);
  command
    .addOption(
      new Option("--seed <n>", "seed of all random numbers")
        .argParser(parser({ type: "integer", minimum: 0 }))
        .default(0),
    )
    .option("--json <file>", "write the whole result as JSON")
    .option("--csv <file>", "write all tables as CSV")
    .option("--html <file>", "write a page with figures, claims and tables")
    .addHelpText("before", `${paragraph(experiment.question, context.out.columns)}\n`)
    .addHelpText("after", NOTES)
    .action(async (options: Common & Record<string, unknown>) => {
      const given = parameters
        .map(({ parameter, option }) => [parameter, options[option.attributeName()]] as const)
        .filter(([, value]) => value !== undefined);
      await runExperiment(experiment.id, Object.fromEntries(given), options, context);
    });
}

/** `gradiometer run <experiment>`: every experiment is a command whose options are its parameters. */
export const registerRun: Register = (program, context) => {
  const command = program
    .command("run")
    .description("Runs an experiment and prints tables, plots, and claims with what was expected and measured.")
    .usage("<experiment> [options]")
    .helpCommand(false)
    .exitOverride((error) => {
      if (error.code !== "commander.unknownCommand") throw error;
      const message = error.message.replace("unknown command", "unknown experiment");
      const hint = message.includes("Did you mean") ? "" : ": gradiometer list shows the experiments";
      throw new CommanderError(error.exitCode, "gradiometer.unknownExperiment", message + hint);
    })
    .addHelpText("after", "\nThe parameters of an experiment: gradiometer run <experiment> --help");
  for (const experiment of experiments) addExperiment(command, experiment, context);
  addAll(command, context);
};
