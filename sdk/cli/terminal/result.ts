/** A Result in the terminal: every table whole or summed up, a plot where it has curves, then the claims. */
import { experiments } from "../../experiments/index.js";
import type { Cell, Result, Table } from "../../experiments/types.js";
import type { FigureSpec } from "../../figure/index.js";
import { claimsText } from "./claims.js";
import { formatCell, formatNumber, numeric } from "../../figure/number.js";
import { plotText, scaleOf, sparkline, thin, type Curve, type Scale } from "./plot.js";
import { paragraph, type Screen, wrap } from "./screen.js";
import { isDistribution, principal, shapeOf, type Shape } from "../../figure/shape.js";
import { type Shown, shownIn } from "../../figure/shown.js";
import { tableText, type TextColumn } from "./table.js";

const MOST_ROWS = 24;
const FIRST_ROWS = 14;
const MOST_SERIES = 40;
const SPARK = 30;
/** Points of a curve that leaves room for others beside it. */
const SHORT = 8;
const MOST_CURVES = 4;
/** Fewer points than this say more as a table. */
const FEWEST_POINTS = 5;
const INDENT = "  ";

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;

const headerOf = ({ name, unit }: Table["columns"][number]) =>
  unit === undefined || unit === "1" ? name : `${name} (${unit})`;

function textColumn(column: Table["columns"][number], cells: readonly Cell[]): TextColumn {
  const words = column.values.some((cell) => typeof cell === "string" && numeric(cell) === null);
  return { header: headerOf(column), cells: cells.map(formatCell), align: words ? "left" : "right" };
}

/** Rows of a table; of a long one the first and the last. */
function rowsText(table: Table, screen: Screen): { text: string; note: string } {
  const rows = table.columns[0]?.values.length ?? 0;
  const long = rows > MOST_ROWS;
  const last = MOST_ROWS - FIRST_ROWS;
  const columns = table.columns.map((column) => {
    if (!long) return textColumn(column, column.values);
    const shown = textColumn(column, [...column.values.slice(0, FIRST_ROWS), ...column.values.slice(-last)]);
    return { ...shown, cells: [...shown.cells.slice(0, FIRST_ROWS), "⋮", ...shown.cells.slice(FIRST_ROWS)] };
  });
  const { text, omitted } = tableText(columns, screen, INDENT);
  const notes = [
    long ? `${rows - MOST_ROWS} of ${rows} rows` : "",
    omitted.length > 0 ? `the column${omitted.length > 1 ? "s" : ""} ${omitted.join(", ")}` : "",
  ].filter((note) => note !== "");
  return { text, note: notes.length > 0 ? `${notes.join(" and ")} not shown` : "" };
}

/** One row per curve: its keys, its course as blocks, where it begins and ends; beside a short one those of other columns. */
function seriesText(
  table: Table,
  shape: Shape,
  { column: measure, log }: Shown,
  screen: Screen,
): { text: string; note: string } {
  const column = table.columns[measure]!;
  const x = table.columns[shape.x]!;
  const histogram = isDistribution(table, shape, measure);
  const runs = thin(shape.runs, MOST_SERIES);
  const scale = scaleOf(column.values.map(numeric), log);
  const course = (of: number, common: Scale | null) =>
    runs.map(({ start, end }) => {
      const values = table.columns[of]!.values.slice(start, end).map(numeric);
      return sparkline(thin(values, SPARK), common ?? scaleOf(values, false));
    });
  const ends = (of: Table["columns"][number], header: string, pick: (run: Shape["runs"][number]) => number) =>
    ({ header, cells: runs.map((run) => formatCell(of.values[pick(run)] ?? null)), align: "right" }) as const;
  const keys = shape.keys.map((key) => {
    const { values } = table.columns[key]!;
    return textColumn(
      table.columns[key]!,
      runs.map(({ start }) => values[start] ?? null),
    );
  });
  const short = runs.every(({ start, end }) => end - start <= SHORT);
  const others = short ? shape.measures.filter((other) => other !== measure) : [];
  const edges = histogram ? x : column;
  const { text, omitted } = tableText(
    [
      ...keys,
      { header: headerOf(column), cells: course(measure, histogram ? null : scale), align: "left" },
      ends(edges, histogram ? `${x.name} from` : "first", ({ start }) => start),
      ends(edges, histogram ? "to" : "last", ({ end }) => end - 1),
      ...others.map((other) => {
        const common = scaleOf(table.columns[other]!.values.map(numeric));
        return { header: headerOf(table.columns[other]!), cells: course(other, common), align: "left" } as const;
      }),
    ],
    screen,
    INDENT,
  );
  const bounds = scale.log
    ? `1e${scale.low} … 1e${scale.high}, log scale`
    : `${formatNumber(scale.low, 3)} … ${formatNumber(scale.high, 3)}`;
  const notes = [
    histogram
      ? `${headerOf(column)} over ${x.name}, each row on its own scale`
      : `blocks: ${headerOf(column)} over ${x.name}, ▁ … █ from ${bounds}`,
    others.length > 0 ? "the other columns likewise, each on its own scale" : "",
    runs.length < shape.runs.length ? `${runs.length} of ${shape.runs.length} rows` : "",
    omitted.length > 0 ? `without ${omitted.join(", ")}` : "",
  ];
  return { text, note: notes.filter((note) => note !== "").join("; ") };
}

