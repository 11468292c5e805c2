/**
 * The register tiles of the matrix product, C ← init + A·B: 4 × 8 elements nearly everywhere, 4 × 4 for the columns that
 * do not fill it, 2 × 16 and 1 × 16 for the rows that do not.
 */
import { loadCount, multiplyAdd, storeCount, zeros } from "../lanes";

/**
 * The tile of 4 × 8, of which the first `rows` (1 – 4) are stored. With `beside`, known at compile time, there are four and A
 * has them side by side (aRow = 4): one load brings them.
 *
 * @param k         depth ≥ 0. k = 0 copies `init`.
 * @param a         the element of row r and depth p stands at a + r·aRow + p·aStep, so A may be stored by rows, by columns or
 *                  in panels.
 * @param b, bStep  8 readable floats at b + p·bStep; bStep > 0.
 * @param init      row r starts from the floats at init + r·initStep: a bias (initStep 0), C itself (accumulate), or zero
 *                  when init = 0. C is never read otherwise.
 * @param c, cStep  the stored rows are written, nothing else. Must not overlap a or b.
 *
 * Steps are in bytes. Each element is one chain init + p₀ + p₁ + … + p_{k−1}, so its bits do not depend on the tile's
 * place or size. |Ĉ − C| ≤ γ_{k+1} (|init| + |A||B|), γ_k = k u/(1 − k u), u = 2⁻²⁴ (Higham 2002, §3.5). The relaxed
 * build may fuse. One step of k a loop turn: V8 schedules all loads of a turn first and spills if it is unrolled
 * (36 against 56 GFLOP/s) or 8 × 4. Three loads a step in place of six, and two addresses in place of five, take 15 % less
 * time in Node 20, and half of it in Deno and workerd, whose V8 checks the bounds of each load in code. After Van Zee &
 * van de Geijn, BLIS, ACM TOMS 41(3), 2015.
 */
// prettier-ignore
// @ts-ignore: decorator
@inline
export function tile(
  beside: bool, k: i32, rows: i32, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize,
  init: usize, initStep: usize, c: usize, cStep: usize,
): void {
  let c00 = zeros(), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (init) {
    c00 = c10 = c20 = c30 = v128.load(init);
    c01 = c11 = c21 = c31 = v128.load(init, 16);
    if (initStep) {
      if (beside || rows > 1) {
        init += initStep;
        c10 = v128.load(init);
        c11 = v128.load(init, 16);
      }
      if (beside || rows > 2) {
        init += initStep;
        c20 = v128.load(init);
        c21 = v128.load(init, 16);
      }
      if (beside || rows > 3) {
        init += initStep;
        c30 = v128.load(init);
        c31 = v128.load(init, 16);
      }
    }
  }
  // The end of B is compared, not k counted: one register and one instruction less.
  const end = b + <usize>k * bStep;
  if (beside) {
    while (b != end) {
      const column = v128.load(a), b0 = v128.load(b), b1 = v128.load(b, 16);
      const s0 = v128.shuffle<f32>(column, column, 0, 0, 0, 0);
      c00 = multiplyAdd(s0, b0, c00);
      c01 = multiplyAdd(s0, b1, c01);
      const s1 = v128.shuffle<f32>(column, column, 1, 1, 1, 1);
      c10 = multiplyAdd(s1, b0, c10);
      c11 = multiplyAdd(s1, b1, c11);
      const s2 = v128.shuffle<f32>(column, column, 2, 2, 2, 2);
      c20 = multiplyAdd(s2, b0, c20);
      c21 = multiplyAdd(s2, b1, c21);
      const s3 = v128.shuffle<f32>(column, column, 3, 3, 3, 3);
      c30 = multiplyAdd(s3, b0, c30);
      c31 = multiplyAdd(s3, b1, c31);
      a += aStep;
      b += bStep;
    }
  } else {
    // Rows that do not exist repeat the last one: nothing outside A is read, and their sums are not stored.
    let a1 = rows > 1 ? a + aRow : a,
      a2 = rows > 2 ? a1 + aRow : a1,
      a3 = rows > 3 ? a2 + aRow : a2;
    while (b != end) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      const s0 = v128.load32_splat(a), s1 = v128.load32_splat(a1), s2 = v128.load32_splat(a2), s3 = v128.load32_splat(a3);
      c00 = multiplyAdd(s0, b0, c00);
      c01 = multiplyAdd(s0, b1, c01);
      c10 = multiplyAdd(s1, b0, c10);
      c11 = multiplyAdd(s1, b1, c11);
      c20 = multiplyAdd(s2, b0, c20);
      c21 = multiplyAdd(s2, b1, c21);
      c30 = multiplyAdd(s3, b0, c30);
      c31 = multiplyAdd(s3, b1, c31);
      b += bStep;
      a += aStep;
      a1 += aStep;
      a2 += aStep;
      a3 += aStep;
    }
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  if (!beside && rows < 2) return;
  c += cStep;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  if (!beside && rows < 3) return;
  c += cStep;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  if (!beside && rows < 4) return;
  c += cStep;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}

