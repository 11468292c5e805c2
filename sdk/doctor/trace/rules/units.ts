/** Units that pass no gradient, and layers whose units are all alike. */
import { elementAt } from "../../../core/element.js";
import { limit } from "../../thresholds.js";
import { percent } from "../../words.js";
import { bounded, comparable, hasUnits, knownActivation } from "../kinds.js";
import type { Share, TraceSeen } from "../seen.js";
import type { TraceStep } from "../types.js";
import { course, getsThrough, layerText, losses, type TraceRule } from "./evidence.js";
import { faded } from "./sizes.js";

/** The largest share of a kind over some layers; −1 where no layer has it. */
function worst(step: TraceStep, layers: readonly number[], part: "dead" | "saturated"): Share {
  return layers.reduce<Share>(
    (most, layer) => {
      const value = elementAt(step.layers, layer)[part];
      return value !== undefined && value > most.value ? { value, layer } : most;
    },
    { value: -1, layer: 0 },
  );
}

const hiddenOf = ({ header }: TraceSeen, flat: boolean): number[] =>
  comparable(header).filter((layer) => bounded(elementAt(header.layers, layer)) === flat);

/** Without a name of the activation a recorder that gives `saturated` knows that it saturates. */
const bends = (seen: TraceSeen): number[] =>
  comparable(seen.header).filter((layer) => {
    const one = elementAt(seen.header.layers, layer);
    return bounded(one) || knownActivation(one) === undefined;
  });

const lastFinite = (seen: TraceSeen): TraceStep => seen.lastFinite ?? seen.first;

export const saturation: TraceRule = {
  missing: (seen) =>
    worst(seen.firstWith("saturated"), bends(seen), "saturated").value < 0 ? "saturated of a hidden layer" : null,
  find(seen) {
    const { value, layer } = worst(seen.firstWith("saturated"), bends(seen), "saturated");
    if (getsThrough(seen) || value < limit("saturated")) return null;
    return {
      layer,
      evidence:
        `At step ${seen.firstWith("saturated").step} ${percent(value)} of the units of ${layerText(seen, layer)} sit where their activation is flat: they pass ` +
        `no gradient down. In all, ${course(seen)}.`,
      numbers: { saturated: value, ...losses(seen) },
    };
  },
};

export const dying: TraceRule = {
  missing: (seen) =>
    worst(seen.firstWith("dead"), hiddenOf(seen, false), "dead").value < 0 ? "dead of a hidden layer" : null,
  find(seen) {
    if (getsThrough(seen)) return null;
    const layers = hiddenOf(seen, false);
    const [born, end] = [worst(seen.firstWith("dead"), layers, "dead"), worst(lastFinite(seen), layers, "dead")];
    const most = born.value >= limit("dead") ? born : end;
    if (most.value < limit("dead") || (most !== born && faded(seen))) return null;
    const step = most === born ? seen.firstWith("dead").step : lastFinite(seen).step;
    return {
      layer: most.layer,
      evidence:
        `At step ${step} ${percent(most.value)} of the units of ${layerText(seen, most.layer)} are dead: no row of the batch activates them, ` +
        `so their gradient is exactly 0 and they cannot come back. At step ${seen.firstWith("dead").step} it was ${percent(Math.max(born.value, 0))}; ${course(seen)}.`,
      numbers: { dead: most.value, deadAtStart: born.value, deadAtEnd: end.value, ...losses(seen) },
    };
  },
};

export const symmetric: TraceRule = {
  missing: (seen) =>
    seen.firstWith("weight").layers.some(({ weight }) => weight !== undefined) ? null : "weight of a layer",
  find(seen) {
    const layer = comparable(seen.header).find((index) => {
      const own = elementAt(seen.header.layers, index);
      const weight = elementAt(seen.firstWith("weight").layers, index).weight;
      return (
        hasUnits(own) && own.out > 1 && weight !== undefined && weight.nonFinite === 0 && weight.min === weight.max
      );
    });
    if (layer === undefined) return null;
    return {
      layer,
      evidence:
        `All weights of ${layerText(seen, layer)} start with the same value, so its units compute the same, get the same gradient, and stay ` +
        `the same for ever. In all, ${course(seen)}.`,
      numbers: { layer, ...losses(seen) },
    };
  },
};

export const flatOutput: TraceRule = {
  missing(seen) {
    const layer = seen.header.layers.length - 1;
    const has = (part: "dead" | "saturated") => elementAt(seen.firstWith(part).layers, layer)[part] !== undefined;
    return !has("dead") && !has("saturated") ? "dead or saturated of the last layer" : null;
  },
  find(seen) {
    const layer = seen.header.layers.length - 1;
    const part = bounded(elementAt(seen.header.layers, layer)) ? "saturated" : "dead";
    const most = Math.max(
      ...[seen.firstWith(part), lastFinite(seen)].map((step) => elementAt(step.layers, layer)[part] ?? 0),
    );
    if (most < limit("flatOutput")) return null;
    return {
      layer,
      evidence: `${percent(most)} of the output layer, ${layerText(seen, layer)}, is flat: hardly any gradient comes back from the loss. In all, ${course(seen)}.`,
      numbers: { [part]: most, ...losses(seen) },
    };
  },
};
