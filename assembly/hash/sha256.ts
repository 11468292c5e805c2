/**
 * SHA-256 (FIPS 180-4) of float32 numbers: their little-endian bytes in order, every NaN as 0x7fc00000, so that the digest
 * does not depend on which NaN an engine makes.
 *
 *     sha256Begin(state); sha256Update(state, n, x) for each array; sha256End(state)
 *
 * `state` is 384 bytes of the caller's, 16-byte aligned: eight words of the hash, the count of numbers so far (i64), from 64
 * on the block that is being filled, from 128 on the 64 words of the message schedule.
 */

/** Places in the state, in bytes. */
const enum At {
  Count = 32,
  Block = 64,
  Length = 120,
  Schedule = 128,
}

/** Numbers in a block; bytes of them that may stand in the last one, beside the mark behind them and the length. */
const BLOCK = 16;
const LAST: usize = 52;

/** The first 32 bits of the fractional parts of √p, p = 2 … 19. */
const START = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

/** Those of ∛p, p = 2 … 311. */
const ROUND = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);

/** h + Σ₁(e) + Ch(e, f, g) + what the schedule brings: a round's T₁. */
// @ts-ignore: decorator
@inline
function first(e: u32, f: u32, g: u32, h: u32, scheduled: u32): u32 {
  return h + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + (g ^ (e & (f ^ g))) + scheduled;
}

/** Σ₀(a) + Maj(a, b, c): a round's T₂. */
// @ts-ignore: decorator
@inline
function second(a: u32, b: u32, c: u32): u32 {
  return (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + ((a & b) | (c & (a | b)));
}

/** Four words of the message from four numbers: NaN made one, bytes in the order of the standard. */
// @ts-ignore: decorator
@inline
function wordsOf(x: v128): v128 {
  const one = v128.bitselect(x, i32x4.splat(0x7fc00000), f32x4.eq(x, x));
  return i8x16.shuffle(one, one, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

/**
 * Takes the block into the hash. A function of its own, called for every block: so an engine can replace it by
 * its optimised code in the middle of the first digest.
 */
function compress(state: usize): void {
  const schedule = state + At.Schedule;
  for (let i: usize = 0; i < 64; i += 16) v128.store(schedule + i, wordsOf(v128.load(state + i, At.Block)));
  for (let at = schedule, end = schedule + 192; at < end; at += 4) {
    const near = load<u32>(at, 4),
      far = load<u32>(at, 56);
    const s0 = rotr(near, 7) ^ rotr(near, 18) ^ (near >> 3),
      s1 = rotr(far, 17) ^ rotr(far, 19) ^ (far >> 10);
    store<u32>(at, load<u32>(at) + s0 + load<u32>(at, 36) + s1, 64);
  }
  let a = load<u32>(state),
    b = load<u32>(state, 4),
    c = load<u32>(state, 8),
    d = load<u32>(state, 12),
    e = load<u32>(state, 16),
    f = load<u32>(state, 20),
    g = load<u32>(state, 24),
    h = load<u32>(state, 28);
  // One round a turn: with eight of them, so that no value moves, it takes as long and is longer by 200 bytes.
  for (let at = schedule, k = ROUND, end = schedule + 256; at < end; at += 4, k += 4) {
    const t1 = first(e, f, g, h, load<u32>(at) + load<u32>(k));
    h = g;
    g = f;
    f = e;
    e = d + t1;
    const next = t1 + second(a, b, c);
    d = c;
    c = b;
    b = a;
    a = next;
  }
  store<u32>(state, load<u32>(state) + a);
  store<u32>(state, load<u32>(state, 4) + b, 4);
  store<u32>(state, load<u32>(state, 8) + c, 8);
  store<u32>(state, load<u32>(state, 12) + d, 12);
  store<u32>(state, load<u32>(state, 16) + e, 16);
  store<u32>(state, load<u32>(state, 20) + f, 20);
  store<u32>(state, load<u32>(state, 24) + g, 24);
  store<u32>(state, load<u32>(state, 28) + h, 28);
}

/** Begins a digest in `state`; what was there is never read. */
export function sha256Begin(state: usize): void {
  memory.copy(state, START, 32);
  store<i64>(state, 0, At.Count);
}

/** Adds n ≥ 0 float32 at `x`; no byte behind them is read. */
export function sha256Update(state: usize, n: i32, x: usize): void {
  let filled = (<i32>load<i64>(state, At.Count)) & (BLOCK - 1);
  store<i64>(state, load<i64>(state, At.Count) + <i64>n, At.Count);
  while (n > 0) {
    const taken = min(n, BLOCK - filled);
    memory.copy(state + At.Block + ((<usize>filled) << 2), x, (<usize>taken) << 2);
    x += (<usize>taken) << 2;
    n -= taken;
    filled += taken;
    if (filled == BLOCK) {
      compress(state);
      filled = 0;
    }
  }
}

/** Ends a digest: it is the first eight words of `state`, each an i32, the first one the most significant. */
export function sha256End(state: usize): void {
  const count = load<i64>(state, At.Count);
  const filled = ((<usize>count) & (BLOCK - 1)) << 2;
  store<u32>(state + filled, 0x80, At.Block);
  memory.fill(state + At.Block + filled + 4, 0, 60 - filled);
  if (filled > LAST) {
    compress(state);
    memory.fill(state + At.Block, 0, 64);
  }
  // In bits. As float32 it does not look like NaN, which compress would change: it is a multiple of 32 below 2⁴⁷.
  store<i64>(state, bswap(count << 5), At.Length);
  compress(state);
}