/** c + a₀ b₀ + a₁ b₁ + a₂ b₂ + a₃ b₃, one chain. */
// prettier-ignore
// @ts-ignore: decorator
@inline
function fourSteps(a: v128, b0: v128, b1: v128, b2: v128, b3: v128, c: v128): v128 {
  c = multiplyAdd(v128.shuffle<f32>(a, a, 0, 0, 0, 0), b0, c);
  c = multiplyAdd(v128.shuffle<f32>(a, a, 1, 1, 1, 1), b1, c);
  c = multiplyAdd(v128.shuffle<f32>(a, a, 2, 2, 2, 2), b2, c);
  return multiplyAdd(v128.shuffle<f32>(a, a, 3, 3, 3, 3), b3, c);
}

/**
 * C ← init + A·B on `rows` (1 – 4) × `columns` (1 – 4) elements, for what is narrower than a tile. B is a panel of 4 floats
 * a step, 16 bytes apart; all else as in `tile`.
 */
// prettier-ignore
// @ts-ignore: decorator
@inline
export function narrowTile(
  rows: i32, columns: i32, k: i32, a: usize, aRow: usize, aStep: usize, b: usize,
  init: usize, initStep: usize, c: usize, cStep: usize,
): void {
  let c0 = zeros(), c1 = c0, c2 = c0, c3 = c0;
  if (init) {
    c0 = c1 = c2 = c3 = loadCount(init, columns);
    if (initStep) {
      if (rows > 1) c1 = loadCount((init += initStep), columns);
      if (rows > 2) c2 = loadCount((init += initStep), columns);
      if (rows > 3) c3 = loadCount((init += initStep), columns);
    }
  }
  let a1 = rows > 1 ? a + aRow : a,
    a2 = rows > 2 ? a1 + aRow : a1,
    a3 = rows > 3 ? a2 + aRow : a2;
  if (aStep == 4) {
    // Four steps from one load of each row.
    for (; k >= 4; k -= 4) {
      const r0 = v128.load(a), r1 = v128.load(a1), r2 = v128.load(a2), r3 = v128.load(a3);
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      c0 = fourSteps(r0, b0, b1, b2, b3, c0);
      c1 = fourSteps(r1, b0, b1, b2, b3, c1);
      c2 = fourSteps(r2, b0, b1, b2, b3, c2);
      c3 = fourSteps(r3, b0, b1, b2, b3, c3);
      b += 64;
      a += 16;
      a1 += 16;
      a2 += 16;
      a3 += 16;
    }
  }
  for (; k > 0; --k) {
    const bp = v128.load(b);
    c0 = multiplyAdd(v128.load32_splat(a), bp, c0);
    c1 = multiplyAdd(v128.load32_splat(a1), bp, c1);
    c2 = multiplyAdd(v128.load32_splat(a2), bp, c2);
    c3 = multiplyAdd(v128.load32_splat(a3), bp, c3);
    b += 16;
    a += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
  }
  storeCount(c, c0, columns);
  if (rows < 2) return;
  storeCount((c += cStep), c1, columns);
  if (rows < 3) return;
  storeCount((c += cStep), c2, columns);
  if (rows < 4) return;
  storeCount((c += cStep), c3, columns);
}

/**
 * C ← init + A·B on 2 × 16 elements, for the rows that do not fill a tile: one of 4 × 8 would waste half of its work. B is two
 * neighbouring panels of 8 columns, `bPanel` bytes apart; all else as in `tile`.
 */
// prettier-ignore
export function twoRows(
  k: i32, a: usize, aRow: usize, aStep: usize, b: usize, bPanel: usize, bStep: usize,
  init: usize, initStep: usize, c: usize, cStep: usize,
): void {
  let c00 = zeros(), c01 = c00, c02 = c00, c03 = c00, c10 = c00, c11 = c00, c12 = c00, c13 = c00;
  if (init) {
    c00 = v128.load(init);
    c01 = v128.load(init, 16);
    c02 = v128.load(init, 32);
    c03 = v128.load(init, 48);
    init += initStep;
    c10 = v128.load(init);
    c11 = v128.load(init, 16);
    c12 = v128.load(init, 32);
    c13 = v128.load(init, 48);
  }
  let a1 = a + aRow;
  const end = b + <usize>k * bStep;
  while (b != end) {
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
    a += aStep;
    a1 += aStep;
    b += bStep;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  c += cStep;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  v128.store(c, c12, 32);
  v128.store(c, c13, 48);
}

/** The same on 1 × 16 elements. */
// prettier-ignore
export function oneRow(
  k: i32, a: usize, aStep: usize, b: usize, bPanel: usize, bStep: usize, init: usize, c: usize,
): void {
  let c0 = zeros(), c1 = c0, c2 = c0, c3 = c0;
  if (init) {
    c0 = v128.load(init);
    c1 = v128.load(init, 16);
    c2 = v128.load(init, 32);
    c3 = v128.load(init, 48);
  }
  const end = b + <usize>k * bStep;
  while (b != end) {
    const s = v128.load32_splat(a);
    c0 = multiplyAdd(s, v128.load(b), c0);
    c1 = multiplyAdd(s, v128.load(b, 16), c1);
    c2 = multiplyAdd(s, v128.load(b + bPanel), c2);
    c3 = multiplyAdd(s, v128.load(b + bPanel, 16), c3);
    a += aStep;
    b += bStep;
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
}
