/** Sizes that grow on their way through the network. */
import { growthLimit } from "../growth.js";
import { say } from "../words.js";
import {
  type FindingRow,
  RATES,
  backwardRatio,
  broken,
  brokenAt,
  course,
  first,
  forwardRatio,
  last,
  layersOf,
  learnt,
  losses,
  recurrent,
} from "./evidence.js";

export const explodingForward: FindingRow = {
  id: "exploding-forward",
  looksAt: "the size of the signal, layer by layer, before the first step",
  explains: ["exploding-backward", "saturation", "dying", ...RATES],
  find(chart) {
    const factor = forwardRatio(chart);
    const infinite = chart.before.forward.some((value) => !Number.isFinite(value));
    if (learnt(chart) || !(infinite || factor >= growthLimit(chart.sick))) return null;
    const { forward } = chart.before;
    return {
      layer: recurrent(chart) ? 0 : forward.length - 1,
      evidence:
        `Before the first step the signal grows ${say(factor)} times over ${layersOf(chart, forward)}, from ${say(first(forward))} ` +
        `to ${say(last(forward))}: the weights are too large, and one update of that size ends the training.${broken(chart)} ` +
        `In the end ${course(chart)}.`,
      numbers: {
        forwardRatio: factor,
        backwardRatio: backwardRatio(chart),
        ...brokenAt(chart),
        ...losses(chart),
      },
    };
  },
};

export const explodingBackward: FindingRow = {
  id: "exploding-backward",
  looksAt: "the size of the gradient δ from the last hidden layer down (or back in time) before the first step",
  explains: ["rate-too-large", "rate-too-small", "slow"],
  find(chart) {
    const factor = backwardRatio(chart);
    const infinite = chart.before.backward.some((value) => !Number.isFinite(value));
    if (learnt(chart) || !(infinite || factor >= growthLimit(chart.sick))) return null;
    const { backward } = chart.before;
    return {
      layer: 0,
      evidence:
        `On its way ${recurrent(chart) ? "back in time" : "down"} through ${layersOf(chart, backward)} the gradient grows ` +
        `${say(factor)} times, while the signal on its way up changes ${say(forwardRatio(chart))} times: the lowest weights are ` +
        `thrown about by every step.${broken(chart)} After the training ${course(chart)}.`,
      numbers: { backwardRatio: factor, forwardRatio: forwardRatio(chart), ...brokenAt(chart), ...losses(chart) },
    };
  },
};
