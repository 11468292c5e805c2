/** The rows of a figure of bars. */
import { elementAt } from "../../core/element.js";
import type { BarsSpec } from "../../figureSpec.js";
import type { Canvas } from "../canvas.js";
import type { Panel } from "../plot/panels.js";
import { pretty, type Scale, toNumber } from "../scale.js";
import { element, group, stroke } from "../svg.js";
import { cutText, textAt, textWidth } from "../text.js";
import { FONT, markAt, paintOf } from "../theme.js";
import type { BarPaint } from "./barPaint.js";

export const BAR = 18;
/** Between a number and a line of reference. */
const CLEAR = 4;

export const finite = (value: number | null): number => (value !== null && Number.isFinite(value) ? value : 0);

/** What stands in place of a bar that cannot be drawn; null when it can. */
function wordFor(value: number | null, spec: BarsSpec): string | null {
  if (value === null) return spec.missing ?? "–";
  if (!Number.isFinite(value)) return `× ${pretty(value)}`;
  return spec.value.scale === "log" && value <= 0 ? (value === 0 ? "0" : `${pretty(value)}, no place`) : null;
}

export interface Row {
  spec: BarsSpec;
  category: number;
  top: number;
  /** Values beyond the axis end where it ends. */
  x: Scale;
  base: number;
  panel: Panel;
  canvas: Canvas;
  paints: readonly BarPaint[];
  /** Where lines of reference stand. */
  lines: readonly number[];
}

/** A row in two layers: references lie over its bars and under its texts. */
export interface Layers {
  bars: string;
  texts: string;
}

/** The error bar from one end to the other; nothing when one is missing. */
function errorBar(from: number | null, to: number | null, middle: number, stroked: string): string {
  if (from === null || to === null) return "";
  return group(
    { stroke: stroked, "stroke-width": 1.6 },
    stroke(from, middle, to, middle, {}),
    stroke(from, middle - 4, from, middle + 4, {}),
    stroke(to, middle - 4, to, middle + 4, {}),
  );
}

/** The place for a text that begins at `tip` and goes right or left: behind every line that would run through it. */
function clearOf(lines: readonly number[], tip: number, width: number, left: boolean): number {
  const way = left ? -1 : 1;
  return [...lines]
    .sort((a, b) => way * (a - b))
    .reduce((at, line) => {
      const along = way * (line - at);
      return along > -CLEAR && along < width + CLEAR ? line + way * CLEAR : at;
    }, tip);
}

/** The bars of one category below each other, each with its value at its end. */
export function groupedRow({ spec, category, top, x, base, panel, canvas, paints, lines }: Row): Layers {
  const { theme } = canvas;
  const log = spec.value.scale === "log";
  const instead = spec.series.map(({ values }) => {
    const word = wordFor(toNumber(values[category]), spec);
    return word === null ? null : cutText(word, panel.right - base - 6, FONT.small);
  });
  const aside = { size: FONT.small, fill: theme.muted, halo: theme.paper };
  const beside = (text: string): number => {
    const width = textWidth(text, FONT.small);
    const free = clearOf(lines, base + 6, width, false);
    return free + width <= panel.right ? free : base + 6;
  };
  const [word] = instead;
  // What is said of the whole category is said once.
  if (word !== null && word !== undefined && instead.every((other) => other === word))
    return { bars: "", texts: textAt(beside(word), top + (BAR * instead.length) / 2 + 4.5, word, aside) };
  const rows = spec.series.map(({ values, low, high }, index): Layers => {
    const value = toNumber(values[category]);
    const y = top + index * BAR;
    const baseline = y + BAR / 2 + 4.5;
    const other = instead[index] ?? null;
    if (other !== null || value === null)
      return { bars: "", texts: textAt(beside(other ?? ""), baseline, other ?? "", aside) };
    const { slot, theory, box } = elementAt(paints, index);
    const { line, over } = paintOf(theme, slot);
    const end = x(value)!;
    const [from = null, to = null] = [toNumber(low?.[category]), toNumber(high?.[category])].map((one) =>
      one === null || !Number.isFinite(one) ? null : x(one),
    );
    const middle = y + BAR / 2;
    // On a log axis the length of a bar would mean nothing: a dot on a stem says where the value is.
    const mark = { ...markAt(slot, end, middle), fill: theory ? theme.paper : line, stroke: theory ? over : undefined };
    const bar = log
      ? stroke(base, middle, end, middle, {
          stroke: theory ? over : line,
          "stroke-width": 2,
          "stroke-dasharray": theory ? "5 2.5" : undefined,
        }) + element("path", mark)
      : element("rect", { x: Math.min(base, end), y: y + 1.5, width: Math.abs(end - base), height: BAR - 3, ...box });
    const left = value < 0 && !log;
    const tip = left ? Math.min(end, from ?? end) - 6 : Math.max(end, to ?? end) + (log ? 10 : 6);
    const style = { anchor: left ? "end" : "start", size: FONT.small, halo: theme.paper } as const;
    const text = pretty(value);
    const free = clearOf(lines, tip, textWidth(text, FONT.small), left);
    return { bars: bar + errorBar(from, to, middle, over), texts: textAt(free, baseline, text, style) };
  });
  return { bars: rows.map(({ bars }) => bars).join(""), texts: rows.map(({ texts }) => texts).join("") };
}

export function stackedRow({ spec, category, top, x, panel, paints }: Row): Layers {
  let sum = 0;
  let words = "";
  const parts = spec.series.map(({ values }, index) => {
    const value = toNumber(values[category]);
    if (value !== null && !Number.isFinite(value)) words = `× ${pretty(value)}`;
    const from = x(sum)!;
    sum += finite(value);
    const to = x(sum)!;
    if (to - from < 0.01) return "";
    const text = pretty(finite(value));
    const fits = textWidth(text, FONT.small) + 8 < to - from;
    return (
      element("rect", {
        x: from,
        y: top,
        width: to - from,
        height: BAR + 4,
        ...elementAt(paints, index).box,
      }) + (fits ? textAt((from + to) / 2, top + BAR / 2 + 6.5, text, { anchor: "middle", size: FONT.small }) : "")
    );
  });
  const instead = words !== "" ? words : sum === 0 ? (spec.missing ?? "–") : "";
  const texts = instead === "" ? "" : textAt(panel.left + 6, top + BAR / 2 + 6.5, instead, { size: FONT.small });
  return { bars: parts.join(""), texts };
}
