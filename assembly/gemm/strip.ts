/** Strips of tiles: what one panel of B serves, from the first row of a block of A to its last. */
import { MR } from "../tile";
import { tile } from "./micro";

/**
 * The tiles of one panel of B, from the first row of a block to its last: m × 8 elements, or m × `columns` ≤ 4.
 *
 * @param aPanel  bytes between whole panels of A. `aTail` is the packed panel that ends a block stored by columns.
 */
// prettier-ignore
// @ts-ignore: decorator
@inline
function strip(
  byRows: bool, wide: bool, m: i32, columns: i32, k: i32, a: usize, aStep: usize, aPanel: usize, aTail: usize,
  b: usize, bStep: usize, init: usize, initStep: usize, c: usize, cStep: usize,
): void {
  const initPanel = initStep * MR,
    cPanel = cStep * MR;
  if (wide) {
    for (; m >= MR; m -= MR) {
      tile(byRows, true, true, k, MR, columns, a, aStep, b, bStep, init, initStep, c, cStep);
      a += aPanel;
      init += initPanel;
      c += cPanel;
    }
  }
  for (; m > 0; m -= MR) {
    const last = !byRows && m < MR;
    tile(byRows, wide, false, k, m, columns, last ? aTail : a, last ? 16 : aStep, b, bStep, init, initStep, c, cStep);
    a += aPanel;
    init += initPanel;
    c += cPanel;
  }
}

// The four strips that exist are called, not inlined: copies would only grow the binary.

// prettier-ignore
export function rowsWide(
  m: i32, columns: i32, k: i32, a: usize, aStep: usize, aPanel: usize, aTail: usize, b: usize, bStep: usize,
  init: usize, initStep: usize, c: usize, cStep: usize,
): void {
  strip(true, true, m, columns, k, a, aStep, aPanel, aTail, b, bStep, init, initStep, c, cStep);
}

// prettier-ignore
export function rowsNarrow(
  m: i32, columns: i32, k: i32, a: usize, aStep: usize, aPanel: usize, aTail: usize, b: usize, bStep: usize,
  init: usize, initStep: usize, c: usize, cStep: usize,
): void {
  strip(true, false, m, columns, k, a, aStep, aPanel, aTail, b, bStep, init, initStep, c, cStep);
}

// prettier-ignore
export function columnsWide(
  m: i32, columns: i32, k: i32, a: usize, aStep: usize, aPanel: usize, aTail: usize, b: usize, bStep: usize,
  init: usize, initStep: usize, c: usize, cStep: usize,
): void {
  strip(false, true, m, columns, k, a, aStep, aPanel, aTail, b, bStep, init, initStep, c, cStep);
}

// prettier-ignore
export function columnsNarrow(
  m: i32, columns: i32, k: i32, a: usize, aStep: usize, aPanel: usize, aTail: usize, b: usize, bStep: usize,
  init: usize, initStep: usize, c: usize, cStep: usize,
): void {
  strip(false, false, m, columns, k, a, aStep, aPanel, aTail, b, bStep, init, initStep, c, cStep);
}
