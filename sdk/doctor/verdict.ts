import { limit } from "./thresholds.js";
import type { Verdict } from "./types.js";

/** What one training came to, beside the smaller of the loss at its start and that of the best constant answer. */
export interface Outcome {
  readonly start: number;
  readonly end: number;
  readonly constant: number;
}

/** The loss of who has learnt nothing. */
export const reference = ({ start, constant }: Outcome): number =>
  Number.isFinite(start) ? Math.min(start, constant) : constant;

/** Final loss in units of the reference; ∞ for what is no number, 1 where a constant is right and was found: nothing is learnt. */
export function relative(outcome: Outcome): number {
  const { end } = outcome;
  if (!Number.isFinite(end)) return Infinity;
  const base = reference(outcome);
  if (base > 0) return end / base;
  return end > 0 ? Infinity : outcome.constant > 0 ? 0 : 1;
}

/** Below half of what no learning gives. */
export const hasLearnt = (outcome: Outcome): boolean => relative(outcome) < limit("learnt");

/** Within a hair of the reference, or above it. */
export const isStuck = (outcome: Outcome): boolean => relative(outcome) >= 1 - limit("stuck");

/** How many of n seeds must agree: four of five, and all of three. */
export const quorum = (n: number): number => Math.ceil(limit("agreement") * n - 1e-9);

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * What a remedy did, by losses in units of those of an answer that ignores the input, over the same seeds without and with it:
 * `diverged` when four of five ended in no number; `cured` when the median fell by more than a tenth, four of five are below
 * `learnt` and none ended in no number; otherwise by the medians, a tenth either way being the same.
 *
 * @param learnt  below it a net has learnt: half, or what noisy data allow.
 */
export function judge(untreated: readonly number[], treated: readonly number[], learnt = limit("learnt")): Verdict {
  const broken = treated.filter((value) => !Number.isFinite(value)).length;
  if (broken >= quorum(treated.length)) return "diverged";
  const [was, is] = [median(untreated), median(treated)];
  const gained = is < was * (1 - limit("change"));
  if (gained && broken === 0 && treated.filter((value) => value < learnt).length >= quorum(treated.length))
    return "cured";
  if (was === is) return "same";
  if (gained) return "better";
  return is > was * (1 + limit("change")) ? "worse" : "same";
}
