/**
 * Reductions. Every sum has one fixed order, so its bits depend on the numbers and their places alone; sums are kept in
 * float64. No byte past the arrays is read.
 */
import { Statistic } from "../abi";
import { loadTail, storeTail, zeros } from "../lanes";

/** 1 when all n floats are finite. */
export function allFinite(n: i32, x: usize): i32 {
  // 0·x is NaN exactly where x is NaN or infinite, and NaN survives every sum.
  const zero = zeros();
  let seen = zero;
  for (; n >= 4; n -= 4, x += 16) seen = f32x4.add(seen, f32x4.mul(v128.load(x), zero));
  seen = f32x4.add(seen, f32x4.mul(loadTail(x, n), zero));
  return i32(i32x4.all_true(f32x4.eq(seen, zero)));
}

/** Σ x², in float64. Two chains, over the even and the odd pairs of floats. */
export function sumOfSquares(n: i32, x: usize): f64 {
  let even = zeros(),
    odd = zeros();
  for (; n >= 4; n -= 4, x += 16) {
    const a = f64x2.promote_low_f32x4(v128.load64_zero(x));
    const b = f64x2.promote_low_f32x4(v128.load64_zero(x, 8));
    even = f64x2.add(even, f64x2.mul(a, a));
    odd = f64x2.add(odd, f64x2.mul(b, b));
  }
  even = f64x2.add(even, odd);
  let sum = f64x2.extract_lane(even, 0) + f64x2.extract_lane(even, 1);
  for (; n > 0; --n, x += 4) {
    const v = <f64>f32.load(x);
    sum += v * v;
  }
  return sum;
}

/** out[j] ← Σ_i x[i, j] in float32; x is [rows, columns]. */
export function columnSums(rows: i32, columns: i32, x: usize, out: usize): void {
  const step = (<usize>columns) << 2;
  for (; columns > 0; columns -= 4, x += 16, out += 16) {
    // Four chains, over the rows of each remainder by 4, hide the latency of an addition.
    let s0 = zeros(),
      s1 = s0,
      s2 = s0,
      s3 = s0;
    let from = x,
      i = rows;
    if (columns >= 4) {
      for (; i >= 4; i -= 4, from += 4 * step) {
        s0 = f32x4.add(s0, v128.load(from));
        s1 = f32x4.add(s1, v128.load(from + step));
        s2 = f32x4.add(s2, v128.load(from + 2 * step));
        s3 = f32x4.add(s3, v128.load(from + 3 * step));
      }
      for (; i > 0; --i, from += step) s0 = f32x4.add(s0, v128.load(from));
      v128.store(out, f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    } else {
      for (; i > 0; --i, from += step) s0 = f32x4.add(s0, loadTail(from, columns));
      storeTail(out, s0, columns);
    }
  }
}

/**
 * out ← Statistic.Count float64: mean, population std, norm, min and max of the finite entries (NaN when there are
 * none), how many are not finite, how many are zero. Two passes, so the variance does not cancel.
 */
export function statistics(n: i32, x: usize, out: usize): void {
  const end = x + ((<usize>n) << 2);
  let sum: f64 = 0,
    squares: f64 = 0,
    low: f64 = Infinity,
    high: f64 = -Infinity,
    finite = 0,
    zeros = 0;
  for (let at = x; at < end; at += 4) {
    const v = <f64>f32.load(at);
    if (v - v != 0) continue;
    finite++;
    zeros += i32(v == 0);
    sum += v;
    squares += v * v;
    low = min(low, v);
    high = max(high, v);
  }
  const mean = sum / <f64>finite;
  let deviation: f64 = 0;
  for (let at = x; at < end; at += 4) {
    const v = <f64>f32.load(at);
    if (v - v == 0) deviation += (v - mean) * (v - mean);
  }
  f64.store(out, mean, Statistic.Mean * 8);
  f64.store(out, sqrt(deviation / <f64>finite), Statistic.Std * 8);
  f64.store(out, finite ? sqrt(squares) : NaN, Statistic.Norm * 8);
  f64.store(out, finite ? low : NaN, Statistic.Min * 8);
  f64.store(out, finite ? high : NaN, Statistic.Max * 8);
  f64.store(out, n - finite, Statistic.NonFinite * 8);
  f64.store(out, zeros, Statistic.Zeros * 8);
}

/** counts[0 … bins) (float64) ← how many x lie in each of `bins` equal parts of [from, to]; outside and NaN count nowhere. */
export function histogram(n: i32, x: usize, from: f64, to: f64, bins: i32, counts: usize): void {
  memory.fill(counts, 0, (<usize>bins) << 3);
  const scale = <f64>bins / (to - from);
  for (const end = x + ((<usize>n) << 2); x < end; x += 4) {
    const v = <f64>f32.load(x);
    if (!(v >= from && v <= to)) continue;
    const bin = to > from ? min(<i32>((v - from) * scale), bins - 1) : 0;
    const at = counts + ((<usize>bin) << 3);
    f64.store(at, f64.load(at) + 1);
  }
}

/** How many |x| are below the limit. */
export function countBelow(n: i32, x: usize, limit: f32): i32 {
  let count = 0;
  for (const end = x + ((<usize>n) << 2); x < end; x += 4) count += i32(abs(f32.load(x)) < limit);
  return count;
}

/** How many columns of x [rows, columns] are zero in every row. */
export function zeroColumns(rows: i32, columns: i32, x: usize): i32 {
  const step = (<usize>columns) << 2;
  let count = 0;
  for (let j = 0; j < columns; j++, x += 4) {
    let from = x,
      zero = 1;
    for (let i = rows; i > 0 && zero; --i, from += step) zero = i32(f32.load(from) == 0);
    count += zero;
  }
  return count;
}

/** How many entries are 0 in float32 (x) where the same quantity in float64 (exact) is not. */
export function countUnderflow(n: i32, x: usize, exact: usize): i32 {
  let count = 0;
  for (; n > 0; --n, x += 4, exact += 8) count += i32(f32.load(x) == 0 && f64.load(exact) != 0);
  return count;
}

/** Rows index[0 … count) (int32) of a matrix with `columns` floats a row, one after the other. */
export function gatherRows(count: i32, columns: i32, source: usize, index: usize, out: usize): void {
  const bytes = (<usize>columns) << 2;
  for (; count > 0; --count, index += 4, out += bytes) memory.copy(out, source + <usize>i32.load(index) * bytes, bytes);
}
