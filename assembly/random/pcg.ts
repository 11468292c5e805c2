/**
 * PCG32 (XSH RR 64/32): every draw is a pure function of (seed, stream, index).
 * After O'Neill, PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
 * Generation, HMC-CS-2014-0905. Seed and stream pass through SplitMix64 (Steele, Lea & Flood 2014), so that neighbouring
 * seeds and streams have nothing in common.
 */

const MULTIPLIER: u64 = 6364136223846793005;

// @ts-ignore: decorator
@inline
function mix(x: u64): u64 {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/** 64 bits from two numbers ≥ 0, in which every bit of both has its say. */
function hash(a: f64, b: f64): u64 {
  let x: u64 = 0;
  for (let round = 0; round < 2; round++) x = mix(x + <u64>(round == 0 ? a : b));
  return x;
}

/** The odd increment that distinguishes one stream from another. */
// @ts-ignore: decorator
@inline
export function increment(seed: f64, stream: f64): u64 {
  return hash(stream, seed) | 1;
}

/** The state before the first draw. */
// @ts-ignore: decorator
@inline
export function start(seed: f64, stream: f64): u64 {
  return hash(seed, stream);
}

/** The state after one draw. */
// @ts-ignore: decorator
@inline
export function advance(state: u64, increment: u64): u64 {
  return state * MULTIPLIER + increment;
}

/** The 32 random bits of a state. */
// @ts-ignore: decorator
@inline
export function bits(state: u64): u32 {
  return rotr<u32>(<u32>(((state >> 18) ^ state) >> 27), <u32>(state >> 59));
}
