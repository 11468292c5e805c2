/** One map of colours by itself, for who needs no other: the lab draws with it. */

/** The nearer end of a range, where a value lies outside. */
export const between = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** A colour of CSS from its channels, 0 … 255. */
export const css = (...channels: readonly number[]): string =>
  `rgb(${channels.map((value) => between(Math.round(value), 0, 255)).join(", ")})`;

/** From dark blue to yellow, also for those who see no red or no green: J. Nuñez, C. Anderton, R. Renslow, PLOS ONE 13(7), 2018; a fit. */
export function cividis(share: number): string {
  const t = between(share, 0, 1);
  return css(
    -4.54 - t * (35.34 - t * (2381.73 - t * (6402.7 - t * (7024.72 - t * 2710.57)))),
    32.49 + t * (170.73 + t * (52.82 - t * (131.46 - t * (176.58 - t * 67.37)))),
    81.24 + t * (442.36 - t * (2482.43 - t * (6167.24 - t * (6614.94 - t * 2475.67)))),
  );
}
