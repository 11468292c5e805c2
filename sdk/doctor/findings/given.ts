/** What was given beside the targets: inputs, initial weights, decay. */
import type { Observation } from "../observation.js";
import { limit } from "../thresholds.js";
import { layerName, say } from "../words.js";
import { type FindingRow, LEVELS, RATES, UNITS, course, learnt, losses } from "./evidence.js";

export const symmetric: FindingRow = {
  id: "symmetric",
  looksAt: "the weights of the units of a layer at the start",
  because: "all units of a layer start alike and stay alike",
  explains: [...LEVELS, ...RATES, ...UNITS],
  find(seen) {
    const layer = seen.symmetric;
    if (layer < 0 || learnt(seen)) return null;
    return {
      layer,
      evidence:
        `All units of ${layerName(layer)} start with the same weights, so they compute the same, get the same gradient, ` +
        `and stay the same for ever: a layer that is one unit wide. After the training ${course(seen)}.`,
      numbers: { layer, ...losses(seen) },
    };
  },
};

/** The lower of the middle values. */
function typical(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1]!;
}

export const unscaledInputs: FindingRow = {
  id: "unscaled-inputs",
  looksAt: "mean and standard deviation of the inputs, and the share of the typical one in Var u",
  because: "the inputs are far from mean 0 and standard deviation 1",
  explains: [...LEVELS, ...RATES, ...UNITS, "exploding-backward", "exploding-forward"],
  find(seen) {
    const varying = seen.data.inputs.filter(({ std }) => std > 0);
    if (learnt(seen) || varying.length === 0) return null;
    const high = Math.max(...varying.map(({ std }) => std));
    const shift = Math.max(...varying.map(({ mean }) => Math.abs(mean)));
    // Of u = Σ w x each column brings Var w · E x²: nearly blank columns bring nothing, and are in nobody's way.
    const shares = varying.map(({ mean, std }) => mean * mean + std * std);
    const share = Math.sqrt(Math.max(...shares) / typical(shares));
    const wrong = [
      high >= limit("inputLarge") ? `one input varies by ${say(high)}` : "",
      high <= limit("inputSmall") ? `no input varies by more than ${say(high)}` : "",
      share >= limit("inputSpread") ? `one is ${say(share)} times as large as the typical one` : "",
      shift >= limit("inputMean") ? `one lies ${say(shift)} away from 0 on average` : "",
    ].filter((part) => part !== "");
    if (wrong.length === 0) return null;
    return {
      layer: 0,
      evidence:
        `Initialisations and rates are made for inputs with mean 0 and standard deviation 1, but ${wrong.join(", and ")}. ` +
        `After the training ${course(seen)}.`,
      numbers: { largestStd: high, largestToTypical: share, largestMean: shift, ...losses(seen) },
    };
  },
};

/** λ of the optimizer, 0 where it has none. */
export const decayOf = ({ subject }: Pick<Observation, "subject">): number => {
  const { optimizer } = subject.training;
  return "weightDecay" in optimizer ? (optimizer.weightDecay ?? 0) : 0;
};

export const weightDecay: FindingRow = {
  id: "weight-decay",
  looksAt: "the decay, and the size of the weights before and after",
  because: "weight decay pulls the weights to 0 faster than the gradient can hold them",
  explains: ["rate-too-large", "rate-too-small", "slow", "capacity", "dying", ...LEVELS],
  find(seen) {
    const decay = decayOf(seen);
    if (learnt(seen) || decay === 0) return null;
    const { before, after } = seen.weights;
    const shrunk = after / before;
    return {
      weak: !(shrunk <= limit("decayed")),
      evidence:
        `Weight decay of ${say(decay)} takes from every weight in every step. After the training the weights have ${say(shrunk)} times ` +
        `the size that they started with, and ${course(seen)}.`,
      numbers: { weightDecay: decay, weightsBefore: before, weightsAfter: after, ...losses(seen) },
    };
  },
};
