/**
 * Float64 vectors in pairs of lanes: what QR and Jacobi are made of. The hot ones are called, not inlined, so that the
 * engine compiles them well long before a caller that loops for milliseconds returns.
 */

/** Elements from one row of a matrix to the next, for rows of n: a multiple of 4. What lies behind n is zero. */
// @ts-ignore: decorator
@inline
export function stride(n: i32): i32 {
  return (n + 3) & -4;
}

/** Place i of an array of float64. */
// @ts-ignore: decorator
@inline
export function place(array: usize, i: i32): usize {
  return array + ((<usize>i) << 3);
}

/** Σ x[i]·y[i] in eight chains; n a multiple of 4. */
export function dot(n: i32, x: usize, y: usize): f64 {
  let a = i64x2.splat(0),
    b = a,
    c = a,
    d = a;
  for (; n >= 8; n -= 8, x += 64, y += 64) {
    a = f64x2.add(a, f64x2.mul(v128.load(x), v128.load(y)));
    b = f64x2.add(b, f64x2.mul(v128.load(x, 16), v128.load(y, 16)));
    c = f64x2.add(c, f64x2.mul(v128.load(x, 32), v128.load(y, 32)));
    d = f64x2.add(d, f64x2.mul(v128.load(x, 48), v128.load(y, 48)));
  }
  if (n > 0) {
    a = f64x2.add(a, f64x2.mul(v128.load(x), v128.load(y)));
    b = f64x2.add(b, f64x2.mul(v128.load(x, 16), v128.load(y, 16)));
  }
  const sum = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** y[i] ← y[i] + s·x[i]; any n ≥ 0, no byte behind n is touched. */
export function axpy(n: i32, s: f64, x: usize, y: usize): void {
  const by = f64x2.splat(s);
  for (; n >= 4; n -= 4, x += 32, y += 32) {
    const p = f64x2.add(v128.load(y), f64x2.mul(by, v128.load(x))),
      q = f64x2.add(v128.load(y, 16), f64x2.mul(by, v128.load(x, 16)));
    v128.store(y, p);
    v128.store(y, q, 16);
  }
  for (; n > 0; --n, x += 8, y += 8) f64.store(y, f64.load(y) + s * f64.load(x));
}

/**
 * x[i], y[i] ← s·x[i] + xy·y[i], yx·x[i] + s·y[i], n a multiple of 4: a rotation of two vectors, or an exchange.
 * Returns Σ x[i]·z[i] of the new x: what the next rotation of x asks for, while x is at hand. y and z may be x.
 */
export function combine(n: i32, x: usize, y: usize, s: f64, xy: f64, yx: f64, z: usize): f64 {
  const a = f64x2.splat(s),
    b = f64x2.splat(xy),
    c = f64x2.splat(yx);
  let even = i64x2.splat(0),
    odd = even;
  for (; n > 0; n -= 4, x += 32, y += 32, z += 32) {
    const p = v128.load(x),
      q = v128.load(y),
      v = v128.load(x, 16),
      w = v128.load(y, 16);
    const left = f64x2.add(f64x2.mul(a, p), f64x2.mul(b, q));
    const right = f64x2.add(f64x2.mul(a, v), f64x2.mul(b, w));
    even = f64x2.add(even, f64x2.mul(left, v128.load(z)));
    odd = f64x2.add(odd, f64x2.mul(right, v128.load(z, 16)));
    v128.store(x, left);
    v128.store(x, right, 16);
    v128.store(y, f64x2.add(f64x2.mul(c, p), f64x2.mul(a, q)));
    v128.store(y, f64x2.add(f64x2.mul(c, v), f64x2.mul(a, w)), 16);
  }
  const sum = f64x2.add(even, odd);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** x[i] ← s·x[i], n a multiple of 4. */
export function rescale(n: i32, x: usize, s: f64): void {
  combine(n, x, x, s, 0, 0, x);
}

/** 2^k for an integer |k| < 2³⁰; 0 below −1022, 2¹⁰²³ above 1023. */
export function powerOfTwo(k: f64): f64 {
  return reinterpret<f64>((<u64>min<i32>(max<i32>(<i32>k + 1023, 0), 2046)) << 52);
}

/** ⌊log₂ x⌋ for x > 0, but not outside ±1022. */
export function exponentOf(x: f64): f64 {
  return <f64>max<i32>(min<i32>(<i32>(reinterpret<u64>(x) >> 52) - 1023, 1022), -1022);
}

/**
 * x ← x·2^−k, exactly but for what is 10³⁰⁰ times smaller than the largest; k brings the largest |x[i]| to 1 … 4, or as
 * near as float64 has exponents. Returns k, 0 for a vector of zeros. n a multiple of 4, finite numbers.
 */
export function normalise(n: i32, x: usize): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) {
    const size = abs<f64>(f64.load(place(x, i)));
    if (size > largest) largest = size;
  }
  if (largest == 0) return 0;
  const k = exponentOf(largest);
  rescale(n, x, powerOfTwo(-k));
  return k;
}
