/** Exact arithmetic on matrices of float64, for singular values that no float64 method can be trusted with. */

/** An integer matrix times 2^exponent. */
export interface Exact {
  readonly rows: bigint[][];
  readonly exponent: number;
}

/** mantissa·2^exponent = value, exactly. */
function split(value: number): { mantissa: bigint; exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const biased = (bits.getUint16(0) >> 4) & 0x7ff;
  const fraction = bits.getBigUint64(0) & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: value < 0 ? -mantissa : mantissa, exponent: Math.max(biased, 1) - 1075 };
}

/** A matrix of float64, row-major. */
export function exact(rows: number, columns: number, a: ArrayLike<number>): Exact {
  const parts = Array.from(a, split);
  const exponent = Math.min(...parts.filter(({ mantissa }) => mantissa !== 0n).map((part) => part.exponent));
  const whole = parts.map((part) => (part.mantissa === 0n ? 0n : part.mantissa << BigInt(part.exponent - exponent)));
  return { rows: Array.from({ length: rows }, (_, i) => whole.slice(i * columns, (i + 1) * columns)), exponent };
}

const inner = (x: readonly bigint[], y: readonly bigint[]): bigint =>
  x.reduce((sum, v, i) => sum + v * (y[i] ?? 0n), 0n);
const columnsOf = (a: readonly bigint[][]): bigint[][] => (a[0] ?? []).map((_, j) => a.map((row) => row[j] ?? 0n));

/** a·b. */
export function times(a: Exact, b: Exact): Exact {
  const columns = columnsOf(b.rows);
  return { rows: a.rows.map((row) => columns.map((column) => inner(row, column))), exponent: a.exponent + b.exponent };
}

/** How many eigenvalues of a symmetric integer matrix are negative: sign changes of its leading minors (Bareiss 1968). */
function negativeEigenvalues(matrix: bigint[][]): number {
  let previous = 1n;
  let count = 0;
  for (let k = 0; k < matrix.length; k++) {
    const pivotRow = matrix[k] ?? [];
    const pivot = pivotRow[k] ?? 0n;
    if (pivot === 0n) throw new Error("a leading minor is zero: take another matrix");
    if (pivot < 0n !== previous < 0n) count++;
    for (const row of matrix.slice(k + 1)) {
      const factor = row[k] ?? 0n;
      for (let j = k + 1; j < row.length; j++)
        row[j] = ((row[j] ?? 0n) * pivot - factor * (pivotRow[j] ?? 0n)) / previous;
    }
    previous = pivot;
  }
  return count;
}

const ONE = 2n ** 70n;

/**
 * Whether σ_i(1 − δ) ≤ the i-th singular value of A ≤ σ_i(1 + δ) for every i, σ descending: decided by exact counts of the
 * eigenvalues of AᵀA on either side.
 */
export function areSingularValues(a: Exact, values: ArrayLike<number>, tolerance: number): boolean {
  const columns = columnsOf(a.rows);
  const gram = columns.map((x) => columns.map((y) => inner(x, y)));
  const n = gram.length;
  const delta = BigInt(Math.round(tolerance * Number(ONE)));
  const below = (value: number, factor: bigint): number => {
    // Eigenvalues of AᵀA − (value·factor/ONE)², both sides times a power of two.
    const { mantissa, exponent } = split(value);
    const square = (mantissa * factor) ** 2n;
    const shift = 2 * (exponent - a.exponent) - 140;
    const [left, right] = shift < 0 ? [BigInt(-shift), 0n] : [0n, BigInt(shift)];
    return negativeEigenvalues(gram.map((row, i) => row.map((v, j) => (v << left) - (i === j ? square << right : 0n))));
  };
  return Array.from(values).every(
    (value, i) => below(value, ONE - delta) <= n - 1 - i && below(value, ONE + delta) >= n - i,
  );
}
