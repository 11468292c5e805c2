/** Arrays of float32 between bands that nobody may touch. */

const GUARD: u32 = 0x7fc0beef;
const BAND = 8;

/** Room for n floats between two bands, all of it a NaN with a payload. */
export function guarded(n: i32): usize {
  const start = heap.alloc((<usize>(n + 2 * BAND)) << 2);
  for (let i = 0; i < n + 2 * BAND; i++) store<u32>(start + ((<usize>i) << 2), GUARD);
  return start + (BAND << 2);
}

/** Whether both bands are as they were. */
export function bandsHold(data: usize, n: i32): bool {
  for (let i = 0; i < BAND; i++) {
    if (load<u32>(data - ((<usize>(i + 1)) << 2)) != GUARD) return false;
    if (load<u32>(data + ((<usize>(n + i)) << 2)) != GUARD) return false;
  }
  return true;
}

/** Gives back what `guarded` gave. */
export function release(data: usize): void {
  heap.free(data - (BAND << 2));
}

/** Half an ulp of 1. */
export const UNIT: f64 = 5.9604644775390625e-8;
/** A few of the smallest floats: what a subnormal result may be off by. */
export const TINY: f64 = 6e-45;

/** Float i of an array. */
export function at(data: usize, i: i32): f64 {
  return <f64>load<f32>(data + ((<usize>i) << 2));
}

/** Writes float i of an array. */
export function put(data: usize, i: i32, value: f32): void {
  store<f32>(data + ((<usize>i) << 2), value);
}

/** Irregular numbers between −1.3 and 1.5; another sequence for each salt. */
export function sample(i: i32, salt: i32): f32 {
  return <f32>(((i * 7919 + salt * 104729) % 2003) - 900) * 0.00137;
}
