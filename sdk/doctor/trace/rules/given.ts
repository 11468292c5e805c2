/** What the network was given: targets, inputs, decay. */
import { lastOf } from "../../../core/element.js";
import { rangeOf } from "../../dataFacts.js";
import { limit } from "../../thresholds.js";
import { percent, say } from "../../words.js";
import { knownActivation, squared, takesLogits } from "../kinds.js";
import type { TraceSeen } from "../seen.js";
import { course, losses, type TraceRule } from "./evidence.js";

/** The targets as numbers; null where they are classes or not there. */
function numbersOf({ first: { y } }: TraceSeen) {
  return y !== undefined && "std" in y ? y : null;
}

export const degenerateTarget: TraceRule = {
  missing: ({ first: { y } }) => (y === undefined ? "y, the targets" : null),
  find(seen) {
    const numbers = numbersOf(seen);
    const same =
      numbers !== null &&
      numbers.std <= limit("constantTarget") * Math.max(Math.abs(numbers.mean ?? 0), Number.MIN_VALUE);
    if (!same && seen.largestClass < limit("imbalance")) return null;
    return {
      evidence: same
        ? `Every target is the same: no training and no other network cures that. In all, ${course(seen)}.`
        : `${percent(seen.largestClass)} of the targets are one class: always naming it is hardly ever wrong, and hardly any gradient tells the network to look at its input. In all, ${course(seen)}.`,
      numbers: { largestClass: seen.largestClass, ...losses(seen) },
    };
  },
};

/** The range of the output, by the name of its activation; null where it is not known. */
function outputRange(seen: TraceSeen): readonly [number, number] | null {
  const layer = lastOf(seen.header.layers);
  if (layer.activation === "softmax") return [0, 1];
  const known = knownActivation(layer);
  return known === undefined ? null : rangeOf(known);
}

const OUTPUT = "the activation of the last layer, in the header";

export const wrongHead: TraceRule = {
  missing: (seen) =>
    outputRange(seen) === null ? OUTPUT : seen.header.loss === undefined ? "the loss, in the header" : null,
  find(seen) {
    const { activation = "linear" } = lastOf(seen.header.layers);
    if (!takesLogits(seen.header) || outputRange(seen) === null || activation === "linear") return null;
    const inside = seen.header.loss === "cross-entropy" ? "softmax" : "sigmoid";
    return {
      layer: seen.header.layers.length - 1,
      evidence: `The output goes through ${activation}, and then "${seen.header.loss!}" applies its own ${inside}. Use a linear output. In all, ${course(seen)}.`,
      numbers: losses(seen),
    };
  },
};

export const targetsOutOfReach: TraceRule = {
  missing: (seen) =>
    takesLogits(seen.header)
      ? null
      : outputRange(seen) === null
        ? OUTPUT
        : numbersOf(seen)?.min === undefined || numbersOf(seen)?.max === undefined
          ? "min and max of y"
          : null,
  find(seen) {
    const [range, numbers] = [outputRange(seen), numbersOf(seen)];
    if (takesLogits(seen.header) || range === null || numbers?.min === undefined || numbers.max === undefined)
      return null;
    const [low, high] = range;
    const beyond = Math.max(low - numbers.min, numbers.max - high);
    if (!(beyond > limit("change") * numbers.std) || numbers.std === 0) return null;
    return {
      layer: seen.header.layers.length - 1,
      evidence:
        `The targets go from ${say(numbers.min)} to ${say(numbers.max)}, but the output, a ${lastOf(seen.header.layers).activation!}, gives numbers ` +
        `${high === Infinity ? `${say(low)} and above` : `between ${say(low)} and ${say(high)}`} alone. In all, ${course(seen)}.`,
      numbers: { lowestTarget: numbers.min, highestTarget: numbers.max, ...losses(seen) },
    };
  },
};

export const unscaledTargets: TraceRule = {
  missing: (seen) =>
    seen.header.loss === undefined
      ? "the loss, in the header"
      : squared(seen.header) && numbersOf(seen) === null
        ? "std of y"
        : null,
  find(seen) {
    const numbers = numbersOf(seen);
    if (numbers === null || !squared(seen.header) || numbers.std === 0) return null;
    const { std, mean = 0 } = numbers;
    const wrong = [
      std >= limit("targetLarge") || std <= limit("targetSmall") ? `vary by ${say(std)}` : "",
      Math.abs(mean) / std >= limit("targetMean")
        ? `lie ${say(Math.abs(mean) / std)} standard deviations away from 0`
        : "",
    ].filter((part) => part !== "");
    if (wrong.length === 0) return null;
    return {
      layer: seen.header.layers.length - 1,
      evidence: `A fresh network answers with numbers near ±1, but the targets ${wrong.join(" and ")}: the training goes into finding their place and size. In all, ${course(seen)}.`,
      numbers: { std, mean, ...losses(seen) },
    };
  },
};

export const unscaledInputs: TraceRule = {
  missing: ({ first: { x } }) => (x === undefined ? "x, the input as numbers" : null),
  find(seen) {
    const { x } = seen.first;
    if (x === undefined || !(x.std > 0)) return null;
    const wrong = [
      x.std >= limit("inputLarge") || x.std <= limit("inputSmall") ? `vary by ${say(x.std)}` : "",
      Math.abs(x.mean) >= limit("inputMean") ? `lie ${say(Math.abs(x.mean))} away from 0 on average` : "",
    ].filter((part) => part !== "");
    if (wrong.length === 0) return null;
    return {
      layer: 0,
      evidence: `Initialisations and rates are made for inputs with mean 0 and standard deviation 1, but these ${wrong.join(" and ")}. In all, ${course(seen)}.`,
      numbers: { std: x.std, mean: x.mean, ...losses(seen) },
    };
  },
};

/** Norm of all weights. */
const weightNorm = (step: TraceSeen["first"]): number =>
  Math.sqrt(step.layers.reduce((sum, { weight }) => sum + (weight === undefined ? 0 : weight.norm * weight.norm), 0));

export const weightDecay: TraceRule = {
  missing: ({ header: { optimizer } }) =>
    typeof optimizer === "object" ? null : "weightDecay of the optimizer, in the header",
  find(seen) {
    const { optimizer } = seen.header;
    const decay = typeof optimizer === "object" ? (optimizer.weightDecay ?? 0) : 0;
    const [before, after] = [seen.firstWith("weight"), seen.lastFinite ?? seen.first].map(weightNorm) as [
      number,
      number,
    ];
    if (!(decay > 0) || !(before > 0) || after / before > limit("decayed")) return null;
    return {
      evidence: `Weight decay of ${say(decay)} takes from every weight in every step: the weights have ${say(after / before)} times the size that they started with, and ${course(seen)}.`,
      numbers: { weightDecay: decay, weightsBefore: before, weightsAfter: after, ...losses(seen) },
    };
  },
};
