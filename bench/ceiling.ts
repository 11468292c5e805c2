/**
 * How many multiplications and additions of four floats this machine can do a second when nothing else is in the way: the
 * ceiling of the `simd` build, in which a multiply-add is two operations. Thirteen chains hide the latency of both.
 */
export const CHAINS: i32 = 13;

/** Runs `n` turns of CHAINS × (mul, add) on vectors of four. Returns a sum, so that nothing can be left out. */
export function ceiling(n: i32, seed: f32): f32 {
  const factor = f32x4.splat(seed),
    term = f32x4.splat(seed);
  let a = f32x4.splat(1),
    b = f32x4.splat(2),
    c = f32x4.splat(3),
    d = f32x4.splat(4),
    e = f32x4.splat(5);
  let f = f32x4.splat(6),
    g = f32x4.splat(7),
    h = f32x4.splat(8),
    i = f32x4.splat(9),
    j = f32x4.splat(10);
  let k = f32x4.splat(11),
    l = f32x4.splat(12),
    m = f32x4.splat(13);
  for (; n > 0; --n) {
    a = f32x4.add(f32x4.mul(a, factor), term);
    b = f32x4.add(f32x4.mul(b, factor), term);
    c = f32x4.add(f32x4.mul(c, factor), term);
    d = f32x4.add(f32x4.mul(d, factor), term);
    e = f32x4.add(f32x4.mul(e, factor), term);
    f = f32x4.add(f32x4.mul(f, factor), term);
    g = f32x4.add(f32x4.mul(g, factor), term);
    h = f32x4.add(f32x4.mul(h, factor), term);
    i = f32x4.add(f32x4.mul(i, factor), term);
    j = f32x4.add(f32x4.mul(j, factor), term);
    k = f32x4.add(f32x4.mul(k, factor), term);
    l = f32x4.add(f32x4.mul(l, factor), term);
    m = f32x4.add(f32x4.mul(m, factor), term);
  }
  let sum = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, f), f32x4.add(g, h)));
  sum = f32x4.add(f32x4.add(sum, f32x4.add(i, j)), f32x4.add(f32x4.add(k, l), m));
  return f32x4.extract_lane(sum, 0);
}
