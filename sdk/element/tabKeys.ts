/**
 * Arrow keys go along a list of tabs, Home and End to its ends (ARIA's tabs pattern).
 *
 * @returns the place of the tab that a key leads to from the one at `at`; null for a key that leads nowhere.
 */
export function tabAfter(key: string, at: number, count: number): number | null {
  const to = new Map([
    ["ArrowRight", at + 1],
    ["ArrowLeft", at - 1],
    ["Home", 0],
    ["End", count - 1],
  ]).get(key);
  return at < 0 || to === undefined ? null : (to + count) % count;
}
