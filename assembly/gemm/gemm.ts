/**
 * The matrix product in the three transpositions that a dense layer and its backward pass need:
 *
 *     xw  : C[m, n] ← init + A[m, k] · B[k, n]        u  = b + x w
 *     xwᵀ : C[m, n] ← init + A[m, k] · B[n, k]ᵀ       dx = δ wᵀ
 *     xᵀy : C[m, n] ← init + A[k, m]ᵀ · B[k, n]       dw = xᵀ δ
 *
 * All matrices are row-major. `init` (see micro.ts) is 0, a bias row with initStep 0, or C with its own step to
 * accumulate; if it is not C, then C is never read. m, n, k ≥ 0; k = 0 writes `init`. Steps are in bytes. No byte outside
 * the matrices and the workspace is read or written; C must not overlap A, B or the workspace. Every element is one chain
 * over k, whatever the blocks, so the bits depend on k and the numbers alone.
 */
import {
  FEW_COLUMNS,
  FEW_ROWS,
  KC,
  MC,
  MR,
  NC,
  NR,
  PACK_A_COLUMNS,
  PACK_A_FLOATS,
  PACK_A_ROWS_COLUMNS,
  PACK_B_FLOATS,
  PACK_B_ROWS,
  STREAM_ABOVE,
  STREAM_DEPTH,
  STREAM_FLOATS,
  STREAM_ROWS,
} from "../tile";
import { oneRow, twoRows } from "./micro";
import { packColumns4, packColumns8, packEightRows, packFourRows } from "./pack";
import { narrowStrip, strip } from "./strip";

/** Bytes that `workspace` must have, 16-byte aligned: a packed block of A and one of B. */
export const WORKSPACE_BYTES: i32 = (MC * KC + KC * NC) << 2;

/**
 * The blocked product behind the three entries. A's element of row i and depth p stands at a + i·aRow + p·aStep, one of the
 * two being 4 bytes; `bByRows`: the rows of B are the rows of the matrix in memory.
 */
// prettier-ignore
function product(
  bByRows: bool, m: usize, n: usize, k: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize,
  init: usize, initStep: usize, c: usize, cStep: usize, workspace: usize,
): void {
  const packedA = workspace,
    packedB = workspace + ((MC * KC) << 2);
  const streams = bByRows && m > STREAM_ABOVE && m <= STREAM_ROWS && k * n > STREAM_FLOATS,
    deepest: usize = streams ? STREAM_DEPTH : KC;
  for (let j: usize = 0; j < n; j += NC) {
    const nb = min<usize>(n - j, NC),
      rest = nb % NR,
      whole = nb - rest;
    let p: usize = 0;
    do {
      const kb = min<usize>(k - p, deepest),
        depth = <i32>kb;
      // From the second block of k on, the product goes on from what stands in C: one chain.
      const from = p == 0 ? init + (init ? j << 2 : 0) : c + (j << 2);
      const fromStep = p == 0 ? initStep : cStep;

      const bBlock = bByRows ? b + p * bStep + (j << 2) : b + j * bStep + (p << 2);
      const packB = !bByRows || (m > PACK_B_ROWS && !streams && kb * nb > PACK_B_FLOATS);
      const tail = packB ? packedB + ((whole * kb) << 2) : packedB;
      if (packB && bByRows) {
        for (let q: usize = 0; q < whole; q += 4 * NR) {
          packColumns8(<i32>min<usize>((whole - q) / NR, 4), depth, bBlock + (q << 2), bStep, packedB + ((q * kb) << 2));
        }
      } else if (packB) {
        for (let q: usize = 0; q < whole; q += NR) packEightRows(depth, bBlock + q * bStep, bStep, packedB + ((q * kb) << 2));
      }
      // What is left of the columns: one or two narrow panels, always packed.
      for (let q: usize = 0; q < rest; q += 4) {
        const columns = <i32>min<usize>(rest - q, 4),
          panel = tail + ((q * kb) << 2);
        if (bByRows) packColumns4(depth, columns, bBlock + ((whole + q) << 2), bStep, panel);
        else packFourRows(depth, columns, bBlock + (whole + q) * bStep, bStep, panel, 16);
      }
      const bPanel = packB ? kb << 5 : 32,
        bStride: usize = packB ? 32 : bStep,
        initPanel: usize = from ? 4 * NR : 0;

      for (let i: usize = 0; i < m; i += MC) {
        const mb = min<usize>(m - i, MC),
          height = <i32>mb;
        let ai = a + i * aRow + p * aStep,
          row = aRow,
          step = aStep,
          panel = aRow * MR;
        const packA =
          aStep == 4 ? height >= MR && nb > PACK_A_ROWS_COLUMNS : nb > PACK_A_COLUMNS && kb * mb > PACK_A_FLOATS;
        if (packA) {
          for (let q: usize = 0; q < mb; q += MR) {
            const rows = <i32>min<usize>(mb - q, MR),
              to = packedA + ((q * kb) << 2);
            if (aStep == 4) packFourRows(depth, rows, ai + q * aRow, aRow, to, 16);
            else packColumns4(depth, rows, ai + (q << 2), aStep, to);
          }
          ai = packedA;
          row = 4;
          step = 16;
          panel = kb << 4;
        }
        let bi = packB ? packedB : bBlock,
          ii = from + i * fromStep,
          ci = c + i * cStep + (j << 2);
        // One or two odd rows are left to tiles that are 16 columns wide, where there are as many.
        const odd = height % MR,
          top = <usize>(height - odd),
          paired = odd > 0 && odd <= 2 ? whole & ~(2 * NR - 1) : 0;
        for (let q: usize = 0; q < whole; q += NR) {
          const rows = q < paired ? <i32>top : height;
          if (rows > 0) strip(rows, depth, ai, row, step, panel, bi, bStride, ii, fromStep, ci, cStep);
          if (q < paired && q & NR) {
            const init2 = from ? ii - initPanel + top * fromStep : 0,
              c2 = ci - (NR << 2) + top * cStep;
            const ao = ai + (top / MR) * panel;
            if (odd == 1) oneRow(depth, ao, step, bi - bPanel, bPanel, bStride, init2, c2);
            else twoRows(depth, ao, row, step, bi - bPanel, bPanel, bStride, init2, fromStep, c2, cStep);
          }
          bi += bPanel;
          ii += initPanel;
          ci += NR << 2;
        }
        for (let q: usize = 0; q < rest; q += 4) {
          const columns = <i32>min<usize>(rest - q, 4);
          narrowStrip(height, columns, depth, ai, row, step, panel, tail + ((q * kb) << 2), ii, fromStep, ci, cStep);
          ii += initPanel >> 1;
          ci += 16;
        }
      }
      p += deepest;
    } while (p < k);
  }
}

