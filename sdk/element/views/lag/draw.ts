import type { FigureSpec } from "../../../figureSpec.js";
import { html } from "../../dom.js";
import { CELLS, VIEW_RANGES } from "../../state/state.js";
import { choice, slider } from "../controls.js";
import { lineThrough, refused } from "../layers.js";
import { colourOf, hatch, Plot, px, quantityOf, type Tick } from "../plot.js";
import { set, svg } from "../svg.js";
import type { ViewValues } from "../values.js";
import type { LiveView, ViewContext } from "../view.js";

const HEIGHT = 260;
/** Of the slider; a link may go further (VIEW_RANGES). */
const RADIUS = { min: 0.5, max: 1.5, step: 0.05 };
/** Marks on the axis of lags, at most. */
const MARKS = 5;

/** ‖∂J/∂h_t‖ against the lag T − t, in shares of the last one. */
export function createLag(context: ViewContext): LiveView {
  const { net, text, numbers, options, change } = context;
  const plot = new Plot(HEIGHT);
  const cell = choice(
    text("cell"),
    CELLS,
    (one) => text(`cell_${one}`),
    (one) => change({ cell: one }),
  );
  const radius = slider(
    text("radius"),
    RADIUS,
    (value) => numbers.short(value),
    (value) => change({ radius: value }),
  );
  const [min, max] = VIEW_RANGES.steps;
  const steps = slider(
    text("steps"),
    { min, max, step: 1 },
    (value) => numbers.whole(value),
    (value) => change({ steps: value }),
  );
  const root = html("div", {}, html("div", { class: "fields" }, cell.root, radius.root, steps.root), plot.svg);
  const theory = svg("path", { fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-dasharray": "6 4" });
  const line = svg("path", { fill: "none", stroke: colourOf(net), "stroke-width": 3 });
  const broken = svg("path", { fill: "none", stroke: "currentColor", "stroke-opacity": 0.5 });
  plot.body.append(line, theory, broken);
  plot.name(text("lagAxis"), text("lagColumns"));
  let values: ViewValues["lag"] | null = null;

  /** By lag, 0 first, relative to lag 0. */
  const byLag = (all: Float64Array): number[] =>
    Array.from(all)
      .reverse()
      .map((norm, _, list) => norm / (list[0] ?? 1));

  function draw(shown: ViewValues["lag"]): void {
    const [measured, expected] = [byLag(shown.norms), byLag(shown.theory)];
    const y = plot.logAxis([1, ...measured, ...expected], numbers);
    const last = measured.length - 1;
    const x = (lag: number): number => plot.left + (lag / Math.max(last, 1)) * (plot.right - plot.left);
    const points = (list: readonly number[]) => list.map((value, lag) => [x(lag), y(value)] as const);
    set(line, { d: lineThrough(points(measured)) });
    set(theory, { d: lineThrough(points(expected)) });
    const stride = [1, 2, 5, 10, 20, 50].find((one) => last / one <= MARKS) ?? 100;
    const marks: Tick[] = [];
    for (let lag = 0; lag <= last; lag += stride)
      marks.push({ at: Math.min(x(lag), plot.right - 6), text: String(lag) });
    plot.xTicks(marks);
    const from = measured.findIndex((value) => !Number.isFinite(value));
    const left = from < 0 ? plot.right : px(x(from));
    set(broken, { d: from < 0 ? "" : hatch(left, plot.top, plot.right - left, plot.bottom - plot.top) });
    const said = { cell: text(`cell_${shown.cell}`), lag: last, left: numbers.short(measured[last] ?? Number.NaN) };
    plot.label(text("lagFinding", said));
  }

  return {
    root,
    layout: (width) => {
      plot.layout(width);
      if (values) draw(values);
    },
    reset: () => undefined,
    draw: (seen) => {
      const { cell: word, radius: gain, steps: count } = options();
      cell.show(word);
      radius.show(gain);
      steps.show(count);
      if (refused(plot, context, seen)) return;
      const now = seen.frame.view.lag;
      if (now) draw((values = now));
    },
    figure: (): FigureSpec => {
      const series = (name: string, all: Float64Array, rest: object = {}) => {
        const shares = byLag(all);
        return shares.length === 0
          ? []
          : [{ name, x: shares.map((_, lag) => lag), y: shares.map(quantityOf), ...rest }];
      };
      const { cell: word, radius: gain } = values ?? options();
      const name = `${text(`cell_${word}`)}, ρ = ${numbers.short(gain)}`;
      return {
        kind: "lines",
        title: text("view_lag"),
        description: text("explain_lag"),
        x: { label: text("lagColumns") },
        y: { label: text("lagAxis"), scale: "log" },
        series: values
          ? [...series(name, values.norms), ...series("ρᵏ", values.theory, { role: "theory", like: name })]
          : [],
      };
    },
  };
}
