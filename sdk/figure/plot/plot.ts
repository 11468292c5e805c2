/** Plots over two axes: lines, loss curves and points, in one panel or several with common axes. */
import { badOption } from "../../core/check.js";
import { GradiometerError } from "../../core/errors.js";
import type { LinesSpec, LossSpec, Quantity, ScatterSpec, SeriesSpec } from "../../figureSpec.js";
import type { Canvas, Drawing } from "../canvas.js";
import { axisText, domainOf, pretty, rangeOf, scaleBetween, type Scale, ticksOf, toNumber } from "../scale.js";
import { element, fixed, group, stroke } from "../svg.js";
import { cutText, textAt } from "../text.js";
import { FONT } from "../theme.js";
import { spaced, xAxis, yAxis } from "./axes.js";
import { gridOf, gutterFor, type Panel, panelNames } from "./panels.js";
import { needsStrips, type Point, pointsOf } from "./points.js";
import { referenceOf } from "./reference.js";
import { bandOf, legendOf, lineOf, marksOf, type Painted, paintSeries, type PlotStyle } from "./series.js";

export type PlotSpec = Omit<LinesSpec, "kind"> | Omit<LossSpec, "kind"> | Omit<ScatterSpec, "kind">;

/** Lengths must agree, and a log axis cannot begin at 0. */
export function checkPlot(spec: PlotSpec): void {
  spec.series.forEach(({ name, x, y, low, high }, index) => {
    const what = `figure: series[${index}] (${name})`;
    for (const [key, values] of Object.entries({ y, low, high })) {
      if (values !== undefined && values.length !== x.length)
        throw new GradiometerError(
          "BAD_SHAPE",
          `${what}: expected as many numbers in ${key} as in x, ${x.length}, but got ${values.length}`,
        );
    }
    if ((low === undefined) !== (high === undefined))
      throw badOption(`${what}.low and .high`, "both or neither", "one");
  });
  checkAxis("x", spec.x);
  checkAxis("y", spec.y);
}

/** The ends of an axis. @throws GradiometerError BAD_OPTION */
export function checkAxis(name: string, { scale, from, to }: LinesSpec["x"]): void {
  const low = scale === "log" ? 0 : -Infinity;
  for (const [key, value] of Object.entries({ from, to })) {
    if (value !== undefined && !(Number.isFinite(value) && value > low))
      throw badOption(`figure: ${name}.${key}`, scale === "log" ? "a finite number above 0" : "a finite number", value);
  }
  if (from !== undefined && to !== undefined && from >= to) throw badOption(`figure: ${name}.to`, `above ${from}`, to);
}

/** Nothing that could be drawn: not even a value that is not finite. */
export function isPlotEmpty({ series }: PlotSpec): boolean {
  return series.every(({ x, y }) => x.every((value, index) => toNumber(value) === null || toNumber(y[index]) === null));
}

const STRIP = 26;
/** Points closer than this, in px, are a curve. */
const DENSE = 5;
const INSET = 10;

const numbers = (values: readonly Quantity[] | undefined) => (values ?? []).map(toNumber);

/** What the rows beside the plot mean, said once under the figure. */
function footnotesOf(series: readonly SeriesSpec[], logY: boolean, logX: boolean): string[] {
  const values = series.flatMap(({ y }) => numbers(y));
  const marks = [
    values.some((value) => Number.isNaN(value)) ? "×\u00a0NaN" : "",
    values.includes(Infinity) ? "▲\u00a0+∞" : "",
    values.includes(-Infinity) ? "▼\u00a0−∞" : "",
  ].filter((mark) => mark !== "");
  const lost = series.reduce(
    (sum, { x }) =>
      sum + numbers(x).filter((value) => value !== null && (!Number.isFinite(value) || (logX && value <= 0))).length,
    0,
  );
  const negative = logY && values.some((value) => value !== null && value < 0 && Number.isFinite(value));
  return [
    ...(marks.length > 0 ? [`${marks.join(", ")}: not a finite number.`] : []),
    ...(negative ? ["Hollow marks below the axis: 0 or negative."] : []),
    ...(lost > 0
      ? [
          `${lost} ${lost === 1 ? "point has no place on the x axis and is" : "points have no place on the x axis and are"} left out.`,
        ]
      : []),
  ];
}

