/** What a net says over the plane of its inputs: the decision map. */
import type { Mlp } from "../../types.js";
import { MAP, MAP_BROKEN, type PostedRows } from "./protocol.js";

/** Beyond the points on each side, as a share of their extent. */
const MARGIN = 0.12;

/** Where the plane begins and ends: x from, x to, y from, y to; null where the inputs are not two. */
export function boundsOf({ x, inputs, task, time }: PostedRows): readonly [number, number, number, number] | null {
  if (inputs !== 2 || task !== "classes" || time !== undefined) return null;
  const endsOf = (column: 0 | 1): [number, number] => {
    let [low, high] = [Infinity, -Infinity];
    for (let at = column; at < x.length; at += 2) {
      low = Math.min(low, x[at]!);
      high = Math.max(high, x[at]!);
    }
    const margin = MARGIN * (high - low || 1);
    return [low - margin, high + margin];
  };
  return [...endsOf(0), ...endsOf(1)];
}

export class DecisionMap {
  readonly #cells: Float32Array | null;
  readonly #outputs: number;

  constructor(rows: PostedRows) {
    const bounds = boundsOf(rows);
    this.#outputs = rows.outputs;
    this.#cells = bounds && rows.outputs === 2 ? cellsOf(bounds) : null;
  }

  /** How sure the net is in each cell that the class is the second: 0 … 254, or MAP_BROKEN. */
  of(net: Mlp): Uint8Array | null {
    if (!this.#cells) return null;
    const output = net.forward(this.#cells);
    return Uint8Array.from({ length: MAP * MAP }, (_, cell) => {
      const lead = output[cell * this.#outputs + 1]! - output[cell * this.#outputs]!;
      const sure = 1 / (1 + Math.exp(-lead)); // for a picture alone
      return Number.isFinite(sure) ? Math.round(254 * sure) : MAP_BROKEN;
    });
  }
}

/** The middles of the cells, row by row from the top. */
function cellsOf([x0, x1, y0, y1]: readonly [number, number, number, number]): Float32Array {
  const cells = new Float32Array(2 * MAP * MAP);
  for (let row = 0; row < MAP; row++)
    for (let column = 0; column < MAP; column++) {
      const at = 2 * (row * MAP + column);
      cells[at] = x0 + ((column + 0.5) / MAP) * (x1 - x0);
      cells[at + 1] = y1 - ((row + 0.5) / MAP) * (y1 - y0);
    }
  return cells;
}
