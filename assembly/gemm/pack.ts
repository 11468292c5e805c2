/**
 * Panels for the register tile. A panel is `width` (4 or 8) floats a row, k rows, 16-byte aligned, zeros where the
 * matrix ends; exactly k·width floats are written, and nothing outside the matrix is read.
 */
import { loadCount, loadTail } from "../lanes";

/**
 * panel[p][j] ← source[p][j], j < count: `width` neighbouring columns of a matrix with contiguous rows.
 *
 * @param step  distance between the rows of the source, in bytes.
 */
// @ts-ignore: decorator
@inline
function packColumns(width: i32, k: i32, count: i32, source: usize, step: usize, panel: usize): void {
  if (count == width) {
    for (; k > 0; --k) {
      v128.store(panel, v128.load(source));
      if (width == 8) v128.store(panel, v128.load(source, 16), 16);
      source += step;
      panel += <usize>width << 2;
    }
  } else {
    for (; k > 0; --k) {
      v128.store(panel, loadCount(source, count));
      if (width == 8) v128.store(panel, count > 4 ? loadTail(source + 16, count - 4) : f32x4.splat(0), 16);
      source += step;
      panel += <usize>width << 2;
    }
  }
}

/** packColumns into a panel of four columns. */
export function packColumns4(k: i32, count: i32, source: usize, step: usize, panel: usize): void {
  packColumns(4, k, count, source, step, panel);
}

/** packColumns into a panel of eight columns. */
export function packColumns8(k: i32, count: i32, source: usize, step: usize, panel: usize): void {
  packColumns(8, k, count, source, step, panel);
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

/** Four columns of a panel that is `step` bytes a row: panel[p][j] ← source[j][p] for j < count ≤ 4, zero behind. */
function packQuarter(k: i32, count: i32, source: usize, sourceStep: usize, panel: usize, step: usize): void {
  const zero = f32x4.splat(0);
  if (count <= 0) {
    for (; k > 0; --k, panel += step) v128.store(panel, zero);
    return;
  }
  const r1 = count > 1 ? source + sourceStep : source;
  const r2 = count > 2 ? r1 + sourceStep : source;
  const r3 = count > 3 ? r2 + sourceStep : source;
  const keep1 = i32x4.splat(count > 1 ? -1 : 0), keep2 = i32x4.splat(count > 2 ? -1 : 0), keep3 = i32x4.splat(count > 3 ? -1 : 0);
  let p: usize = 0;
  for (; k >= 4; k -= 4) {
    transposeStore(
      v128.load(source + p), v128.and(v128.load(r1 + p), keep1),
      v128.and(v128.load(r2 + p), keep2), v128.and(v128.load(r3 + p), keep3), panel, step,
    );
    p += 16;
    panel += 4 * step;
  }
  for (; k > 0; --k) {
    v128.store(panel, zero);
    f32.store(panel, f32.load(source + p));
    if (count > 1) f32.store(panel, f32.load(r1 + p), 4);
    if (count > 2) f32.store(panel, f32.load(r2 + p), 8);
    if (count > 3) f32.store(panel, f32.load(r3 + p), 12);
    p += 4;
    panel += step;
  }
}

/**
 * panel[p][j] ← source[j][p], j < count: `width` rows of a matrix with contiguous rows become the panel's columns.
 *
 * @param step  distance between the rows of the source, in bytes.
 */
export function packRows(width: i32, k: i32, count: i32, source: usize, step: usize, panel: usize): void {
  packQuarter(k, min(count, 4), source, step, panel, <usize>width << 2);
  if (width == 8) packQuarter(k, count - 4, source + 4 * step, step, panel + 16, 32);
}
