/** Strips of tiles: what one panel of B serves, from the first row of a block of A to its last. */
import { MR } from "../tile";
import { narrowTile, tile } from "./micro";

// Called, not inlined: each holds copies of a tile. `aPanel`: bytes from one group of MR rows of A to the next; all else
// as in `tile`.

/** m × 8 elements. */
// prettier-ignore
export function strip(
  m: i32, k: i32, a: usize, aRow: usize, aStep: usize, aPanel: usize, b: usize, bStep: usize,
  init: usize, initStep: usize, c: usize, cStep: usize,
): void {
  const initPanel = initStep * MR,
    cPanel = cStep * MR;
  if (aRow == 4) {
    // The rows of A stand side by side: by columns, or in a panel.
    for (; m >= MR; m -= MR) {
      tile(true, k, MR, a, aRow, aStep, b, bStep, init, initStep, c, cStep);
      a += aPanel;
      init += initPanel;
      c += cPanel;
    }
  }
  for (; m > 0; m -= MR) {
    tile(false, k, m, a, aRow, aStep, b, bStep, init, initStep, c, cStep);
    a += aPanel;
    init += initPanel;
    c += cPanel;
  }
}

/** m × `columns` elements, columns ≤ 4. */
// prettier-ignore
export function narrowStrip(
  m: i32, columns: i32, k: i32, a: usize, aRow: usize, aStep: usize, aPanel: usize, b: usize,
  init: usize, initStep: usize, c: usize, cStep: usize,
): void {
  for (; m > 0; m -= MR) {
    narrowTile(m, columns, k, a, aRow, aStep, b, init, initStep, c, cStep);
    a += aPanel;
    init += initStep * MR;
    c += cStep * MR;
  }
}
