export { figure, type FigureOptions } from "./figure.js";
export { figuresOf } from "./figuresOf.js";
export { reportFigures } from "../doctor/figures.js";
export { notebook } from "./notebook.js";
export { page, type PageOptions } from "./page/page.js";
export { reportPage, type ReportPageOptions } from "./page/report.js";
export type {
  AxisSpec,
  BarsSpec,
  FactorsSpec,
  FigureSpec,
  HeatSpec,
  HistogramRow,
  HistogramSpec,
  LinesSpec,
  LossSpec,
  Quantity,
  ReferenceSpec,
  RidgesSpec,
  ScatterSpec,
  SeriesSpec,
  SpectraSpec,
  ZoneSpec,
} from "../figureSpec.js";
