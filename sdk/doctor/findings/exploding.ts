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
  because: "the signal explodes on its way through the layers",
  explains: ["exploding-backward", "saturation", "flat-output", "dying", ...RATES],
  find(seen) {
    const factor = forwardRatio(seen);
    const infinite = seen.before.forward.some((value) => !Number.isFinite(value));
    if (learnt(seen) || !(infinite || factor >= growthLimit(seen.subject))) return null;
    const { forward } = seen.before;
    return {
      layer: recurrent(seen) ? 0 : forward.length - 1,
      evidence:
        `Before the first step the signal grows ${say(factor)} times over ${layersOf(seen, forward)}, from ${say(first(forward))} ` +
        `to ${say(last(forward))}: the weights are too large, and one update of that size ends the training.${broken(seen)} ` +
        `In the end ${course(seen)}.`,
      numbers: {
        forwardRatio: factor,
        backwardRatio: backwardRatio(seen),
        ...brokenAt(seen),
        ...losses(seen),
      },
    };
  },
};

export const explodingBackward: FindingRow = {
  id: "exploding-backward",
  looksAt: "the size of the gradient δ from the last hidden layer down (or back in time) before the first step",
  because: "the gradient explodes on its way back",
  explains: RATES,
  find(seen) {
    const factor = backwardRatio(seen);
    const infinite = seen.before.backward.some((value) => !Number.isFinite(value));
    if (learnt(seen) || !(infinite || factor >= growthLimit(seen.subject))) return null;
    const { backward } = seen.before;
    return {
      layer: 0,
      evidence:
        `On its way ${recurrent(seen) ? "back in time" : "down"} through ${layersOf(seen, backward)} the gradient grows ` +
        `${say(factor)} times, while the signal on its way up changes ${say(forwardRatio(seen))} times: the lowest weights are ` +
        `thrown about by every step.${broken(seen)} After the training ${course(seen)}.`,
      numbers: { backwardRatio: factor, forwardRatio: forwardRatio(seen), ...brokenAt(seen), ...losses(seen) },
    };
  },
};
