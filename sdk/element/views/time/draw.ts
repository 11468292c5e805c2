import { elementAt } from "../../../core/element.js";
import type { FigureSpec } from "../../../figureSpec.js";
import { cividis } from "../../../figure/cividis.js";
import { html } from "../../dom.js";
import { fieldOf } from "../layers.js";
import { INK, Plot, px, quantityOf } from "../plot.js";
import { say, set, svg } from "../svg.js";
import type { LiveView, ViewContext } from "../view.js";
import { Columns, COLUMNS } from "./columns.js";

/** Shades of the legend and of the picture. */
const SHADES = 64;
const LEGEND = 16;
/** Columns and layers of figure() at most: a picture of this size is as large as it can be read. */
const FIGURE_COLUMNS = 60;
const HEIGHT = 250;
/** Columns that are in sight: the picture fills its frame soon, and gets narrower now and then. */
const SPANS = [80, 160, 320, COLUMNS] as const;
const QUARTERS = [0, 0.25, 0.5, 0.75, 1] as const;

/** cividis as numbers, shade after shade. */
const shades = (): Uint8Array => {
  const all = new Uint8Array(3 * SHADES);
  for (let i = 0; i < SHADES; i++) {
    const colour = cividis(i / (SHADES - 1));
    const parts = colour.startsWith("#")
      ? [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
      : (colour.match(/[\d.]+/g) ?? []).map(Number);
    all.set(parts.slice(0, 3), 3 * i);
  }
  return all;
};

/** ‖δ‖ of every layer over the steps, as colours: one pixel per layer and column, stretched to the width. */
export function createTime(context: ViewContext): LiveView {
  const { text, numbers } = context;
  const plot = new Plot(HEIGHT, { top: 30 });
  const canvas = html("canvas", { "aria-hidden": "true" });
  const clip = html("div", { "aria-hidden": "true" }, canvas);
  const root = html("div", {}, clip, plot.svg);
  // Without a stylesheet of its own a figure may stand anywhere.
  clip.style.setProperty("position", "absolute");
  clip.style.setProperty("overflow", "hidden");
  canvas.style.setProperty("display", "block");
  canvas.style.setProperty("image-rendering", "pixelated");
  root.style.setProperty("position", "relative");
  plot.svg.style.setProperty("position", "relative");
  const frame = svg("rect", { fill: "none", stroke: "currentColor", "stroke-opacity": 0.3 });
  const now = svg("path", { stroke: "currentColor", "stroke-width": 2, fill: "none" });
  const legend = Array.from({ length: LEGEND }, (_, i) =>
    svg("rect", { y: 4, height: 10, width: 6.5, fill: cividis(i / (LEGEND - 1)) }),
  );
  const [least, most] = [svg("text", { y: 13, "text-anchor": "end" }), svg("text", { y: 13 })];
  /** The sign of what is not a number, once there is some. */
  const none = svg(
    "g",
    { display: "none" },
    svg("path", { stroke: INK, "stroke-width": 5, fill: "none" }),
    svg("text", { y: 13 }, "NaN"),
  );
  plot.body.append(frame, now, ...legend, least, most, none);
  const palette = shades();
  let columns: Columns | null = null;
  let [from, to] = [-3, 0];
  let span: number = elementAt(SPANS, 0);
  let axis: "layer" | "time" = "layer";

  /** Decades that hold the values, in threes: the range widens now and then, and never shrinks. */
  function widen(values: readonly number[]): boolean {
    const before = [from, to];
    for (const value of values) {
      const power = Math.log10(value);
      if (!Number.isFinite(power)) continue;
      from = Math.min(from, 3 * Math.floor(power / 3));
      to = Math.max(to, 3 * Math.ceil(power / 3));
    }
    return from !== before[0] || to !== before[1];
  }

  /** Columns `first` … of the picture; the output is its first row. */
  function paint(shown: Columns, first: number): void {
    const { layers, values, count } = shown;
    const brush = canvas.getContext("2d");
    if (!brush || count <= first) return;
    const width = count - first;
    const image = brush.createImageData(width, layers);
    for (let column = 0; column < width; column++)
      for (let layer = 0; layer < layers; layer++) {
        const power = values[(first + column) * layers + layer]!;
        const at = 4 * ((layers - 1 - layer) * width + column);
        const finite = power < Infinity;
        // What is not a number is chequered in two greys, which no shade is; 0 is as dark as it gets.
        const chequer = (((first + column) >> 2) + layer) % 2 === 0 ? 205 : 150;
        const shade = Math.round(Math.max(0, Math.min(1, (power - from) / (to - from))) * (SHADES - 1));
        for (let part = 0; part < 3; part++) image.data[at + part] = finite ? palette[3 * shade + part]! : chequer;
        image.data[at + 3] = 255;
      }
    brush.putImageData(image, first, 0);
  }

  function place(): void {
    const [width, height] = [plot.right - plot.left, plot.bottom - plot.top];
    set(frame, { x: plot.left, y: plot.top, width, height });
    for (const [name, value] of Object.entries({ left: plot.left, top: plot.top, width, height }))
      clip.style.setProperty(name, `${px(value)}px`);
    canvas.style.setProperty("width", `${px((width * COLUMNS) / span)}px`);
    canvas.style.setProperty("height", `${px(height)}px`);
    const x = plot.width - 10 - LEGEND * 6 - 34;
    legend.forEach((one, i) => set(one, { x: x + 6 * i }));
    set(least, { x: x - 5 });
    set(elementAt(none.children, 0), { d: `M${px(x - 94)} 6.5h5m0 5h5` });
    set(elementAt(none.children, 1), { x: x - 80 });
    set(most, { x: x + LEGEND * 6 + 5 });
    const stride = columns?.stride ?? 1;
    plot.xTicks(
      QUARTERS.map((share) => ({
        at: plot.left + share * width - (share === 1 ? 10 : 0),
        text: numbers.whole(share * span * stride),
      })),
    );
    const layers = columns?.layers ?? 1;
    const row = height / layers;
    const every = [1, 2, 5, 10, 20, 50].find((one) => one * row >= 15) ?? 100;
    const rows = Array.from({ length: layers }, (_, i) => i).filter(
      (i) =>
        i === layers - 1 ||
        ((i + 1) % every === 0 && (layers - 1 - i) * row >= 15) ||
        (i === 0 && (every - 1) * row >= 15),
    );
    plot.yTicks(
      rows.map((i) => ({ at: plot.bottom - (i + 0.5) * row, text: String(i + 1) })),
      false,
    );
  }

  function start(layers: number): Columns {
    columns = new Columns(layers);
    set(none, { display: "none" });
    [from, to] = [-3, 0];
    span = elementAt(SPANS, 0);
    canvas.width = COLUMNS;
    canvas.height = layers;
    place();
    return columns;
  }

  return {
    root,
    layout: (width) => {
      plot.layout(width);
      place();
    },
    reset: () => {
      columns = null;
      canvas.width = canvas.width; // empties it
    },
    draw: ({ ready, frame: { layers }, step }) => {
      clip.hidden = layers.length === 0;
      if (plot.refuse(ready.error || layers.length === 0 ? text("noNet") : null)) return;
      axis = ready.axis;
      const deltas = fieldOf({ layers }, "delta");
      const shown = columns?.layers === deltas.length ? columns : start(deltas.length);
      const { stride } = shown;
      const first = shown.put(step, deltas);
      paint(shown, widen(deltas) ? 0 : first);
      if (shown.stride !== stride) {
        canvas.width = COLUMNS; // empties it
        paint(shown, 0);
      }
      const wanted = SPANS.find((one) => one >= shown.count) ?? COLUMNS;
      if (wanted !== span || shown.stride !== stride) {
        span = Math.max(wanted, span);
        place();
      }
      const x = px(plot.left + (shown.count / span) * (plot.right - plot.left));
      set(now, { d: `M${x} ${plot.bottom}v6` });
      if (deltas.some((value) => !Number.isFinite(value))) set(none, { display: "inline" });
      say(least, numbers.power(from));
      say(most, numbers.power(to));
      const unit = text(axis === "time" ? "timeAxis" : "layerAxis");
      plot.name(`‖δ‖, ${unit}`, text("stepAxis"));
      const [low, high] = [elementAt(deltas, 0), elementAt(deltas, deltas.length - 1)];
      const said = {
        step: numbers.whole(step),
        first: numbers.short(low),
        last: numbers.short(high),
        layers: deltas.length,
      };
      plot.label(text(axis === "time" ? "timeFindingSteps" : "timeFinding", said));
    },
    figure: (): FigureSpec => {
      const shown = columns ?? new Columns(1);
      const { layers, count, stride, values } = shown;
      const every = Math.max(1, Math.ceil(count / FIGURE_COLUMNS));
      const kept = Array.from({ length: Math.ceil(count / every) }, (_, i) => i * every);
      return {
        kind: "heat",
        title: text("view_time"),
        description: text("explain_time"),
        x: { label: text("stepAxis") },
        y: { label: text(axis === "time" ? "timeAxis" : "layerAxis") },
        xs: kept.map((column) => column * stride),
        ys: Array.from({ length: layers }, (_, layer) => layer + 1),
        values: Array.from({ length: layers }, (_, layer) =>
          kept.map((column) => quantityOf(values[column * layers + layer]!)),
        ),
        colour: { label: text("logDelta") },
      };
    },
  };
}
