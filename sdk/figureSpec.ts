/**
 * What a figure says: plain JSON, without a picture in it. Experiments declare their figures in it, `gradiometer/figure`
 * draws them. Pure types, so that both may import them.
 */

/** A number as JSON can hold it; null is no measurement. What is not finite is drawn as a mark, never left out. */
export type Quantity = number | "NaN" | "Infinity" | "-Infinity" | null;

/** One axis. */
export interface AxisSpec {
  /** What the axis shows. */
  label: string;
  /** Stands behind the label. */
  unit?: string;
  /** Default "linear". On a logarithmic axis 0 has a row of its own below it. */
  scale?: "linear" | "log";
  /** Where the axis begins and ends; by default at round numbers about the data. */
  from?: number;
  /** The end; see `from`. */
  to?: number;
}

/** What every figure has. */
interface Common {
  /** A few words. */
  title: string;
  /** For those who do not see the figure, and for those who do: what is shown and what to look for. */
  description: string;
  /** One or two sentences under the figure. */
  note?: string;
}

/** One line: x grows, y is what was measured there. */
export interface SeriesSpec {
  /** In the legend. */
  name: string;
  /** Ascending for lines. */
  x: readonly Quantity[];
  /** As long as x. */
  y: readonly Quantity[];
  /** A band round the line, such as ± 2 standard deviations; both or neither, as long as x. */
  low?: readonly Quantity[];
  /** The upper edge; see `low`. */
  high?: readonly Quantity[];
  /** Measured lines (default) are solid and marked, theory is dashed and drawn over them, bounds are dotted. */
  role?: "measured" | "theory" | "bound";
  /** Name of the series whose colour it shares: the theory of a measurement. */
  like?: string;
  /** Small multiples: one panel for every name, in the order of their first appearance. */
  panel?: string;
}

/** A straight line across the plot at one value, with its label. */
export interface ReferenceSpec {
  /** Where it lies. */
  value: number;
  /** Beside the line. */
  label: string;
  /** The axis on which the value lies, default "y". */
  axis?: "x" | "y";
}

/** A range of y that means something, such as the subnormal numbers of float32. */
export interface ZoneSpec {
  /** Its lower end. */
  from: number;
  /** Its upper end. */
  to: number;
  /** In the zone. */
  label: string;
}

/** What the figures over two axes share. */
interface Plot extends Common {
  /** The horizontal axis. */
  x: AxisSpec;
  /** The vertical axis. */
  y: AxisSpec;
  /** In the order of the legend. */
  series: readonly SeriesSpec[];
  /** Straight lines across. */
  references?: readonly ReferenceSpec[];
  /** Ranges of y behind the series. */
  zones?: readonly ZoneSpec[];
  /** What the bands are: "± 2 s.d. over 5 seeds". */
  band?: string;
}

/** Lines over layers, depths, lags …: measurement, theory over it, bands, bounds. */
export interface LinesSpec extends Plot {
  /** Of the figure. */
  kind: "lines";
}

/** Loss over steps: as lines, without a mark a step, and with one where a loss stops being finite. */
export interface LossSpec extends Plot {
  /** Of the figure. */
  kind: "loss";
}

/** Points; `role`s other than "measured" are lines. */
export interface ScatterSpec extends Plot {
  /** Of the figure. */
  kind: "scatter";
  /** Draws y = x. */
  diagonal?: boolean;
}

/** One histogram: bins of equal width between two values. */
export interface HistogramRow {
  /** The row, such as the layer. */
  name: string;
  /** Where the first bin begins. */
  from: number;
  /** Where the last bin ends. */
  to: number;
  /** Of each bin: a count or a share. */
  shares: readonly Quantity[];
  /** As in SeriesSpec. */
  panel?: string;
}

/** Histograms one above the other, a row each, all of one height: what differs is where they lie and how wide they are. */
export interface RidgesSpec extends Common {
  /** Of the figure. */
  kind: "ridges";
  /** What is counted. */
  x: AxisSpec;
  /** What the rows are: "hidden layer". */
  rows: string;
  /** From the top down. */
  histograms: readonly HistogramRow[];
}

/** Histograms over each other as densities, and theory's densities as lines over them. */
export interface HistogramSpec extends Common {
  /** Of the figure. */
  kind: "histogram";
  /** What is counted. */
  x: AxisSpec;
  /** In the order of the legend. */
  histograms: readonly HistogramRow[];
  /** Densities. */
  theory?: readonly SeriesSpec[];
  /** Straight lines across. */
  references?: readonly ReferenceSpec[];
}

/** Singular values of several matrices or layers. */
export interface SpectraSpec extends Common {
  /** Of the figure. */
  kind: "spectra";
  /** "index": one line a group, values over their rank. "group": one column of dots a group. */
  over: "index" | "group";
  /** What a group is: "layer". */
  group: string;
  /** Singular values, descending; theory's beside them. */
  groups: readonly { name: string; values: readonly Quantity[]; theory?: readonly Quantity[] }[];
  /** Default: singular value, logarithmic. */
  y?: AxisSpec;
  /** Straight lines across. */
  references?: readonly ReferenceSpec[];
}

/** A quantity over a plane as colours, with its level curves and theory's lines: a phase diagram. */
export interface HeatSpec extends Common {
  /** Of the figure. */
  kind: "heat";
  /** The horizontal axis. */
  x: AxisSpec;
  /** The vertical axis. */
  y: AxisSpec;
  /** Where the columns and the rows were measured, ascending. */
  xs: readonly number[];
  /** See `xs`. */
  ys: readonly number[];
  /** One row for every y. */
  values: readonly (readonly Quantity[])[];
  /** What the colours mean. With a centre two colours part there; on a log scale it must be above 0. */
  colour: { label: string; unit?: string; scale?: "linear" | "log"; centre?: number };
  /** Level curves of the values. */
  contours?: readonly { level: number; label: string }[];
  /** Lines that theory draws over the plane. */
  theory?: readonly { name: string; x: readonly Quantity[]; y: readonly Quantity[] }[];
}

/** A product, factor by factor, and what it has come to after each. */
export interface FactorsSpec extends Common {
  /** Of the figure. */
  kind: "factors";
  /** From the first that is multiplied. */
  factors: readonly { name: string; value: Quantity; meaning?: string }[];
  /** The name of the product. */
  product: string;
}

/** Bars beside each other, or stacked; one group for every category. */
export interface BarsSpec extends Common {
  /** Of the figure. */
  kind: "bars";
  /** What is measured, along the bars. */
  value: AxisSpec;
  /** Names of the groups. */
  categories: readonly string[];
  /** One value for every category. */
  series: readonly {
    name: string;
    values: readonly Quantity[];
    /** Theory is hollow and dashed, in the colour of the measured series before it. Not in stacks. */
    role?: "measured" | "theory";
    /** Ends of an error bar; both or neither. */
    low?: readonly Quantity[];
    high?: readonly Quantity[];
  }[];
  /** Default "grouped". Stacked bars are shares or counts ≥ 0. */
  arrange?: "grouped" | "stacked";
  /** Straight lines across the bars. */
  references?: readonly ReferenceSpec[];
  /** What stands where there is no measurement, default "–". */
  missing?: string;
}

/** What `figure` draws. */
export type FigureSpec =
  LinesSpec | LossSpec | ScatterSpec | RidgesSpec | HistogramSpec | SpectraSpec | HeatSpec | FactorsSpec | BarsSpec;
