import { Option } from "commander";
import { examine, preflight, type Preflight, type Report, type Verdict } from "../doctor/index.js";
import { expected } from "../doctor/words.js";
import { formatNumber } from "../figure/number.js";
import { quoted } from "../figure/page/command.js";
import { reportPage } from "../figure/page/report.js";
import { EXIT, type Context, type Register } from "./command.js";
import { reserveAll } from "./files.js";
import { parser } from "./options.js";
import { naming, readPatient } from "./patient.js";
import { progressView } from "./terminal/progress.js";
import { paragraph, type Screen } from "./terminal/screen.js";
import { tableText } from "./terminal/table.js";

interface Options {
  json?: string;
  html?: string;
  seeds: number;
  remedies: "likely" | "all" | "none";
}

const NOTES = `
<net.json> holds what lab.mlp or lab.rnn take, and what a trainer takes, with "epochs" and "batch" beside:

  { "name": "two layers of sigmoid",
    "config": { "sizes": [2, 32, 32, 2], "activation": "sigmoid" },
    "training": { "loss": "cross-entropy", "epochs": 60, "batch": 32,
                  "optimizer": { "kind": "sgd", "learningRate": 0.5 } } }

<data.csv> has the header x1,…,xn,y1,…,ym, or x1,…,xn,label, whose words name
the classes. A row of a recurrent net is a sequence: all inputs of its first
step, then of the second, and so on.

--html writes one page that opens offline and prints: evidence, figures,
remedies, configuration.

Exit code 0 when healthy (slow is no disease), 1 when sick, 2 for wrong input.`;

/** JSON has no NaN and no infinities: they become words. */
const plain = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

/** What was called, as far as it says what was measured. */
const commandOf = (paths: readonly string[], { seeds, remedies }: Options, version: string): string =>
  [`npx gradiometer@${version} doctor`, ...paths.map(quoted), `--seeds ${seeds}`, `--remedies ${remedies}`].join(" ");

/** The report; of a remedy's patient all but the data, which the change describes. */
function jsonText(name: string, before: Preflight, report: Report): string {
  const remedies = report.remedies.map(({ patient: { config, training }, ...rest }) => {
    const own = Object.fromEntries(Object.entries(config).filter(([key]) => key !== "initData"));
    return { ...rest, patient: { config: own, training } };
  });
  return `${JSON.stringify({ name, preflight: before, ...report, remedies }, plain, 2)}\n`;
}

const paint = (screen: Screen, verdict: Verdict): string => {
  const { colors } = screen;
  const colour = {
    cured: colors.green,
    better: colors.cyan,
    same: colors.dim,
    worse: colors.yellow,
    diverged: colors.red,
  };
  return colour[verdict](verdict);
};

const number = (value: number): string => formatNumber(value, 3);

/** What a person reads: the diagnosis, the evidence, and what helped. */
function reportText(name: string, before: Preflight, report: Report, screen: Screen): string {
  const { colors, columns } = screen;
  const { findings, healthy, loss, remedies, untreated } = report;
  const sum = findings.map(({ id }) => id).join(", ");
  const title = healthy
    ? colors.green(findings.length > 0 ? `healthy, but ${sum}` : "healthy")
    : colors.red(`sick: ${sum}`);
  const lines = [
    `${colors.bold(name)} · ${title}`,
    paragraph(
      `Loss ${number(loss.start)} → ${number(loss.end)}; the best answer that ignores the input has ${number(untreated.constant)}.`,
      columns,
    ),
    paragraph(expected(before, "hidden" in report.examined.config), columns),
  ];
  for (const { id, evidence } of findings) lines.push("", colors.bold(id), paragraph(evidence, columns, "  "));
  if (remedies.length > 0) {
    const { text } = tableText(
      [
        { header: "verdict", cells: ["untreated", ...remedies.map(({ verdict }) => verdict)], align: "left" },
        { header: "remedy", cells: ["–", ...remedies.map(({ id }) => id)], align: "left" },
        ...untreated.losses.map((_, seed) => ({
          header: `loss, run ${seed + 1}`,
          cells: [untreated, ...remedies].map(({ losses }) => number(losses[seed] ?? NaN)),
          align: "right" as const,
        })),
      ],
      screen,
      "  ",
    );
    lines.push("", colors.bold("Remedies that were run, the best first"), text, "");
    for (const { id, change, verdict } of remedies)
      if (verdict === "cured" || verdict === "better")
        lines.push(`  ${paint(screen, verdict)} ${id}`, paragraph(change, columns, "    "));
  }
  return `${lines.join("\n")}\n`;
}

async function consult(netPath: string, dataPath: string, options: Options, context: Context): Promise<void> {
  const { net, patient } = await readPatient(netPath, dataPath);
  const files = reserveAll({ "--json": options.json, "--html": options.html }, [netPath, dataPath]);
  const view = progressView(context.error);
  try {
    const lab = await context.load();
    const before = preflight(lab, patient.config);
    const report = await naming(`${netPath} with ${dataPath}`, () =>
      examine(lab, patient, {
        seeds: options.seeds,
        remedies: options.remedies,
        signal: context.signal,
        onProgress: (progress) => view.update(progress),
      }),
    );
    view.stop();
    const command = commandOf([netPath, dataPath], options, report.examined.version);
    const written = files.write({
      "--json": () => jsonText(net.name, before, report),
      "--html": () => reportPage(report, { name: net.name, preflight: before, command }),
    });
    context.out.write(reportText(net.name, before, report, context.out));
    for (const path of written) context.out.write(`\nWrote ${path}\n`);
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
    .option("--json <file>", "write the report as JSON")
    .option("--html <file>", "write the report as a page with figures")
    .addHelpText("after", NOTES)
    .action((netPath: string, dataPath: string, options: Options) => consult(netPath, dataPath, options, context));
};
