/** What the targets are, and whether the output can say them. */
import { isConstantTarget, outputActivation, rangeOf } from "../dataFacts.js";
import type { Observation } from "../observation.js";
import { limit } from "../thresholds.js";
import { reference } from "../verdict.js";
import { percent, say } from "../words.js";
import { type FindingRow, LEVELS, RATES, UNITS, course, learnt, losses, outcomeOf } from "./evidence.js";

const nameOf = (activation: ReturnType<typeof outputActivation>): string =>
  typeof activation === "string" ? activation : activation.kind;

const hasOwnActivation = ({ subject }: Observation): boolean =>
  subject.training.loss === "cross-entropy" || subject.training.loss === "binary-cross-entropy";

/** Whether a net that learnt has got so near to what its output can say at best that this is what holds it. */
const held = (seen: Observation): boolean => seen.data.least >= limit("heldBack") * seen.run.end;

export const degenerateTarget: FindingRow = {
  id: "degenerate-target",
  looksAt: "the targets: spread, share of the largest class",
  because: "there is almost nothing to learn in the targets",
  explains: [...LEVELS, ...RATES, ...UNITS, "symmetric", "weight-decay", "targets-out-of-reach", "unscaled-targets"],
  find(seen) {
    const { largestClass, targetSpread, constant } = seen.data;
    const same = isConstantTarget(seen.data);
    if (!same && (largestClass < limit("imbalance") || learnt(seen))) return null;
    const blind = "The network can be right without looking at its input, so hardly any gradient tells it to look.";
    return {
      evidence: same
        ? "Every target is the same: the best answer is that constant, whatever the input, and its loss is " +
          `${say(constant)}. No training and no other network cures that: look at the data.`
        : `${percent(largestClass)} of the targets are one class: always naming it is hardly ever wrong, and costs ${say(constant)}. ${blind}`,
      numbers: { largestClass, targetSpread, ...losses(seen) },
    };
  },
};

export const wrongHead: FindingRow = {
  id: "wrong-head",
  looksAt: "the output's activation and the loss, in the configuration",
  because: "the output has an activation in front of a loss that already contains one",
  explains: ["flat-output", "targets-out-of-reach", ...RATES],
  certain: true,
  find(seen) {
    const activation = nameOf(outputActivation(seen.subject));
    if (!hasOwnActivation(seen) || activation === "linear" || (learnt(seen) && !held(seen))) return null;
    const { loss } = seen.subject.training;
    const inside = loss === "cross-entropy" ? "softmax" : "sigmoid";
    const [low, high] = rangeOf(outputActivation(seen.subject));
    const range = high === Infinity ? `${say(low)} and more` : `${say(low)} to ${say(high)}`;
    return {
      layer: seen.before.weightGradient.length - 1,
      evidence:
        `The output goes through ${activation}, and then "${loss}" applies its own ${inside}. The loss expects any number; it gets ` +
        `${low === -Infinity ? "a bent one" : range}, so it cannot fall below ${say(seen.data.least)}, and ${course(seen)}. Use a linear output.`,
      numbers: { leastLoss: seen.data.least, ...losses(seen) },
    };
  },
};

export const targetsOutOfReach: FindingRow = {
  id: "targets-out-of-reach",
  looksAt: "the targets, compared with the range of the output's activation",
  because: "its output cannot take the values of the targets",
  explains: ["unscaled-targets", ...RATES],
  certain: true,
  find(seen) {
    const { least, constant, targets } = seen.data;
    if (hasOwnActivation(seen) || !(least > limit("unreachable") * constant) || isConstantTarget(seen.data))
      return null;
    if (learnt(seen) && !held(seen)) return null;
    const activation = nameOf(outputActivation(seen.subject));
    const [low, high] = rangeOf(outputActivation(seen.subject));
    const [from, to] = [Math.min(...targets.map(({ min }) => min)), Math.max(...targets.map(({ max }) => max))];
    const range = high === Infinity ? `${say(low)} and above` : `between ${say(low)} and ${say(high)}`;
    return {
      layer: seen.before.weightGradient.length - 1,
      evidence:
        `The targets go from ${say(from)} to ${say(to)}, but a ${activation} output gives numbers ${range} alone. Even a perfect ` +
        `network of this kind keeps a loss of ${say(least)}; ${course(seen)}.`,
      numbers: { lowestTarget: from, highestTarget: to, leastLoss: least, ...losses(seen) },
    };
  },
};

export const flatOutput: FindingRow = {
  id: "flat-output",
  looksAt: "the share of outputs × rows without slope, before and after",
  because: "its output layer is flat, so no gradient comes back from the loss",
  explains: [...LEVELS, ...RATES],
  find(seen) {
    const { before, after } = seen.head;
    if (learnt(seen)) return null;
    const dead = Math.max(before.dead, after?.dead ?? 0);
    // At the end of its range an output that aims beyond it is flat as a consequence.
    const reachable = seen.data.least <= limit("unreachable") * seen.data.constant;
    const saturated = Math.max(before.saturated, reachable ? (after?.saturated ?? 0) : 0);
    const share = Math.max(dead, saturated);
    if (share < limit("flatOutput")) return null;
    const born = Math.max(before.dead, before.saturated) >= limit("flatOutput");
    return {
      layer: seen.before.weightGradient.length - 1,
      evidence:
        `${percent(share)} of the output layer ${born ? "is flat from the start" : "is flat after the training"}: ` +
        (dead >= saturated
          ? "no row gives it a positive pre-activation, so its gradient is exactly 0 and it cannot come back. "
          : "its activation has less than 1 % of its largest slope, so hardly any gradient comes back from the loss. ") +
        `In the end ${course(seen)}.`,
      numbers: { dead, saturated, ...losses(seen) },
    };
  },
};

export const unscaledTargets: FindingRow = {
  id: "unscaled-targets",
  looksAt: "mean and standard deviation of the targets of a squared error",
  because: "the targets are far from mean 0 and standard deviation 1",
  explains: [...RATES, "exploding-backward", "dying"],
  find(seen) {
    if (learnt(seen) || hasOwnActivation(seen) || isConstantTarget(seen.data)) return null;
    const { targets } = seen.data;
    const varying = targets.filter(({ std }) => std > 0);
    const [high, low] = [Math.max(...varying.map(({ std }) => std)), Math.min(...varying.map(({ std }) => std))];
    const shift = Math.max(...varying.map(({ mean }) => Math.abs(mean)));
    const offset = Math.max(...varying.map(({ mean, std }) => Math.abs(mean) / std));
    const wrong = [
      high >= limit("targetLarge") ? `one varies by ${say(high)}` : "",
      high <= limit("targetSmall") ? `none varies by more than ${say(high)}` : "",
      high / low >= limit("targetSpread") ? `one varies ${say(high / low)} times as much as another` : "",
      offset >= limit("targetMean") ? `one lies ${say(offset)} standard deviations away from 0 on average` : "",
    ].filter((part) => part !== "");
    if (wrong.length === 0) return null;
    return {
      layer: seen.before.weightGradient.length - 1,
      weak: true,
      evidence:
        `A fresh network answers with numbers near ±1, but of the targets ${wrong.join(", and ")}: the training goes into finding their ` +
        `place and size. After it ${course(seen)}, ${percent(seen.run.end / reference(outcomeOf(seen)))} of what ignoring the input costs.`,
      numbers: { largestStd: high, smallestStd: low, largestMean: shift, ...losses(seen) },
    };
  },
};
