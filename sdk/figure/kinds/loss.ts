import type { LossSpec } from "../../figureSpec.js";
import type { Kind } from "../canvas.js";
import { checkPlot, drawPlot, isPlotEmpty } from "../plot/plot.js";

export const loss: Kind<LossSpec> = {
  check: checkPlot,
  empty: isPlotEmpty,
  draw: (spec, canvas) => drawPlot(spec, { lines: true, marks: "sparse" }, canvas),
};
