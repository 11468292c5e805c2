import { badOption } from "../../core/check.js";
import { GradiometerError } from "../../core/errors.js";
import type { BarsSpec } from "../../figureSpec.js";
import type { Canvas, Kind } from "../canvas.js";
import { spaced, xAxis } from "../plot/axes.js";
import { gridOf, type Panel } from "../plot/panels.js";
import { checkAxis } from "../plot/plot.js";
import { axisText, domainOf, pretty, type Scale, scaleBetween, ticksOf, toNumber } from "../scale.js";
import { element, group, stroke } from "../svg.js";
import { textAt, textWidth, wrapText } from "../text.js";
import { FONT, markAt, paintOf } from "../theme.js";

const BAR = 18;
const GAP = 14;
const WIDEST_LABEL = 200;
/** Room for the value at the end of the longest bar. */
const VALUE = 64;

const total = (spec: BarsSpec, category: number) =>
  spec.series.reduce((sum, { values }) => sum + finite(toNumber(values[category])), 0);

const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : 0);

const stacked = ({ arrange }: BarsSpec) => arrange === "stacked";

/** What stands in place of a bar that cannot be drawn; null when it can. */
function wordFor(value: number | null, spec: BarsSpec): string | null {
  if (value === null) return spec.missing ?? "–";
  if (!Number.isFinite(value)) return `× ${pretty(value)}`;
  return spec.value.scale === "log" && value <= 0 ? (value === 0 ? "0" : `${pretty(value)}, no place`) : null;
}

interface Row {
  spec: BarsSpec;
  category: number;
  top: number;
  x: Scale;
  base: number;
  panel: Panel;
  canvas: Canvas;
}

/** The bars of one category below each other, each with its value at its end. */
function groupedRow({ spec, category, top, x, base, canvas }: Row): string {
  const { theme } = canvas;
  const log = spec.value.scale === "log";
  return spec.series
    .map(({ values, low, high }, index) => {
      const value = toNumber(values[category]);
      const y = top + index * BAR;
      const { line, over } = paintOf(theme, index);
      const instead = wordFor(value, spec);
      const baseline = y + BAR / 2 + 4.5;
      if (instead !== null || value === null)
        return textAt(base + 6, baseline, instead ?? "", { size: FONT.small, fill: theme.muted });
      const end = x(value)!;
      const ends = [toNumber(low?.[category]), toNumber(high?.[category])].map((one) =>
        one === null || !Number.isFinite(one) ? null : x(one),
      );
      const [from, to] = [ends[0] ?? null, ends[1] ?? null];
      const middle = y + BAR / 2;
      const error =
        from === null || to === null
          ? ""
          : group(
              { stroke: over, "stroke-width": 1.6 },
              stroke(from, middle, to, middle, {}),
              stroke(from, middle - 4, from, middle + 4, {}),
              stroke(to, middle - 4, to, middle + 4, {}),
            );
      // On a log axis the length of a bar would mean nothing: a dot on a stem says where the value is.
      const bar = log
        ? stroke(base, middle, end, middle, { stroke: line, "stroke-width": 2 }) +
          element("path", { ...markAt(index, end, middle), fill: line })
        : element("rect", {
            x: Math.min(base, end),
            y: y + 1.5,
            width: Math.abs(end - base),
            height: BAR - 3,
            fill: line,
          });
      const left = value < 0 && !log;
      const tip = left ? Math.min(end, from ?? end) - 6 : Math.max(end, to ?? end) + (log ? 10 : 6);
      const text = textAt(tip, baseline, pretty(value), { anchor: left ? "end" : "start", size: FONT.small });
      return bar + error + text;
    })
    .join("");
}

