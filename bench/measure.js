/** Medians, quartiles, ratios and slopes. */
import { OURS } from "./peers/index.js";

function quantile(sorted, share) {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  return sorted[below] + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
}

/** @returns { median, lower, upper: the quartiles, count }. */
export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    lower: quantile(sorted, 0.25),
    upper: quantile(sorted, 0.75),
    count: sorted.length,
  };
}

/** The summary of f(a, b), round by round: what was measured side by side is compared side by side. */
export const paired = (a, b, f) => summary(a.map((value, i) => f(value, b[i])));

/** How many times as long as ours a peer took, of { peer: times }; undefined when it was not there. */
export const ratioOf = (times, id) => times[id] && paired(times[id], times[OURS], (ms, own) => ms / own);

/** The exponent p of y ~ xᵖ, by least squares of log y over log x. */
export function exponent(points) {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const mean = (i) => logs.reduce((sum, point) => sum + point[i], 0) / logs.length;
  const [x0, y0] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0);
  return covariance / logs.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
}
