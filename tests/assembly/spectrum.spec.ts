import { gradedQr, measure, Scale } from "../../assembly/spectrum/graded";
import { jacobi } from "../../assembly/spectrum/jacobi";
import { multiply } from "../../assembly/spectrum/product";
import { axpy, combine, dot, exponentOf, normalise, place, powerOfTwo, stride } from "../../assembly/spectrum/vectors";
import { bandsHold, guarded, release } from "./guarded";

/** Room for n float64 between two bands. */
function doubles(n: i32): usize {
  return guarded(2 * n);
}

function intact(x: usize, n: i32): bool {
  return bandsHold(x, 2 * n);
}

let state: u32 = 7;

/** An integer from −range to range. */
function integer(range: i32): f64 {
  state = state * 1664525 + 1013904223;
  return <f64>(<i32>((state >> 8) % <u32>(2 * range + 1)) - range);
}

/** [rows, columns] of integers, rows stride(columns) apart, zero behind them. */
function matrix(rows: i32, columns: i32): usize {
  const step = stride(columns),
    x = doubles(rows * step);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < step; j++) f64.store(place(x, i * step + j), j < columns ? integer(9) : 0);
  }
  return x;
}

/** `count` rows of scales, all exponents `e`. */
function scalesOf(count: i32, e: f64): usize {
  const scales = doubles(4 * count);
  for (let j = 0; j < count; j++) f64.store(place(scales, 4 * j), e);
  return scales;
}

/** Largest |X Xᵀ − 1| of the rows. */
function departure(count: i32, step: i32, x: usize): f64 {
  let worst: f64 = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      const product = dot(step, place(x, i * step), place(x, j * step));
      worst = max(worst, abs(product - (i == j ? 1 : 0)));
    }
  }
  return worst;
}

describe("vectors", () => {
  test("dot, axpy and combine are exact on integers and touch nothing behind n", () => {
    for (let n = 0; n <= 40; n++) {
      const whole = stride(n),
        x = matrix(1, n),
        y = matrix(1, n),
        z = matrix(1, n);
      let expected: f64 = 0,
        turned: f64 = 0;
      for (let i = 0; i < n; i++) {
        const a = f64.load(place(x, i)),
          b = f64.load(place(y, i));
        expected += a * b;
        turned += (2 * a - 3 * b) * f64.load(place(z, i));
      }
      expect(dot(whole, x, y)).toBe(expected);
      expect(combine(whole, x, y, 2, -3, 5, z)).toBe(turned);
      const before = n > 0 ? f64.load(place(y, n - 1)) : 0;
      const added = n > 0 ? f64.load(place(x, n - 1)) : 0;
      axpy(n, 4, x, y);
      if (n > 0) expect(f64.load(place(y, n - 1))).toBe(before + 4 * added);
      expect(intact(x, whole) && intact(y, whole) && intact(z, whole)).toBeTruthy();
      release(x);
      release(y);
      release(z);
    }
  });

  test("powers of two, and a vector's own", () => {
    expect(powerOfTwo(0)).toBe(1);
    expect(powerOfTwo(-1022)).toBe(2.2250738585072014e-308);
    expect(powerOfTwo(-1023)).toBe(0);
    expect(powerOfTwo(-1e9)).toBe(0);
    expect(powerOfTwo(1023)).toBe(8.98846567431158e307);
    expect(powerOfTwo(1e9)).toBe(8.98846567431158e307);
    expect(exponentOf(0.75)).toBe(-1);
    expect(exponentOf(5e-324)).toBe(-1022);
    const x = doubles(4);
    memory.fill(x, 0, 32);
    expect(normalise(4, x)).toBe(0);
    f64.store(x, -1.7976931348623157e308);
    f64.store(x, 5e-324, 8);
    expect(normalise(4, x)).toBe(1022);
    expect(f64.load(x)).toBe(-3.9999999999999996);
    release(x);
  });
});

describe("multiply", () => {
  test("is exact on integers, with the factor's power of two in the exponents", () => {
    for (let from = 1; from <= 9; from++) {
      for (let to = 1; to <= 9; to++) {
        const count = 3,
          q = matrix(count, from),
          f = matrix(from, to),
          c = doubles(count * stride(to)),
          scales = scalesOf(count, 10);
        f64.store(f, 9);
        const last = f64.load(place(f, (from - 1) * stride(to) + to - 1));
        multiply(count, from, to, q, f, c, scales);
        const power = f64.load(scales) - 10;
        expect(power).toBe(3);
        expect(f64.load(place(f, (from - 1) * stride(to) + to - 1)) * 8).toBe(last);
        for (let i = 0; i < count; i++) {
          for (let j = 0; j < stride(to); j++) {
            let sum: f64 = 0;
            for (let p = 0; p < from; p++) {
              sum += f64.load(place(q, i * stride(from) + p)) * f64.load(place(f, p * stride(to) + j));
            }
            expect(f64.load(place(c, i * stride(to) + j))).toBe(sum);
          }
        }
        expect(intact(c, count * stride(to)) && intact(f, from * stride(to)) && intact(scales, 4 * count)).toBeTruthy();
        release(q);
        release(f);
        release(c);
        release(scales);
      }
    }
  });
});

