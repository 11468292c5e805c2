import { badOption } from "../../core/check.js";
import { elementAt, lastOf } from "../../core/element.js";
import { GradiometerError } from "../../core/errors.js";
import type { BarsSpec } from "../../figureSpec.js";
import { type Kind, MARGIN } from "../canvas.js";
import { spaced, xAxis } from "../plot/axes.js";
import { gridOf } from "../plot/panels.js";
import { checkAxis } from "../plot/plot.js";
import { axisText, domainOf, pretty, scaleBetween, ticksOf, toNumber } from "../scale.js";
import { element, group, stroke } from "../svg.js";
import { cutText, textAt, textWidth, wrapText } from "../text.js";
import { FONT } from "../theme.js";
import { hatchings, paintsOf } from "./barPaint.js";
import { BAR, finite, groupedRow, stackedRow } from "./barRows.js";

const GAP = 14;
/** Widths of the names of categories: the second where the first would take more lines than these. */
const LABEL = { narrow: 200, wide: 280, lines: 2, most: 4 };
/** Room for the value at the end of the longest bar. */
const VALUE = 64;

const total = (spec: BarsSpec, category: number) =>
  spec.series.reduce((sum, { values }) => sum + finite(toNumber(values[category])), 0);

const stacked = ({ arrange }: BarsSpec) => arrange === "stacked";

/** The names of the categories in lines; what has no room ends in an ellipsis. */
function labelsOf(categories: readonly string[], width: number): string[][] {
  const within = (px: number) =>
    categories.map((category) => wrapText(category, Math.min(px, width * 0.4), FONT.small, false, LABEL.most));
  const narrow = within(LABEL.narrow);
  const labels = narrow.every(({ length }) => length <= LABEL.lines) ? narrow : within(LABEL.wide);
  return labels.map((lines) => {
    const shown = lines
      .slice(0, LABEL.most)
      .map((line) => cutText(line, Math.min(LABEL.wide, width * 0.4), FONT.small));
    return lines.length > LABEL.most ? [...shown.slice(0, -1), `${lastOf(shown)} …`] : shown;
  });
}

export const bars: Kind<BarsSpec> = {
  check(spec) {
    spec.series.forEach(({ name, values, low, high, role }, index) => {
      for (const [key, list] of Object.entries({ values, low, high })) {
        if (list !== undefined && list.length !== spec.categories.length)
          throw new GradiometerError(
            "BAD_SHAPE",
            `figure: series[${index}] (${name}): expected one of ${key} for each of ${spec.categories.length} categories, but got ${list.length}`,
          );
      }
      const negative = stacked(spec) ? values.find((value) => (toNumber(value) ?? 0) < 0) : undefined;
      if (negative !== undefined)
        throw badOption(`figure: series[${index}].values`, "nothing negative in a stack", negative);
      if (stacked(spec) && role === "theory")
        throw badOption(`figure: series[${index}].role`, '"measured" in a stack', role);
    });
    if (stacked(spec) && spec.value.scale === "log")
      throw badOption("figure: value.scale", '"linear" for stacked bars', "log");
    checkAxis("value", spec.value);
  },
  // A word for what is missing says something, too.
  empty: ({ series, missing }) =>
    series.every(
      ({ values }) => values.length === 0 || (missing === undefined && values.every((value) => value === null)),
    ),
  draw(spec, canvas) {
    const { theme } = canvas;
    const { categories, series, references = [] } = spec;
    const paints = paintsOf(spec, canvas);
    const values = stacked(spec)
      ? categories.map((_, category) => total(spec, category))
      : series.flatMap(({ values: own, low = [], high = [] }) => [...own, ...low, ...high].map(toNumber));
    const domain = domainOf(spec.value, [...values, ...references.map(({ value }) => value)], {
      nice: true,
      zero: "always",
    });
    const labels = labelsOf(categories, canvas.width);
    const gutter = Math.max(24, ...labels.flat().map((line) => textWidth(line, FONT.small))) + 10;
    const rowHeight = Math.max(
      stacked(spec) ? BAR + 4 : BAR * series.length,
      15 * Math.max(...labels.map((lines) => lines.length)),
    );
    const head = references.length > 0 ? 18 * references.length : 0;
    const height = (rowHeight + GAP) * categories.length + GAP / 2 + head;
    const layout = { canvas, names: [""], x: axisText(spec.value), y: "", gutter, plotHeight: height };
    const body = (top: number): string => {
      const grid = gridOf({ ...layout, top });
      const panel = elementAt(grid.panels, 0);
      const negative = domain.low < 0 && !domain.log;
      const ends = [panel.left + (negative ? VALUE : 0), panel.right - (stacked(spec) ? 8 : VALUE)] as const;
      const scale = scaleBetween(domain, ...ends);
      const x = (value: number) => scale(Math.min(Math.max(value, domain.low), domain.high));
      const base = domain.log ? panel.left : x(Math.min(Math.max(0, domain.low), domain.high))!;
      const ticks = spaced(ticksOf(domain, (ends[1] - ends[0]) / 70), x);
      const lines = references.map(({ value }) => x(value)!);
      const rows = categories.map((_, category) => {
        const first = panel.top + head + GAP * 0.75 + category * (rowHeight + GAP);
        const own = stacked(spec) ? BAR + 4 : BAR * series.length;
        const row = { spec, category, top: first + (rowHeight - own) / 2, x, base, panel, canvas, paints, lines };
        const names = elementAt(labels, category);
        const middle = first + rowHeight / 2 + 4.5 - 7.5 * (names.length - 1);
        const name = names.map((line, index) =>
          textAt(panel.left - 8, middle + 15 * index, line, { anchor: "end", size: FONT.small }),
        );
        const { bars, texts } = stacked(spec) ? stackedRow(row) : groupedRow(row);
        return { bars, texts: name.join("") + texts };
      });
      return [
        hatchings(paints, canvas),
        grid.labels,
        group(
          { stroke: theme.grid },
          ...ticks.map(({ value }) => stroke(x(value)!, panel.top + head, x(value)!, panel.bottom, {})),
        ),
        xAxis(panel, ticks, x, canvas),
        stroke(base, panel.top + head, base, panel.bottom, { stroke: theme.muted }),
        ...rows.map(({ bars }) => bars),
        ...references.map(({ label }, order) => {
          const at = elementAt(lines, order);
          const right = at < (panel.left + panel.right) / 2;
          const y = panel.top + 13 + 18 * order;
          return (
            stroke(at, panel.top + 18 * order, at, panel.bottom, {
              stroke: theme.ink,
              "stroke-width": 1.4,
              "stroke-dasharray": "2 3",
            }) +
            textAt(
              at + (right ? 5 : -5),
              y,
              cutText(label, right ? panel.right - at - 5 : at - 5 - MARGIN, FONT.small),
              { anchor: right ? "start" : "end", size: FONT.small },
            )
          );
        }),
        ...rows.map(({ texts }) => texts),
      ].join("");
    };
    return {
      legend:
        series.length < 2
          ? []
          : series.map(({ name }, index) => ({
              label: name,
              sample: (x: number, y: number) =>
                element("rect", { x: x + 4, y: y - 7, width: 22, height: 14, ...elementAt(paints, index).box }),
            })),
      height: gridOf({ ...layout, top: 0 }).height,
      body,
      summary: categories
        .map((category, index) => {
          const list = series.map(({ name, values: own }) => {
            const value = toNumber(own[index]);
            return `${name} ${value === null ? (spec.missing ?? "–") : pretty(value)}`;
          });
          return `${category}: ${list.join(", ")}.`;
        })
        .join(" "),
      footnotes: [],
    };
  },
};
