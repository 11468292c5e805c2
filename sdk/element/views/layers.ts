/** What the views over layers have in common. */
import { FIELDS, type Field } from "../worker/protocol.js";
import { hatch, type Plot, px } from "./plot.js";
import { set, svg } from "./svg.js";
import type { Seen, ViewContext } from "./view.js";

/** A column of a frame's table, layer after layer. */
export function fieldOf({ layers }: { readonly layers: Float64Array }, field: Field): number[] {
  const column = FIELDS.indexOf(field);
  return Array.from({ length: layers.length / FIELDS.length }, (_, layer) => layers[layer * FIELDS.length + column]!);
}

/** Says where a view has nothing to show: for a recurrent net, or where there is no net. */
export function refused(plot: Plot, { text }: ViewContext, { ready, frame }: Seen): boolean {
  if (ready.error) return plot.refuse(text("noNet"));
  if (ready.axis === "time") return plot.refuse(text("notRecurrent"));
  return plot.refuse(frame.layers.length === 0 ? text("noNet") : null);
}

/** The sign of what is not a number: columns that are hatched. */
export function brokenPath(): SVGPathElement {
  return svg("path", { fill: "none", stroke: "currentColor", "stroke-opacity": 0.5, "aria-hidden": "true" });
}

export function drawBroken(plot: Plot, path: SVGPathElement, broken: readonly boolean[]): void {
  const width = plot.columnWidth(broken.length);
  const gap = Math.min(3, width / 6);
  const columns = broken.map((is, index) => {
    const x = plot.column(index, broken.length) - width / 2 + gap;
    return is ? hatch(x, plot.top, width - 2 * gap, plot.bottom - plot.top) : "";
  });
  set(path, { d: columns.join("") });
}

/** A dot of a path with round caps. */
export const dot = (x: number, y: number): string => `M${px(x)} ${px(y)}h0`;

/** A line through the points that there are; what is missing leaves a gap. */
export function lineThrough(points: readonly (readonly [number, number | null])[]): string {
  let path = "";
  let open = false;
  for (const [x, y] of points) {
    if (y !== null) path += `${open ? "L" : "M"}${px(x)} ${px(y)}`;
    open = y !== null;
  }
  return path;
}

/** "3 layers are not a number." behind a finding; nothing where all are. */
export function withBroken({ text }: ViewContext, finding: string, broken: readonly boolean[]): string {
  const count = broken.filter(Boolean).length;
  return count === 0 ? finding : `${finding} ${text("brokenLayers", { count })}`;
}
