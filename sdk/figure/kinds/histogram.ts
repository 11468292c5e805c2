import { elementAt, lastOf } from "../../core/element.js";
import type { HistogramSpec, SeriesSpec } from "../../figureSpec.js";
import type { Kind } from "../canvas.js";
import { checkPlot, drawPlot, isPlotEmpty, type PlotSpec } from "../plot/plot.js";
import { binsOf, checkBins } from "./bins.js";

/** Every histogram as a line of steps over its density, filled down to 0. */
function asPlot({ histograms, theory = [], ...spec }: HistogramSpec): PlotSpec {
  const steps = histograms.map((row): SeriesSpec => {
    const { name, panel, from } = row;
    const bins = binsOf(row);
    const common = { name, ...(panel !== undefined && { panel }) };
    if (bins === null)
      return { ...common, x: [Number.isFinite(from) ? from : 0], y: row.shares.length > 0 ? ["NaN"] : [null] };
    const width = bins.width > 0 ? bins.width : Math.abs(from) / 100 || 0.01;
    const x = bins.shares.flatMap((_, bin) => [from + bin * width, from + (bin + 1) * width]);
    const y = bins.shares.flatMap((share) => [share / width, share / width]);
    const edges = { x: [elementAt(x, 0), ...x, lastOf(x)], y: [0, ...y, 0] };
    return { ...common, ...edges, low: edges.y.map(() => 0), high: edges.y };
  });
  const lines = theory.map((line): SeriesSpec => ({ ...line, role: "theory" }));
  return { ...spec, y: { label: "density" }, series: [...steps, ...lines] };
}

export const histogram: Kind<HistogramSpec> = {
  check(spec) {
    checkBins(spec.histograms);
    checkPlot(asPlot(spec));
  },
  empty: (spec) => isPlotEmpty(asPlot(spec)),
  draw: (spec, canvas) => drawPlot(asPlot(spec), { lines: true, marks: "none", filled: true, zero: "always" }, canvas),
};
