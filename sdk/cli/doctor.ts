import { Option } from "commander";
import { examine, preflight, type Preflight, type Report } from "../doctor/index.js";
import { quoted } from "../figure/page/command.js";
import { reportPage } from "../figure/page/report.js";
import { EXIT, type Context, InputError, type Register } from "./command.js";
import { SEPARATORS } from "./csv/stream.js";
import type { TableOptions } from "./csv/profile.js";
import { reportText } from "./doctorText.js";
import { reserveAll } from "./files.js";
import { parser } from "./options.js";
import { naming, readPatient } from "./patient.js";
import { templateOf, writeTemplate } from "./template.js";
import { visible } from "./terminal/escape.js";
import { progressView } from "./terminal/progress.js";
import { paragraph } from "./terminal/screen.js";
import { basename } from "node:path";

interface Options {
  json?: string;
  html?: string;
  seeds: number;
  remedies: "likely" | "all" | "none";
  steps?: number;
  target?: string;
  classes?: boolean;
  separator?: string;
  missing?: "drop" | "mean";
  header: boolean;
  holdout?: number;
  init?: boolean;
}

const NOTES = `
<net.json> holds what lab.mlp or lab.rnn take, and what a trainer takes, with "epochs" and "batch" beside.
Comments may stand in it. --init writes one for a table, to begin with:

  gradiometer doctor --init net.json iris.csv --target species
  gradiometer doctor net.json iris.csv --target species

<data.csv> has any header when --target names the target's column: text names classes, and texts among
the inputs become one input each. Without --target the header is x1,…,xn,y1,…,ym or x1,…,xn,label. A row of a
recurrent net is a sequence: all inputs of its first step, then of the second, and so on.

--html writes one page that opens offline and prints: evidence, figures, remedies, configuration.

Exit code 0 when healthy or at the floor of the noise, 1 otherwise, 2 for wrong input.`;

/** JSON has no NaN and no infinities: they become words. */
const plain = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

/** What was called, as far as it says what was measured. */
function commandOf(paths: readonly string[], options: Options, version: string): string {
  const { seeds, remedies, steps, target, classes, separator, missing, header, holdout } = options;
  const given = { target, separator, missing, holdout, steps };
  const words = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${quoted(String(value))}`],
  );
  const flags = [...(classes ? ["--classes"] : []), ...(header ? [] : ["--no-header"])];
  return [
    `npx gradiometer@${version} doctor`,
    ...paths.map(quoted),
    ...words,
    ...flags,
    `--seeds ${seeds}`,
    `--remedies ${remedies}`,
  ].join(" ");
}

/** The report; of a remedy's patient all but the data, which the change describes. */
function jsonText(name: string, before: Preflight, report: Report, notes: readonly string[]): string {
  const remedies = report.remedies.map(({ patient: { config, training }, ...rest }) => {
    const own = Object.fromEntries(Object.entries(config).filter(([key]) => key !== "initData"));
    return { ...rest, patient: { config: own, training } };
  });
  return `${JSON.stringify({ name, data: notes, preflight: before, ...report, remedies }, plain, 2)}\n`;
}

function tableOptions({ target, classes, separator, missing, header }: Options): TableOptions {
  const names = target?.split(",").map((name) => name.trim());
  if (names?.some((name) => name === ""))
    throw new InputError("--target: give the name of a column, or several with commas between");
  const between = separator === "tab" || separator === "\\t" ? "\t" : separator;
  if (between !== undefined && between.length !== 1)
    throw new InputError(`--separator: give one character, such as ${SEPARATORS.slice(0, 2).join(" or ")}, or tab`);
  return {
    ...(names && { target: names }),
    ...(classes && { classes }),
    ...(between !== undefined && { separator: between }),
    ...(missing && { missing }),
    ...(!header && { noHeader: true }),
  };
}

function initialise(netPath: string, dataPath: string, options: Options, { out }: Context): void {
  const name = basename(dataPath).replace(/\.[^.]*$/, "");
  const { text, notes } = templateOf(dataPath, name, tableOptions(options));
  writeTemplate(netPath, text);
  for (const note of notes) out.write(`${paragraph(`Data: ${visible(note)}.`, out.columns)}\n`);
  out.write(`Wrote ${visible(netPath)}\n`);
}

async function diagnose(netPath: string, dataPath: string, options: Options, context: Context): Promise<void> {
  if (options.init) {
    initialise(netPath, dataPath, options, context);
    return;
  }
  const asked = { ...tableOptions(options), ...(options.holdout !== undefined && { holdout: options.holdout }) };
  const { net, patient, notes } = await readPatient(netPath, dataPath, asked);
  const files = reserveAll({ "--json": options.json, "--html": options.html }, [netPath, dataPath]);
  const view = progressView(context.error);
  try {
    const lab = await context.load();
    const before = preflight(lab, patient.config);
    const report = await naming(`${netPath} with ${dataPath}`, () =>
      examine(lab, patient, {
        seeds: options.seeds,
        remedies: options.remedies,
        ...(options.steps !== undefined && { steps: options.steps }),
        signal: context.signal,
        onProgress: (progress) => view.update(progress),
      }),
    );
    view.stop();
    const command = commandOf([netPath, dataPath], options, report.examined.version);
    const written = files.write({
      "--json": () => jsonText(net.name, before, report, notes),
      "--html": () => reportPage(report, { name: net.name, preflight: before, command, notes }),
    });
    context.out.write(reportText(net.name, before, report, notes, context.out));
    for (const path of written) context.out.write(`\nWrote ${visible(path)}\n`);
    if (!report.healthy) process.exitCode = EXIT.alarm;
  } finally {
    view.stop();
    files.discard();
  }
}

/** `gradiometer doctor <net.json> <data.csv>`: what ails a network, and what cures it. */
export const registerDoctor: Register = (program, context) => {
  program
    .command("doctor")
    .description("Trains a network, names what ails it, and tries remedies on it.")
    .argument("<net.json>", "the network and its training")
    .argument("<data.csv>", "what it is trained on")
    .addOption(
      new Option("--seeds <n>", "runs of every remedy, each from its own seed")
        .argParser(parser({ type: "integer", minimum: 1, maximum: 1000 }))
        .default(3),
    )
    .addOption(
      new Option("--remedies <which>", "which remedies to run").choices(["likely", "all", "none"]).default("likely"),
    )
    .option("--target <names>", "columns of the target, with commas between")
    .option("--classes", "the target names classes, though they are numbers")
    .option("--separator <character>", "between the cells; recognised when absent")
    .addOption(
      new Option("--missing <how>", "rows without a cell: leave them out, or fill in the mean").choices([
        "drop",
        "mean",
      ]),
    )
    .option("--no-header", "the first line holds no names; columns are then c1, c2 …")
    .addOption(
      new Option("--holdout <share>", "share of the rows to keep out of the training").argParser(
        parser({ type: "number", minimum: 0, maximum: 0.9 }),
      ),
    )
    .addOption(
      new Option("--steps <n>", "the most steps that one training takes").argParser(
        parser({ type: "integer", minimum: 1, maximum: 1_000_000_000 }),
      ),
    )
    .option("--init", "write a commented <net.json> for the table, and examine nothing")
    .option("--json <file>", "write the report as JSON")
    .option("--html <file>", "write the report as a page with figures")
    .addHelpText("after", NOTES)
    .action((netPath: string, dataPath: string, options: Options) => diagnose(netPath, dataPath, options, context));
};
