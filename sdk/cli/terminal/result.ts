/** A Result in the terminal: every table whole or summed up, a plot where it has curves, then the claims. */
import type { Cell, Result, Table } from "../../experiments/types.js";
import { claimsText } from "./claims.js";
import { formatCell, formatNumber, numeric } from "./number.js";
import { MOST_CURVES, plotText, scaleOf, sparkline, thin, type Curve } from "./plot.js";
import { paragraph, type Screen } from "./screen.js";
import { principal, shapeOf, type Shape } from "./shape.js";
import { tableText, type TextColumn } from "./table.js";

const MOST_ROWS = 20;
const FIRST_ROWS = 12;
const MOST_SERIES = 30;
const SPARK = 30;
/** Fewer points than this say more as a table. */
const FEWEST_POINTS = 5;
const INDENT = "  ";

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
    omitted.length > 0 ? `the columns ${omitted.join(", ")}` : "",
  ].filter((note) => note !== "");
  return { text, note: notes.length > 0 ? `${notes.join(" and ")} are left out here` : "" };
}

/** One row a curve: its keys, its course as blocks on a common scale, its first and its last value. */
function seriesText(table: Table, shape: Shape, measure: number, screen: Screen): { text: string; note: string } {
  const values = table.columns[measure]!.values.map(numeric);
  const scale = scaleOf(values);
  const runs = thin(shape.runs, MOST_SERIES);
  const ends = (pick: (run: Shape["runs"][number]) => number) =>
    runs.map((run) => formatCell(table.columns[measure]!.values[pick(run)] ?? null));
  const keys = shape.keys.map((key) => {
    const column = table.columns[key]!;
    return textColumn(
      column,
      runs.map(({ start }) => column.values[start] ?? null),
    );
  });
  const x = table.columns[shape.x]!.name;
  const name = headerOf(table.columns[measure]!);
  const course = runs.map(({ start, end }) => sparkline(thin(values.slice(start, end), SPARK), scale));
  const bounds = scale.log
    ? `1e${scale.low} … 1e${scale.high}`
    : `${formatNumber(scale.low, 3)} … ${formatNumber(scale.high, 3)}`;
  const { text, omitted } = tableText(
    [
      ...keys,
      { header: `over ${x}`, cells: course, align: "left" },
      { header: "first", cells: ends(({ start }) => start), align: "right" },
      { header: "last", cells: ends(({ end }) => end - 1), align: "right" },
    ],
    screen,
    INDENT,
  );
  const some = runs.length < shape.runs.length ? `; ${runs.length} of ${shape.runs.length} rows` : "";
  const cut = omitted.length > 0 ? `; without ${omitted.join(", ")}` : "";
  return { text, note: `${name} over ${x}, blocks ▁ … █ from ${bounds}${scale.log ? ", log scale" : ""}${some}${cut}` };
}

/** The curves worth drawing when there are too many: evenly taken in the order of how far they fall. */
function chosen(table: Table, shape: Shape, measure: number): Curve[] {
  const values = table.columns[measure]!.values.map(numeric);
  const xs = table.columns[shape.x]!.values.map(numeric);
  const curves = shape.runs.map(({ start, end, label }, order) => {
    const span = (values[end - 1] ?? 0) / (values[start] ?? 1);
    const points = xs.slice(start, end).map((x, index) => [x!, values[start + index] ?? null] as const);
    return { label, points, span, order };
  });
  return thin(
    curves.filter(({ points }) => points.length >= FEWEST_POINTS).sort((a, b) => a.span - b.span || a.order - b.order),
    MOST_CURVES - 2,
  ).sort((a, b) => a.order - b.order);
}

function tableSection(table: Table, screen: Screen): string {
  const rows = table.columns[0]?.values.length ?? 0;
  const shape = shapeOf(table);
  const measure = shape === null ? -1 : principal(table, shape);
  const summed = shape !== null && rows > MOST_ROWS && shape.runs.length > 1;
  const { text, note } = summed ? seriesText(table, shape, measure, screen) : rowsText(table, screen);
  const parts = [`${screen.colors.bold(table.name)} (${rows} rows × ${table.columns.length} columns)`, text];
  const complete = summed || note !== "" ? "; --csv or --json holds everything" : "";
  if (note !== "") parts.push(screen.colors.dim(paragraph(`${note}${complete}`, screen.columns, INDENT)));
  const curves = shape === null ? [] : chosen(table, shape, measure);
  if (shape !== null && curves.length > 0) {
    const axis = { x: table.columns[shape.x]!.name, y: headerOf(table.columns[measure]!) };
    parts.push("", plotText(curves, axis, screen, INDENT));
  }
  return parts.join("\n");
}

/** Everything a Result has to say, for any experiment. */
export function resultText(result: Result, screen: Screen): string {
  const parameters = Object.entries(result.parameters).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const facts = [`seed ${result.seed}`, `gradiometer ${result.version} (${result.variant})`, ...parameters].join(" · ");
  return [
    screen.colors.dim(paragraph(facts, screen.columns)),
    ...result.tables.map((table) => tableSection(table, screen)),
    claimsText(result.claims, screen),
  ].join("\n\n");
}
