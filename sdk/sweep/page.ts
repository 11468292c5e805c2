import { VERSION } from "../../build/generated/version.js";
import { checkKeys } from "../core/check.js";
import { documentHtml, figureHtml, figuresHtml, fitted } from "../figure/page/document.js";
import { paragraphs, tableHtml } from "../figure/page/report.js";
import { formatNumber } from "../figure/number.js";
import { escape } from "../figure/svg.js";
import { claimCounts } from "./alarms.js";
import { labelOf, textOf } from "./figures/axes.js";
import { sweepFigures } from "./figures/figures.js";
import { measureOf } from "./measures.js";
import { byPoint, inOrder, meanOf, type PointResult } from "./points.js";
import { checkStudy, isExperimentStudy } from "./study.js";
import type { ResultLine, Study } from "./types.js";

/** What a study's page says beside its results. */
export interface SweepPageOptions {
  /** What runs it again. */
  command?: string;
  /** SHA-256 of the file. */
  sha256?: string;
}

/** Points that the table holds. */
const MOST_ROWS = 400;

const cell = (value: number | null): string =>
  `<td class="number">${escape(value === null ? "–" : formatNumber(value))}</td>`;
const word = (value: unknown): string => `<td>${escape(textOf(value))}</td>`;

/** Means of every point. */
function pointsTable(paths: readonly string[], names: readonly string[], points: readonly PointResult[]): string[] {
  const rows = points
    .slice(0, MOST_ROWS)
    .map(
      ({ point, values, seeds }) =>
        `<tr>${paths.map((path) => word(point[path])).join("")}${names.map((name) => cell(meanOf(values[name]))).join("")}${cell(seeds)}</tr>`,
    );
  const head = [
    ...paths.map((path) => ({ name: labelOf(path) })),
    ...names.map((name) => ({ name: measureOf(name).label, numbers: true })),
    { name: "seeds", numbers: true },
  ];
  const more = points.length - rows.length;
  return [
    "<h2>Points</h2>",
    tableHtml(head, rows),
    more > 0 ? `<p class="note">and ${more} more, in the file of the study.</p>` : "",
  ];
}

function claimsTable(study: Study, lines: readonly ResultLine[]): string[] {
  const rows = claimCounts(study, lines).map(
    ({ experiment, claim, control, runs, alarms, low, high }) =>
      `<tr>${word(experiment)}${word(control ? `${claim}, control` : claim)}${cell(runs)}${cell(alarms)}${cell(low)}${cell(high)}</tr>`,
  );
  const head = [
    { name: "experiment" },
    { name: "claim" },
    ...["seeds", "alarms", "least", "largest"].map((name) => ({ name, numbers: true })),
  ];
  return ["<h2>Claims</h2>", tableHtml(head, rows)];
}

/**
 * A study as one self-contained HTML page of at most 300 kB: its figures, and a table of all its points, or claims.
 *
 * @param lines  of a run of this study, whole or in part.
 * @throws GradiometerError BAD_OPTION when the study is none.
 */
export function sweepPage(study: Study, lines: Iterable<ResultLine>, options: SweepPageOptions = {}): string {
  const { command, sha256 } = checkKeys("options", options, ["command", "sha256"]) as SweepPageOptions;
  const checked = checkStudy(study);
  const all = [...lines];
  const points = inOrder(byPoint(all), checked.axes);
  const figures = sweepFigures(study, all).map(figureHtml);
  const facts = [
    `${all.length} jobs`,
    ...(sha256 === undefined ? [] : [`SHA-256 of the file ${sha256}`]),
    `gradiometer ${VERSION}`,
  ];
  const table = isExperimentStudy(checked)
    ? claimsTable(study, all)
    : pointsTable(
        checked.axes.map(({ path }) => path),
        checked.measure,
        points,
      );
  const compose = (shown: readonly string[]): string =>
    documentHtml({ title: checked.name, facts: facts.join(" · "), version: VERSION }, [
      paragraphs([checked.about]),
      ...figuresHtml(shown, figures),
      ...table,
      ...(command === undefined ? [] : ["<h2>Run it again</h2>", `<pre>${escape(command)}</pre>`]),
    ]);
  return fitted(figures, [compose]);
}