function rangeText(name: string, values: readonly (number | null)[]): string {
  const [low, high] = rangeOf(values);
  if (low > high) return `${name} without a finite value`;
  return `${name} from ${pretty(low)} to ${pretty(high)}`;
}

function summaryOf(spec: PlotSpec): string {
  const names = [...new Set(spec.series.map(({ name }) => name))];
  const panels = panelNames(spec.series).filter((name) => name !== "");
  return [
    panels.length > 0 ? `Panels: ${panels.join("; ")}.` : "",
    `Series: ${names.join("; ")}.`,
    `${rangeText(
      spec.x.label,
      spec.series.flatMap(({ x }) => numbers(x)),
    )}; ` +
      `${rangeText(
        spec.y.label,
        spec.series.flatMap(({ y }) => numbers(y)),
      )}.`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** Draws a plot; `spec` was checked. */
export function drawPlot(spec: PlotSpec, style: PlotStyle, canvas: Canvas): Drawing {
  const { theme } = canvas;
  const { series, references = [], zones = [] } = spec;
  const painted = paintSeries(series);
  const logY = spec.y.scale === "log";
  const xs = series.flatMap(({ x }) => numbers(x));
  const ys = series.flatMap(({ y, low, high }) => [...numbers(y), ...numbers(low), ...numbers(high)]);
  const of = (axis: "x" | "y") => references.filter((one) => (one.axis ?? "y") === axis).map(({ value }) => value);
  const xDomain = domainOf(spec.x, [...xs, ...of("x")]);
  const yDomain = domainOf(spec.y, [...ys, ...of("y")], { nice: true, zero: style.zero ?? "near" });
  const strips = needsStrips(series, logY);
  const names = panelNames(series);
  const negative = ys.some((value) => value !== null && value < 0 && Number.isFinite(value));
  const zeroLabel = negative ? "≤ 0" : "0";
  const yTicksFor = (height: number) => ticksOf(yDomain, height / 38);
  const gutter = gutterFor([
    ...yTicksFor(300).map(({ label }) => label),
    ...(strips.above ? ["not finite"] : []),
    ...(strips.below ? [zeroLabel] : []),
  ]);
  const layout = { canvas, names, x: axisText(spec.x), y: axisText(spec.y), gutter };
  const clipped = [spec.x.from, spec.x.to, spec.y.from, spec.y.to].some((end) => end !== undefined);

  const measured = new Set(painted.filter(({ role }) => role === "measured").map(({ series: { name } }) => name));
  // The only line of a plot is named by its axis.
  const alone = measured.size === 1 && painted.every(({ role }) => role === "measured");
  const turnOf = ({ slot }: Painted) => ({ slot: slot ?? 0, of: Math.max(measured.size, 1) });

  const panelOf = (panel: Panel, index: number): string => {
    const top = panel.top + (strips.above ? STRIP : 0);
    const bottom = panel.bottom - (strips.below ? STRIP : 0);
    const inner = { ...panel, top, bottom };
    const x = scaleBetween(xDomain, panel.left + INSET, panel.right - INSET);
    const y = scaleBetween(yDomain, bottom, top);
    const rows = { above: panel.top + 7, below: panel.bottom - 8 };
    const own = painted.filter((one) => (one.series.panel ?? "") === panel.name);
    const placed = own.map((one) => ({ one, points: pointsOf(one.series, x, y, logY, inner, rows) }));
    const inside = ({ x: at, y: height, place }: (typeof placed)[number]["points"][number]) =>
      at >= panel.left - 1 &&
      at <= panel.right + 1 &&
      (place !== "plot" || (height! >= top - 1 && height! <= bottom + 1));
    // A line of its own needs marks only where they are the data.
    const dense = (points: readonly Point[]) => alone && points.length * DENSE > panel.right - panel.left;
    const drawn = (role: "measured" | "theory" | "bound") => placed.filter(({ one }) => one.role === role);
    const clip = `${canvas.id}-clip-${index}`;
    const box = { x: panel.left, y: top, width: panel.right - panel.left, height: bottom - top };
    const areas = zones
      .map(({ from, to, label }) => {
        const low = y(Math.max(from, yDomain.low)) ?? bottom;
        return { low, high: y(Math.min(to, yDomain.high)) ?? top, label };
      })
      .filter(({ high, low }) => low > high);
    const xTicks = spaced(style.xTicks ?? ticksOf(xDomain, (panel.right - panel.left) / 60), x);
    const beside = { anchor: "end", size: FONT.small, fill: theme.muted } as const;
    return [
      clipped ? element("clipPath", { id: clip }, element("rect", box)) : "",
      ...areas.map(({ high, low }) => element("rect", { ...box, y: high, height: low - high, fill: theme.zone })),
      yAxis(panel, yTicksFor(bottom - top), y, canvas),
      xAxis(panel, xTicks, x, canvas),
      ...areas.map(({ high, low, label: whole }) => {
        // One too flat for its label is seen, and named by the description.
        if (low - high < FONT.small) return "";
        const label = cutText(whole, panel.right - panel.left - 16, FONT.small);
        const text = { size: FONT.small, fill: theme.muted, halo: theme.zone };
        return textAt(panel.left + 8, Math.min(high + 16, low - 4), label, text);
      }),
      strips.above && panel.first ? textAt(panel.left - 8, rows.above + 4.5, "not finite", beside) : "",
      strips.below && panel.first ? textAt(panel.left - 8, rows.below + 4.5, zeroLabel, beside) : "",
      strips.below ? stroke(panel.left, bottom + 8, panel.right, bottom + 8, { stroke: theme.muted }) : "",
      group(
        { "clip-path": clipped ? `url(#${clip})` : undefined },
        ...placed.map(({ one, points }) => bandOf(one, points, canvas)),
        ...(style.lines ? drawn("measured").map(({ one, points }) => lineOf(one, points, canvas)) : []),
        "diagonal" in spec && spec.diagonal === true ? diagonal(xDomain, yDomain, x, y, theme.muted) : "",
      ),
      ...drawn("measured").map(({ one, points }) => {
        const marks = style.lines && dense(points) ? "none" : style.marks;
        return marksOf(one, points.filter(inside), marks, turnOf(one), canvas);
      }),
      group(
        { "clip-path": clipped ? `url(#${clip})` : undefined },
        ...[...drawn("bound"), ...drawn("theory")].map(({ one, points }) => lineOf(one, points, canvas)),
      ),
      ...[...drawn("bound"), ...drawn("theory")].map(({ one, points }) =>
        marksOf(one, points, "none", turnOf(one), canvas),
      ),
      ...references.map((one, order) => {
        const lines = placed.map(({ points }) => points);
        return referenceOf(one, order, { panel: inner, x, y, lines, labelled: index === 0 }, canvas);
      }),
      style.over?.draw(panel, x, y) ?? "",
    ].join("");
  };
  const head = style.over?.head ?? 0;
  const legend = legendOf(painted, style, spec.band, theme);
  return {
    legend: alone ? legend.slice(1) : legend,
    height: gridOf({ ...layout, top: 0 }).height + head,
    body(top) {
      const { panels, labels } = gridOf({ ...layout, top: top + head });
      return labels + panels.map(panelOf).join("");
    },
    summary: summaryOf(spec),
    footnotes: footnotesOf(series, logY, spec.x.scale === "log"),
  };
}

/** y = x, as far as both axes reach. */
function diagonal(
  x: { low: number; high: number },
  y: { low: number; high: number },
  placeX: Scale,
  placeY: Scale,
  colour: string,
): string {
  const [low, high] = [Math.max(x.low, y.low), Math.min(x.high, y.high)];
  const [x1, y1, x2, y2] = [placeX(low), placeY(low), placeX(high), placeY(high)];
  if (!(high > low) || x1 === null || y1 === null || x2 === null || y2 === null) return "";
  const d = `M${fixed(x1)},${fixed(y1)}L${fixed(x2)},${fixed(y2)}`;
  return element("path", { d, stroke: colour, "stroke-dasharray": "2 3", "stroke-width": 1.4, fill: "none" });
}
