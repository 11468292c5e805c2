/** The colours of a plane: what they span, which is whose, and the scale beside the plot. */
import type { HeatSpec } from "../../figureSpec.js";
import { type Canvas, SAMPLE } from "../canvas.js";
import { cividis } from "../cividis.js";
import { redToBlue } from "../colours.js";
import type { Panel } from "../plot/panels.js";
import { type Domain, domainOf, rangeOf, scaleBetween, ticksOf, toNumber } from "../scale.js";
import { element, stroke } from "../svg.js";
import { textAt } from "../text.js";
import { FONT } from "../theme.js";

/** Colours that are told apart; neighbours of one colour are drawn as one. */
export const LEVELS = 48;
/** Room for the scale beside the plot. */
export const ASIDE = 86;
const BAR = 16;
const SHADES = 10;

export const numbersOf = ({ values }: HeatSpec) => values.flatMap((row) => row.map(toNumber));

/** What the colours span; about a centre both sides reach equally far, so that equal depth of colour is equal distance. */
export function colourDomain(spec: HeatSpec): Domain {
  const { scale, centre, label } = spec.colour;
  const domain = domainOf({ label, ...(scale !== undefined && { scale }) }, numbersOf(spec));
  if (centre === undefined) return domain;
  if (domain.log) {
    const [low, high] = rangeOf(numbersOf(spec).filter((value) => value !== null && value > 0));
    const ratio = low > high ? 10 : Math.max(high / centre, centre / low, 1.01);
    return { ...domain, low: Math.max(centre / ratio, 1e-323), high: Math.min(centre * ratio, 1e308) };
  }
  const reach = Math.max(domain.high - centre, centre - domain.low);
  return { ...domain, low: centre - reach, high: centre + reach };
}

/** From a level, 0 … LEVELS − 1, to its colour: blue below the centre and red above, or dark to light. */
export function colourOf(spec: HeatSpec, level: number): string {
  const share = (level + 0.5) / LEVELS;
  return spec.colour.centre === undefined ? cividis(share) : redToBlue(1 - share);
}

/** A few of the colours, as the legend's sample. */
export function colourSample(spec: HeatSpec, x: number, y: number): string {
  const width = SAMPLE / SHADES;
  return Array.from({ length: SHADES }, (_, part) =>
    element("rect", {
      x: x + part * width,
      y: y - 7,
      width: width + 0.2,
      height: 14,
      fill: colourOf(spec, Math.floor(((part + 0.5) / SHADES) * LEVELS)),
    }),
  ).join("");
}

/** The scale of colours beside the plot. */
export function colourBar(spec: HeatSpec, panel: Panel, domain: Domain, { theme }: Canvas): string {
  const left = panel.right + 18;
  const step = (panel.bottom - panel.top) / LEVELS;
  const boxes = Array.from({ length: LEVELS }, (_, level) =>
    element("rect", {
      x: left,
      y: panel.bottom - (level + 1) * step,
      width: BAR,
      height: step + 0.5,
      fill: colourOf(spec, level),
    }),
  );
  const y = scaleBetween(domain, panel.bottom, panel.top);
  const labels = ticksOf(domain, 7).map(
    ({ value, label }) =>
      stroke(left + BAR, y(value)!, left + BAR + 4, y(value)!, { stroke: theme.muted }) +
      textAt(left + BAR + 8, y(value)! + 4.5, label, { size: FONT.small, fill: theme.muted }),
  );
  return boxes.join("") + labels.join("");
}