/** C[m, n] ← init + A[m, k] · B[k, n]. */
// prettier-ignore
export function gemm(
  m: i32, n: i32, k: i32, a: usize, aStep: usize, b: usize, bStep: usize, init: usize, initStep: usize, c: usize,
  cStep: usize, workspace: usize,
): void {
  product(true, m, n, k, a, aStep, 4, b, bStep, init, initStep, c, cStep, workspace);
}

/**
 * C[m, n] ← (D[n, m])ᵀ, D the product with the operands in each other's place: the same chain for each element. D stands in
 * the workspace where A would be packed, so m·n ≤ MC·KC and nothing of A must need packing.
 */
// prettier-ignore
function productTransposed(
  bByRows: bool, m: usize, n: usize, k: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize,
  c: usize, cStep: usize, workspace: usize,
): void {
  const step = m << 2;
  product(bByRows, n, m, k, a, aRow, aStep, b, bStep, 0, 0, workspace, step, workspace);
  for (; n >= 4; n -= 4) {
    packFourRows(<i32>m, 4, workspace, step, c, cStep);
    workspace += 4 * step;
    c += 16;
  }
  for (let i: usize = 0; i < step; i += 4, c += cStep) {
    for (let j: usize = 0; j < n; j++) f32.store(c + (j << 2), f32.load(workspace + j * step + i));
  }
}

/**
 * C[m, n] ← init + A[m, k] · B[n, k]ᵀ. For few rows packing B would cost as much as the product: B · Aᵀ reads B in place and
 * packs A instead.
 */
// prettier-ignore
export function gemmTransposedB(
  m: i32, n: i32, k: i32, a: usize, aStep: usize, b: usize, bStep: usize, init: usize, initStep: usize, c: usize,
  cStep: usize, workspace: usize,
): void {
  if (!init && m <= FEW_ROWS && m * n <= MC * KC)
    productTransposed(false, m, n, k, b, bStep, 4, a, aStep, c, cStep, workspace);
  else product(false, m, n, k, a, aStep, 4, b, bStep, init, initStep, c, cStep, workspace);
}

/**
 * C[m, n] ← init + A[k, m]ᵀ · B[k, n]. A few columns that are not whole tiles are the rows of Bᵀ · A, which wastes less.
 */
// prettier-ignore
export function gemmTransposedA(
  m: i32, n: i32, k: i32, a: usize, aStep: usize, b: usize, bStep: usize, init: usize, initStep: usize, c: usize,
  cStep: usize, workspace: usize,
): void {
  if (!init && n < FEW_COLUMNS && n % NR && m * n <= MC * KC)
    productTransposed(true, m, n, k, b, 4, bStep, a, aStep, c, cStep, workspace);
  else product(true, m, n, k, a, 4, aStep, b, bStep, init, initStep, c, cStep, workspace);
}
