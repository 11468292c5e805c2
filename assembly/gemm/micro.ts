/**
 * The register tile of the matrix product: C ← init + A·B on up to 4 × 8 elements.
 */
import { loadCount, multiplyAdd, storeCount } from "../lanes";

/**
 * One tile, specialised at compile time by its first three arguments.
 *
 * @param byRows    A has its rows contiguous: k floats at a + r·aStep, r < rows. Otherwise its columns are: 4 floats at
 *                  a + p·aStep, all of them readable (pack.ts pads the last panel with zeros).
 * @param wide      8 columns, two vectors of B a step. Otherwise 4, one vector, of which the first `columns` are stored.
 * @param whole     4 rows; otherwise the first `rows` are stored.
 * @param k         depth ≥ 0. k = 0 copies `init`.
 * @param b, bStep  8 (or 4) readable floats at b + p·bStep.
 * @param init      row r starts from the floats at init + r·initStep: a bias (initStep 0), C itself (accumulate), or zero
 *                  when init = 0. C is never read otherwise.
 * @param c, cStep  the stored rows and columns are written, nothing else. Must not overlap a or b.
 *
 * Steps are in bytes. Each element is one chain init + p₀ + p₁ + … + p_{k−1}, so its bits do not depend on the tile's
 * place or size. |Ĉ − C| ≤ γ_{k+1} (|init| + |A||B|), γ_k = k u/(1 − k u), u = 2⁻²⁴ (Higham 2002, §3.5). The relaxed
 * build may fuse. One step of k a loop turn: V8 schedules all loads of a turn first and spills if it is unrolled
 * (36 against 56 GFLOP/s). After Van Zee & van de Geijn, BLIS, ACM TOMS 41(3), 2015.
 */
// @ts-ignore: decorator
@inline
export function tile(
  byRows: bool,
  wide: bool,
  whole: bool,
  k: i32,
  rows: i32,
  columns: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
): void {
  let c00 = f32x4.splat(0),
    c01 = c00,
    c10 = c00,
    c11 = c00,
    c20 = c00,
    c21 = c00,
    c30 = c00,
    c31 = c00;
  if (init) {
    c00 = left(wide, init, columns);
    if (wide) c01 = v128.load(init, 16);
    c10 = c20 = c30 = c00;
    c11 = c21 = c31 = c01;
    if (initStep) {
      if (whole || rows > 1) {
        init += initStep;
        c10 = left(wide, init, columns);
        if (wide) c11 = v128.load(init, 16);
      }
      if (whole || rows > 2) {
        init += initStep;
        c20 = left(wide, init, columns);
        if (wide) c21 = v128.load(init, 16);
      }
      if (whole || rows > 3) {
        init += initStep;
        c30 = left(wide, init, columns);
        if (wide) c31 = v128.load(init, 16);
      }
    }
  }
  // Rows that do not exist repeat the last one: nothing outside A is read, and their sums are not stored.
  let a1 = a,
    a2 = a,
    a3 = a;
  if (byRows) {
    a1 = whole || rows > 1 ? a + aStep : a;
    a2 = whole || rows > 2 ? a1 + aStep : a1;
    a3 = whole || rows > 3 ? a2 + aStep : a2;
  }
  for (; k > 0; --k) {
    const b0 = v128.load(b),
      b1 = wide ? v128.load(b, 16) : b0;
    const s0 = v128.load32_splat(a);
    const s1 = byRows ? v128.load32_splat(a1) : v128.load32_splat(a, 4);
    const s2 = byRows ? v128.load32_splat(a2) : v128.load32_splat(a, 8);
    const s3 = byRows ? v128.load32_splat(a3) : v128.load32_splat(a, 12);
    c00 = multiplyAdd(s0, b0, c00);
    if (wide) c01 = multiplyAdd(s0, b1, c01);
    c10 = multiplyAdd(s1, b0, c10);
    if (wide) c11 = multiplyAdd(s1, b1, c11);
    c20 = multiplyAdd(s2, b0, c20);
    if (wide) c21 = multiplyAdd(s2, b1, c21);
    c30 = multiplyAdd(s3, b0, c30);
    if (wide) c31 = multiplyAdd(s3, b1, c31);
    b += bStep;
    if (byRows) {
      a += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
    } else {
      a += aStep;
    }
  }
  storeLeft(wide, c, c00, columns);
  if (wide) v128.store(c, c01, 16);
  if (!whole && rows < 2) return;
  c += cStep;
  storeLeft(wide, c, c10, columns);
  if (wide) v128.store(c, c11, 16);
  if (!whole && rows < 3) return;
  c += cStep;
  storeLeft(wide, c, c20, columns);
  if (wide) v128.store(c, c21, 16);
  if (!whole && rows < 4) return;
  c += cStep;
  storeLeft(wide, c, c30, columns);
  if (wide) v128.store(c, c31, 16);
}

/** The first four columns of a row: all of them in a wide tile, `columns` in a narrow one. */
// @ts-ignore: decorator
@inline
function left(wide: bool, from: usize, columns: i32): v128 {
  return wide ? v128.load(from) : loadCount(from, columns);
}

// @ts-ignore: decorator
@inline
function storeLeft(wide: bool, to: usize, value: v128, columns: i32): void {
  if (wide) v128.store(to, value);
  else storeCount(to, value, columns);
}

/**
 * C ← init + A·B on `rows` (1 or 2) × 16 elements, for the rows that do not fill a tile: a 4 × 8 tile would waste half of
 * its work or more. B is two neighbouring panels of 8 columns, `bPanel` bytes apart; all else as in `tile`, by rows.
 */
// prettier-ignore
export function pairOfPanels(
  rows: i32, k: i32, a: usize, aStep: usize, b: usize, bPanel: usize, bStep: usize,
  init: usize, initStep: usize, c: usize, cStep: usize,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c02 = c00, c03 = c00, c10 = c00, c11 = c00, c12 = c00, c13 = c00;
  if (init) {
    c00 = v128.load(init);
    c01 = v128.load(init, 16);
    c02 = v128.load(init, 32);
    c03 = v128.load(init, 48);
    if (rows > 1) init += initStep;
    c10 = v128.load(init);
    c11 = v128.load(init, 16);
    c12 = v128.load(init, 32);
    c13 = v128.load(init, 48);
  }
  let a1 = rows > 1 ? a + aStep : a;
  for (; k > 0; --k) {
    const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b + bPanel), b3 = v128.load(b + bPanel, 16);
    const s0 = v128.load32_splat(a), s1 = v128.load32_splat(a1);
    c00 = multiplyAdd(s0, b0, c00);
    c01 = multiplyAdd(s0, b1, c01);
    c02 = multiplyAdd(s0, b2, c02);
    c03 = multiplyAdd(s0, b3, c03);
    c10 = multiplyAdd(s1, b0, c10);
    c11 = multiplyAdd(s1, b1, c11);
    c12 = multiplyAdd(s1, b2, c12);
    c13 = multiplyAdd(s1, b3, c13);
    a += 4;
    a1 += 4;
    b += bStep;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  if (rows < 2) return;
  c += cStep;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  v128.store(c, c12, 32);
  v128.store(c, c13, 48);
}
