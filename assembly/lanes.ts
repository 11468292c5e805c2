/**
 * The only file that knows the instruction set: fused or separate multiply-add, loads and stores of fewer than four
 * lanes, sums over lanes. Every kernel is written in these words and does not know which build it is part of.
 */

/** 1 in the build whose multiply-adds the engine may fuse. */
export const FUSED: i32 = ASC_FEATURE_RELAXED_SIMD ? 1 : 0;

/** Loaded, not written as immediates: those are 18 bytes each, and V8 builds one anew at every use. */
const TABLE = memory.data<f32>([0, 1]);

/** Zero in all lanes, whatever their width. */
// @ts-ignore: decorator
@inline
export function zeros(): v128 {
  return v128.load32_splat(TABLE);
}

/** 1 in four float32 lanes. */
// @ts-ignore: decorator
@inline
export function ones(): v128 {
  return v128.load32_splat(TABLE, 4);
}

/** a·b + c. One rounding in the relaxed build where the engine fuses, two in the `simd` build. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The first `count` (0 – 3) floats at `from`, zero in the other lanes; no byte behind them is read. */
// @ts-ignore: decorator
@inline
export function loadTail(from: usize, count: i32): v128 {
  if (count >= 2) {
    const pair = v128.load64_zero(from);
    return count > 2 ? v128.load32_lane(from, pair, 2, 8) : pair;
  }
  return count > 0 ? v128.load32_zero(from) : zeros();
}

/** Writes the first `count` (0 – 3) lanes to `to`, and no byte behind them. */
// @ts-ignore: decorator
@inline
export function storeTail(to: usize, value: v128, count: i32): void {
  if (count >= 2) {
    v128.store64_lane(to, value, 0);
    if (count > 2) v128.store32_lane(to, value, 2, 8);
  } else if (count > 0) {
    v128.store32_lane(to, value, 0);
  }
}

/** `count` ≥ 1 floats at `from`: the first four of them, or fewer with zeros behind. */
// @ts-ignore: decorator
@inline
export function loadCount(from: usize, count: i32): v128 {
  return count >= 4 ? v128.load(from) : loadTail(from, count);
}

/** Writes the first min(count, 4) lanes to `to`. */
// @ts-ignore: decorator
@inline
export function storeCount(to: usize, value: v128, count: i32): void {
  if (count >= 4) v128.store(to, value);
  else storeTail(to, value, count);
}

/** The four floats at `from`, or the first alone with zeros behind: a tail is taken one by one, without a call. */
// @ts-ignore: decorator
@inline
export function loadFourOrOne(from: usize, four: bool): v128 {
  return four ? v128.load(from) : v128.load32_zero(from);
}

/** Writes all lanes, or the first alone. */
// @ts-ignore: decorator
@inline
export function storeFourOrOne(to: usize, value: v128, four: bool): void {
  if (four) v128.store(to, value);
  else v128.store32_lane(to, value, 0);
}

/**
 * The first `count` (0 – 3) floats at `from`, zero in the other lanes; no byte behind them is read. loadTail as
 * a function that is called: a recursive one is not inlined by the optimiser at the end of every loop.
 */
export function loadPart(from: usize, count: i32): v128 {
  const zero = zeros();
  if (count <= 0) return zero;
  return v128.load32_lane(from, v128.shuffle<f32>(loadPart(from + 4, count - 1), zero, 4, 0, 1, 2), 0);
}

/** Writes the first `count` (1 – 3) lanes to `to`, and no byte behind them: storeTail, called like loadPart. */
export function storePart(to: usize, value: v128, count: i32): void {
  v128.store32_lane(to, value, 0);
  if (count > 1) storePart(to + 4, v128.shuffle<f32>(value, value, 1, 2, 3, 0), count - 1);
}
