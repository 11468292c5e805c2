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
  explains: [...LEVELS, "exploding-backward", ...RATES],
  find(chart) {
    if (learnt(chart) || chart.before.dead.some((share) => share >= limit("dead"))) return null;
    const { value, index } = largest(chart.before.saturated);
    if (value < limit("saturated")) return null;
    return {
      layer: index,
      evidence:
        `Before the first step ${percent(value)} of the units of ${layerName(index)} sit where their activation is flat ` +
        `(slope below 1 % of its largest): they pass no gradient down. After the training ${course(chart)}.`,
      numbers: { saturated: value, saturatedAfter: largest(chart.after?.saturated ?? []).value, ...losses(chart) },
    };
  },
};

export const dying: FindingRow = {
  id: "dying",
  looksAt: "the share of units that no sample activates, before and after",
  explains: [...LEVELS, ...RATES],
  find(chart) {
    if (learnt(chart)) return null;
    const born = largest(chart.before.dead);
    const end = largest(chart.after?.dead ?? []);
    const worst = born.value >= limit("dead") ? born : end;
    if (worst.value < limit("dead")) return null;
    // Units that die where signal or gradient had faded before the first step are a consequence.
    if (worst !== born && Math.min(forwardRatio(chart), backwardRatio(chart)) <= limit("fading")) return null;
    const when = worst === born ? "from the start" : "after the training";
    return {
      layer: worst.index,
      evidence:
        `${percent(worst.value)} of the units of ${layerName(worst.index)} are dead ${when}: not one sample activates them, so ` +
        `their gradient is exactly 0 and they cannot come back. At the start it was ${percent(born.value)}; ${course(chart)}.`,
      numbers: { dead: worst.value, deadAtStart: born.value, deadAtEnd: end.value, ...losses(chart) },
    };
  },
};
