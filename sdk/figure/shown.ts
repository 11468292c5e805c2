/** Which measure of a table the figures of its experiment show, so that a plot elsewhere shows the same. */
import { elementAt } from "../core/element.js";
import type { Table } from "../experiments/types.js";
import type { FigureSpec, SeriesSpec } from "../figureSpec.js";
import { numeric } from "./number.js";
import { toNumber } from "./scale.js";
import type { Shape } from "./shape.js";

export interface Shown {
  column: number;
  log: boolean;
}

/** Fewer different values may stand in any column. */
const TELLING = 3;

/** The values of a line that was measured; null when they are too few to be found again. */
function telling({ role = "measured", y }: SeriesSpec): ReadonlySet<number> | null {
  const values = new Set(y.map(toNumber).filter((value) => value !== null));
  return role === "measured" && values.size >= TELLING ? values : null;
}

/** The first measured line of the figures whose values all stand in one measure of the table; null when there is none. */
export function shownIn(table: Table, { measures }: Shape, figures: readonly FigureSpec[]): Shown | null {
  const columns = measures.map((column) => ({
    column,
    values: new Set(elementAt(table.columns, column).values.map(numeric)),
  }));
  for (const spec of figures) {
    if (spec.kind !== "lines" && spec.kind !== "loss" && spec.kind !== "scatter") continue;
    for (const series of spec.series) {
      const wanted = telling(series);
      if (wanted === null) continue;
      const found = columns.find(({ values }) => [...wanted].every((value) => values.has(value)));
      if (found !== undefined) return { column: found.column, log: spec.y.scale === "log" };
    }
  }
  return null;
}
