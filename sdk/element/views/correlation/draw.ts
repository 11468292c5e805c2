import type { FigureSpec } from "../../../figureSpec.js";
import { brokenPath, dot, drawBroken, lineThrough, refused, withBroken } from "../layers.js";
import { colourOf, Plot, quantityOf } from "../plot.js";
import { set, svg } from "../svg.js";
import type { ViewValues } from "../values.js";
import type { LiveView, ViewContext } from "../view.js";

const HEIGHT = 230;
const MARKS = [-1, -0.5, 0, 0.5, 1] as const;

/** The mean cosine of two rows at the input (0) and in every layer, theory's dashed. */
export function createCorrelation(context: ViewContext): LiveView {
  const { net, text, numbers } = context;
  const plot = new Plot(HEIGHT);
  const colour = colourOf(net);
  const theory = svg("path", { fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-dasharray": "6 4" });
  const line = svg("path", { fill: "none", stroke: colour, "stroke-width": 2 });
  const dots = svg("path", { fill: "none", stroke: colour, "stroke-width": 7, "stroke-linecap": "round" });
  const broken = brokenPath();
  plot.body.append(line, dots, theory, broken);
  plot.name(text("correlationAxis"), text("correlationColumns"));
  let values: ViewValues["correlation"] | null = null;

  function draw({ input, layers, theory: expected }: ViewValues["correlation"]): void {
    const all = [input, ...layers];
    const lowest = Math.min(0, ...all.filter(Number.isFinite), ...expected);
    const least = lowest < -0.5 ? -1 : lowest < -0.02 ? -0.5 : 0;
    const place = (value: number): number => plot.bottom - ((value - least) / (1 - least)) * (plot.bottom - plot.top);
    const y = (value: number): number | null => (Number.isFinite(value) ? place(Math.max(value, least)) : null);
    plot.yTicks(MARKS.filter((mark) => mark >= least).map((mark) => ({ at: place(mark), text: numbers.short(mark) })));
    const count = all.length;
    plot.layerTicks(count, 0);
    const points = all.map((value, index) => [plot.column(index, count), y(value)] as const);
    set(line, { d: lineThrough(points) });
    set(dots, { d: points.map(([x, at]) => (at === null ? "" : dot(x, at))).join("") });
    const foreseen = expected.length > 0 ? [input, ...expected] : [];
    set(theory, { d: lineThrough(foreseen.map((value, index) => [plot.column(index, count), y(value)] as const)) });
    const bad = all.map((value) => !Number.isFinite(value));
    drawBroken(plot, broken, bad);
    const said = { input: numbers.short(input), last: numbers.short(all[count - 1] ?? Number.NaN), layers: count - 1 };
    plot.label(withBroken(context, text("correlationFinding", said), bad));
  }

  return {
    root: plot.svg,
    layout: (width) => {
      plot.layout(width);
      if (values) draw(values);
    },
    reset: () => undefined,
    draw: (seen) => {
      if (refused(plot, context, seen)) return;
      values = seen.frame.view.correlation ?? values;
      if (values) draw(values);
    },
    figure: (): FigureSpec => {
      const measured = values ? [values.input, ...values.layers] : [];
      const expected = values && values.theory.length > 0 ? [values.input, ...values.theory] : [];
      const series = (name: string, y: readonly number[], rest: object = {}) =>
        y.length === 0 ? [] : [{ name, x: y.map((_, layer) => layer), y: y.map(quantityOf), ...rest }];
      return {
        kind: "lines",
        title: text("view_correlation"),
        description: text("explain_correlation"),
        x: { label: text("correlationColumns") },
        y: { label: text("correlationAxis") },
        series: [
          ...series(text("measured"), measured),
          ...series(text("theoryWord"), expected, { role: "theory", like: text("measured") }),
        ],
      };
    },
  };
}