function stackedRow({ spec, category, top, x, panel, canvas }: Row): string {
  const { theme } = canvas;
  let sum = 0;
  let words = "";
  const parts = spec.series.map(({ values }, index) => {
    const value = toNumber(values[category]);
    if (value !== null && !Number.isFinite(value)) words = `× ${pretty(value)}`;
    const from = x(sum)!;
    sum += finite(value);
    const to = x(sum)!;
    if (to - from < 0.01) return "";
    const text = pretty(finite(value));
    const fits = textWidth(text, FONT.small) + 8 < to - from;
    return (
      element("rect", {
        x: from,
        y: top,
        width: to - from,
        height: BAR + 4,
        fill: paintOf(theme, index).line,
        "fill-opacity": "0.3",
        stroke: paintOf(theme, index).line,
        "stroke-width": 1.2,
      }) + (fits ? textAt((from + to) / 2, top + BAR / 2 + 6.5, text, { anchor: "middle", size: FONT.small }) : "")
    );
  });
  const instead = words !== "" ? words : sum === 0 ? (spec.missing ?? "–") : "";
  return (
    parts.join("") + (instead === "" ? "" : textAt(panel.left + 6, top + BAR / 2 + 6.5, instead, { size: FONT.small }))
  );
}

export const bars: Kind<BarsSpec> = {
  check(spec) {
    spec.series.forEach(({ name, values, low, high }, index) => {
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
    const values = stacked(spec)
      ? categories.map((_, category) => total(spec, category))
      : series.flatMap(({ values: own, low = [], high = [] }) => [...own, ...low, ...high].map(toNumber));
    const domain = domainOf(spec.value, [...values, ...references.map(({ value }) => value)], {
      nice: true,
      zero: "always",
    });
    const labels = categories.map((category) => wrapText(category, WIDEST_LABEL, FONT.small).slice(0, 3));
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
      const panel = grid.panels[0]!;
      const negative = domain.low < 0 && !domain.log;
      const ends = [panel.left + (negative ? VALUE : 0), panel.right - (stacked(spec) ? 8 : VALUE)] as const;
      const x = scaleBetween(domain, ...ends);
      const base = domain.log ? panel.left : x(Math.min(Math.max(0, domain.low), domain.high))!;
      const ticks = spaced(ticksOf(domain, (ends[1] - ends[0]) / 70), x);
      const rows = categories.map((_, category) => {
        const first = panel.top + head + GAP * 0.75 + category * (rowHeight + GAP);
        const own = stacked(spec) ? BAR + 4 : BAR * series.length;
        const row = { spec, category, top: first + (rowHeight - own) / 2, x, base, panel, canvas };
        const lines = labels[category]!;
        const middle = first + rowHeight / 2 + 4.5 - 7.5 * (lines.length - 1);
        return (
          lines
            .map((line, index) =>
              textAt(panel.left - 8, middle + 15 * index, line, { anchor: "end", size: FONT.small }),
            )
            .join("") + (stacked(spec) ? stackedRow(row) : groupedRow(row))
        );
      });
      return [
        grid.labels,
        group(
          { stroke: theme.grid },
          ...ticks.map(({ value }) => stroke(x(value)!, panel.top + head, x(value)!, panel.bottom, {})),
        ),
        xAxis(panel, ticks, x, canvas),
        stroke(base, panel.top + head, base, panel.bottom, { stroke: theme.muted }),
        ...rows,
        ...references.map(({ value, label }, order) => {
          const at = x(value)!;
          const right = at < (panel.left + panel.right) / 2;
          const y = panel.top + 13 + 18 * order;
          return (
            stroke(at, panel.top + 18 * order, at, panel.bottom, {
              stroke: theme.ink,
              "stroke-width": 1.4,
              "stroke-dasharray": "2 3",
            }) + textAt(at + (right ? 5 : -5), y, label, { anchor: right ? "start" : "end", size: FONT.small })
          );
        }),
      ].join("");
    };
    return {
      legend:
        series.length < 2
          ? []
          : series.map(({ name }, index) => ({
              label: name,
              sample: (x: number, y: number) =>
                element("rect", {
                  x: x + 8,
                  y: y - 7,
                  width: 14,
                  height: 14,
                  fill: paintOf(theme, index).line,
                  ...(stacked(spec) && { "fill-opacity": "0.3", stroke: paintOf(theme, index).line }),
                }),
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
