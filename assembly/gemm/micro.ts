/**
 * The register tile of the matrix product: C ← init + A·B on up to 4 × 8 elements.
 */
import { loadCount, multiplyAdd, storeCount } from "../lanes";

/**
 * One tile, specialised at compile time by its first three arguments.
 *
 * @param byRows    A has its rows contiguous: k floats at a + r·aStep, r < rows. Otherwise its columns are: 4 floats at
 *                  a + p·aStep, all of them readable (pack.ts pads the last panel with zeros).
 * @param wide      8 columns, two vectors of B a step; otherwise 4 columns, one vector.
 * @param whole     rows = 4 and all columns are stored; otherwise `rows` and `columns` say how many.
 * @param k         depth ≥ 0. k = 0 copies `init`.
 * @param b, bStep  8 (or 4) readable floats at b + p·bStep.
 * @param init      row r starts from the floats at init + r·initStep: a bias (initStep 0), C itself (accumulate), or zero
 *                  when init = 0. C is never read otherwise.
 * @param c, cStep  rows × columns floats are written, no others. Must not overlap a or b.
 *
 * Steps are in bytes. Each element is one chain init + p₀ + p₁ + … + p_{k−1}, so its bits do not depend on the tile's
 * place or size. |Ĉ − C| ≤ γ_{k+1} (|init| + |A||B|), γ_k = k u/(1 − k u), u = 2⁻²⁴ (Higham 2002, §3.5). The relaxed
 * build may fuse. One step of k a loop turn: V8 schedules all loads of a turn first and spills if it is unrolled
 * (36 against 56 GFLOP/s). After Van Zee & van de Geijn, BLIS, ACM TOMS 41(3), 2015.
 */
// @ts-ignore: decorator
@inline
export function tile(
  byRows: bool, wide: bool, whole: bool,
  k: i32, rows: i32, columns: i32,
  a: usize, aStep: usize, b: usize, bStep: usize,
  init: usize, initStep: usize, c: usize, cStep: usize,
): void {
  const left = whole ? 4 : min(columns, 4), right = whole ? 4 : columns - 4;
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (init) {
    c00 = loadCount(init, left);
    if (wide) c01 = loadCount(init + 16, right);
    if (whole || rows > 1) {
      init += initStep;
      c10 = loadCount(init, left);
      if (wide) c11 = loadCount(init + 16, right);
    }
    if (whole || rows > 2) {
      init += initStep;
      c20 = loadCount(init, left);
      if (wide) c21 = loadCount(init + 16, right);
    }
    if (whole || rows > 3) {
      init += initStep;
      c30 = loadCount(init, left);
      if (wide) c31 = loadCount(init + 16, right);
    }
  }
  // Rows that do not exist repeat the last one: nothing outside A is read, and their sums are not stored.
  let a1 = a, a2 = a, a3 = a;
  if (byRows) {
    a1 = whole || rows > 1 ? a + aStep : a;
    a2 = whole || rows > 2 ? a1 + aStep : a1;
    a3 = whole || rows > 3 ? a2 + aStep : a2;
  }
  for (; k > 0; --k) {
    const b0 = v128.load(b), b1 = wide ? v128.load(b, 16) : b0;
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
      a += 4; a1 += 4; a2 += 4; a3 += 4;
    } else {
      a += aStep;
    }
  }
  storeCount(c, c00, left);
  if (wide) storeCount(c + 16, c01, right);
  if (!whole && rows < 2) return;
  c += cStep;
  storeCount(c, c10, left);
  if (wide) storeCount(c + 16, c11, right);
  if (!whole && rows < 3) return;
  c += cStep;
  storeCount(c, c20, left);
  if (wide) storeCount(c + 16, c21, right);
  if (!whole && rows < 4) return;
  c += cStep;
  storeCount(c, c30, left);
  if (wide) storeCount(c + 16, c31, right);
}
