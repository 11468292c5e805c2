import { line } from "d3-shape";
import { badOption } from "../../core/check.js";
import { elementAt, lastOf } from "../../core/element.js";
import { GradiometerError } from "../../core/errors.js";
import type { HeatSpec } from "../../figureSpec.js";
import { type Canvas, type Kind, type LegendItem, SAMPLE } from "../canvas.js";
import { spaced, xAxis, yAxis } from "../plot/axes.js";
import { gridOf, gutterFor, type Panel } from "../plot/panels.js";
import { checkAxis } from "../plot/plot.js";
import {
  axisText,
  type Domain,
  domainOf,
  pretty,
  rangeOf,
  type Scale,
  scaleBetween,
  ticksOf,
  toNumber,
} from "../scale.js";
import { element, group, stroke } from "../svg.js";
import { contour, type Field } from "./contour.js";
import { ASIDE, colourBar, colourDomain, colourOf, colourSample, LEVELS, numbersOf } from "./heatColour.js";

/** Edges between places, halfway; the outer ones are those of the plot. */
function edges(places: readonly number[], start: number, end: number): number[] {
  const inner = places.slice(1).map((place, index) => Math.round((place + elementAt(places, index)) / 2));
  return [Math.round(start), ...inner, Math.round(end)];
}

interface Plane {
  spec: HeatSpec;
  canvas: Canvas;
  panel: Panel;
  /** Edges of the columns and of the rows. */
  x: readonly number[];
  y: readonly number[];
}

/** The cells as one path a colour, neighbours in a row of one colour as one rectangle. */
function cells({ spec, canvas, x, y }: Plane, share: Scale): string {
  const paths = new Map<string, string>();
  const fillOf = (value: number | null): string => {
    if (value === null) return "";
    if (!Number.isFinite(value)) return `url(#${canvas.id}-hatch)`;
    const at = share(value);
    if (at === null) return `url(#${canvas.id}-hatch)`;
    return colourOf(spec, Math.min(Math.max(Math.floor(at * LEVELS), 0), LEVELS - 1));
  };
  spec.ys.forEach((_, row) => {
    const fills = spec.xs.map((__, column) => fillOf(toNumber(spec.values[row]?.[column])));
    const [top, bottom] = [
      Math.min(elementAt(y, row), elementAt(y, row + 1)),
      Math.max(elementAt(y, row), elementAt(y, row + 1)),
    ];
    for (let column = 0; column < fills.length;) {
      let end = column + 1;
      while (end < fills.length && fills[end] === fills[column]) end++;
      const [from, to] = [elementAt(x, column), elementAt(x, end)];
      const fill = elementAt(fills, column);
      if (fill !== "") paths.set(fill, `${paths.get(fill) ?? ""}M${from},${top}H${to}V${bottom}H${from}Z`);
      column = end;
    }
  });
  return group({ "shape-rendering": "crispEdges" }, ...[...paths].map(([fill, d]) => element("path", { d, fill })));
}

/** Of level curves, and of theory's lines, each in turn. */
const DASHES = [undefined, "6 3"];
const THEORY_DASHES = ["1.5 4", "10 4 1.5 4"];

/** A dark line with a light rim, to be seen on every colour. */
function drawn(d: string, { theme }: Canvas, dash?: string): string {
  if (d === "") return "";
  const common = { d, fill: "none", "stroke-linejoin": "round" } as const;
  return (
    element("path", { ...common, stroke: theme.paper, "stroke-width": 4.5, "stroke-opacity": "0.8" }) +
    element("path", { ...common, stroke: theme.ink, "stroke-width": 2, "stroke-dasharray": dash })
  );
}

/** The level curves that there are: levels between the least and the largest value. */
function contoursIn(spec: HeatSpec): NonNullable<HeatSpec["contours"]> {
  const [low, high] = rangeOf(numbersOf(spec));
  return (spec.contours ?? []).filter(({ level }) => level >= low && level <= high);
}

function legend(spec: HeatSpec, canvas: Canvas): LegendItem[] {
  const { theme } = canvas;
  const { theory = [], colour } = spec;
  const contours = contoursIn(spec);
  const samples = (dash: string | undefined) => (x: number, y: number) =>
    stroke(x, y, x + SAMPLE, y, { stroke: theme.ink, "stroke-width": 2, "stroke-dasharray": dash });
  const box = (fill: string) => (x: number, y: number) =>
    element("rect", { x: x + 4, y: y - 7, width: 22, height: 14, fill, stroke: theme.muted, "stroke-width": 0.8 });
  const values = numbersOf(spec);
  const odd = values.some((value) => value !== null && !Number.isFinite(value));
  const low = colour.scale === "log" && values.some((value) => value !== null && value <= 0);
  return [
    { label: axisText(colour), sample: (x, y) => colourSample(spec, x, y) },
    ...contours.map(({ label }, index) => ({ label, sample: samples(DASHES[index % 2]) })),
    ...theory.map(({ name }, index) => ({ label: name, sample: samples(THEORY_DASHES[index % 2]) })),
    ...(odd || low ? [{ label: odd ? "not finite" : "0 or negative", sample: box(`url(#${canvas.id}-hatch)`) }] : []),
    ...(values.includes(null) ? [{ label: "not measured", sample: box(theme.paper) }] : []),
  ];
}

