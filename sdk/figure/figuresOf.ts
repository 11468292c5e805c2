/** The figures of a result: those that its experiment declares, or one for every table. */
import { showing } from "../core/display.js";
import { elementAt } from "../core/element.js";
import type { Cell, Experiment, Result, Table } from "../experiments/types.js";
import type { AxisSpec, FigureSpec, Quantity } from "../figureSpec.js";
import { figure } from "./figure.js";
import { formatCell, numeric } from "./number.js";
import { checkResult, drawingExperiment } from "./resultShape.js";
import { isDistribution, principal, type Shape, shapeOf } from "./shape.js";

/** More lines, rows or bars than these are not told apart. */
const MOST = { panels: 6, curves: 7, rows: 12, bars: 24 };
const DECADES = 1.5;

const quantity = (cell: Cell): Quantity => (numeric(cell) === null ? null : (cell as Quantity));

/** At most `count` of them, evenly taken, the first and the last among them. */
function thin<T>(values: readonly T[], count: number): T[] {
  if (values.length <= count) return [...values];
  return Array.from({ length: count }, (_, index) =>
    elementAt(values, Math.round((index * (values.length - 1)) / (count - 1))),
  );
}

type Column = Table["columns"][number];

const axisOf = ({ name, unit }: Column): AxisSpec => ({ label: name, ...(unit !== undefined && { unit }) });

/** A measure that spans decades and is never negative reads best on a log axis. */
function scaled(column: Column): AxisSpec {
  const values = column.values
    .map(numeric)
    .filter((value): value is number => value !== null && Number.isFinite(value));
  let [low, high] = [Infinity, 0];
  for (const value of values) if (value > 0) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const log = values.every((value) => value >= 0) && Math.log10(high / low) >= DECADES;
  return { ...axisOf(column), ...(log && { scale: "log" as const }) };
}

const some = (shown: number, all: number, what: string) =>
  shown < all ? { note: `${shown} of ${all} ${what}, evenly taken.` } : {};

/** A run of rows by what its key columns hold: the panel from the first `inPanel` of them, the name from the rest. */
function namesOf(table: Table, { keys, runs }: Shape, inPanel: number) {
  const labelOf = (key: number, row: number): string => {
    const { name, values } = elementAt(table.columns, key);
    const cell = values[row] ?? null;
    return typeof cell === "string" ? cell : `${name} ${formatCell(cell)}`;
  };
  const named = runs.map(({ start, end }) => {
    const labels = keys.map((key) => labelOf(key, start));
    return { start, end, panel: labels.slice(0, inPanel).join(", "), name: labels.slice(inPanel).join(", ") };
  });
  if (new Set(named.map(({ panel }) => panel)).size <= MOST.panels) return named;
  return named.map(({ panel, name, ...rows }) => ({ ...rows, panel: "", name: `${panel}, ${name}` }));
}

/** At most `count` runs in every panel. */
function thinRuns<T extends { panel: string }>(runs: readonly T[], count: number): T[] {
  return [...new Set(runs.map(({ panel }) => panel))].flatMap((panel) =>
    thin(
      runs.filter((run) => run.panel === panel),
      count,
    ),
  );
}

const panelled = (panel: string) => (panel === "" ? {} : { panel });

function fromShape(table: Table, shape: Shape): FigureSpec {
  const measure = principal(table, shape);
  const [x, y] = [elementAt(table.columns, shape.x), elementAt(table.columns, measure)];
  const title = `${table.name}: ${y.name}`;
  const description = `${y.name} over ${x.name}, from the table “${table.name}”.`;
  if (isDistribution(table, shape, measure)) {
    const all = namesOf(table, shape, Math.max(shape.keys.length - 1, 0));
    const runs = thinRuns(all, MOST.rows);
    const histograms = runs.map(({ start, end, panel, name }) => {
      const [first, last] = [numeric(elementAt(x.values, start))!, numeric(elementAt(x.values, end - 1))!];
      const half = end - start > 1 ? (last - first) / (2 * (end - start - 1)) : 0;
      const shares = y.values.slice(start, end).map(quantity);
      return { name, ...panelled(panel), from: first - half, to: last + half, shares };
    });
    const more = some(runs.length, all.length, "histograms");
    return { kind: "ridges", title, description, rows: "", x: axisOf(x), histograms, ...more };
  }
  const all = namesOf(table, shape, shape.keys.length > 1 ? 1 : 0);
  const runs = thinRuns(all, MOST.curves);
  const series = runs.map(({ start, end, panel, name }) => ({
    name: name === "" ? y.name : name,
    ...panelled(panel),
    x: x.values.slice(start, end).map(quantity),
    y: y.values.slice(start, end).map(quantity),
  }));
  const more = some(runs.length, all.length, "curves");
  return { kind: "lines", title, description, x: axisOf(x), y: scaled(y), series, ...more };
}

/** Rows with names of their own, as bars of one column of numbers. */
function fromRows(table: Table): FigureSpec | null {
  const isMeasure = ({ values }: Column) =>
    values.some((cell) => numeric(cell) !== null) && values.every((cell) => cell === null || numeric(cell) !== null);
  const names = table.columns.find((column) => !isMeasure(column)) ?? table.columns[0];
  const measures = table.columns.filter((column) => column !== names && isMeasure(column));
  // Columns of integers mostly count the rows.
  const fractional = ({ values }: Column) => values.some((cell) => !Number.isInteger(numeric(cell) ?? 0));
  const measure = measures.find(fractional) ?? measures.at(-1);
  if (names === undefined || measure === undefined) return null;
  const rows = names.values.map((_, row) => row).slice(0, MOST.bars);
  return {
    kind: "bars",
    title: `${table.name}: ${measure.name}`,
    description: `${measure.name} by ${names.name}, from the table “${table.name}”.`,
    categories: rows.map((row) => formatCell(names.values[row] ?? null)),
    value: scaled(measure),
    series: [{ name: measure.name, values: rows.map((row) => quantity(measure.values[row] ?? null)) }],
    ...(rows.length < names.values.length && { note: `The first ${rows.length} of ${names.values.length} rows.` }),
  };
}

/** One figure for a table that nobody described; null when there is no number in it. */
function fromTable(table: Table): FigureSpec | null {
  const shape = shapeOf(table);
  return shape === null ? fromRows(table) : fromShape(table, shape);
}

/**
 * The figures of a result. In a notebook each shows itself.
 *
 * @param experiment  the one that measured it: `experiments.find(({ id }) => id === result.experiment)`. Without it, or when
 *                    it declares none, every table that holds numbers becomes one figure, its first growing column as x.
 * @throws GradiometerError BAD_OPTION when `result` is none.
 */
export function figuresOf(result: Result, experiment?: Pick<Experiment, "figures">): FigureSpec[] {
  checkResult(result);
  if (experiment !== undefined) drawingExperiment("experiment", experiment);
  const declared = experiment?.figures?.(result) ?? [];
  const specs = declared.length > 0 ? declared : result.tables.flatMap((table) => fromTable(table) ?? []);
  return specs.map((spec) => showing(spec, () => ({ "image/svg+xml": figure(spec) })));
}
