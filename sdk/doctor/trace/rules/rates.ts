/** Steps too large, too small or too few. */
import { median } from "../../verdict.js";
import { limit } from "../../thresholds.js";
import { percent, say } from "../../words.js";
import type { TraceSeen } from "../seen.js";
import { broken, course, losses, referenceLoss, relativeLoss, type TraceRule } from "./evidence.js";

/** Records from which on the course of a loss is judged. */
const FEWEST = 4;

const half = (all: readonly number[]): readonly number[] => all.slice(all.length >> 1);

/** Share of the records whose loss was above that of the one before. */
function rises(all: readonly number[]): number {
  return all.filter((loss, index) => index > 0 && !(loss <= all[index - 1]!)).length / Math.max(all.length - 1, 1);
}

/** Median over the layers of ‖ΔW‖/‖W‖ in one update of the last finite record; NaN where it was not measured. */
function stride({ lastFinite }: TraceSeen): number {
  const all = (lastFinite?.layers ?? []).flatMap(({ update }) => (update === undefined ? [] : [update]));
  return all.length > 0 ? median(all) : NaN;
}

/** The same of the first record: what the first steps did. */
const firstStride = ({ first }: TraceSeen): number => {
  const all = first.layers.flatMap(({ update }) => (update !== undefined && Number.isFinite(update) ? [update] : []));
  return all.length > 0 ? median(all) : NaN;
};

/**
 * Whether the first steps threw the net where it has not come back from: each of them moved the weights by a tenth of their size or
 * more and the loss went up at once, or by all of their size; and it has stayed at what knows nothing.
 */
function burst(seen: TraceSeen): boolean {
  const early = seen.losses.slice(0, Math.max(FEWEST, seen.losses.length >> 2));
  const up = Math.max(...early) > limit("risen") * Math.max(seen.start, referenceLoss(seen));
  const far = (wentFar(seen) ?? 0) > limit("wandered");
  const stride = firstStride(seen);
  const thrown = stride >= limit("wholeStep") || (up && stride >= limit("ownStep"));
  return far && thrown && relativeLoss(seen) > limit("advanced");
}

const rateText = ({ last: { rate } }: TraceSeen): string => (rate === undefined ? "" : ` The rate is ${say(rate)}.`);

/** ‖θ − θ₀‖/‖θ₀‖ in the last record in which the weights were finite. */
const wentFar = ({ last, lastFinite }: TraceSeen): number | undefined => (lastFinite ?? last).moved;

export const rateTooLarge: TraceRule = {
  missing: () => null,
  find(seen) {
    const { end, losses: all } = seen;
    const went = wentFar(seen);
    const base = Math.max(seen.start, referenceLoss(seen));
    const risen = seen.records > 1 && !(end <= limit("risen") * (Number.isFinite(base) ? base : referenceLoss(seen)));
    const far = (went ?? 0) > limit("wandered");
    // The losses of batches rise and fall by themselves; those of a walk also go far above what knows nothing.
    const late = half(all);
    const above =
      late.filter((loss) => !(loss <= limit("risen") * referenceLoss(seen))).length / Math.max(late.length, 1);
    const bouncing = all.length >= FEWEST && rises(all) >= limit("bouncing") && above >= 1 / 4 && far;
    const thrown = all.length >= FEWEST && stride(seen) >= limit("ownStep") && relativeLoss(seen) > limit("advanced");
    if (!risen && !bouncing && !thrown && !burst(seen)) return null;
    const moved = went === undefined ? "" : ` The weights moved by ${say(went)} times their size.`;
    const update = Number.isNaN(stride(seen))
      ? ""
      : ` One update changed the weights of the typical layer by ${percent(stride(seen))}.`;
    return {
      evidence: `The loss rose in ${percent(rises(all))} of the records.${moved}${update}${rateText(seen)}${broken(seen)} In all, ${course(seen)}.`,
      numbers: { rising: rises(all), ...(went !== undefined && { moved: went }), ...losses(seen) },
    };
  },
};

export const rateTooSmall: TraceRule = {
  missing: ({ last: { moved } }) => (moved === undefined ? "moved, how far the weights went" : null),
  find(seen) {
    const { moved, step } = seen.last;
    if (moved === undefined || seen.records < FEWEST || relativeLoss(seen) <= limit("advanced")) return null;
    if (!(moved < Math.min(limit("moved"), limit("stride") * step))) return null;
    return {
      evidence: `In ${step} steps the weights moved by ${percent(moved)} of their size: the steps are too small to learn anything.${rateText(seen)} In all, ${course(seen)}.`,
      numbers: { moved, steps: step, ...losses(seen) },
    };
  },
};

/** Of the reference loss, what the last quarter lost beside the one before, when it is more than the records differ by chance. */
export function stillFalling(seen: TraceSeen): number {
  const late = half(seen.losses);
  if (late.length < FEWEST) return 0;
  const middle = late.length >> 1;
  const [before, after] = [late.slice(0, middle), late.slice(middle)];
  const jumps = late.slice(1).map((loss, index) => Math.abs(loss - late[index]!));
  const lost = median(before) - median(after);
  return lost > median(jumps) / Math.sqrt(middle) ? lost / referenceLoss(seen) : 0;
}

export const slow: TraceRule = {
  missing: ({ losses: all }) => (all.length < 2 * FEWEST ? `${2 * FEWEST} records of the loss` : null),
  find(seen) {
    const falling = stillFalling(seen);
    if (!(falling >= limit("stillFalling"))) return null;
    return {
      evidence: `The loss was still falling when the trace ended (by ${percent(falling)} of what ignoring the input costs in the last quarter), and ${course(seen)}.`,
      numbers: { falling, relativeLoss: relativeLoss(seen), ...losses(seen) },
    };
  },
};
