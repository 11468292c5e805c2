import type { FigureSpec } from "../../../figureSpec.js";
import { html } from "../../dom.js";
import { VIEW_RANGES } from "../../state/state.js";
import { lineThrough, refused } from "../layers.js";
import { colourOf, PAPER, Plot, px } from "../plot.js";
import { say, set, svg } from "../svg.js";
import type { ViewValues } from "../values.js";
import type { LiveView, ViewContext } from "../view.js";

const HEIGHT = 270;
const [FROM, TO] = VIEW_RANGES.point;
/** What is drawn of the curve upward: ReLU goes on for ever. */
const HIGHEST = 2.5;
const LOWEST = -1.5;
/** Room for the bar of the slope. */
const SIDE = 92;
const STEP = 0.1;

type Values = ViewValues["gallery"];

/** φ and φ′ over the pre-activation, with a point to be dragged; φ′ there as a bar below the mark of its ceiling. */
export function createGallery(context: ViewContext): LiveView {
  const { net, text, numbers, options, change } = context;
  const plot = new Plot(HEIGHT, { right: SIDE });
  const colour = colourOf(net);
  const value = svg("path", { fill: "none", stroke: colour, "stroke-width": 2.5 });
  const slope = svg("path", { fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-dasharray": "3 3" });
  const tangent = svg("path", { fill: "none", stroke: "currentColor", "stroke-opacity": 0.6 });
  const bar = svg("rect", { fill: colour, width: 26 });
  const ceiling = svg("path", { stroke: "currentColor", "stroke-width": 2, fill: "none" });
  const [most, now, naught] = [
    svg("text"),
    svg("text", { "font-weight": 700 }),
    svg("text", { "text-anchor": "middle" }),
  ];
  const keys = [svg("text", { y: 12, "text-anchor": "end" })];
  const knob = svg("circle", {
    r: 9,
    fill: colour,
    stroke: PAPER,
    "stroke-width": 2,
    tabindex: 0,
    role: "slider",
    cursor: "ew-resize",
  });
  knob.style.setProperty("touch-action", "none");
  plot.body.append(slope, tangent, value, ceiling, bar, most, now, naught, ...keys);
  // A slider inside an image would be hidden from those who do not see it: it lies over the figure.
  const handle = svg("svg", { width: "100%", "font-size": 12 }, knob);
  handle.style.setProperty("position", "absolute");
  handle.style.setProperty("inset", "0 auto auto 0");
  handle.style.setProperty("pointer-events", "none");
  knob.style.setProperty("pointer-events", "auto");
  const root = html("div", {}, plot.svg, handle);
  root.style.setProperty("position", "relative");
  set(knob, { "aria-label": text("point"), "aria-valuemin": FROM, "aria-valuemax": TO });
  plot.name("φ(u), φ′(u)", "u");
  let values: Values | null = null;
  /** Where the point is while the next frame is on its way. */
  let asked: number | null = null;

  const x = (u: number): number => plot.left + ((u - FROM) / (TO - FROM)) * (plot.right - plot.left);
  const y = (z: number): number => plot.bottom - ((z - LOWEST) / (HIGHEST - LOWEST)) * (plot.bottom - plot.top);

  /** u, φ, φ′ at the point: as measured there, or of the curve's next number while it is dragged. */
  function at({ at: measured, curve }: Values): readonly [number, number, number] {
    if (asked === null || asked === measured[0]) return measured;
    const index = 3 * Math.round((asked - FROM) / STEP);
    return [curve[index] ?? measured[0], curve[index + 1] ?? measured[1], curve[index + 2] ?? measured[2]];
  }

  function drawPoint(shown: Values): void {
    const { steepest, activation } = shown;
    const [u, phi, rise] = at(shown);
    const inside = Math.max(LOWEST, Math.min(HIGHEST, phi));
    set(knob, {
      cx: px(x(u)),
      cy: px(y(inside)),
      "aria-valuenow": u,
      "aria-valuetext": text("pointValue", { u: numbers.short(u), slope: numbers.short(rise) }),
    });
    const [run, up] = [28, (28 * rise * (y(0) - y(1))) / (x(1) - x(0))];
    set(tangent, { d: phi === inside ? `M${px(x(u) - run)} ${px(y(phi) + up)}l${2 * run} ${px(-2 * up)}` : "" });
    const [left, foot] = [plot.right + 18, y(0)];
    const scale = (foot - plot.top - 14) / Math.max(1, steepest);
    const tall = Math.abs(rise) * scale;
    set(bar, { x: left, y: px(rise >= 0 ? foot - tall : foot), height: px(tall) });
    const top = px(foot - steepest * scale);
    set(ceiling, { d: `M${left - 5} ${top}h36M${left - 5} ${px(foot)}h36` });
    say(most, `≤ ${numbers.short(steepest)}`);
    set(most, { x: left - 5, y: top - 5 });
    say(now, `φ′ ${numbers.short(rise)}`);
    set(now, { x: left - 5, y: px(foot + 18 + (rise < 0 ? tall : 0)) });
    const said = {
      activation,
      u: numbers.short(u),
      value: numbers.short(phi),
      slope: numbers.short(rise),
      steepest: numbers.short(steepest),
    };
    plot.label(text("galleryFinding", said));
  }

  function draw(shown: Values): void {
    const { curve } = shown;
    const points = (part: number): (readonly [number, number | null])[] =>
      Array.from({ length: curve.length / 3 }, (_, i) => {
        const z = curve[3 * i + part]!;
        return [x(curve[3 * i]!), z >= LOWEST && z <= HIGHEST ? y(z) : null];
      });
    set(value, { d: lineThrough(points(1)) });
    set(slope, { d: lineThrough(points(2)) });
    plot.xTicks([-8, -4, 0, 4, 8].map((u) => ({ at: x(u), text: numbers.short(u) })));
    plot.yTicks([-1, 0, 1, 2].map((z) => ({ at: y(z), text: numbers.short(z) })));
    say(keys[0]!, text("galleryKey"));
    set(keys[0]!, { x: plot.width - 2 });
    drawPoint(shown);
  }

  function move(u: number): void {
    const point = Math.round(Math.max(FROM, Math.min(TO, u)) / STEP) * STEP;
    asked = Number(point.toFixed(1));
    if (values) drawPoint(values);
    change({ point: asked });
  }

  knob.addEventListener("pointerdown", (event) => {
    knob.setPointerCapture(event.pointerId);
    event.preventDefault();
    knob.focus();
  });
  knob.addEventListener("pointermove", (event) => {
    if (!knob.hasPointerCapture(event.pointerId)) return;
    const box = plot.svg.getBoundingClientRect();
    const place = ((event.clientX - box.left) / (box.width || 1)) * plot.width;
    move(FROM + ((place - plot.left) / (plot.right - plot.left)) * (TO - FROM));
  });
  knob.addEventListener("keydown", (event) => {
    const u = values ? at(values)[0] : options().point;
    const to = {
      ArrowLeft: u - STEP,
      ArrowDown: u - STEP,
      ArrowRight: u + STEP,
      ArrowUp: u + STEP,
      PageDown: u - 1,
      PageUp: u + 1,
      Home: FROM,
      End: TO,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // a deck of slides would turn its page
    move(to);
  });

  return {
    root,
    layout: (width) => {
      plot.layout(width);
      set(handle, { viewBox: `0 0 ${plot.width} ${plot.height}`, height: plot.height });
      if (values) draw(values);
    },
    reset: () => undefined,
    draw: (seen) => {
      const none = refused(plot, context, seen);
      set(handle, { display: none ? "none" : "inline" });
      const shown = seen.frame.view.gallery;
      if (none || !shown) return;
      const same = values?.activation === shown.activation && values.at.every((one, i) => one === shown.at[i]);
      if (shown.at[0] === asked || asked === null || options().point !== asked) asked = null;
      values = shown;
      if (!same) draw(shown);
    },
    figure: (): FigureSpec => {
      const column = (part: number): number[] =>
        values ? Array.from(values.curve).filter((_, i) => i % 3 === part) : [];
      const us = column(0);
      return {
        kind: "lines",
        title: text("view_gallery"),
        description: text("explain_gallery"),
        x: { label: "u" },
        y: { label: "φ(u), φ′(u)", from: LOWEST, to: HIGHEST },
        series: values
          ? [
              { name: `φ, ${values.activation}`, x: us, y: column(1) },
              { name: "φ′", x: us, y: column(2) },
            ]
          : [],
        references: values ? [{ value: at(values)[0], label: "u", axis: "x" as const }] : [],
      };
    },
  };
}
