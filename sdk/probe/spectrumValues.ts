import type { Core } from "../core/create.js";
import type { Doubles } from "../types.js";

/** Float64 from one row of a matrix to the next, as assembly/spectrum wants them; what lies behind `columns` is zero. */
export const stride = (columns: number): number => 4 * Math.ceil(columns / 4);

/** Float64 of `scales` for one graded vector (assembly/spectrum/graded.ts): exponent, squared length, and two more. */
export const SCALE = 4;

const LOG10_2 = 0.301029995663981195;
const HALF_LOG10_E = 0.217147240951625914;

/** Singular values, descending, and their decimal logarithms, which survive where float64 does not. */
export interface SingularValues {
  values: Doubles;
  log10: Doubles;
}

/** A = Σ_i values[i] · left_i right_iᵀ. The vectors of a value 0 are zeros. */
export interface SingularVectors extends SingularValues {
  /** [min(rows, columns), rows]: orthonormal rows. */
  left: Float64Array;
  /** [min(rows, columns), columns]: orthonormal rows. */
  right: Float64Array;
}

/** 2^k, exact where float64 has it: products of powers of two are not rounded. */
function powerOfTwo(k: number): number {
  let result = 1;
  for (let n = Math.abs(k), base = k < 0 ? 0.5 : 2; n > 0; n = Math.floor(n / 2), base *= base) {
    if (n % 2 === 1) result *= base;
  }
  return result;
}

/** The lengths of the first `rank` graded vectors at `scales`, zeros behind them. */
export function readValues(core: Core, count: number, rank: number, scales: number): SingularValues {
  const numbers = core.arena.f64(scales, SCALE * rank);
  const values = new Float64Array(count);
  const log10 = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < rank; i++) {
    const exponent = numbers[SCALE * i] ?? 0;
    const square = numbers[SCALE * i + 1] ?? 0;
    const half = Math.trunc(Math.max(-3000, Math.min(exponent, 3000)) / 2);
    values[i] = Math.sqrt(square) * powerOfTwo(half) * powerOfTwo(Math.max(-3000, Math.min(exponent, 3000)) - half);
    log10[i] = exponent * LOG10_2 + core.wasm.log64(square) * HALF_LOG10_E;
  }
  return { values, log10 };
}

/** What stands for the values of a matrix that holds NaN or ±∞. */
export function noValues(count: number): SingularValues {
  return { values: new Float64Array(count).fill(Number.NaN), log10: new Float64Array(count).fill(Number.NaN) };
}

/** Whether every number of [rows, columns] at `address`, rows stride(columns) apart, is finite. */
export function allFinite(core: Core, rows: number, columns: number, address: number): boolean {
  return core.arena.f64(address, rows * stride(columns)).every(Number.isFinite);
}

/**
 * Singular values of A [rows, columns] at `address`, rows stride(columns) apart; A is only read, and finite.
 *
 * Pivoted QR, then one-sided Jacobi on the rows of R, so that a tall or wide matrix is first made small. For A = B D with
 * a diagonal D of any range the relative error of every value is a small multiple of n·2⁻⁵³ times the condition of B
 * (Demmel & Veselić 1992; Drmač & Veselić 2008), and likewise for D B in a square A; otherwise it is n·2⁻⁵³ of the largest.
 * Entries from 1e−300 to 1e300 neither overflow nor underflow.
 *
 * @returns `vectors` with the singular vectors too, [min(rows, columns), ·] each.
 */
