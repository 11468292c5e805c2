import type { LinesSpec } from "../../figureSpec.js";
import type { Kind } from "../canvas.js";
import { checkPlot, drawPlot, isPlotEmpty } from "../plot/plot.js";

export const lines: Kind<LinesSpec> = {
  check: checkPlot,
  empty: isPlotEmpty,
  draw: (spec, canvas) => drawPlot(spec, { lines: true, marks: "spaced" }, canvas),
};
