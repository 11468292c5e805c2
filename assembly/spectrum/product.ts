import { Scale } from "./graded";
import { axpy, normalise, place, stride } from "./vectors";

/**
 * c_i·2^e_i ← 2^e_i q_i F: one more factor behind graded vectors (graded.ts).
 *
 * @param q       [count, from], numbers of size about 1.
 * @param f       [from, to]; divided by a power of two in place, which goes into every exponent.
 * @param c       [count, to], overwritten; overlaps neither.
 * @param scales  count rows; only the exponents.
 * Rows are stride(from) and stride(to) apart, zero behind their ends. Each element is one chain over `from`.
 */
// prettier-ignore
export function multiply(count: i32, from: i32, to: i32, q: usize, f: usize, c: usize, scales: usize): void {
  const step = stride(to),
    power = normalise(from * step, f);
  for (let i = 0; i < count; i++) {
    f64.store(scales, f64.load(scales) + power);
    memory.fill(c, 0, (<usize>step) << 3);
    for (let p = 0; p < from; p++) axpy(step, f64.load(place(q, p)), place(f, p * step), c);
    q = place(q, stride(from));
    c = place(c, step);
    scales += Scale.Bytes;
  }
}
