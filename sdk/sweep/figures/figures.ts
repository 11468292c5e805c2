import type { BarsSpec, FigureSpec, HeatSpec, LinesSpec, SeriesSpec } from "../../figureSpec.js";
import { canonicalJson } from "../canonical.js";
import { type Measure, measureOf } from "../measures.js";
import { movedTo } from "../plan.js";
import { byPoint, inOrder, meanOf, type PointResult, quantileOf } from "../points.js";
import { type CheckedStudy, checkStudy, isExperimentStudy } from "../study.js";
import type { ResultLine, Study } from "../types.js";
import { labelOf, type NumericAxis, numericAxes, textOf } from "./axes.js";
import { claimFigures } from "./claims.js";
import { planeTheory, type TheoryLine } from "./theory.js";

/** Places on an axis from which on a plane of colours says more than lines. */
const LEAST_FOR_PLANE = 4;
/** Figures of one measure: combinations of the axes that a figure has no room for. */
const MOST_FIGURES = 12;

/** Share of the seeds that lie below the band, and above it. */
const TAIL = 0.1;

/** A measure with the points that a figure shows, which differ in the axes of the figure alone. */
interface Shown {
  readonly study: CheckedStudy;
  readonly measure: Measure;
  readonly points: readonly PointResult[];
  /** What all of them have in common: "tanh, batch norm". */
  readonly common: string;
  /** What theory says over a plane. */
  readonly laws: Laws;
}

/** Theory's lines over two axes, which all measures share: worked out once. */
type Laws = (x: NumericAxis, y: NumericAxis) => TheoryLine[];

function lawsOf(study: CheckedStudy): Laws {
  const known = new Map<string, TheoryLine[]>();
  return (x, y) => {
    const key = `${x.path} ${y.path}`;
    const lines = known.get(key) ?? planeTheory(study, x, y);
    known.set(key, lines);
    return lines;
  };
}

const at = (points: readonly PointResult[], wanted: ResultLine["point"]): PointResult | undefined =>
  points.find(({ point }) => Object.entries(wanted).every(([path, value]) => point[path] === value));

const seedsText = (points: readonly PointResult[]): string => {
  const count = Math.max(...points.map(({ seeds }) => seeds));
  return count === 1 ? "one seed" : `${count} seeds`;
};

const titleOf = ({ measure, common }: Shown, over: string): string =>
  `${measure.label.charAt(0).toUpperCase()}${measure.label.slice(1)} over ${over}${common === "" ? "" : `: ${common}`}`;

/** A scale on which every value can be drawn. */
const scaleOf = ({ scale }: Measure, values: readonly (number | null)[]) =>
  scale === "log" && values.every((value) => value === null || value > 0) ? ({ scale } as const) : {};

/** What theory expects at a point. */
function expectedOf({ study, measure }: Shown, one: PointResult | undefined): number | null {
  if (!one || !measure.theory || isExperimentStudy(study)) return null;
  return measure.theory(movedTo(study.base, one.point).config);
}

function plane(shown: Shown, x: NumericAxis, y: NumericAxis): HeatSpec {
  const { measure, points, laws } = shown;
  const values = y.values.map((row) =>
    x.values.map((column) => meanOf(at(points, { [x.path]: column, [y.path]: row })?.values[measure.name])),
  );
  const flat = values.flat();
  const [low, high] = [Math.min(...flat.map(Number)), Math.max(...flat.map(Number))];
  const centre = measure.centre;
  const theory = laws(x, y);
  return {
    kind: "heat",
    title: titleOf(shown, `${x.spec.label} and ${y.spec.label}`),
    description: `${measure.meaning} Mean over ${seedsText(points)} at ${x.values.length} × ${y.values.length} points.`,
    x: x.spec,
    y: y.spec,
    xs: x.values,
    ys: y.values,
    values,
    colour: {
      label: measure.label,
      ...(measure.unit !== undefined && { unit: measure.unit }),
      ...scaleOf(measure, flat),
    },
    ...(centre !== undefined &&
      low < centre &&
      centre < high && { contours: [{ level: centre, label: `measured: ${centre}` }] }),
    ...(theory.length > 0 && { theory }),
  };
}

