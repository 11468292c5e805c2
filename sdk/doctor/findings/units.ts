/** Units that pass no gradient. */
import { limit } from "../thresholds.js";
import { layerName, percent } from "../words.js";
import {
  type FindingRow,
  LEVELS,
  RATES,
  backwardRatio,
  course,
  forwardRatio,
  largest,
  learnt,
  losses,
} from "./evidence.js";

export const saturation: FindingRow = {
  id: "saturation",
  looksAt: "the share of units × samples without slope before the first step",
  because: "most units sit where their activation is flat and pass no gradient on",
  explains: [...LEVELS, "exploding-backward", ...RATES],
  find(seen) {
    if (learnt(seen) || seen.before.dead.some((share) => share >= limit("dead"))) return null;
    const { value, index } = largest(seen.before.saturated);
    if (value < limit("saturated")) return null;
    return {
      layer: index,
      evidence:
        `Before the first step ${percent(value)} of the units of ${layerName(index)} sit where their activation is flat ` +
        `(slope below 1 % of its largest): they pass no gradient down. After the training ${course(seen)}.`,
      numbers: { saturated: value, saturatedAfter: largest(seen.after?.saturated ?? []).value, ...losses(seen) },
    };
  },
};

export const dying: FindingRow = {
  id: "dying",
  looksAt: "the share of units that no sample activates, before and after",
  because: "the units of a layer are off for every row and cannot recover",
  explains: [...LEVELS, ...RATES],
  find(seen) {
    if (learnt(seen)) return null;
    const born = largest(seen.before.dead);
    const end = largest(seen.after?.dead ?? []);
    const worst = born.value >= limit("dead") ? born : end;
    if (worst.value < limit("dead")) return null;
    // Units that die where signal or gradient had faded before the first step are a consequence.
    if (worst !== born && Math.min(forwardRatio(seen), backwardRatio(seen)) <= limit("fading")) return null;
    const when = worst === born ? "from the start" : "after the training";
    return {
      layer: worst.index,
      evidence:
        `${percent(worst.value)} of the units of ${layerName(worst.index)} are dead ${when}: not one sample activates them, so ` +
        `their gradient is exactly 0 and they cannot come back. At the start it was ${percent(born.value)}; ${course(seen)}.`,
      numbers: { dead: worst.value, deadAtStart: born.value, deadAtEnd: end.value, ...losses(seen) },
    };
  },
};
