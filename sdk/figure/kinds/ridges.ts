import type { HistogramRow, RidgesSpec } from "../../figureSpec.js";
import type { Canvas, Kind } from "../canvas.js";
import { viridis } from "../colours.js";
import { spaced, xAxis } from "../plot/axes.js";
import { gridOf, gutterFor, type Panel, panelNames } from "../plot/panels.js";
import { checkAxis } from "../plot/plot.js";
import { axisText, domainOf, pretty, type Scale, scaleBetween, ticksOf } from "../scale.js";
import { element, fixed, group, stroke } from "../svg.js";
import { cutText, textAt } from "../text.js";
import { FONT } from "../theme.js";
import { binsOf, checkBins, coarser, middleOf } from "./bins.js";

/** Share of each histogram that may lie outside on either side, so that single outliers do not flatten everything. */
const CUT = 0.001;
const FINEST = 1.5;
const LABEL = 160;

/** The course of one histogram over its base line: a step for every bin, the highest `height` px high. */
function outline(row: HistogramRow, place: Scale, base: number, height: number): string | null {
  const bins = binsOf(row);
  if (bins === null) return null;
  if (bins.width === 0) return `M${fixed(place(bins.from)!)},${fixed(base)}v${fixed(-height)}`;
  const px = place(bins.from + bins.width)! - place(bins.from)!;
  const { from, width, shares } = coarser(bins, Math.ceil(FINEST / Math.max(px, 1e-9)));
  let most = 0;
  for (const share of shares) most = Math.max(most, share);
  const at = (edge: number) => fixed(place(from + edge * width)!);
  const steps = shares.map((share, bin) => `V${fixed(base - (height * share) / most)}H${at(bin + 1)}`);
  return `M${at(0)},${fixed(base)}${steps.join("")}V${fixed(base)}`;
}

function rowHeight(rows: number): number {
  return Math.min(Math.max(230 / rows, 18), 48);
}

/** Rows by name, the same in every panel. */
const rowNames = (spec: RidgesSpec) => [...new Set(spec.histograms.map(({ name }) => name))];

export const ridges: Kind<RidgesSpec> = {
  check(spec) {
    checkBins(spec.histograms);
    checkAxis("x", spec.x);
  },
  empty: ({ histograms }) => histograms.every(({ shares }) => shares.length === 0),
  draw(spec, canvas: Canvas) {
    const { theme } = canvas;
    const { histograms, rows: what } = spec;
    const rows = rowNames(spec);
    const names = panelNames(histograms);
    const height = rowHeight(rows.length);
    const spans = histograms.flatMap((row) => {
      const bins = binsOf(row);
      return bins === null ? [] : middleOf(bins, CUT);
    });
    const domain = domainOf({ ...spec.x, scale: "linear" }, spans);
    const shown = rows.map((name) => cutText(name, LABEL, FONT.small));
    const layout = {
      canvas,
      names,
      x: axisText({ ...spec.x, scale: "linear" }),
      y: what,
      gutter: gutterFor(shown),
      plotHeight: height * rows.length + 4,
    };
    const colour = (row: number) => viridis(rows.length === 1 ? 0.35 : 0.78 - (0.66 * row) / (rows.length - 1));
    const panelOf = (panel: Panel, index: number): string => {
      const x = scaleBetween(domain, panel.left, panel.right);
      const ticks = spaced(ticksOf(domain, (panel.right - panel.left) / 70), x);
      const clip = `${canvas.id}-clip-${index}`;
      const box = { x: panel.left, y: panel.top, width: panel.right - panel.left, height: panel.bottom - panel.top };
      const base = (row: number) => panel.top + 4 + height * (row + 1);
      const drawn = histograms
        .filter((histogram) => (histogram.panel ?? "") === panel.name)
        .map((histogram) => {
          const row = rows.indexOf(histogram.name);
          const d = outline(histogram, x, base(row), height * 0.9);
          if (d === null) {
            const text = histogram.shares.length === 0 ? "no data" : "× nothing finite";
            return textAt(panel.left + 6, base(row) - height / 3, text, { size: FONT.small, fill: theme.ink });
          }
          const paint = { fill: colour(row), "fill-opacity": "0.75", stroke: colour(row), "stroke-width": 1.2 };
          return element("path", { d, ...paint, "stroke-linejoin": "round" });
        });
      return [
        element("clipPath", { id: clip }, element("rect", box)),
        group(
          { stroke: theme.grid },
          ...ticks.map(({ value }) => stroke(x(value)!, panel.top, x(value)!, panel.bottom, {})),
        ),
        group({ "clip-path": `url(#${clip})` }, ...drawn),
        group(
          { stroke: theme.muted, "stroke-width": 0.6 },
          ...rows.map((_, row) => stroke(panel.left, base(row), panel.right, base(row), {})),
        ),
        ...(panel.first
          ? shown.map((label, row) =>
              textAt(panel.left - 8, base(row) - Math.min(height / 3, 8), label, {
                anchor: "end",
                size: FONT.small,
                fill: theme.muted,
              }),
            )
          : []),
        xAxis(panel, ticks, x, canvas),
      ].join("");
    };
    const cut = spans.length > 0 && domain.low <= domain.high;
    return {
      legend: [],
      height: gridOf({ ...layout, top: 0 }).height,
      body(top) {
        const { panels, labels } = gridOf({ ...layout, top });
        return labels + panels.map(panelOf).join("");
      },
      summary:
        `Histograms over ${spec.x.label} from ${pretty(domain.low)} to ${pretty(domain.high)}; rows, ${what}: ` +
        `${rows.join(", ")}${names.some((name) => name !== "") ? `; panels: ${names.join("; ")}` : ""}.`,
      footnotes: cut
        ? ["Every histogram is as high as its row; up to 0.1 % of it may lie outside on either side."]
        : [],
    };
  },
};
