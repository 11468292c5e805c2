/** What a sweep came to, for the terminal. */
import { formatNumber } from "../../figure/number.js";
import { claimCounts } from "../../sweep/alarms.js";
import { labelOf, textOf } from "../../sweep/figures/axes.js";
import { measureOf } from "../../sweep/measures.js";
import { byPoint, inOrder, meanOf, type PointResult } from "../../sweep/points.js";
import { type CheckedStudy, checkStudy, isExperimentStudy } from "../../sweep/study.js";
import type { ResultLine, Study } from "../../sweep/types.js";
import type { Screen } from "../terminal/screen.js";
import { tableText, type TextColumn } from "../terminal/table.js";

/** Rows that a screen holds. */
const MOST_ROWS = 30;

const number = (value: number | null): string => (value === null ? "–" : formatNumber(value, 3));

function pointsText(
  study: Extract<CheckedStudy, { measure: readonly string[] }>,
  points: readonly PointResult[],
  screen: Screen,
): string {
  const shown = points.slice(0, MOST_ROWS);
  const columns: TextColumn[] = [
    ...study.axes.map(({ path }) => ({
      header: labelOf(path),
      cells: shown.map(({ point }) => textOf(point[path])),
      align: "right" as const,
    })),
    ...study.measure.map((name) => ({
      header: measureOf(name).label,
      cells: shown.map(({ values }) => number(meanOf(values[name]))),
      align: "right" as const,
    })),
  ];
  const { text, omitted } = tableText(columns, screen, "  ");
  const more = points.length - shown.length;
  return [
    text,
    ...(more > 0 ? [`  and ${more} more points; --html <file> draws them`] : []),
    ...(omitted.length > 0 ? [`  no room for: ${omitted.join(", ")}`] : []),
  ].join("\n");
}

/** Claims that came out other than expected, or that all did as they should. */
function claimsText(study: Study, lines: Iterable<ResultLine>, screen: Screen): { text: string; alarms: number } {
  const counts = claimCounts(study, lines);
  const runs = counts.reduce((sum, one) => sum + one.runs, 0);
  const wrong = counts.filter(({ alarms }) => alarms > 0);
  const alarms = wrong.reduce((sum, one) => sum + one.alarms, 0);
  const { colors } = screen;
  if (alarms === 0) return { text: colors.green(`All ${runs} claims × seeds came out as expected.`), alarms };
  const cells = (of: (one: (typeof wrong)[number]) => string): readonly string[] => wrong.map(of);
  const { text } = tableText(
    [
      { header: "experiment", cells: cells(({ experiment }) => experiment), align: "left" },
      { header: "claim", cells: cells(({ claim, control }) => (control ? `${claim}, control` : claim)), align: "left" },
      { header: "seeds", cells: cells((one) => String(one.runs)), align: "right" },
      { header: "alarms", cells: cells((one) => String(one.alarms)), align: "right" },
      { header: "least", cells: cells(({ low }) => number(low)), align: "right" },
      { header: "largest", cells: cells(({ high }) => number(high)), align: "right" },
    ],
    screen,
    "  ",
  );
  return { text: `${colors.red(`ALARM in ${alarms} of ${runs} claims × seeds.`)}\n${text}`, alarms };
}

/** A table of the points, or of the claims that raised an alarm. */
export function summaryText(
  study: Study,
  lines: Iterable<ResultLine>,
  screen: Screen,
): { text: string; alarms: number } {
  const checked = checkStudy(study);
  if (isExperimentStudy(checked)) return claimsText(study, lines, screen);
  return { text: pointsText(checked, inOrder(byPoint(lines), checked.axes), screen), alarms: 0 };
}
