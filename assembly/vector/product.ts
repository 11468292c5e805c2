/** Products of arrays, element by element: what every backward pass of an activation or a gate is made of. */
import { loadFourOrOne, storeFourOrOne } from "../lanes";

/**
 * out[i] ← a[i]·b[i] (·c[i]) (+ added[i]), i < n, from the left, each factor and the sum rounded in every build.
 *
 * @param n      ≥ 0, in elements; no byte behind n is read or written.
 * @param c      0: no third factor, and nothing is read.
 * @param added  0: nothing, and nothing is read.
 * @param out    may be any of the others; otherwise it overlaps none of them.
 */
export function product(n: i32, a: usize, b: usize, c: usize, added: usize, out: usize): void {
  if (!(c | added)) {
    for (; n >= 8; n -= 8) {
      const left = f32x4.mul(v128.load(a), v128.load(b));
      const right = f32x4.mul(v128.load(a, 16), v128.load(b, 16));
      v128.store(out, left);
      v128.store(out, right, 16);
      a += 32;
      b += 32;
      out += 32;
    }
  }
  while (n > 0) {
    const four = n >= 4;
    const taken: usize = four ? 16 : 4;
    let value = f32x4.mul(loadFourOrOne(a, four), loadFourOrOne(b, four));
    if (c) {
      value = f32x4.mul(value, loadFourOrOne(c, four));
      c += taken;
    }
    if (added) {
      value = f32x4.add(value, loadFourOrOne(added, four));
      added += taken;
    }
    storeFourOrOne(out, value, four);
    a += taken;
    b += taken;
    out += taken;
    n -= <i32>(taken >> 2);
  }
}
