/** Level curves of values on a grid. */
import { contours as contoursOf } from "d3-contour";
import { line } from "d3-shape";
import { elementAt, lastOf } from "../../core/element.js";

/** Values on a grid, row by row, and where its columns and rows are drawn. */
export interface Field {
  readonly columns: number;
  readonly rows: number;
  /** null where nothing was measured. */
  readonly values: readonly (number | null)[];
  /** Between two cells the logarithm is what changes evenly. */
  readonly log: boolean;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** A place on the grid of columns or rows, between two of them too. */
function between(places: readonly number[], index: number): number {
  const clamped = Math.min(Math.max(index, 0), places.length - 1);
  const left = Math.min(Math.floor(clamped), places.length - 2);
  return elementAt(places, left) + (clamped - left) * (elementAt(places, left + 1) - elementAt(places, left));
}

/** Of the distance between two cells. */
const NEAR = 0.01;

/** The level curve of one value, without the parts that only follow the edge of the plane. */
export function contour({ columns, rows, values: given, log, x, y }: Field, level: number): string {
  if (columns < 2 || rows < 2) return "";
  if (log && level <= 0) return "";
  const height = (value: number) => (log ? (value > 0 ? Math.log(value) : NaN) : value);
  const values = given.map((value) => (value === null ? NaN : height(value)));
  const { coordinates } = contoursOf().size([columns, rows]).contour(values, height(level));
  const path = line().digits(2);
  // Beside what was not measured a curve would only follow the hole.
  const hole = (column: number, row: number) => !Number.isFinite(values[row * columns + column]);
  const onEdge = ([a = 0, b = 0]: readonly number[]) => {
    const [u, v] = [a - 0.5, b - 0.5];
    if (u <= 0 || v <= 0 || u >= columns - 1 || v >= rows - 1) return true;
    // A hole pulls the curve right onto its neighbours, so these count as beside it.
    const [left, right] = [Math.floor(u - NEAR), Math.ceil(u + NEAR)];
    const [low, high] = [Math.floor(v - NEAR), Math.ceil(v + NEAR)];
    return hole(left, low) || hole(right, low) || hole(left, high) || hole(right, high);
  };
  return coordinates
    .flat()
    .flatMap((ring) => {
      const pieces: [number, number][][] = [[]];
      ring.forEach((point, index) => {
        const previous = ring[index - 1];
        if (previous !== undefined && onEdge(previous) && onEdge(point)) pieces.push([]);
        lastOf(pieces).push([between(x, elementAt(point, 0) - 0.5), between(y, elementAt(point, 1) - 0.5)]);
      });
      return pieces.filter((piece) => piece.length > 1).map((piece) => path(piece) ?? "");
    })
    .join("");
}
