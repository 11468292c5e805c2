/** Steps too large, too small or too few, where signal and gradient are level. */
import { stableRate } from "../edge.js";
import type { Observation } from "../observation.js";
import { rateOf } from "../../nn/optimizer.js";
import { limit } from "../thresholds.js";
import { reference, relative } from "../verdict.js";
import { percent, say } from "../words.js";
import { type FindingRow, broken, brokenAt, course, learnt, losses, outcomeOf } from "./evidence.js";

/** Share of the epochs whose loss was above that of the one before. */
function bounces(all: readonly number[]): number {
  if (all.length < 2) return 0;
  const up = all.filter((loss, index) => index > 0 && !(loss <= all[index - 1]!)).length;
  return up / (all.length - 1);
}

/** Of the reference loss, what was lost in the last quarter of the training. */
export function stillFalling(seen: Observation): number {
  const { losses: all, end } = seen.run;
  const late = all[Math.floor((all.length * 3) / 4)] ?? end;
  return (late - end) / reference(outcomeOf(seen));
}

/**
 * The step of the patient over the largest that is sound: plain descent by the stability edge; optimizers that scale their own
 * steps move every weight by about their rate, which is held against a tenth of the weights' size. Rprop finds its own.
 */
export function strideShare({ subject, curvature, weights }: Observation): number {
  const { optimizer } = subject.training;
  const rate = rateOf(optimizer).start;
  if (optimizer.kind === "rprop") return NaN;
  if (optimizer.kind === "sgd") return subject.training.clip ? NaN : rate / stableRate(optimizer, curvature.before);
  return rate / (limit("ownStep") * weights.before);
}

/** What the rate is held against, in words. */
function against(seen: Observation): string {
  const { optimizer } = seen.subject.training;
  const share = strideShare(seen);
  if (!Number.isFinite(share)) return "";
  const rate = rateOf(optimizer).start;
  return optimizer.kind === "sgd"
    ? ` The rate is ${say(rate)}; by the curvature at the start, ${say(seen.curvature.before)}, steps are stable up to ${say(rate / share)}.`
    : ` Each step of ${optimizer.kind} moves a weight by about its rate, ${say(rate)}, where the weights are ${say(seen.weights.before)} in size.`;
}

const edgeNumbers = (seen: Observation): Record<string, number> => {
  const share = strideShare(seen);
  return Number.isFinite(share) ? { rateToStable: share } : {};
};

export const rateTooLarge: FindingRow = {
  id: "rate-too-large",
  looksAt: "the rate, compared with the stability edge 2/λ_max (or the weights' size), and the course of the loss",
  because: "its steps are too large",
  explains: ["slow", "capacity", "rate-too-small"],
  find(seen) {
    if (learnt(seen)) return null;
    const { end, start, losses: all } = seen.run;
    const risen = !(end <= limit("risen") * Math.max(start, reference(outcomeOf(seen))));
    const rises = bounces(all);
    const walk = Math.max(limit("bouncing"), 0.5 - 1 / Math.sqrt(all.length));
    const bouncing = rises >= walk && seen.moved > limit("wandered");
    const beyond = strideShare(seen) >= 1;
    if (!risen && !bouncing && !beyond) return null;
    return {
      weak: !risen && !bouncing,
      evidence:
        `The loss rose in ${percent(rises)} of the epochs and the weights moved by ${say(seen.moved)} times their size: each step ` +
        `leaps over what it aims at.${against(seen)}${broken(seen)} In the end ${course(seen)}.`,
      numbers: { rising: rises, moved: seen.moved, ...edgeNumbers(seen), ...brokenAt(seen), ...losses(seen) },
    };
  },
};

export const rateTooSmall: FindingRow = {
  id: "rate-too-small",
  looksAt: "how far the weights moved in the whole training, and the rate, compared with the stability edge",
  because: "its steps are too small",
  explains: ["slow", "capacity"],
  find(seen) {
    const { moved } = seen;
    const least = Math.min(limit("moved"), limit("stride") * seen.run.steps);
    const share = strideShare(seen);
    const short = moved < least;
    if (learnt(seen) || !(short || share <= limit("farBelow"))) return null;
    return {
      weak: !short,
      evidence:
        `In ${seen.run.steps} steps the weights moved by ${percent(moved)} of their size: the steps are too small to learn anything.` +
        `${against(seen)} In the end ${course(seen)}.`,
      numbers: { moved, steps: seen.run.steps, ...edgeNumbers(seen), ...losses(seen) },
    };
  },
};

export const slow: FindingRow = {
  id: "slow",
  looksAt: "whether the loss was still falling when the training ended",
  because: "the training ended too early",
  needsProof: true,
  explains: ["capacity"],
  find(seen) {
    if (learnt(seen)) return null;
    const falling = stillFalling(seen);
    if (!(falling >= limit("stillFalling"))) return null;
    return {
      evidence:
        `The loss was still falling when the training ended (by ${percent(falling)} of what ignoring the input costs in the last quarter), ` +
        `and ${course(seen)}.`,
      numbers: { falling, relativeLoss: relative(outcomeOf(seen)), ...losses(seen) },
    };
  },
};
