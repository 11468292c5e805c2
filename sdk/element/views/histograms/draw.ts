import { elementAt } from "../../../core/element.js";
import type { FigureSpec } from "../../../figureSpec.js";
import { html } from "../../dom.js";
import { QUANTITIES } from "../../state/state.js";
import { choice } from "../controls.js";
import { refused, withBroken } from "../layers.js";
import { colourOf, hatch, Plot, px } from "../plot.js";
import { say, set, svg } from "../svg.js";
import type { ViewValues } from "../values.js";
import type { LiveView, ViewContext } from "../view.js";

const SYMBOL = { z: "z", delta: "δ", gradient: "∂W" } as const;
/** Room for what stands behind a ridge. */
const SIDE = 78;

type Values = ViewValues["histograms"];

/** The least of 1, 2, 5 times a power of ten that is not below. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((one) => one * power >= value) ?? 10) * power || 1;
}

/** Ridges: one histogram per layer over one axis, the output on top; behind each its standard deviation. */
export function createHistograms(context: ViewContext): LiveView {
  const { net, text, numbers, options, change } = context;
  const plot = new Plot(300, { right: SIDE, left: 34, top: 22 });
  const quantity = choice(
    text("quantity"),
    QUANTITIES,
    (one) => text(`quantity_${one}`),
    (one) => change({ quantity: one }),
  );
  const root = html("div", {}, html("div", { class: "gl-controls" }, quantity.root), plot.svg);
  const ridges = svg("path", { fill: colourOf(net), "fill-opacity": 0.55, stroke: colourOf(net) });
  const rows: { name: SVGTextElement; width: SVGTextElement }[] = [];
  const broken = svg("path", { fill: "none", stroke: "currentColor", "stroke-opacity": 0.5 });
  const axis = svg("text", { "text-anchor": "end", "fill-opacity": 0.8, y: 12 });
  plot.body.append(axis, ridges, broken);
  let values: Values | null = null;
  let height = 0;

  function ensure(count: number): void {
    while (rows.length < count) {
      const [name, width] = [
        svg("text", { "text-anchor": "end", "fill-opacity": 0.8 }),
        svg("text", { "fill-opacity": 0.8 }),
      ];
      rows.push({ name, width });
      plot.body.append(name, width);
    }
  }

  /** The outline of a layer's histogram, its highest bin `room` px high. */
  function outline(
    { bins, counts, ranges }: Values,
    layer: number,
    base: number,
    room: number,
    scale: (v: number) => number,
  ): string {
    const own = counts.subarray(bins * layer, bins * (layer + 1));
    const [from, to] = [ranges[2 * layer]!, ranges[2 * layer + 1]!];
    let highest = 0;
    for (const count of own) if (count > highest) highest = count;
    if (highest === 0) return "";
    const [left, right] = [scale(from), scale(to)];
    if (right - left < 2) return `M${px((left + right) / 2 - 1)} ${base}v${-room}h2v${room}Z`;
    const step = (right - left) / bins;
    let path = `M${px(left)} ${base}`;
    own.forEach((count, bin) => (path += `L${px(left + (bin + 0.5) * step)} ${px(base - (room * count) / highest)}`));
    return `${path}L${px(right)} ${base}Z`;
  }

  function draw(shown: Values): void {
    const { ranges, std, nonFinite } = shown;
    const count = std.length;
    ensure(count);
    // About 300 px; where rows are closer than their names, only some are named.
    const row = Math.max(Math.min(26, Math.floor(300 / count)), 10);
    const wanted = row * count + plot.margins.top + plot.margins.bottom + 12;
    height = wanted;
    const bottom = wanted - plot.margins.bottom;
    const extent = ranges.reduce((most, end) => Math.max(most, Math.abs(end) || 0), 0);
    const half = extent > 0 ? roundUp(extent) : 1;
    const [left, right] = [plot.left + 4, plot.right - 4];
    const scale = (value: number): number => left + ((value + half) / (2 * half)) * (right - left);
    const named = Math.ceil(13 / row);
    let [outlines, diagonals] = ["", ""];
    rows.forEach(({ name, width }, layer) => {
      if (layer >= count) {
        for (const one of [name, width]) say(one, "");
        return;
      }
      const base = bottom - row * layer;
      const labelled = layer === count - 1 || (layer % named === 0 && layer < count - named);
      outlines += outline(shown, layer, base, row * 1.25, scale);
      say(name, labelled ? String(layer + 1) : "");
      say(width, labelled ? (nonFinite[layer]! > 0 ? "NaN" : `± ${numbers.short(std[layer]!)}`) : "");
      set(name, { x: plot.left - 6, y: base });
      set(width, { x: plot.right + 4, y: base });
      if (nonFinite[layer]! > 0) diagonals += hatch(left, base - row + 1, right - left, row - 2);
    });
    set(ridges, { d: outlines });
    set(broken, { d: diagonals });
    plot.layout(plot.width, wanted);
    ticks.forEach((tick, index) => {
      const value = (index - 1) * half;
      say(tick, numbers.short(value));
      set(tick, { x: px(scale(value)), y: bottom + 16 });
    });
    const bad = Array.from(nonFinite, (n) => n > 0);
    const [first, last] = [std[0]!, std[count - 1]!];
    const said = {
      quantity: SYMBOL[options().quantity],
      first: numbers.short(first),
      last: numbers.short(last),
      layers: count,
    };
    plot.label(withBroken(context, text("histogramsFinding", said), bad));
  }
  const ticks = (["start", "middle", "end"] as const).map((anchor) =>
    svg("text", { "text-anchor": anchor, "fill-opacity": 0.8 }),
  );
  plot.body.append(...ticks);

  return {
    root,
    layout: (width) => {
      plot.layout(width, height || plot.height);
      set(axis, { x: plot.width });
      if (values) draw(values);
    },
    reset: () => undefined,
    draw: (seen) => {
      quantity.show(options().quantity);
      plot.name(text("layerAxis"), SYMBOL[options().quantity]);
      say(axis, text("deviation"));
      if (refused(plot, context, seen)) return;
      values = seen.frame.view.histograms ?? values;
      if (values) draw(values);
    },
    figure: (): FigureSpec => ({
      kind: "ridges",
      title: text("view_histograms"),
      description: text("explain_histograms"),
      rows: text("layerAxis"),
      x: { label: SYMBOL[options().quantity] },
      histograms: values ? figureRows(values) : [],
    }),
  };
}

/** From the output down; a layer without a finite entry has one share that is none. */
function figureRows({ bins, counts, ranges, std }: Values): Extract<FigureSpec, { kind: "ridges" }>["histograms"] {
  return Array.from(std, (_, index) => {
    const layer = std.length - 1 - index;
    const [from, to] = [ranges[2 * layer]!, ranges[2 * layer + 1]!];
    const name = String(layer + 1);
    if (!(to >= from)) return { name, from: 0, to: 1, shares: ["NaN" as const] };
    const shares = Array.from(counts.subarray(bins * layer, bins * (layer + 1)));
    return to > from
      ? { name, from, to, shares }
      : { name, from, to: from + Math.max(Math.abs(from), 1e-300) * 1e-6, shares: [elementAt(shares, 0)] };
  });
}
