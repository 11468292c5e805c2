import { Option } from "commander";
import { examine, preflight, type Preflight, type Report } from "../doctor/index.js";
import { quoted } from "../figure/page/command.js";
import { reportPage } from "../figure/page/report.js";
import { EXIT, type Context, InputError, type Register } from "./command.js";
import { SEPARATORS } from "../data/csv/rows.js";
import type { TableOptions } from "./csv/profile.js";
import { reportText } from "./doctorText.js";
import { reserveAll } from "./files.js";
import { parser } from "./options.js";
import { type ForeignOptions, netOf } from "./netOf.js";
import { naming, readPatient } from "./patient.js";
import { templateOf, writeTemplate } from "./template.js";
import { visible } from "./terminal/escape.js";
import { progressView } from "./terminal/progress.js";
import { paragraph } from "./terminal/screen.js";
import { basename } from "node:path";

interface Options extends ForeignOptions {
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
<net.json> has "config", the options of lab.mlp or lab.rnn, and "training", the options of a trainer with "epochs"
and "batch". It may have comments. --init writes one for your table to start from:

  gradiometer doctor --init net.json iris.csv --target species
  gradiometer doctor net.json iris.csv --target species

<data.csv> may have any header if --target names the target column. Text in the target column means classes. A text
column among the inputs becomes one input per text. Without --target the header must be x1,…,xn,y1,…,ym or
x1,…,xn,label. For a recurrent net each row is a sequence: all inputs of the first step, then of the second, and so on.

<net.json> may also be a network of another framework (see gradiometer import --help), with --loss, --optimizer and --epochs:

  gradiometer doctor model.onnx data.csv --loss cross-entropy --optimizer adam:0.01 --epochs 100

It is trained anew, as its framework would draw it, or with --from-weights from the file's own parameters.

--html writes one page with evidence, figures, remedies and configuration. It opens offline and prints.

Exit code: 0 healthy or at the noise floor, 1 sick, slow or unexplained, 2 bad input, 70 a bug in gradiometer.
A stopped run ends with 130 (Ctrl-C), 143 (SIGTERM) or 129 (the terminal was closed).`;

/** JSON has no NaN and no infinities: they become words. */
const plain = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

/** What was called, as far as it says what was measured. */
function commandOf(paths: readonly string[], options: Options, version: string): string {
  const { seeds, remedies, steps, target, classes, separator, missing, header, holdout } = options;
  const { loss, optimizer, epochs, batch, activation, output } = options;
  const given = { loss, optimizer, epochs, batch, activation, output, target, separator, missing, holdout, steps };
  const words = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${quoted(String(value))}`],
  );
  const flags = [
    ...(options.fromWeights ? ["--from-weights"] : []),
    ...(classes ? ["--classes"] : []),
    ...(header ? [] : ["--no-header"]),
  ];
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
    throw new InputError("--target: give one column name, or several separated by commas");
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
  const found = await netOf(netPath, options);
  const { net, patient, notes } = await readPatient(netPath, dataPath, asked, found);
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
    .description("Trains a network, says what is wrong with it, and tries remedies.")
    .argument("<net.json>", "the network and how to train it")
    .argument("<data.csv>", "the table to train on")
    .addOption(
      new Option("--seeds <n>", "trainings per remedy, each with its own seed")
        .argParser(parser({ type: "integer", minimum: 1, maximum: 1000 }))
        .default(3),
    )
    .addOption(
      new Option("--remedies <which>", "which remedies to run").choices(["likely", "all", "none"]).default("likely"),
    )
    .option("--target <names>", "target column, or several separated by commas")
    .option("--classes", "treat the numbers of the target column as classes")
    .option("--separator <character>", "the character between cells (default: detected)")
    .addOption(
      new Option(
        "--missing <how>",
        "what to do with empty cells: drop the row, or fill in the mean of the column",
      ).choices(["drop", "mean"]),
    )
    .option("--no-header", "the first line is data; the columns are named c1, c2 …")
    .addOption(
      new Option("--holdout <share>", "share of the rows to keep out of training, from 0 to 0.9").argParser(
        parser({ type: "number", minimum: 0, maximum: 0.9 }),
      ),
    )
    .addOption(
      new Option("--steps <n>", "limit of the steps of one training").argParser(
        parser({ type: "integer", minimum: 1, maximum: 1_000_000_000 }),
      ),
    )
    .option("--loss <name>", "of a network of another framework: its loss")
    .option("--optimizer <kind:rate>", "of a network of another framework: its optimizer, such as adam:0.01")
    .addOption(
      new Option("--epochs <n>", "of a network of another framework: its epochs").argParser(
        parser({ type: "integer", minimum: 1, maximum: 1_000_000_000 }),
      ),
    )
    .addOption(
      new Option("--batch <n>", "of a network of another framework: rows per step").argParser(
        parser({ type: "integer", minimum: 1, maximum: 1_000_000_000 }),
      ),
    )
    .option("--activation <name>", "of a state dict: the activation of its hidden layers")
    .option("--output <name>", "of a state dict: the activation of its last layer")
    .option("--from-weights", "start from the parameters of the file, not from new ones")
    .option("--init", "write a commented <net.json> for the table, and stop")
    .option("--json <file>", "write the report as JSON")
    .option("--html <file>", "write the report as a page with figures")
    .addHelpText("after", NOTES)
    .action((netPath: string, dataPath: string, options: Options) => diagnose(netPath, dataPath, options, context));
};
