/** Axes of the live figures. */

export interface LogScale {
  /** Decades. */
  readonly from: number;
  readonly to: number;
  /** Pixels of a value; below the axis for 0, null for what is not finite. */
  y(value: number): number | null;
  readonly ticks: readonly { readonly power: number; readonly y: number }[];
}

/**
 * Decades that hold all values above 0, a few ticks among them.
 *
 * @param top, bottom  pixels of the upper and the lower end
 */
export function logScale(values: Iterable<number>, top: number, bottom: number): LogScale {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!(value > 0) || value === Infinity) continue;
    const power = Math.log10(value);
    low = Math.min(low, power);
    high = Math.max(high, power);
  }
  if (low > high) [low, high] = [-3, 0];
  const to = Math.ceil(high + 0.05);
  const from = Math.min(Math.floor(low - 0.3), to - 3);
  const y = (power: number): number => bottom - ((power - from) / (to - from)) * (bottom - top);
  const stride = [1, 2, 3, 5, 10, 20, 50, 100].find((one) => (to - from) / one <= 5) ?? 200;
  const ticks: { power: number; y: number }[] = [];
  for (let power = Math.ceil(from / stride) * stride; power <= to; power += stride) ticks.push({ power, y: y(power) });
  return {
    from,
    to,
    ticks,
    y: (value) =>
      value === 0 ? bottom : value > 0 && value < Infinity ? Math.min(y(Math.log10(value)), bottom) : null,
  };
}
