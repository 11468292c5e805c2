/**
 * Graded vectors: rows x_j of a matrix with integers e_j that stand for x_j·2^e_j. Vectors whose lengths are hundreds of
 * decades apart live in one matrix so, and none is rounded by another.
 *
 * `scales` [count, 4] belongs to them, float64: e_j, ‖x_j‖², the place of row j before it was moved, and nothing.
 */
import { axpy, combine, dot, exponentOf, normalise, place, powerOfTwo, rescale, stride } from "./vectors";

/** Places in a row of `scales`, in bytes. */
export const enum Scale {
  Exponent = 0,
  Square = 8,
  Origin = 16,
  Bytes = 32,
}

/** Every row's power of two goes into its exponent; ‖x_j‖² and the place are written. `step` = stride(length). */
export function measure(count: i32, step: i32, x: usize, scales: usize): void {
  for (let j = 0; j < count; j++, x = place(x, step), scales += Scale.Bytes) {
    f64.store(scales, f64.load(scales) + normalise(step, x));
    f64.store(scales, dot(step, x, x), Scale.Square);
    f64.store(scales, <f64>j, Scale.Origin);
  }
}

/** Exchanges row `first` with the longest one from there on, and returns ‖x‖² of it. `y` [count, yStep] moves along. */
export function bringLongest(first: i32, count: i32, step: i32, x: usize, scales: usize, yStep: i32, y: usize): f64 {
  const to = scales + <usize>first * Scale.Bytes;
  let best = first,
    from = to;
  for (let j = first + 1, at = to + Scale.Bytes; j < count; j++, at += Scale.Bytes) {
    const ratio = powerOfTwo(f64.load(at) - f64.load(from)),
      held = f64.load(from, Scale.Square);
    if (held == 0 || f64.load(at, Scale.Square) * ratio * ratio > held) {
      best = j;
      from = at;
    }
  }
  if (best != first) {
    exchange(4, to, from);
    exchange(step, place(x, first * step), place(x, best * step));
    exchange(yStep, place(y, first * yStep), place(y, best * yStep));
  }
  return f64.load(to, Scale.Square);
}

function exchange(n: i32, x: usize, y: usize): void {
  combine(n, x, y, 0, 1, 1, x);
}

/**
 * Pivoted QR of graded vectors c_j that carries another matrix along: Σ_j 2^e_j b_jᵀ c_j, a matrix [width, length], keeps
 * its value while the c_j become orthonormal.
 *
 * @param c       [count, length]; its first rows become the orthonormal ones, the others are overwritten.
 * @param scales  count rows (see above): exponents in, those of the new b out.
 * @param b       [count, width], or 0 for the identity, width = count; only read.
 * @param next    [min(count, length), width], the new b; overlaps nothing.
 * Rows are stride(length) and stride(width) apart, zero behind their ends. Finite numbers.
 * Returns the rank, ≤ min(count, length). Where all vectors are 0 in some places, it is not above the number of the other
 * places; what is left of a vector below its own rounding error may count.
 *
 * Gram–Schmidt in the modified form, the longest of the remaining vectors first (with its exponent) and orthogonalised
 * again until it stays. Each vector's error is a small multiple of length·2⁻⁵³ of its own length (Björck 1967; Giraud,
 * Langou & Rozložník 2005): a small vector does not suffer from a large one. And a place that is 0 in all vectors stays
 * 0, which no reflection keeps. A row of the new b has its scale in its exponent, so b stays well-conditioned however
 * many decades the exponents span: repeated over a product this is the QDR form of Stewart (1997) and of Loh et al.
 * (1992).
 */
// prettier-ignore
export function gradedQr(count: i32, length: i32, c: usize, scales: usize, width: i32, b: usize, next: usize): i32 {
  const step = stride(length),
    wide = stride(width),
    most = min(count, length);
  measure(count, step, c, scales);
  let rank = 0,
    q = c,
    at = scales;
  while (rank < most && bringLongest(rank, count, step, c, scales, 0, 0) > 0) {
    let squares = dot(step, q, q);
    for (let pass = 0, before: f64 = 0; squares > 0 && squares < 0.25 * before || pass == 0; pass++) {
      before = squares;
      for (let other = c; other < q; other = place(other, step)) axpy(step, -dot(step, other, q), other, q);
      squares = pass < 3 ? dot(step, q, q) : 0; // Twice is enough, unless it lies in the span of the others.
    }
    f64.store(at, squares, Scale.Square);
    if (squares == 0) {
      memory.fill(q, 0, (<usize>step) << 3);
      continue;
    }
    const size = sqrt(squares),
      own = exponentOf(size),
      exponent = f64.load(at) + own;
    rescale(step, q, 1 / size);
    memory.fill(next, 0, (<usize>wide) << 3);
    let coefficient = size * powerOfTwo(-own);
    for (let j = rank, x = q, scale = at; ; ) {
      const origin = <i32>f64.load(scale, Scale.Origin);
      if (b) axpy(wide, coefficient, place(b, origin * wide), next);
      else f64.store(place(next, origin), coefficient);
      if (++j >= count) break;
      x = place(x, step);
      scale += Scale.Bytes;
      const along = dot(step, q, x);
      axpy(step, -along, q, x);
      f64.store(scale, dot(step, x, x), Scale.Square);
      coefficient = along * powerOfTwo(f64.load(scale) - exponent);
    }
    f64.store(at, exponent + normalise(wide, next));
    next = place(next, wide);
    q = place(q, step);
    at += Scale.Bytes;
    rank++;
  }
  return rank;
}
