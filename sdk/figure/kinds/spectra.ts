import { elementAt } from "../../core/element.js";
import type { AxisSpec, SeriesSpec, SpectraSpec } from "../../figureSpec.js";
import type { Kind } from "../canvas.js";
import { checkPlot, drawPlot, isPlotEmpty, type PlotSpec } from "../plot/plot.js";
import type { PlotStyle } from "../plot/series.js";
import { toNumber } from "../scale.js";

const SINGULAR_VALUE: AxisSpec = { label: "singular value", scale: "log" };
/** More lines than this are not told apart. */
const MOST = 7;

/** At most MOST groups, evenly taken, the first and the last among them. */
function chosen<T>(groups: readonly T[]): T[] {
  if (groups.length <= MOST) return [...groups];
  return Array.from({ length: MOST }, (_, index) =>
    elementAt(groups, Math.round((index * (groups.length - 1)) / (MOST - 1))),
  );
}

const ranks = (values: readonly unknown[]) => values.map((_, index) => index + 1);

function overIndex(spec: SpectraSpec): PlotSpec {
  const series = chosen(spec.groups).flatMap(({ name, values, theory }): SeriesSpec[] => {
    const label = `${spec.group} ${name}`;
    const measured: SeriesSpec = { name: label, x: ranks(values), y: values };
    if (theory === undefined) return [measured];
    return [measured, { name: "theory", x: ranks(theory), y: theory, role: "theory", like: label }];
  });
  return { ...spec, x: { label: "rank of the singular value" }, y: spec.y ?? SINGULAR_VALUE, series };
}

/** The middle of those that are finite; null of none. */
function medianOf(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null && Number.isFinite(value)) as number[];
  sorted.sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

function overGroup(spec: SpectraSpec): PlotSpec {
  const place = (index: number) => index + 1;
  const flat = (of: (group: SpectraSpec["groups"][number]) => SeriesSpec["y"]) => ({
    x: spec.groups.flatMap((group, index) => of(group).map(() => place(index))),
    y: spec.groups.flatMap(of),
  });
  const middles = spec.groups.map(({ values }) => medianOf(values.map(toNumber)));
  const some = spec.groups.some(({ theory }) => theory !== undefined);
  // Only the largest and the smallest of theory are lines: the rest would hide the dashes.
  const edge = (pick: "first" | "last"): SeriesSpec => ({
    name: "theory, largest and smallest",
    role: "theory",
    x: spec.groups.map((_, index) => place(index)),
    y: spec.groups.map(({ theory = [] }) => (pick === "first" ? theory[0] : theory.at(-1)) ?? null),
  });
  return {
    ...spec,
    x: { label: spec.group, from: 0.5, to: Math.max(spec.groups.length, 1) + 0.5 },
    y: spec.y ?? SINGULAR_VALUE,
    series: [
      { name: "singular values", ...flat(({ values }) => values) },
      {
        name: "median",
        role: "bound",
        like: "singular values",
        x: middles.map((_, index) => place(index)),
        y: middles,
      },
      ...(some ? [edge("first"), edge("last")] : []),
    ],
  };
}

const asPlot = (spec: SpectraSpec) => (spec.over === "index" ? overIndex(spec) : overGroup(spec));

function styleOf({ over, groups }: SpectraSpec): PlotStyle {
  if (over === "index") return { lines: true, marks: "spaced" };
  const xTicks = groups.map(({ name }, index) => ({ value: index + 1, label: name }));
  return { lines: false, marks: "dash", xTicks };
}

export const spectra: Kind<SpectraSpec> = {
  check: (spec) => checkPlot(asPlot(spec)),
  empty: (spec) => isPlotEmpty(asPlot(spec)),
  draw(spec, canvas) {
    const drawing = drawPlot(asPlot(spec), styleOf(spec), canvas);
    const { length } = spec.groups;
    if (spec.over !== "index" || length <= MOST) return drawing;
    return { ...drawing, footnotes: [...drawing.footnotes, `${MOST} of ${length} are shown (${spec.group}).`] };
  },
};
