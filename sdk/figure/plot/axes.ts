/** The frame of one plot: grid lines, ticks and their labels. */
import type { Canvas } from "../canvas.js";
import type { Scale, Tick } from "../scale.js";
import { group, stroke } from "../svg.js";
import { cutText, textAt, textWidth } from "../text.js";
import { FONT } from "../theme.js";
import type { Panel } from "./panels.js";

/** A name under a tick may be so wide. */
const WIDEST = 110;

/** The ticks that find room beside each other, the first always among them. */
export function spaced(ticks: readonly Tick[], place: Scale): Tick[] {
  const kept: Tick[] = [];
  let end = -Infinity;
  for (const { value, label: whole } of ticks) {
    const [at, label] = [place(value), cutText(whole, WIDEST, FONT.small)];
    const half = textWidth(label, FONT.small) / 2;
    if (at === null || at - half < end + 6) continue;
    kept.push({ value, label });
    end = at + half;
  }
  return kept;
}

/** Lines of the grid under the plot, horizontal ones with their labels in the first column of panels. */
export function yAxis(panel: Panel, ticks: readonly Tick[], place: Scale, { theme }: Canvas): string {
  const lines = ticks.map(({ value }) => {
    const y = place(value)!;
    return stroke(panel.left, y, panel.right, y, {});
  });
  const labels = panel.first
    ? ticks.map(({ value, label }) => textAt(panel.left - 8, place(value)! + 4.5, label, { anchor: "end" }))
    : [];
  return (
    group({ stroke: theme.grid, "stroke-width": 1 }, ...lines) +
    group({ "font-size": FONT.small, fill: theme.muted }, ...labels)
  );
}

/** The line under the plot, with its ticks, and labels where no panel stands below. */
export function xAxis(panel: Panel, ticks: readonly Tick[], place: Scale, { theme }: Canvas): string {
  const marks = ticks.map(({ value }) => {
    const x = place(value)!;
    return stroke(x, panel.bottom, x, panel.bottom + 4, {});
  });
  const labels = panel.last
    ? ticks.map(({ value, label }) => textAt(place(value)!, panel.bottom + 18, label, { anchor: "middle" }))
    : [];
  return (
    group(
      { stroke: theme.muted, "stroke-width": 1 },
      stroke(panel.left, panel.bottom, panel.right, panel.bottom, {}),
      ...marks,
    ) + group({ "font-size": FONT.small, fill: theme.muted }, ...labels)
  );
}