/** The curves worth drawing when there are too many: long ones, evenly taken in the order of how far they fall or reach. */
function chosen(table: Table, shape: Shape, measure: number): Curve[] {
  const values = table.columns[measure]!.values.map(numeric);
  const xs = table.columns[shape.x]!.values.map((cell) => numeric(cell) ?? NaN);
  const histogram = isDistribution(table, shape, measure);
  const curves = shape.runs.map(({ start, end, label }, order) => {
    const fall = (values[end - 1] ?? 0) / (values[start] ?? 1);
    const points = xs.slice(start, end).map((x, index) => [x, values[start + index] ?? null] as const);
    return { label, points, span: histogram ? xs[end - 1]! - xs[start]! : fall, order };
  });
  const long = Math.max(...curves.map(({ points }) => points.length)) / 2;
  return thin(
    curves
      .filter(({ points }) => points.length >= Math.max(FEWEST_POINTS, long))
      .sort((a, b) => a.span - b.span || a.order - b.order),
    MOST_CURVES,
  ).sort((a, b) => a.order - b.order);
}

/** What is drawn of a table: what the experiment's figures show of it, else the measure worth a picture. */
function drawnOf(table: Table, shape: Shape, figures: readonly FigureSpec[]): Shown {
  const own = shownIn(table, shape, figures);
  if (own !== null) return own;
  const column = principal(table, shape);
  return { column, log: !isDistribution(table, shape, column) };
}

function tableSection(table: Table, figures: readonly FigureSpec[], screen: Screen): string {
  const rows = table.columns[0]?.values.length ?? 0;
  const shape = shapeOf(table);
  const shown = shape === null ? null : drawnOf(table, shape, figures);
  const summed = rows > MOST_ROWS && (shape?.runs.length ?? 0) > 1;
  const { text, note } = summed ? seriesText(table, shape!, shown!, screen) : rowsText(table, screen);
  const title = `${table.name} (${count(rows, "row")}, ${count(table.columns.length, "column")})`;
  const parts = [...wrap(title, screen.columns).map((line) => screen.colors.bold(line)), text];
  const complete = summed || note !== "" ? "; --csv or --json holds everything" : "";
  if (note !== "") parts.push(screen.colors.dim(paragraph(`${note}${complete}`, screen.columns, INDENT)));
  if (shape !== null && shown !== null) {
    const curves = chosen(table, shape, shown.column);
    const axis = { x: table.columns[shape.x]!.name, y: headerOf(table.columns[shown.column]!), mayBeLog: shown.log };
    if (curves.length > 0) parts.push("", plotText(curves, axis, screen, INDENT));
  }
  return parts.join("\n");
}

/** Everything a Result has to say, for any experiment. */
export function resultText(result: Result, screen: Screen): string {
  const parameters = Object.entries(result.parameters).map(
    ([name, value]) => `${name} ${JSON.stringify(value).replaceAll(",", ", ")}`,
  );
  const figures = experiments.find(({ id }) => id === result.experiment)?.figures?.(result) ?? [];
  const facts = [`seed ${result.seed}`, `gradiometer ${result.version} (${result.variant})`, ...parameters].join(" · ");
  return [
    screen.colors.dim(paragraph(facts, screen.columns)),
    ...result.tables.map((table) => tableSection(table, figures, screen)),
    claimsText(result, screen),
  ].join("\n\n");
}
