import { elementAt } from "../../../core/element.js";
import type { FigureSpec } from "../../../figureSpec.js";
import { brokenPath, dot, drawBroken, fieldOf, refused, withBroken } from "../layers.js";
import { colourOf, Plot, px, quantityOf } from "../plot.js";
import { set, svg } from "../svg.js";
import type { LiveView, Seen, ViewContext } from "../view.js";

/** A rule of thumb, not a law: about 1e-3 of its size is what a weight should move by in a step. */
const RULE = 1e-3;
const BAND = [RULE / 3.2, RULE * 3.2] as const;
const HEIGHT = 240;

/** ‖η ∂W‖/‖W‖ of every layer on a log axis, with the band in which trainings usually go well. */
export function createRatio(context: ViewContext): LiveView {
  const { net, text, numbers } = context;
  const plot = new Plot(HEIGHT);
  const colour = colourOf(net);
  const band = svg("rect", { fill: "currentColor", "fill-opacity": 0.1 });
  const before = svg("path", { fill: "none", stroke: "currentColor", "stroke-opacity": 0.7 });
  const stems = svg("path", { fill: "none", stroke: colour, "stroke-width": 2 });
  const dots = svg("path", { fill: "none", stroke: colour, "stroke-width": 9, "stroke-linecap": "round" });
  const broken = brokenPath();
  plot.body.append(band, before, stems, dots, broken);
  plot.name(text("ratioAxis"), text("layerAxis"));
  let ratios: number[] = [];
  let drawn: Seen | null = null;

  const draw = (seen: Seen): void => {
    const deltas = fieldOf(seen.frame, "delta");
    ratios = fieldOf(seen.frame, "ratio").map((ratio, i) => (Number.isNaN(deltas[i]) ? Number.NaN : ratio));
    const first = fieldOf(seen.first, "ratio");
    const y = plot.logAxis([...ratios, ...first, ...BAND], numbers);
    const [low, high] = [y(BAND[0]) ?? plot.bottom, y(BAND[1]) ?? plot.top];
    set(band, { x: plot.left, y: px(high), width: px(plot.right - plot.left), height: px(low - high) });
    const count = ratios.length;
    plot.layerTicks(count);
    const half = Math.min(plot.columnWidth(count) / 2 - 1, 12);
    const places = ratios.map((ratio, i) => [plot.column(i, count), y(ratio), y(elementAt(first, i))] as const);
    set(before, {
      d: places.map(([x, , at]) => (at === null ? "" : `M${px(x - half)} ${px(at)}h${px(2 * half)}`)).join(""),
    });
    set(stems, { d: places.map(([x, at]) => (at === null ? "" : `M${px(x)} ${plot.bottom}V${px(at)}`)).join("") });
    set(dots, {
      d: places.map(([x, at]) => (at === null ? "" : dot(x, at))).join(""),
      "stroke-width": px(Math.min(9, 2 * half)),
    });
    const bad = ratios.map((ratio) => !Number.isFinite(ratio));
    drawBroken(plot, broken, bad);
    const inside = ratios.filter((ratio) => ratio >= BAND[0] && ratio <= BAND[1]).length;
    plot.label(
      withBroken(
        context,
        text("ratioFinding", { inside, layers: count, first: numbers.short(elementAt(ratios, 0)) }),
        bad,
      ),
    );
  };

  return {
    root: plot.svg,
    layout: (width) => {
      plot.layout(width);
      if (drawn) draw(drawn);
    },
    reset: () => {
      drawn = null;
    },
    draw: (seen) => {
      if (refused(plot, context, seen)) return;
      const weights = fieldOf(seen.frame, "weight");
      if (weights.every(Number.isNaN) && !fieldOf(seen.frame, "delta").some(Number.isNaN)) return; // not measured yet
      drawn = seen;
      draw(seen);
    },
    figure: (): FigureSpec => ({
      kind: "lines",
      title: text("view_ratio"),
      description: text("explain_ratio"),
      x: { label: text("layerAxis") },
      y: { label: text("ratioAxis"), scale: "log" },
      zones: [{ from: BAND[0], to: BAND[1], label: text("ratioBand") }],
      series: [{ name: text("ratioAxis"), x: ratios.map((_, i) => i + 1), y: ratios.map(quantityOf) }],
    }),
  };
}
