/** Sizes that shrink on their way through the network. */
import type { Observation } from "../observation.js";
import { meanFactor } from "../factor.js";
import { limit } from "../thresholds.js";
import { percent, say } from "../words.js";
import {
  type FindingRow,
  RATES,
  backwardRatio,
  course,
  first,
  forwardRatio,
  last,
  learnt,
  losses,
  ratio,
  recurrent,
} from "./evidence.js";

function weightGradientRatio({ before }: Observation): number {
  return ratio(first(before.weightGradient), last(before.weightGradient));
}

/** What theory foresees of the mean square of the signal in a layer; nothing where it has no law. Hanin & Nica 2018. */
function foreseen({ subject, expected }: Observation): string {
  if (!expected?.factor) return "";
  const { middle, low, high, width, weightVariance } = expected.factor;
  const relu = subject.kind === "mlp" && subject.config.activation[0] === "relu";
  const law = relu ? `${say(weightVariance / 2)} · e^(−5/2n) = ` : "";
  const reach = say(Number(((high - low) / 2).toPrecision(1)));
  return `, where theory foresees ${law}${say(Number(middle.toPrecision(2)))} ± ${reach} for n = ${width} units (two standard deviations)`;
}

export const forwardCollapse: FindingRow = {
  id: "forward-collapse",
  looksAt: "the sizes of the signal and of the weight gradients, layer by layer",
  because: "the signal shrinks from layer to layer, until the output hardly depends on the input",
  explains: ["vanishing-backward", ...RATES],
  find(seen) {
    const factor = forwardRatio(seen);
    if (learnt(seen) || recurrent(seen) || !(factor <= limit("faint"))) return null;
    const { forward, underflow } = seen.before;
    const gradients = weightGradientRatio(seen);
    const level = gradients >= limit("level") && gradients <= 1 / limit("level");
    const perLayer = meanFactor(forward.map((value) => value * value));
    const factors = seen.expected?.factor;
    return {
      layer: forward.length - 1,
      weak: !(factor <= limit("fading")),
      evidence:
        `The signal shrinks to ${say(factor)} of its size over ${forward.length} hidden layers, so the output hardly depends on the ` +
        `input: its mean square falls to ${say(perLayer)} of itself a layer${foreseen(seen)}. ` +
        (level
          ? `The weight gradients do not show it: ‖∂W‖ of the first layer is ${say(gradients)} times that of the last, which looks ` +
            `healthy. That misleads: ∂W is the product of a signal that shrinks on its way up and of a δ that shrinks on its way ` +
            `down (to ${say(backwardRatio(seen))}), and such a product is as small in the first layer as in the last. `
          : `‖∂W‖ of the first layer is ${say(gradients)} times that of the last. `) +
        `After the training ${course(seen)}.`,
      numbers: {
        forwardRatio: factor,
        backwardRatio: backwardRatio(seen),
        weightGradientRatio: gradients,
        factor: perLayer,
        ...(factors && { factorExpected: factors.middle, factorLow: factors.low, factorHigh: factors.high }),
        underflow,
        ...losses(seen),
      },
    };
  },
};

export const vanishingBackward: FindingRow = {
  id: "vanishing-backward",
  looksAt: "the size of the gradient δ from the last hidden layer down to the first",
  because: "the gradient vanishes on its way back, so the first layers do not learn",
  explains: RATES,
  find(seen) {
    const factor = backwardRatio(seen);
    if (learnt(seen) || recurrent(seen) || !(factor <= limit("faint"))) return null;
    const { backward, underflow } = seen.before;
    const format =
      underflow > 0 ? ` ${percent(underflow)} of one layer's δ are lost to the number format, not to the network.` : "";
    return {
      layer: 0,
      weak: !(factor <= limit("fading")),
      evidence:
        `On its way down through ${backward.length} hidden layers the gradient shrinks to ${say(factor)} of its size: the first ` +
        `layers are hardly told what to change (‖∂W‖ of the first layer is ${say(weightGradientRatio(seen))} times that of ` +
        `the last), while the signal on its way up is still there.${format} After the training ${course(seen)}.`,
      numbers: {
        backwardRatio: factor,
        forwardRatio: forwardRatio(seen),
        weightGradientRatio: weightGradientRatio(seen),
        underflow,
        ...losses(seen),
      },
    };
  },
};

export const recurrentLag: FindingRow = {
  id: "recurrent-lag",
  looksAt: "the gradient at the first step of a sequence, compared with that at the last",
  because: "the gradient vanishes on its way back in time, so nothing is learnt from the early steps",
  explains: RATES,
  find(seen) {
    if (!recurrent(seen) || learnt(seen)) return null;
    const born = backwardRatio(seen);
    const end = seen.after ? ratio(first(seen.after.backward), last(seen.after.backward)) : NaN;
    if (!(born <= limit("lag"))) return null;
    const steps = seen.before.backward.length;
    return {
      layer: 0,
      evidence:
        `Over ${steps} steps the gradient shrinks to ${say(born)} of its size on its way back: what stands at the beginning of a ` +
        `sequence has no say in what is learnt. After the training it is ${say(end)}, and ${course(seen)}.`,
      numbers: { lagRatio: born, lagRatioAfter: end, steps, ...losses(seen) },
    };
  },
};
