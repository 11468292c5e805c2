import { elementAt } from "../../core/element.js";
import type { AxisSpec, FactorsSpec, Quantity, SeriesSpec } from "../../figureSpec.js";
import { type Canvas, type Kind, MARGIN } from "../canvas.js";
import { drawPlot, type PlotSpec } from "../plot/plot.js";
import type { PlotStyle } from "../plot/series.js";
import type { Panel } from "../plot/panels.js";
import { pretty, rangeOf, type Scale, toNumber } from "../scale.js";
import { element } from "../svg.js";
import { cutText, textAt, textWidth, wrapText } from "../text.js";
import { FONT } from "../theme.js";

/** More factors than this have no room for a box each. */
const MOST_BOXES = 9;
/** Room that a box and its gap need, and that the axis takes beside them, in px. */
const [NARROWEST, BESIDE] = [72, 60];
const BOX = { height: 62, meaning: 50, gap: 22 };

const size = (value: number | null): Quantity =>
  value === null ? null : Number.isNaN(value) ? "NaN" : word(Math.abs(value));
const word = (value: number): Quantity => (value === Infinity ? "Infinity" : value);

/** What the product has come to after each factor; a missing factor leaves nothing to say. */
function products(factors: FactorsSpec["factors"]): (number | null)[] {
  let running: number | null = 1;
  return factors.map(({ value }) => {
    const factor = toNumber(value);
    running = running === null || factor === null ? null : running * factor;
    return running;
  });
}

const boxed = ({ factors }: FactorsSpec, width: number) =>
  factors.length <= Math.min(MOST_BOXES, (width - BESIDE) / NARROWEST);

/** Room for the numbers above and below the marks: a half more than the largest, half of the least. */
function roomOf(values: readonly (number | null)[]): Pick<AxisSpec, "from" | "to"> {
  const [low, high] = rangeOf([1, ...values.map((value) => (value === null ? null : Math.abs(value) || null))]);
  return low > 1e-300 && high < 1e300 ? { from: low / 2, to: high * 1.5 } : {};
}

/** The label of y in one line: the boxes stand right above it. */
const SO_FAR = ", multiplied up so far";

function asPlot(spec: FactorsSpec, width: number): PlotSpec {
  const { factors, product } = spec;
  const room = width - 2 * MARGIN - textWidth(`||${SO_FAR}, log scale`);
  const x = factors.map((_, index) => index + 1);
  const so: SeriesSpec = { name: `|${product}| so far`, x, y: products(factors).map(size) };
  const each: SeriesSpec = { name: "|factor|", x, y: factors.map(({ value }) => size(toNumber(value))) };
  return {
    ...spec,
    x: { label: boxed(spec, width) ? "" : "place of the factor", from: 0.5, to: Math.max(factors.length, 1) + 0.5 },
    y: {
      label: boxed(spec, width) ? `|${cutText(product, room)}|${SO_FAR}` : "size",
      scale: "log",
      ...(boxed(spec, width) && roomOf(products(factors))),
    },
    series: boxed(spec, width) ? [so] : [so, each],
    references: [{ value: 1, label: "1" }],
  };
}

/** The product so far beside its mark, on a side from which no line comes. */
function valueText(
  so: readonly (number | null)[],
  index: number,
  x: number,
  y: number,
  panel: Panel,
  halo: string,
): string {
  const value = elementAt(so, index)!;
  const above = (at: number) => Math.abs(so[at] ?? value) > Math.abs(value);
  const [fromAbove, toAbove] = [above(index - 1), above(index + 1)];
  const style = { size: FONT.small, halo };
  if (fromAbove && index + 1 < so.length && !toAbove) return textAt(x + 9, y - 7, pretty(value), style);
  if (toAbove && index > 0 && !fromAbove) return textAt(x + 9, y + 17, pretty(value), style);
  const below = fromAbove || (toAbove && index > 0) || y - 22 < panel.top;
  return textAt(x, below && y + 26 < panel.bottom ? y + 21 : y - 11, pretty(value), { ...style, anchor: "middle" });
}

/** A box for every factor over its place in the plot, and the product so far beside its mark. */
function boxes(spec: FactorsSpec, canvas: Canvas): NonNullable<PlotStyle["over"]> {
  const { theme } = canvas;
  const { factors } = spec;
  const explained = factors.some(({ meaning }) => meaning !== undefined);
  const head = BOX.height + (explained ? BOX.meaning : 0) + 10;
  const so = products(factors);
  const draw = (panel: Panel, x: Scale, y: Scale): string => {
    const step = x(2)! - x(1)!;
    const width = Math.min(step - BOX.gap, 116);
    const top = panel.top - head - 20;
    return factors
      .map(({ name, value, meaning = "" }, index) => {
        const at = x(index + 1)!;
        const number = toNumber(value);
        const small = number !== null && Math.abs(number) < 1;
        const paint = elementAt(theme.paints, number === null || !Number.isFinite(number) ? 6 : small ? 0 : 1);
        const product = so[index] ?? null;
        const place = product === null || !Number.isFinite(product) || product === 0 ? null : y(Math.abs(product));
        const middle = { anchor: "middle" } as const;
        return [
          element("rect", {
            x: at - width / 2,
            y: top,
            width,
            height: BOX.height,
            rx: 8,
            fill: paint.line,
            "fill-opacity": "0.1",
            stroke: paint.line,
            "stroke-width": 1.6,
          }),
          textAt(at, top + 25, cutText(name, width - 6, 16), { ...middle, size: 16, bold: true }),
          textAt(at, top + 48, number === null ? "–" : pretty(number), { ...middle, fill: paint.over }),
          index === 0 ? "" : textAt(at - step / 2, top + 38, "×", { ...middle, size: 18, fill: theme.muted }),
          ...wrapText(meaning, step - 8, 11.5)
            .slice(0, 3)
            .map((line, row) =>
              textAt(at, top + BOX.height + 16 + 14 * row, line, { ...middle, size: 11.5, fill: theme.muted }),
            ),
          place === null ? "" : valueText(so, index, at, place, panel, theme.paper),
        ].join("");
      })
      .join("");
  };
  return { head, draw };
}

export const factors: Kind<FactorsSpec> = {
  check: () => undefined,
  empty: (spec) => spec.factors.length === 0,
  draw(spec, canvas) {
    const { width } = canvas;
    const xTicks = spec.factors.map(({ name }, index) => ({ value: index + 1, label: name }));
    const style: PlotStyle = boxed(spec, width)
      ? { lines: true, marks: "all", xTicks, over: boxes(spec, canvas) }
      : { lines: true, marks: "spaced" };
    const last = products(spec.factors).at(-1);
    const total = last === null || last === undefined ? "not known" : pretty(last);
    const list = boxed(spec, width)
      ? `: ${spec.factors.map(({ name, value }) => `${name} = ${value ?? "–"}`).join(", ")}`
      : "";
    return {
      ...drawPlot(asPlot(spec, width), style, canvas),
      summary: `${spec.factors.length} factors${list}; their product ${spec.product} is ${total}.`,
    };
  },
};
