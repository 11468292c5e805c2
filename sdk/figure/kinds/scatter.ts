import type { ScatterSpec } from "../../figureSpec.js";
import type { Kind } from "../canvas.js";
import { checkPlot, drawPlot, isPlotEmpty } from "../plot/plot.js";

export const scatter: Kind<ScatterSpec> = {
  check: checkPlot,
  empty: isPlotEmpty,
  draw: (spec, canvas) => drawPlot(spec, { lines: false, marks: "all" }, canvas),
};
