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
