/**
 * Panels for the register tiles: 4 or 8 floats a row, k rows, 16-byte aligned, zeros where the matrix ends. Nothing else
 * is written, and nothing outside the matrix is read.
 */
import { loadTail } from "../lanes";

/**
 * panel[p][j] ← source[p][j], j < 8, for `count` panels of neighbouring columns, k·32 bytes each; `step` bytes between the
 * rows of the source. A few at a time: memory comes in lines of 64 bytes along the rows.
 */
export function packColumns8(count: i32, k: i32, source: usize, step: usize, panel: usize): void {
  const size = (<usize>k) << 5;
  for (; k > 0; --k, source += step, panel += 32) {
    for (let q = count, from = source, to = panel; q > 0; --q, from += 32, to += size) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
  }
}

/** The same with four columns, of which `count` exist. */
export function packColumns4(k: i32, count: i32, source: usize, step: usize, panel: usize): void {
  if (count == 4) {
    for (; k > 0; --k, source += step, panel += 16) v128.store(panel, v128.load(source));
  } else {
    for (; k > 0; --k, source += step, panel += 16) v128.store(panel, loadTail(source, count));
  }
}

/** Four rows of four floats become four columns at panel + i·step; rows from `rows` on are zero. */
// @ts-ignore: decorator
@inline
function transposeStore(x0: v128, x1: v128, x2: v128, x3: v128, panel: usize, step: usize): void {
  const a = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
  const d = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
  v128.store(panel, v128.shuffle<f32>(a, b, 0, 1, 4, 5));
  v128.store(panel + step, v128.shuffle<f32>(a, b, 2, 3, 6, 7));
  v128.store(panel + 2 * step, v128.shuffle<f32>(c, d, 0, 1, 4, 5));
  v128.store(panel + 3 * step, v128.shuffle<f32>(c, d, 2, 3, 6, 7));
}

/** As packFourRows; all four rows exist if `whole`, known at compile time. */
// @ts-ignore: decorator
@inline
function transposeRows(
  whole: bool,
  k: i32,
  count: i32,
  source: usize,
  sourceStep: usize,
  panel: usize,
  step: usize,
): void {
  // Rows that do not exist are read as the first one, times zero bits.
  const r1 = whole || count > 1 ? source + sourceStep : source,
    keep1 = i32x4.splat(count > 1 ? -1 : 0);
  const r2 = whole || count > 2 ? r1 + sourceStep : source,
    keep2 = i32x4.splat(count > 2 ? -1 : 0);
  const r3 = whole || count > 3 ? r2 + sourceStep : source,
    keep3 = i32x4.splat(count > 3 ? -1 : 0);
  let p: usize = 0;
  for (; k >= 4; k -= 4) {
    let x1 = v128.load(r1 + p),
      x2 = v128.load(r2 + p),
      x3 = v128.load(r3 + p);
    if (!whole) {
      x1 = v128.and(x1, keep1);
      x2 = v128.and(x2, keep2);
      x3 = v128.and(x3, keep3);
    }
    transposeStore(v128.load(source + p), x1, x2, x3, panel, step);
    p += 16;
    panel += 4 * step;
  }
  for (; k > 0; --k) {
    v128.store(panel, v128.load32_zero(source + p));
    if (whole || count > 1) f32.store(panel, f32.load(r1 + p), 4);
    if (whole || count > 2) f32.store(panel, f32.load(r2 + p), 8);
    if (whole || count > 3) f32.store(panel, f32.load(r3 + p), 12);
    p += 4;
    panel += step;
  }
}

/** Four columns of a panel that is `step` bytes a row: panel[p][j] ← source[j][p] for j < count (1 – 4), zero behind. */
export function packFourRows(k: i32, count: i32, source: usize, sourceStep: usize, panel: usize, step: usize): void {
  if (count == 4) transposeRows(true, k, 4, source, sourceStep, panel, step);
  else transposeRows(false, k, count, source, sourceStep, panel, step);
}

/** panel[p][j] ← source[j][p], j < 8: eight rows become the columns of a panel. */
export function packEightRows(k: i32, source: usize, step: usize, panel: usize): void {
  packFourRows(k, 4, source, step, panel, 32);
  packFourRows(k, 4, source + 4 * step, step, panel + 16, 32);
}
