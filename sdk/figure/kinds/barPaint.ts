/** How the bars of a series are filled: told apart by colour, by hatching in grey print, and theory by having none. */
import { elementAt } from "../../core/element.js";
import type { BarsSpec } from "../../figureSpec.js";
import type { Canvas } from "../canvas.js";
import { type Attributes, element } from "../svg.js";
import { paintOf } from "../theme.js";

export interface BarPaint {
  /** Its place in the palette and among the marks; theory has that of the series before it. */
  readonly slot: number;
  readonly theory: boolean;
  /** Of a box. */
  readonly box: Attributes;
}

const TILE = 6;

/** Lines of the hatching in one tile, by place in the palette; the first is plain. */
const HATCHES = [
  "",
  "M-1,7L7,-1M-1,1L1,-1M5,7L7,5",
  "M-1,-1L7,7M5,-1L7,1M-1,5L1,7",
  "M0,3H6",
  "M3,0V6",
  "M0,3H6M3,0V6",
];

const hatchOf = (slot: number) => elementAt(HATCHES, slot % HATCHES.length);

const idOf = (canvas: Canvas, slot: number) => `${canvas.id}-bar-${slot}`;

/** One paint for every series, in their order. */
export function paintsOf({ series, arrange }: BarsSpec, canvas: Canvas): BarPaint[] {
  let slot = -1;
  return series.map(({ role }): BarPaint => {
    const theory = role === "theory" && slot >= 0;
    if (!theory) slot++;
    const { line, over } = paintOf(canvas.theme, slot);
    if (theory)
      return { slot, theory, box: { fill: "none", stroke: over, "stroke-dasharray": "5 2.5", "stroke-width": 1.6 } };
    // What is written into a stack must stay readable.
    if (arrange === "stacked")
      return { slot, theory, box: { fill: line, "fill-opacity": "0.3", stroke: line, "stroke-width": 1.2 } };
    return { slot, theory, box: { fill: hatchOf(slot) === "" ? line : `url(#${idOf(canvas, slot)})` } };
  });
}

/** The hatchings that these paints refer to. */
export function hatchings(paints: readonly BarPaint[], canvas: Canvas): string {
  const { theme } = canvas;
  const used = new Set(paints.filter(({ box }) => String(box["fill"]).startsWith("url")).map(({ slot }) => slot));
  return [...used]
    .map((slot) =>
      element(
        "pattern",
        { id: idOf(canvas, slot), width: TILE, height: TILE, patternUnits: "userSpaceOnUse" },
        element("path", { d: `M0,0H${TILE}V${TILE}H0Z`, fill: paintOf(theme, slot).line }),
        element("path", { d: hatchOf(slot), stroke: theme.paper, "stroke-width": 1, "stroke-opacity": "0.75" }),
      ),
    )
    .join("");
}