/** Largest difference of Σ_i 2^e_i b_iᵀ q_i and the matrix `original` [count, length] times 2^e, over 2^e. */
function residual(count: i32, length: i32, rank: i32, q: usize, b: usize, scales: usize, original: usize, e: f64): f64 {
  const step = stride(length),
    wide = stride(count);
  let worst: f64 = 0;
  for (let j = 0; j < count; j++) {
    for (let k = 0; k < length; k++) {
      let sum = -f64.load(place(original, j * step + k));
      for (let i = 0; i < rank; i++) {
        const power = powerOfTwo(f64.load(place(scales, 4 * i)) - e);
        sum += power * f64.load(place(b, i * wide + j)) * f64.load(place(q, i * step + k));
      }
      worst = max(worst, abs(sum));
    }
  }
  return worst;
}

describe("QR and Jacobi of graded vectors", () => {
  test("keep the matrix, make orthonormal rows, and stay in their places, for every shape", () => {
    const sizes: i32[] = [1, 2, 3, 4, 5, 8, 9, 17];
    for (let s = 0; s < sizes.length; s++) {
      for (let t = 0; t < sizes.length; t++) {
        const count = sizes[s],
          length = sizes[t],
          most = min(count, length),
          cells = count * stride(length),
          e: f64 = <f64>(s - t) * 500; // beyond float64 on both sides
        const c = matrix(count, length),
          original = doubles(cells),
          next = doubles(most * stride(count)),
          scales = scalesOf(count, e);
        memory.copy(original, c, (<usize>cells) << 3);
        const rank = gradedQr(count, length, c, scales, count, 0, next);
        expect(rank).toBe(most);
        expect(departure(rank, stride(length), c) < 1e-14).toBeTruthy();
        expect(residual(count, length, rank, c, next, scales, original, e) < 1e-13).toBeTruthy();
        jacobi(rank, count, next, scales, length, c);
        expect(departure(rank, stride(length), c) < 1e-14).toBeTruthy();
        expect(residual(count, length, rank, c, next, scales, original, e) < 1e-13).toBeTruthy();
        for (let i = 0; i < rank; i++) {
          const x = place(next, i * stride(count)),
            square = f64.load(place(scales, 4 * i), Scale.Square);
          expect(abs(dot(stride(count), x, x) / square - 1) < 1e-15).toBeTruthy();
          for (let j = 0; j < i; j++) {
            const other = place(next, j * stride(count)),
              its = f64.load(place(scales, 4 * j), Scale.Square);
            expect(abs(dot(stride(count), x, other)) < 1e-14 * sqrt(square * its)).toBeTruthy();
          }
        }
        expect(intact(c, cells) && intact(scales, 4 * count) && intact(next, most * stride(count))).toBeTruthy();
        release(c);
        release(original);
        release(next);
        release(scales);
      }
    }
  });

  test("a vector 2⁻³⁰⁰⁰ times as long is orthogonalised like the others", () => {
    const n = 6,
      c = matrix(n, n),
      next = doubles(n * stride(n)),
      scales = scalesOf(n, 0);
    for (let j = 0; j < n; j++) f64.store(place(scales, 4 * j), <f64>j * -600);
    measure(n, stride(n), c, scales);
    const first = f64.load(place(scales, 0));
    const rank = gradedQr(n, n, c, scales, n, 0, next);
    expect(rank).toBe(n);
    jacobi(rank, n, next, scales, n, c);
    expect(departure(n, stride(n), c) < 1e-14).toBeTruthy();
    for (let j = 0; j < n; j++) {
      const exponent = f64.load(place(scales, 4 * j)) - first;
      expect(abs(exponent + <f64>j * 600) < 16).toBeTruthy();
    }
    release(c);
    release(next);
    release(scales);
  });

  test("places that are zero in all vectors bound the rank and stay zero", () => {
    const n = 12,
      step = stride(n),
      c = matrix(n, n),
      next = doubles(n * stride(n)),
      scales = scalesOf(n, 0);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j += 3) f64.store(place(c, i * step + j), 0);
    expect(gradedQr(n, n, c, scales, n, 0, next)).toBe(8);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j += 3) expect(f64.load(place(c, i * step + j))).toBe(0);
    memory.fill(c, 0, (<usize>(n * step)) << 3);
    expect(gradedQr(n, n, c, scales, n, 0, next)).toBe(0);
    release(c);
    release(next);
    release(scales);
  });
});