export const heat: Kind<HeatSpec> = {
  check(spec) {
    const { xs, ys, values, colour } = spec;
    const wrong = values.findIndex((row) => row.length !== xs.length);
    if (values.length !== ys.length || wrong >= 0)
      throw new GradiometerError(
        "BAD_SHAPE",
        `figure: values: expected ${ys.length} rows of ${xs.length} numbers, but got ` +
          (wrong < 0 ? `${values.length} rows` : `${elementAt(values, wrong).length} in row ${wrong}`),
      );
    for (const [name, places] of Object.entries({ xs, ys })) {
      const log = (name === "xs" ? spec.x : spec.y).scale === "log";
      places.forEach((place, index) => {
        const after = index === 0 ? (log ? 0 : -Infinity) : elementAt(places, index - 1);
        if (!(Number.isFinite(place) && place > after))
          throw badOption(`figure: ${name}[${index}]`, `a finite number above ${after}`, place);
      });
    }
    if (colour.scale === "log" && colour.centre !== undefined && !(colour.centre > 0))
      throw badOption("figure: colour.centre", "a number above 0 on a log scale", colour.centre);
    checkAxis("x", spec.x);
    checkAxis("y", spec.y);
  },
  empty: (spec) => numbersOf(spec).every((value) => value === null),
  draw(spec, canvas) {
    const { theme } = canvas;
    const { theory = [] } = spec;
    const contours = contoursIn(spec);
    const [xDomain, yDomain] = [
      { ...domainOf(spec.x, spec.xs), low: elementAt(spec.xs, 0), high: lastOf(spec.xs) },
      { ...domainOf(spec.y, spec.ys), low: elementAt(spec.ys, 0), high: lastOf(spec.ys) },
    ].map((domain) =>
      domain.low < domain.high ? domain : { ...domain, high: domain.low + (Math.abs(domain.low) || 1) },
    ) as [Domain, Domain];
    const domain = colourDomain(spec);
    const share = scaleBetween(domain, 0, 1);
    const yTicks = ticksOf(yDomain, 8);
    const layout = {
      canvas,
      names: [""],
      x: axisText(spec.x),
      y: axisText(spec.y),
      gutter: gutterFor(yTicks.map(({ label }) => label)),
      plotHeight: 340,
      aside: ASIDE,
    };
    const body = (top: number): string => {
      const { panels, labels } = gridOf({ ...layout, top });
      const panel = elementAt(panels, 0);
      const halfX = (panel.right - panel.left) / (2 * spec.xs.length);
      const halfY = (panel.bottom - panel.top) / (2 * spec.ys.length);
      const x = scaleBetween(xDomain, panel.left + halfX, panel.right - halfX);
      const y = scaleBetween(yDomain, panel.bottom - halfY, panel.top + halfY);
      const [xPlaces, yPlaces] = [spec.xs.map((value) => x(value)!), spec.ys.map((value) => y(value)!)];
      const plane: Plane = {
        spec,
        canvas,
        panel,
        x: edges(xPlaces, panel.left, panel.right),
        y: edges(yPlaces, panel.bottom, panel.top),
      };
      const field: Field = {
        columns: spec.xs.length,
        rows: spec.ys.length,
        values: numbersOf(spec),
        log: spec.colour.scale === "log",
        x: xPlaces,
        y: yPlaces,
      };
      const path = line<readonly [number | null, number | null]>()
        .defined(([a, b]) => a !== null && b !== null)
        .x(([a]) => a!)
        .y(([, b]) => b!)
        .digits(2);
      const finite = (value: number | null, scale: Scale) =>
        value === null || !Number.isFinite(value) ? null : scale(value);
      const clip = `${canvas.id}-clip`;
      return [
        labels,
        element(
          "pattern",
          { id: `${canvas.id}-hatch`, width: 6, height: 6, patternUnits: "userSpaceOnUse" },
          element("path", { d: "M0,0H6V6H0Z", fill: theme.paper }),
          element("path", { d: "M0,6L6,0M0,0L6,6", stroke: theme.ink, "stroke-width": 1 }),
        ),
        element(
          "clipPath",
          { id: clip },
          element("rect", {
            x: panel.left,
            y: panel.top,
            width: panel.right - panel.left,
            height: panel.bottom - panel.top,
          }),
        ),
        yAxis(panel, yTicks, y, canvas),
        cells(plane, share),
        group(
          { "clip-path": `url(#${clip})` },
          ...contours.map(({ level }, index) => drawn(contour(field, level), canvas, DASHES[index % 2])),
          ...theory.map((one, which) => {
            const points = one.x.map(
              (value, index) => [finite(toNumber(value), x), finite(toNumber(one.y[index]), y)] as const,
            );
            return drawn(path(points) ?? "", canvas, THEORY_DASHES[which % 2]);
          }),
        ),
        xAxis(panel, spaced(ticksOf(xDomain, (panel.right - panel.left) / 60), x), x, canvas),
        colourBar(spec, panel, domain, canvas),
      ].join("");
    };
    const [low, high] = rangeOf(numbersOf(spec));
    return {
      legend: legend(spec, canvas),
      height: gridOf({ ...layout, top: 0 }).height,
      body,
      summary:
        `${spec.xs.length} × ${spec.ys.length} values over ${spec.x.label} and ${spec.y.label}; ${spec.colour.label} ` +
        (low <= high ? `from ${pretty(low)} to ${pretty(high)}.` : "nowhere finite."),
      footnotes: [],
    };
  },
};
