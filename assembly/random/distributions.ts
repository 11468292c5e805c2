/** Uniform and normal numbers and permutations; each fills an array from one stream of PCG32. */
import { log64 } from "../math/double";
import { advance, bits, increment, start } from "./pcg";

/** out[i] ← low + (high − low)·r, r of 24 bits in [0, 1); float32, n ≥ 0. */
export function uniform(seed: f64, stream: f64, n: i32, out: usize, low: f32, high: f32): void {
  const inc = increment(seed, stream);
  let state = start(seed, stream);
  const range = high - low;
  for (const end = out + ((<usize>n) << 2); out < end; out += 4) {
    state = advance(state, inc);
    f32.store(out, low + range * (<f32>(bits(state) >> 8) * <f32>5.9604644775390625e-8));
  }
}

/**
 * The inverse of the normal distribution function, 0 < p < 1, relative error about 1e-7.
 * Algorithm AS 241 (PPND7), Wichura, Applied Statistics 37, 1988.
 */
function inverseNormal(p: f64): f64 {
  const q = p - 0.5;
  if (abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)) /
      (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1)
    );
  }
  let r = sqrt(-log64(q < 0 ? p : 1 - p));
  if (r <= 5) {
    r -= 1.6;
    r =
      (((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777) /
      ((0.12021132975 * r + 0.7370016425) * r + 1);
  } else {
    r -= 5;
    r =
      (((0.017337203997 * r + 0.42868294337) * r + 3.081226386) * r + 6.657905115) /
      ((0.012258202635 * r + 0.24197894225) * r + 1);
  }
  return q < 0 ? -r : r;
}

/** out[i] ← mean + std·N(0, 1) from 32 bits each (so |N| ≤ 6.3); float32, n ≥ 0. */
export function normal(seed: f64, stream: f64, n: i32, out: usize, mean: f64, std: f64): void {
  const inc = increment(seed, stream);
  let state = start(seed, stream);
  for (const end = out + ((<usize>n) << 2); out < end; out += 4) {
    state = advance(state, inc);
    f32.store(out, <f32>(mean + std * inverseNormal((<f64>bits(state) + 0.5) * 2.3283064365386963e-10)));
  }
}

/** out ← a permutation of 0 … n − 1 (int32), all equally likely: Fisher & Yates, bounds without bias after Lemire 2019. */
export function permutation(seed: f64, stream: f64, n: i32, out: usize): void {
  const inc = increment(seed, stream);
  let state = start(seed, stream);
  for (let i = 0; i < n; i++) i32.store(out + ((<usize>i) << 2), i);
  for (let bound: u32 = n; bound > 1; bound--) {
    const threshold: u32 = (0 - bound) % bound;
    let product: u64;
    do {
      state = advance(state, inc);
      product = <u64>bits(state) * bound;
    } while (<u32>product < threshold);
    const at = out + ((<usize>(product >> 32)) << 2),
      last = out + ((<usize>(bound - 1)) << 2);
    const held = i32.load(at);
    i32.store(at, i32.load(last));
    i32.store(last, held);
  }
}
