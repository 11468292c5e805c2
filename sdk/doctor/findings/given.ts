/** What was given: targets, inputs, initial weights. */
import type { Chart } from "../chart.js";
import { limit } from "../thresholds.js";
import { layerName, percent, say } from "../words.js";
import { type FindingRow, LEVELS, RATES, course, learnt, losses } from "./evidence.js";

/** Where a constant target leaves no loss to fall. */
const degenerate = ({ data }: Chart): boolean =>
  data.targetSpread <= limit("constantTarget") || data.largestClass >= limit("imbalance");

export const degenerateTarget: FindingRow = {
  id: "degenerate-target",
  looksAt: "the targets: spread, share of the largest class",
  explains: [...LEVELS, ...RATES, "saturation", "dying", "symmetric"],
  find(chart) {
    if (!degenerate(chart)) return null;
    const { targetSpread, largestClass, constant } = chart.data;
    const blind = "The network can be right without looking at its input, so hardly any gradient tells it to look.";
    return {
      evidence:
        targetSpread > limit("constantTarget")
          ? `${percent(largestClass)} of the targets are one class: always naming it is hardly ever wrong, and costs ${say(constant)}. ${blind}`
          : "Every target is the same: the best answer is that constant, whatever the input, and its loss is " +
            `${say(constant)}. No training and no other network cures that: look at the data.`,
      numbers: { largestClass, targetSpread, lossConstant: constant },
    };
  },
};

export const symmetric: FindingRow = {
  id: "symmetric",
  looksAt: "the weights of the units of a layer at the start",
  explains: [...LEVELS, ...RATES, "saturation", "dying"],
  find(chart) {
    const layer = chart.symmetric;
    if (layer < 0 || learnt(chart)) return null;
    return {
      layer,
      evidence:
        `All units of ${layerName(layer)} start with the same weights, so they compute the same, get the same gradient, ` +
        `and stay the same for ever: a layer that is one unit wide. After the training ${course(chart)}.`,
      numbers: { layer, ...losses(chart) },
    };
  },
};

export const unscaledInputs: FindingRow = {
  id: "unscaled-inputs",
  looksAt: "mean and standard deviation of the inputs",
  explains: [...LEVELS, ...RATES, "saturation", "dying"],
  find(chart) {
    const varying = chart.data.inputs.filter(({ std }) => std > 0);
    if (learnt(chart) || varying.length === 0) return null;
    const spreads = varying.map(({ std }) => std);
    const [low, high] = [Math.min(...spreads), Math.max(...spreads)];
    const shift = Math.max(...varying.map(({ mean }) => Math.abs(mean)));
    const wrong = [
      high >= limit("inputLarge") ? `one input varies by ${say(high)}` : "",
      high <= limit("inputSmall") ? `no input varies by more than ${say(high)}` : "",
      high / low >= limit("inputSpread") ? `the largest varies ${say(high / low)} times as much as the smallest` : "",
      shift >= limit("inputMean") ? `one lies ${say(shift)} away from 0 on average` : "",
    ].filter((part) => part !== "");
    if (wrong.length === 0) return null;
    return {
      layer: 0,
      evidence:
        `Initialisations and rates are made for inputs with mean 0 and standard deviation 1, but ${wrong.join(", and ")}. ` +
        `After the training ${course(chart)}.`,
      numbers: { largestStd: high, smallestStd: low, largestMean: shift, ...losses(chart) },
    };
  },
};
