import { bringLongest, measure, Scale } from "./graded";
import { combine, dot, place, powerOfTwo, stride } from "./vectors";

const MAX_SWEEPS = 40;
/** Squared cosines and tangents below this in one sweep leave cosines below 2⁻⁵³ behind: convergence is quadratic. */
const SMALL: f64 = 5.551115123125783e-17;

/**
 * One-sided Jacobi: turns graded vectors (graded.ts) among each other until they are orthogonal. Their lengths are then
 * the singular values of the matrix that has them as rows, in descending order.
 *
 * @param x       [count, width], linearly independent: row i becomes a singular vector of length σ_i·2^−e_i.
 * @param scales  count rows: exponents in; e_i and (σ_i·2^−e_i)² out.
 * @param y       [count, length] turned along, length = 0: nothing. Orthonormal rows become the other singular vectors.
 * Rows are stride(width) and stride(length) apart, zero behind their ends. Finite numbers.
 *
 * With x = D B, D diagonal, the values have relative errors of a small multiple of width·2⁻⁵³ times the condition of B
 * (Demmel & Veselić 1992): D may span any number of decades. Where the ratio r of two lengths underflows, what remains
 * of the rotation is a projection. Pairs in the order of de Rijk (1989), the longest vector first; about 7 sweeps.
 */
export function jacobi(count: i32, width: i32, x: usize, scales: usize, length: i32, y: usize): void {
  const step = stride(width),
    yStep = stride(length);
  const tolerance = <f64>width * 1.232595164407831e-32; // (√width·2⁻⁵³)²
  for (let sweep = 0, rough = true; ; sweep++) {
    const last = !rough || sweep == MAX_SWEEPS;
    measure(count, step, x, scales);
    rough = false;
    for (let i = 0, xi = x, yi = y, si = scales; i < count; i++) {
      let a = bringLongest(i, count, step, x, scales, yStep, y);
      let xj = place(xi, step),
        g: f64 = last || i + 1 == count ? 0 : dot(step, xi, xj);
      for (let j = last ? count : i + 1, yj = yi, sj = si; j < count; j++) {
        sj += Scale.Bytes;
        yj = place(yj, yStep);
        const after = j + 1 < count ? place(xj, step) : xi;
        const b = f64.load(sj, Scale.Square),
          square = g * g,
          product = a * b;
        if (square <= tolerance * product) g = dot(step, xi, after);
        else {
          // tan = r·u turns x_i and r·x_j, r = 2^(e_j − e_i): the smaller root of tan² + 2ζ tan = 1, ζ = d/(2 g r).
          const r = powerOfTwo(f64.load(sj) - f64.load(si)),
            d = r * r * b - a,
            h = sqrt(d * d + 4 * square * r * r),
            u = (copysign<f64>(2, d) * g) / (abs<f64>(d) + h),
            cos = sqrt(0.5 + (0.5 * abs<f64>(d)) / h),
            tan = r * u;
          if (square > SMALL * product || tan * tan > SMALL) rough = true;
          const rest = b + u * g;
          a -= r * tan * g;
          g = combine(step, xi, xj, cos, -cos * r * tan, cos * u, after);
          f64.store(sj, rest < 0.1 * b ? dot(step, xj, xj) : rest, Scale.Square);
          if (yStep) combine(yStep, yi, yj, cos, -cos * tan, cos * tan, yi);
        }
        xj = after;
      }
      f64.store(si, a, Scale.Square);
      xi = place(xi, step);
      yi = place(yi, yStep);
      si += Scale.Bytes;
    }
    if (last) break;
  }
}
