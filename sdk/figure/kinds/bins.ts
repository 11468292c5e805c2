/** What histograms have in common. */
import { badOption } from "../../core/check.js";
import { elementAt } from "../../core/element.js";
import type { HistogramRow } from "../../figureSpec.js";
import { toNumber } from "../scale.js";

export interface Bins {
  readonly from: number;
  readonly width: number;
  /** Shares that add up to 1. */
  readonly shares: readonly number[];
}

/** The bins of a histogram; null when nothing was counted or something in it is not finite. */
export function binsOf({ from, to, shares }: HistogramRow): Bins | null {
  const counts = shares.map((share) => toNumber(share) ?? 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!(total > 0) || !Number.isFinite(total) || !Number.isFinite(from) || !Number.isFinite(to)) return null;
  return { from, width: (to - from) / counts.length, shares: counts.map((count) => count / total) };
}

/** @throws GradiometerError BAD_OPTION */
export function checkBins(histograms: readonly HistogramRow[]): void {
  histograms.forEach(({ from, to, shares }, index) => {
    const what = `figure: histograms[${index}]`;
    if (from > to) throw badOption(`${what}.to`, `at least from, ${from}`, to);
    const wrong = shares.find((share) => (toNumber(share) ?? 0) < 0);
    if (wrong !== undefined) throw badOption(`${what}.shares`, "counts or shares ≥ 0", wrong);
  });
}

/** Where the middle of a histogram lies, without a share of `cut` on either side. */
export function middleOf({ from, width, shares }: Bins, cut: number): [number, number] {
  let sum = 0;
  const cumulative = shares.map((share) => (sum += share));
  const first = cumulative.findIndex((share) => share > cut);
  const last = cumulative.findIndex((share) => share >= 1 - cut);
  const end = last < 0 ? shares.length - 1 : last;
  return [from + Math.max(first, 0) * width, from + (end + 1) * width];
}

/** Every `count` neighbouring bins as one. */
export function coarser({ from, width, shares }: Bins, count: number): Bins {
  if (count <= 1) return { from, width, shares };
  const merged = Array<number>(Math.ceil(shares.length / count)).fill(0);
  shares.forEach((share, index) => {
    const place = Math.floor(index / count);
    merged[place] = elementAt(merged, place) + share;
  });
  return { from, width: width * count, shares: merged };
}
