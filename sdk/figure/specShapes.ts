/** What a figure's specification must look like, kind by kind, before its lengths and values are held against each other. */
import { either, flag, list, number, oneOf, record, type Shape, text } from "../core/shape.js";
import type { FigureSpec } from "../figureSpec.js";

const WORDS: readonly unknown[] = ["NaN", "Infinity", "-Infinity", null];
const quantity = either(
  'a number, "NaN", "Infinity", "-Infinity" or null',
  (value) => typeof value === "number",
  (value) => WORDS.includes(value),
);
const quantities = list(quantity);
const scale = oneOf("linear", "log");
const role = oneOf("measured", "theory", "bound");
const axis = record({ label: text }, { unit: text, scale, from: number, to: number });
const references = list(record({ value: number, label: text }, { axis: oneOf("x", "y") }));
const zones = list(record({ from: number, to: number, label: text }));
const series = list(
  record(
    { name: text, x: quantities, y: quantities },
    { low: quantities, high: quantities, role, like: text, panel: text },
  ),
);
const histograms = list(record({ name: text, from: number, to: number, shares: quantities }, { panel: text }));

const common = { title: text, description: text };
const plot = { ...common, x: axis, y: axis, series };
const besidePlot = { note: text, references, zones, band: text };

/** One row for every kind. */
export const specShapes: Readonly<Record<FigureSpec["kind"], Shape>> = {
  lines: record(plot, besidePlot),
  loss: record(plot, besidePlot),
  scatter: record(plot, { ...besidePlot, diagonal: flag }),
  ridges: record({ ...common, x: axis, rows: text, histograms }, { note: text }),
  histogram: record({ ...common, x: axis, histograms }, { note: text, theory: series, references }),
  spectra: record(
    {
      ...common,
      over: oneOf("index", "group"),
      group: text,
      groups: list(record({ name: text, values: quantities }, { theory: quantities })),
    },
    { note: text, y: axis, references },
  ),
  heat: record(
    {
      ...common,
      x: axis,
      y: axis,
      xs: list(number),
      ys: list(number),
      values: list(quantities),
      colour: record({ label: text }, { unit: text, scale, centre: number }),
    },
    {
      note: text,
      contours: list(record({ level: number, label: text })),
      theory: list(record({ name: text, x: quantities, y: quantities })),
    },
  ),
  factors: record(
    { ...common, factors: list(record({ name: text, value: quantity }, { meaning: text })), product: text },
    { note: text },
  ),
  bars: record(
    {
      ...common,
      value: axis,
      categories: list(text),
      series: list(
        record(
          { name: text, values: quantities },
          { role: oneOf("measured", "theory"), low: quantities, high: quantities },
        ),
      ),
    },
    { note: text, arrange: oneOf("grouped", "stacked"), references, missing: text },
  ),
};
