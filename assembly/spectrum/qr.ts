/** Householder QR in float64, row-major (Golub & Van Loan, Matrix Computations, 4th ed., algorithms 5.1.1 and 5.2.1). */
import { axpy } from "./vectors";

/**
 * A [rows, columns], rows ≥ columns ≥ 1 → Q [rows, columns] with orthonormal columns, in place. Of the factors A = Q R
 * the one with R's diagonal positive, so that Q of a Gaussian matrix is uniform among all (Mezzadri 2007).
 *
 * @param workspace  2·columns float64. ‖QᵀQ − I‖ is a small multiple of rows·2⁻⁵³.
 */
export function orthonormalise(rows: i32, columns: i32, a: usize, workspace: usize): void {
  const step = (<usize>columns) << 3,
    tau = workspace,
    row = workspace + step;
  // Column j keeps its reflector below the diagonal (v_j = 1 is not stored), H = I − τ v vᵀ, and R's entry on it.
  for (let j = 0; j < columns; j++) {
    const diagonal = a + <usize>j * step + ((<usize>j) << 3);
    let squares: f64 = 0;
    for (let i = j + 1, at = diagonal + step; i < rows; i++, at += step) squares += f64.load(at) * f64.load(at);
    const alpha = f64.load(diagonal);
    const norm = sqrt(alpha * alpha + squares);
    if (norm == 0) {
      f64.store(tau + ((<usize>j) << 3), 0);
      f64.store(diagonal, 1);
      continue;
    }
    const beta = alpha > 0 ? -norm : norm,
      scale = 1 / (alpha - beta);
    for (let i = j + 1, at = diagonal + step; i < rows; i++, at += step) f64.store(at, f64.load(at) * scale);
    f64.store(tau + ((<usize>j) << 3), (beta - alpha) / beta);
    f64.store(diagonal, 1);
    reflect(rows - j, columns - j - 1, diagonal, diagonal + 8, step, f64.load(tau + ((<usize>j) << 3)), row);
    f64.store(diagonal, beta);
  }
  // Q = H₀ H₁ … applied to the first columns of the identity, from the last reflector to the first.
  for (let j = columns - 1; j >= 0; j--) {
    const diagonal = a + <usize>j * step + ((<usize>j) << 3),
      t = f64.load(tau + ((<usize>j) << 3));
    const sign: f64 = f64.load(diagonal) < 0 ? -1 : 1;
    f64.store(diagonal, 1);
    reflect(rows - j, columns - j - 1, diagonal, diagonal + 8, step, t, row);
    for (let i = j + 1, at = diagonal + step; i < rows; i++, at += step) f64.store(at, -t * f64.load(at));
    f64.store(diagonal, 1 - t);
    for (let i = 0, at = a + ((<usize>j) << 3); i < j; i++, at += step) f64.store(at, 0);
    f64.store(tau + ((<usize>j) << 3), sign);
  }
  for (let i = 0, at = a; i < rows; i++) {
    for (let j: usize = 0; j < step; j += 8, at += 8) f64.store(at, f64.load(at) * f64.load(tau + j));
  }
}

/** C ← (I − τ v vᵀ) C for `columns` columns at `c`; v is the column of `rows` numbers at `v`. `row`: columns float64. */
function reflect(rows: i32, columns: i32, v: usize, c: usize, step: usize, tau: f64, row: usize): void {
  if (columns <= 0 || tau == 0) return;
  memory.fill(row, 0, (<usize>columns) << 3);
  let vi = v,
    ci = c;
  for (let i = 0; i < rows; i++, vi += step, ci += step) axpy(columns, f64.load(vi), ci, row);
  vi = v;
  ci = c;
  for (let i = 0; i < rows; i++, vi += step, ci += step) axpy(columns, -tau * f64.load(vi), row, ci);
}