export function decompose(core: Core, rows: number, columns: number, address: number): SingularValues;
export function decompose(core: Core, rows: number, columns: number, address: number, vectors: true): SingularVectors;
export function decompose(
  core: Core,
  rows: number,
  columns: number,
  address: number,
  vectors = false,
): SingularValues | SingularVectors {
  const { arena, wasm } = core;
  const [k, l] = [Math.min(rows, columns), Math.max(rows, columns)];
  const [cBytes, uBytes] = [8 * k * stride(l), 8 * k * stride(k)];
  return arena.scratch(cBytes + uBytes + 8 * SCALE * k, "singular values", (c) => {
    const u = c + cBytes;
    const scales = u + uBytes;
    const a = arena.f64(address, rows * stride(columns));
    const across = rows === columns ? gradedAcross(core, rows, a) : rows < columns;
    if (across) arena.f64(c, a.length).set(a);
    else transpose(rows, columns, a, arena.f64(c, columns * stride(rows)));
    const rank = wasm.gradedQr(k, l, c, scales, k, 0, u);
    wasm.jacobi(rank, k, u, scales, vectors ? l : 0, c);
    const found = readValues(core, k, rank, scales);
    if (!vectors) return found;
    const long = dense(rank, k, l, arena.f64(c, k * stride(l)), () => 1);
    const square = arena.f64(scales, SCALE * k);
    const short = dense(rank, k, k, arena.f64(u, k * stride(k)), (i) => 1 / Math.sqrt(square[SCALE * i + 1] ?? 0));
    return { ...found, left: across ? short : long, right: across ? long : short };
  });
}

/**
 * Singular values of A [rows, columns], row-major, as `decompose`; NaN where A is not finite.
 */
export function singularValues(core: Core, rows: number, columns: number, a: ArrayLike<number>): SingularValues {
  return withMatrix(core, rows, columns, a, (address) =>
    allFinite(core, rows, columns, address)
      ? decompose(core, rows, columns, address)
      : noValues(Math.min(rows, columns)),
  );
}

/** Singular values and vectors of A [rows, columns], row-major and finite, as `decompose`. */
export function singularVectors(core: Core, rows: number, columns: number, a: ArrayLike<number>): SingularVectors {
  return withMatrix(core, rows, columns, a, (address) => decompose(core, rows, columns, address, true));
}

function withMatrix<T>(
  core: Core,
  rows: number,
  columns: number,
  a: ArrayLike<number>,
  work: (address: number) => T,
): T {
  const step = stride(columns);
  // A view of linear memory would be empty once the block makes memory grow.
  const values = Float64Array.from(a);
  return core.arena.scratch(8 * rows * step, "matrix", (address) => {
    const to = core.arena.f64(address, rows * step);
    for (let i = 0; i < rows; i++) to.set(values.subarray(i * columns, (i + 1) * columns), i * step);
    return work(address);
  });
}

/**
 * Whether the rows of a square matrix span a smaller box than its columns, Π‖row‖ < Π‖column‖: then what remains when
 * each row is divided by its length is the better conditioned (Hadamard: |det| ≤ Π), and so are the rows the vectors to
 * turn.
 */
function gradedAcross(core: Core, n: number, a: Float64Array): boolean {
  const step = stride(n);
  return logBox(core, n, a, step, 1) < logBox(core, n, a, 1, step);
}

/** log Π‖x_i‖, each x_i of n numbers `inner` apart, beginning `outer` apart. */
function logBox(core: Core, n: number, a: Float64Array, outer: number, inner: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let largest = 0;
    for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(a[i * outer + j * inner] ?? 0));
    if (largest === 0) return Number.NEGATIVE_INFINITY;
    let squares = 0;
    for (let j = 0; j < n; j++) squares += ((a[i * outer + j * inner] ?? 0) / largest) ** 2;
    sum += core.wasm.log64(largest) + 0.5 * core.wasm.log64(squares);
  }
  return sum;
}

/** to[columns, rows] ← from[rows, columns]ᵀ, rows of both stride(·) apart. */
function transpose(rows: number, columns: number, from: Float64Array, to: Float64Array): void {
  const [fromStep, toStep] = [stride(columns), stride(rows)];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) to[j * toStep + i] = from[i * fromStep + j] ?? 0;
  }
}

/** A copy [count, columns] of rows stride(columns) apart, the first `rank` times their scale, the others zero. */
function dense(rank: number, count: number, columns: number, from: Float64Array, scale: (i: number) => number) {
  const to = new Float64Array(count * columns);
  for (let i = 0; i < rank; i++) {
    const by = scale(i);
    for (let j = 0; j < columns; j++) to[i * columns + j] = by * (from[i * stride(columns) + j] ?? 0);
  }
  return to;
}
