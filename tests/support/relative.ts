/** |value − exact|/|exact|; absolute where exact is 0, and NaN, which passes no bound, where either is. */
export const relative = (value: number, exact: number): number =>
  Math.abs(value - exact) / (exact === 0 ? 1 : Math.abs(exact));
