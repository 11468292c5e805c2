/** Straight lines across a plot, each with its label. */
import type { ReferenceSpec } from "../../figureSpec.js";
import type { Canvas } from "../canvas.js";
import type { Scale } from "../scale.js";
import { stroke } from "../svg.js";
import { cutText, textAt, textWidth } from "../text.js";
import { FONT } from "../theme.js";
import type { Box, Panel } from "./panels.js";
import type { Point } from "./points.js";

/** How many points, and how much of the lines between them, lie in a box. */
function crowd(lines: readonly (readonly Point[])[], box: Box): number {
  let count = 0;
  for (const points of lines) {
    points.forEach(({ x, y, place }, index) => {
      if (place !== "plot" || y === null) return;
      const before = points[index - 1];
      const [fromX, fromY] = before?.place === "plot" ? [before.x, before.y!] : [x, y];
      for (const part of [0.25, 0.5, 0.75, 1]) {
        const [atX, atY] = [fromX + part * (x - fromX), fromY + part * (y - fromY)];
        if (atX > box.left && atX < box.right && atY > box.top && atY < box.bottom) count++;
      }
    });
  }
  return count;
}

interface Crossed {
  panel: Panel;
  x: Scale;
  y: Scale;
  /** What a label should not cover. */
  lines: readonly (readonly Point[])[];
  labelled: boolean;
}

/** A straight line across the plot; its label stands where it covers least. */
export function referenceOf(reference: ReferenceSpec, order: number, crossed: Crossed, { theme }: Canvas): string {
  const { value, axis = "y" } = reference;
  const { panel, lines, labelled } = crossed;
  const room = (panel.right - panel.left) / (axis === "x" ? 2 : 1) - 8;
  const label = cutText(reference.label, room, FONT.small);
  const style = { stroke: theme.muted, "stroke-width": 1.4, "stroke-dasharray": "2 3" };
  const at = crossed[axis](value);
  if (at === null) return "";
  const text = { size: FONT.small, fill: theme.muted, halo: theme.paper } as const;
  if (axis === "x") {
    if (at < panel.left - 1 || at > panel.right + 1) return "";
    const right = at < (panel.left + panel.right) / 2;
    const y = panel.top + 14 + 16 * order;
    const drawn = stroke(at, panel.top, at, panel.bottom, style);
    if (!labelled) return drawn;
    return drawn + textAt(right ? at + 5 : at - 5, y, label, { ...text, anchor: right ? "start" : "end" });
  }
  if (at < panel.top - 1 || at > panel.bottom + 1) return "";
  const drawn = stroke(panel.left, at, panel.right, at, style);
  if (!labelled) return drawn;
  const width = textWidth(label, FONT.small);
  const lefts = [panel.right - 4 - width, panel.left + 4, (panel.left + panel.right - width) / 2];
  const rows = [at - 5, at + 14].filter((y) => y - 12 >= panel.top && y <= panel.bottom);
  const places = rows.flatMap((y) =>
    lefts.map((left) => ({
      x: left + width,
      y,
      cost: crowd(lines, { left, right: left + width, top: y - 12, bottom: y + 4 }),
    })),
  );
  const [best] = places.sort((a, b) => a.cost - b.cost);
  return best === undefined ? drawn : drawn + textAt(best.x, best.y, label, { ...text, anchor: "end" });
}