function lines(shown: Shown, x: NumericAxis, others: readonly string[]): LinesSpec {
  const { measure, points } = shown;
  const groups = new Map<string, PointResult[]>();
  for (const one of points) {
    const name = others
      .map((path) => `${others.length > 1 ? `${labelOf(path)} ` : ""}${textOf(one.point[path])}`)
      .join(", ");
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const series = [...groups].flatMap(([group, own]): SeriesSpec[] => {
    const name = group === "" ? measure.label : group;
    const there = x.values.map((value) => at(own, { [x.path]: value }));
    const found = there.map((one) => one?.values[measure.name]);
    const several = own.some(({ seeds }) => seeds > 2);
    const measured: SeriesSpec = {
      name,
      x: x.values,
      y: found.map(meanOf),
      ...(several && {
        low: found.map((values) => quantileOf(values, TAIL)),
        high: found.map((values) => quantileOf(values, 1 - TAIL)),
      }),
    };
    const expected = there.map((one) => expectedOf(shown, one));
    if (expected.every((value) => value === null)) return [measured];
    return [measured, { name: `${name}, theory`, x: x.values, y: expected, role: "theory", like: name }];
  });
  const drawn = series.flatMap(({ y, low = [] }) => [...y, ...low] as (number | null)[]);
  return {
    kind: "lines",
    title: titleOf(shown, x.spec.label),
    description: `${measure.meaning} Mean over ${seedsText(points)}.`,
    x: x.spec,
    y: { label: measure.label, ...(measure.unit !== undefined && { unit: measure.unit }), ...scaleOf(measure, drawn) },
    series,
    ...(series.some(({ low }) => low) && {
      band: `from the ${100 * TAIL} % to the ${100 - 100 * TAIL} % of the seeds`,
    }),
  };
}

function bars(shown: Shown, paths: readonly string[]): BarsSpec {
  const { measure, points } = shown;
  const values = points.map((one) => meanOf(one.values[measure.name]));
  return {
    kind: "bars",
    title: titleOf(shown, paths.length === 0 ? "the seeds" : paths.map(labelOf).join(" and ")),
    description: `${measure.meaning} Mean over ${seedsText(points)}.`,
    value: { label: measure.label, ...scaleOf(measure, values) },
    categories: points.map(({ point }) => paths.map((path) => textOf(point[path])).join(", ") || "all"),
    series: [
      {
        name: measure.label,
        values,
        low: points.map((one) => quantileOf(one.values[measure.name], TAIL)),
        high: points.map((one) => quantileOf(one.values[measure.name], 1 - TAIL)),
      },
    ],
  };
}

/** Points in groups that differ in `paths` alone. */
function grouped(
  points: readonly PointResult[],
  paths: readonly string[],
): { common: string; points: PointResult[] }[] {
  const groups = new Map<string, { common: string; points: PointResult[] }>();
  for (const one of points) {
    const rest = Object.entries(one.point).filter(([path]) => !paths.includes(path));
    const key = canonicalJson(rest);
    const common = rest.map(([path, value]) => `${labelOf(path)} ${textOf(value)}`).join(", ");
    const group = groups.get(key) ?? { common, points: [] };
    groups.set(key, group);
    group.points.push(one);
  }
  return [...groups.values()].slice(0, MOST_FIGURES);
}

function figuresOfMeasure(
  study: CheckedStudy,
  laws: Laws,
  measure: Measure,
  points: readonly PointResult[],
): FigureSpec[] {
  const numeric = numericAxes(study);
  const [first, second] = numeric;
  const paths = study.axes.map(({ path }) => path);
  const shown = (own: { common: string; points: readonly PointResult[] }): Shown => ({ study, laws, measure, ...own });
  if (first && second && second.values.length >= LEAST_FOR_PLANE) {
    // As the study has them: the first of the two lies along x.
    const [x, y] = paths.indexOf(first.path) < paths.indexOf(second.path) ? [first, second] : [second, first];
    return grouped(points, [x.path, y.path]).map((group) => plane(shown(group), x, y));
  }
  if (first)
    return [
      lines(
        shown({ common: "", points }),
        first,
        paths.filter((path) => path !== first.path),
      ),
    ];
  return [bars(shown({ common: "", points }), paths)];
}

/**
 * A study's figures: planes of colours where two axes have four numbers or more, with theory's lines over them; lines with bands over
 * the seeds where one axis is numbers; bars elsewhere. Of experiments, the alarms.
 *
 * @param results  of a run of this study, whole or in part.
 * @returns as many as there are measures, once more for every combination of the other axes, twelve at most.
 * @throws GradiometerError BAD_OPTION when the study is none.
 */
export function sweepFigures(study: Study, results: Iterable<ResultLine>): FigureSpec[] {
  const checked = checkStudy(study);
  const lines = [...results];
  if (lines.length === 0) return [];
  if (isExperimentStudy(checked)) return claimFigures(study, lines);
  const points = inOrder(byPoint(lines), checked.axes);
  const laws = lawsOf(checked);
  return checked.measure.flatMap((name) => figuresOfMeasure(checked, laws, measureOf(name), points));
}
