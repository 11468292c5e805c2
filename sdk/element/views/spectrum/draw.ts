import type { FigureSpec } from "../../../figureSpec.js";
import { brokenPath, dot, drawBroken, refused, withBroken } from "../layers.js";
import { colourOf, LINE, Plot, px, quantityOf } from "../plot.js";
import { set, svg } from "../svg.js";
import type { ViewValues } from "../values.js";
import type { LiveView, ViewContext } from "../view.js";

const HEIGHT = 280;

/** For the axis: what lies beyond float64 stands at its end, and 0 is 0. */
const valueOf = (power: number): number => (power < -320 && power > -Infinity ? 10 ** -320 : 10 ** power);

/** Singular values of each layer's Jacobian as dots, and of the whole way from input to output as dashes at the right. */
export function createSpectrum(context: ViewContext): LiveView {
  const { net, text, numbers } = context;
  const plot = new Plot(HEIGHT, { right: 22 });
  const colour = colourOf(net);
  const one = svg("path", { stroke: "currentColor", "stroke-dasharray": "2 4", "stroke-opacity": 0.7, fill: "none" });
  const wall = svg("path", { stroke: LINE, fill: "none" });
  const dots = svg("path", { fill: "none", stroke: colour, "stroke-linecap": "round", "stroke-opacity": 0.75 });
  const whole = svg("path", { fill: "none", stroke: "currentColor", "stroke-width": 2 });
  const broken = brokenPath();
  plot.body.append(one, wall, dots, whole, broken);
  plot.name(text("spectrumAxis"), text("spectrumColumns"));
  let values: NonNullable<ViewValues["spectrum"]> | null = null;

  function draw({ layers, whole: end }: NonNullable<ViewValues["spectrum"]>): void {
    const groups = [...layers, end];
    const count = groups.length;
    const powers = groups.flatMap((group) => [...group]);
    const y = plot.logAxis([1, ...powers.map(valueOf)], numbers);
    plot.layerTicks(count, 1, "1…" + String(count - 1));
    const size = Math.max(2.5, Math.min(6, plot.columnWidth(count) * 0.6));
    let path = "";
    layers.forEach((group, layer) => {
      const x = plot.column(layer, count);
      for (const power of group) {
        const at = y(valueOf(power));
        if (at !== null) path += dot(x, at);
      }
    });
    set(dots, { d: path, "stroke-width": px(size) });
    const half = Math.min(plot.columnWidth(count) / 2 - 0.5, 12);
    const x = plot.column(count - 1, count);
    let dashes = "";
    for (const power of end) {
      const at = y(valueOf(power));
      if (at !== null) dashes += `M${px(x - half)} ${px(at)}h${px(2 * half)}`;
    }
    set(whole, { d: dashes });
    const at = y(1);
    set(one, { d: at === null ? "" : `M${plot.left} ${px(at)}H${plot.right}` });
    set(wall, { d: `M${px(x - plot.columnWidth(count) / 2)} ${plot.top}V${plot.bottom}` });
    const bad = groups.map((group) => group.some((power) => Number.isNaN(power) || power === Infinity));
    drawBroken(plot, broken, bad);
    const [high, low] = [end[0] ?? Number.NaN, end[end.length - 1] ?? Number.NaN].map((power) =>
      Number.isFinite(power) && Math.abs(power) < 300
        ? numbers.short(10 ** power)
        : Number.isFinite(power)
          ? numbers.power(Math.round(power))
          : power === -Infinity
            ? "0"
            : "NaN",
    );
    plot.label(withBroken(context, text("spectrumFinding", { high: high ?? "", low: low ?? "" }), bad));
  }

  return {
    root: plot.svg,
    layout: (width) => {
      plot.layout(width);
      if (values) draw(values);
    },
    reset: () => {
      values = null;
    },
    draw: (seen) => {
      if (refused(plot, context, seen)) return;
      const now = seen.frame.view.spectrum;
      if (now === null) {
        values = null;
        plot.refuse(text("spectrumTooLarge"));
      } else if (now) draw((values = now));
    },
    figure: (): FigureSpec => {
      const groups = values ? [...values.layers, values.whole] : [];
      const last = groups.length - 1;
      return {
        kind: "spectra",
        title: text("view_spectrum"),
        description: text("explain_spectrum"),
        over: "group",
        group: text("layerAxis"),
        groups: groups.map((powers, index) => ({
          name: index === last ? text("endToEnd") : String(index + 1),
          values: Array.from(powers, (power) => quantityOf(10 ** power)),
        })),
        references: [{ value: 1, label: "1" }],
      };
    },
  };
}
