/** Steps too large, too small or too few, where signal and gradient are level. */
import { limit } from "../thresholds.js";
import { isStuck, reference, relative } from "../verdict.js";
import { percent, say } from "../words.js";
import { type FindingRow, broken, brokenAt, course, learnt, losses, outcomeOf } from "./evidence.js";

/** Share of the epochs whose loss was above that of the one before. */
function bounces(all: readonly number[]): number {
  if (all.length < 2) return 0;
  const up = all.filter((loss, index) => index > 0 && !(loss <= all[index - 1]!)).length;
  return up / (all.length - 1);
}

export const rateTooLarge: FindingRow = {
  id: "rate-too-large",
  looksAt: "the course of the loss where signal and gradient started level",
  explains: ["slow"],
  find(chart) {
    if (learnt(chart)) return null;
    const { end, start } = chart.course;
    const risen = !(end <= limit("risen") * Math.max(start, reference(outcomeOf(chart))));
    const rises = bounces(chart.course.losses);
    const walk = Math.max(limit("bouncing"), 0.5 - 1 / Math.sqrt(chart.course.losses.length));
    const bouncing = rises >= walk && chart.moved > limit("wandered");
    if (!risen && !bouncing) return null;
    return {
      evidence:
        `Signal and gradient are level before the first step, but the loss rose in ${percent(rises)} of the epochs and the weights moved by ` +
        `${say(chart.moved)} times their size: each step leaps over what it aims at.${broken(chart)} In the end ${course(chart)}.`,
      numbers: { rising: rises, moved: chart.moved, ...brokenAt(chart), ...losses(chart) },
    };
  },
};

export const rateTooSmall: FindingRow = {
  id: "rate-too-small",
  looksAt: "how far the weights moved in the whole training",
  explains: ["slow"],
  find(chart) {
    const { moved } = chart;
    const least = Math.min(limit("moved"), limit("stride") * chart.course.steps);
    if (learnt(chart) || !(moved < least)) return null;
    return {
      evidence:
        `Signal and gradient are level, but in ${chart.course.steps} steps the weights moved by ${percent(moved)} of their size: ` +
        `the steps are too small to learn anything, and ${course(chart)}.`,
      numbers: { moved, steps: chart.course.steps, ...losses(chart) },
    };
  },
};

export const slow: FindingRow = {
  id: "slow",
  looksAt: "whether the loss was still falling when the training ended",
  explains: [],
  find(chart) {
    if (learnt(chart)) return null;
    const outcome = outcomeOf(chart);
    const { losses: all, end } = chart.course;
    const late = all[Math.floor((all.length * 3) / 4)] ?? end;
    const falling = (late - end) / reference(outcome);
    const stuck = isStuck(outcome);
    if (!stuck && !(falling >= limit("stillFalling"))) return null;
    return {
      evidence: stuck
        ? `Nothing is wrong with signal, gradient and steps, but ${course(chart)}: it has not begun to learn what it can.`
        : `Nothing is wrong with it: the loss was still falling when the training ended (by ${percent(falling)} in the last quarter), and ${course(chart)}.`,
      numbers: { falling, relativeLoss: relative(outcome), ...losses(chart) },
    };
  },
};
