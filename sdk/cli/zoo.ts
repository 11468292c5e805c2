import {
  confusion,
  findings,
  type KnownNet,
  parseNets,
  proveCure,
  type Verdict,
  visit,
  zoo,
  type ZooVisit,
} from "../doctor/index.js";
import { formatNumber } from "../figure/number.js";
import type { Gradiometer } from "../types.js";
import { EXIT, type Context, type Register } from "./command.js";
import { reserveAll } from "./files.js";
import { naming, read } from "./patient.js";
import { checkSize } from "./size.js";
import { visible } from "./terminal/escape.js";
import { progressView } from "./terminal/progress.js";
import { paragraph, type Screen } from "./terminal/screen.js";
import { tableText } from "./terminal/table.js";

interface Options {
  json?: string;
  cures?: boolean;
}

type Seen = ZooVisit & { cure?: Verdict | null };

const NAMES: readonly string[] = [...findings.map(({ id }) => id), "unexplained", "healthy"];

const listed = ({ found, verdict }: ZooVisit): string => (found.length > 0 ? found.join(", ") : verdict);

/** Whether all is as the net's file says; hashes are those of the simd build. */
const right = (one: Seen, simd: boolean): boolean =>
  one.asExpected && (one.sameHash || !simd) && (one.cure === undefined || one.cure === null || one.cure === "cured");

function matrixText(visits: readonly Seen[], screen: Screen): string {
  // Only what was expected or found somewhere.
  const whole = confusion(visits, NAMES);
  const shown = NAMES.filter((_, at) => whole[at]!.some(Boolean) || whole.some((row) => row[at]));
  const counts = confusion(visits, shown);
  const columns = shown.map((_, column) => ({
    header: String(column + 1),
    cells: counts.map((row) => String(row[column] || "·")),
    align: "right" as const,
  }));
  const rows = {
    header: "expected",
    cells: shown.map((name, index) => `${index + 1} ${name}`),
    align: "left" as const,
  };
  return tableText([rows, ...columns], screen, "  ").text;
}

function zooText(title: string, visits: readonly Seen[], simd: boolean, screen: Screen): string {
  const { colors, columns } = screen;
  const cured = visits.some(({ cure }) => cure !== undefined);
  const { text } = tableText(
    [
      { header: "net", cells: visits.map(({ net }) => net.name), align: "left" },
      { header: "found", cells: visits.map(listed), align: "left" },
      { header: "loss", cells: visits.map(({ loss }) => formatNumber(loss.start, 3)), align: "right" },
      { header: "after", cells: visits.map(({ loss }) => formatNumber(loss.end, 3)), align: "right" },
      {
        header: "hash",
        cells: visits.map(({ net, sameHash }) => (net.hash === undefined ? "–" : sameHash ? "same" : "other")),
        align: "left",
      },
      ...(cured
        ? [
            {
              header: "cure",
              cells: visits.map(({ net, cure }) => (cure == null ? "–" : `${net.expect.cure ?? ""}: ${cure}`)),
              align: "left" as const,
            },
          ]
        : []),
    ],
    screen,
    "  ",
  );
  const wrong = visits.filter((one) => !right(one, simd));
  const [paint, summary] =
    wrong.length === 0
      ? [colors.green, `All ${visits.length} nets came out as expected.`]
      : [
          colors.red,
          `${visits.length - wrong.length} of ${visits.length} nets came out as expected. ` +
            `ALARM: ${wrong.map((one) => `${visible(one.net.name)} (found ${listed(one)})`).join("; ")}`,
        ];
  return [
    colors.bold(`${visible(title)}: ${visits.length} ${visits.length === 1 ? "net" : "nets"}`),
    text,
    "",
    colors.bold("Expected (rows) against found (columns)"),
    matrixText(visits, screen),
    "",
    paint(paragraph(summary, columns)),
  ].join("\n");
}

async function tour(
  lab: Gradiometer,
  nets: readonly KnownNet[],
  file: string,
  cures: boolean,
  { error, signal }: Context,
): Promise<Seen[]> {
  const view = progressView(error);
  const visits: Seen[] = [];
  try {
    for (const [done, net] of nets.entries()) {
      view.update({ done, total: nets.length, label: net.name });
      await naming(`${file}: net ${done + 1} of ${nets.length}, ${net.name}`, async () => {
        const seen: Seen = await visit(lab, net, { signal });
        if (cures) seen.cure = await proveCure(lab, net, { signal });
        visits.push(seen);
      });
    }
  } finally {
    view.stop();
  }
  return visits;
}

/** `gradiometer zoo`: known nets, each with what must be found in it. */
export const registerZoo: Register = (program, context) => {
  program
    .command("zoo")
    .argument("[nets.json]", "a list of your own nets to use instead, each with its data and what to expect")
    .description("Examines nets whose problems are known, and compares findings and hashes with the expected ones.")
    .option("--cures", "also test the cure of each sick net, with three seeds")
    .option("--json <file>", "write what was found as JSON")
    .addHelpText("after", "\nExit code: 0 every net as expected, 1 a net differs, 2 bad input.")
    .action(async (path: string | undefined, { json, cures = false }: Options) => {
      const title = path ?? "The zoo";
      const nets = path === undefined ? zoo : await naming(path, () => parseNets(read(path)));
      for (const net of path === undefined ? [] : nets)
        await naming(`${title}: ${net.name}`, () => {
          checkSize(net.config);
        });
      const files = reserveAll({ "--json": json }, path === undefined ? [] : [path]);
      try {
        const lab = await context.load();
        const simd = lab.variant === "simd";
        const visits = await tour(lab, nets, title, cures, context);
        const rows = visits.map(({ net, loss, ...rest }) => ({
          name: net.name,
          expected: net.expect.findings,
          ...rest,
          loss: { start: loss.start, end: Number.isFinite(loss.end) ? loss.end : String(loss.end) },
        }));
        const report = { version: lab.version, variant: lab.variant, nets: rows };
        const written = files.write({ "--json": () => `${JSON.stringify(report, null, 2)}\n` });
        context.out.write(`${zooText(title, visits, simd, context.out)}\n`);
        for (const file of written) context.out.write(`Wrote ${visible(file)}\n`);
        if (!visits.every((one) => right(one, simd))) process.exitCode = EXIT.alarm;
      } finally {
        files.discard();
      }
    });
};
