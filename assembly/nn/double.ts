/**
 * The affine map and its backward pass in float64, from float32 weights: what the float32 pass is measured against.
 * Plain loops; a probe runs them once, not a training step.
 */

/** u [batch, fanOut] ← b + x w in float64; x, u float64, w and b (0: no bias) float32. */
export function affineForward64(batch: i32, fanIn: i32, fanOut: i32, x: usize, w: usize, b: usize, u: usize): void {
  const rowBytes = (<usize>fanOut) << 3;
  for (; batch > 0; --batch, u += rowBytes) {
    for (let j: usize = 0; j < <usize>fanOut; j++) f64.store(u + (j << 3), b ? <f64>f32.load(b + (j << 2)) : 0);
    let row = w;
    for (let p = 0; p < fanIn; p++, x += 8) {
      const v = f64.load(x);
      for (let j: usize = 0; j < <usize>fanOut; j++, row += 4) {
        const at = u + (j << 3);
        f64.store(at, f64.load(at) + v * <f64>f32.load(row));
      }
    }
  }
}

/** dx [batch, fanIn] ← δ wᵀ in float64; w float32. */
export function affineBackward64(batch: i32, fanIn: i32, fanOut: i32, w: usize, delta: usize, dx: usize): void {
  const rowBytes = (<usize>fanOut) << 3;
  for (; batch > 0; --batch, delta += rowBytes) {
    let row = w;
    for (let p = 0; p < fanIn; p++, dx += 8) {
      let sum: f64 = 0;
      for (let j: usize = 0; j < <usize>fanOut; j++, row += 4) sum += f64.load(delta + (j << 3)) * <f64>f32.load(row);
      f64.store(dx, sum);
    }
  }
}

/** y[i] ← x[i], float32 to float64. */
export function widen(n: i32, x: usize, y: usize): void {
  for (; n > 0; --n, x += 4, y += 8) f64.store(y, <f64>f32.load(x));
}

/** y[i] ← scale·x[i], float64 to float32. */
export function narrow(n: i32, x: usize, y: usize, scale: f64): void {
  for (; n > 0; --n, x += 8, y += 4) f32.store(y, <f32>(scale * f64.load(x)));
}

/** delta[i] ← gain·dz[i]·slope[i] (+ carried[i] unless carried = 0), all float64. */
export function activationBackward64(n: i32, gain: f64, dz: usize, slope: usize, carried: usize, delta: usize): void {
  for (; n > 0; --n, dz += 8, slope += 8, delta += 8) {
    let value = gain * f64.load(dz) * f64.load(slope);
    if (carried) {
      value += f64.load(carried);
      carried += 8;
    }
    f64.store(delta, value);
  }
}
