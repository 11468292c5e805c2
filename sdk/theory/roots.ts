/** The sign of a function at a point; 0 where it is lost in rounding. */
export type Side = -1 | 0 | 1;

/** An interval over whose ends a function changes its sign. */
export interface Bracket {
  readonly low: number;
  readonly high: number;
}

/** The first step of `walk` is by 2^{1/8}, every next by 2 % more, and none by more than 2. */
const FIRST_RATIO = 1.0905077326652577;
const WIDENING = 1.02;

/**
 * From `start`, where the sign is `from`, in growing steps toward `end` > 0 until the sign is the other; nothing if it
 * never is.
 */
export function walk(side: (x: number) => Side, start: number, from: Side, end: number): Bracket | undefined {
  const up = end > start;
  let ratio = FIRST_RATIO;
  for (let x = start; up ? x < end : x > end; ratio = Math.min(ratio * WIDENING, 2)) {
    const next = up ? Math.min(x * ratio, end) : Math.max(x / ratio, end);
    if (side(next) === -from) return up ? { low: x, high: next } : { low: next, high: x };
    x = next;
  }
  return undefined;
}

/** A root inside the bracket, to the last bits: 60 halvings at most of an interval whose ends are near each other. */
export function bisect(f: (x: number) => number, { low, high }: Bracket): number {
  const rising = f(high) > f(low);
  for (let halving = 0; halving < 60; halving++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (f(middle) > 0 === rising) high = middle;
    else low = middle;
  }
  return low + (high - low) / 2;
}

/**
 * A root inside the bracket by false position, halving the weight of an end that stays (Illinois), to 1e-15 of `high`: some
 * ten calls where f is smooth. An end where f has its root, or the end nearer to one, where f does not change its sign.
 * Dowell & Jarratt 1971.
 */
export function falsePosition(f: (x: number) => number, { low, high }: Bracket): number {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  if (fa > 0 === fb > 0) return Math.abs(fa) < Math.abs(fb) ? a : b;
  for (let step = 0; step < 100 && fb !== 0 && Math.abs(b - a) > 1e-15 * high; step++) {
    const x = b - (fb * (b - a)) / (fb - fa);
    const fx = f(x);
    if (fx > 0 === fb > 0) fa /= 2;
    else [a, fa] = [b, fb];
    [b, fb] = [x, fx];
  }
  return b;
}
