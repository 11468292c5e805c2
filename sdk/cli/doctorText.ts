/** What a person reads of a report in a terminal. */
import { expected } from "../doctor/words.js";
import { headline, trialText } from "../doctor/headline.js";
import type { Preflight, Report, Verdict } from "../doctor/index.js";
import { formatNumber } from "../figure/number.js";
import { visible } from "./terminal/escape.js";
import { type Curve, plotText } from "./terminal/plot.js";
import { paragraph, type Screen } from "./terminal/screen.js";
import { tableText } from "./terminal/table.js";

const number = (value: number): string => formatNumber(value, 3);

function paint({ colors }: Screen, verdict: Verdict): string {
  const colour = {
    cured: colors.green,
    better: colors.cyan,
    same: colors.dim,
    worse: colors.yellow,
    diverged: colors.red,
  };
  return colour[verdict](verdict);
}

/** RMS of δ layer by layer: where the gradient is lost, and whether the first remedy brings it back. */
function gradientPlot({ signals, remedies, verdict, examined }: Report, screen: Screen): string[] {
  const { before, after, treated } = signals;
  if (verdict === "healthy" || before.backward.length < 2) return [];
  const curve = (label: string, values: readonly number[]): Curve => ({
    label,
    points: values.map((value, index) => [index + 1, Number.isFinite(value) ? value : null] as const),
  });
  const curves = [
    curve("before the training", before.backward),
    ...(after ? [curve("after it", after.backward)] : []),
    ...(treated ? [curve(`after a training with ${remedies[0]?.id ?? "the remedy"}`, treated.backward)] : []),
  ];
  if (!curves.some(({ points }) => points.some(([, y]) => y !== null))) return [];
  const x = "hidden" in examined.config ? "step of the sequence" : "hidden layer";
  return ["", plotText(curves, { x, y: "Size of the gradient δ (RMS)", mayBeLog: true }, screen, "  ")];
}

function remediesText(report: Report, screen: Screen): string[] {
  const { remedies, untreated } = report;
  if (remedies.length === 0) return [];
  const { colors, columns } = screen;
  const { text } = tableText(
    [
      { header: "verdict", cells: ["untreated", ...remedies.map(({ verdict }) => verdict)], align: "left" },
      { header: "remedy", cells: ["–", ...remedies.map(({ id }) => id)], align: "left" },
      ...untreated.losses.map((_, seed) => ({
        header: `loss, run ${seed + 1}`,
        cells: [untreated, ...remedies].map(({ losses }) => (losses[seed] === undefined ? "" : number(losses[seed]))),
        align: "right" as const,
      })),
    ],
    screen,
    "  ",
  );
  const lines = ["", colors.bold("Remedies that were run, the best first"), text, ""];
  for (const { id, changes, verdict } of remedies)
    if (verdict === "cured" || verdict === "better")
      lines.push(`  ${paint(screen, verdict)} ${id}`, paragraph(changes.join("; then "), columns, "    "));
  return lines;
}

/** Other nets on the same data, and what was suspected and is no cause. */
function besides({ reference, withdrawn }: Report, { colors, columns }: Screen): string[] {
  const lines: string[] = [];
  if (reference.length > 0) {
    const nets = reference.map(({ id, loss }) => `${id} ${number(loss)}`).join(", ");
    lines.push(
      "",
      paragraph(`Reference nets on the same data, loss on rows that they had not seen: ${nets}.`, columns),
    );
  }
  if (withdrawn.length > 0) {
    lines.push("", colors.bold("Suspected, and withdrawn"));
    for (const { id, because } of withdrawn) lines.push(paragraph(`${id}: ${because}.`, columns, "  "));
  }
  return lines;
}

/** Verdict, cause and cure in the first three lines; then the evidence, the gradient, and what was tried. */
export function reportText(
  name: string,
  before: Preflight,
  report: Report,
  notes: readonly string[],
  screen: Screen,
): string {
  const { colors, columns } = screen;
  const { findings, healthy, loss, untreated, next } = report;
  const { verdict, cause, cure } = headline(report);
  const held = loss.heldOut === undefined ? "" : `; on the rows kept out ${number(loss.heldOut)}`;
  const course = `Loss ${number(loss.start)} → ${number(loss.end)}${held}; the best constant answer has ${number(untreated.constant)}.`;
  const trial = trialText(report);
  const lines = [
    `${colors.bold(visible(name))} · ${healthy ? colors.green(verdict) : colors.red(verdict)}`,
    paragraph(cause, columns),
    paragraph(cure, columns),
    "",
    ...notes.map((note) => paragraph(`Data: ${visible(note)}.`, columns)),
    paragraph(course, columns),
    ...(trial === "" ? [] : [paragraph(trial, columns)]),
    paragraph(expected(before, "hidden" in report.examined.config), columns),
  ];
  for (const { id, evidence } of findings) lines.push("", colors.bold(id), paragraph(evidence, columns, "  "));
  if (report.autopsy && !findings.some(({ evidence }) => evidence.includes(report.autopsy!.sentence)))
    lines.push("", paragraph(report.autopsy.sentence, columns));
  lines.push(...gradientPlot(report, screen), ...besides(report, screen), ...remediesText(report, screen));
  if (next !== "") lines.push("", paragraph(`Next: ${next}`, columns));
  return `${lines.join("\n")}\n`;
}
