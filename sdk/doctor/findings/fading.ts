/** Sizes that shrink on their way through the network. */
import type { Chart } from "../chart.js";
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

function weightGradientRatio({ before }: Chart): number {
  return ratio(first(before.weightGradient), last(before.weightGradient));
}

/** What theory foresees of the mean square of the signal in a layer; nothing where it has no law. Hanin & Nica 2018. */
function foreseen({ sick, expected }: Chart): string {
  if (!expected?.factor) return "";
  const { middle, low, high, width, weightVariance } = expected.factor;
  const relu = sick.kind === "mlp" && sick.config.activation[0] === "relu";
  const law = relu ? `${say(weightVariance / 2)} · e^(−5/2n) = ` : "";
  const reach = say(Number(((high - low) / 2).toPrecision(1)));
  return `, where theory foresees ${law}${say(Number(middle.toPrecision(2)))} ± ${reach} for n = ${width} units (two standard deviations)`;
}

export const forwardCollapse: FindingRow = {
  id: "forward-collapse",
  looksAt: "the size of the signal layer by layer, and the weight gradients beside it",
  explains: ["vanishing-backward", ...RATES],
  find(chart) {
    const factor = forwardRatio(chart);
    if (learnt(chart) || recurrent(chart) || !(factor <= limit("fading"))) return null;
    const { forward, underflow } = chart.before;
    const gradients = weightGradientRatio(chart);
    const level = gradients >= limit("level") && gradients <= 1 / limit("level");
    const perLayer = meanFactor(forward.map((value) => value * value));
    const factors = chart.expected?.factor;
    return {
      layer: forward.length - 1,
      evidence:
        `The signal shrinks to ${say(factor)} of its size over ${forward.length} hidden layers, so the output hardly depends on the ` +
        `input: its mean square falls to ${say(perLayer)} of itself a layer${foreseen(chart)}. ` +
        (level
          ? `The weight gradients do not show it: ‖∂W‖ of the first layer is ${say(gradients)} times that of the last, which looks ` +
            `healthy. That misleads: ∂W is the product of a signal that shrinks on its way up and of a δ that shrinks on its way ` +
            `down (to ${say(backwardRatio(chart))}), and such a product is as small in the first layer as in the last. `
          : `‖∂W‖ of the first layer is ${say(gradients)} times that of the last. `) +
        `After the training ${course(chart)}.`,
      numbers: {
        forwardRatio: factor,
        backwardRatio: backwardRatio(chart),
        weightGradientRatio: gradients,
        factor: perLayer,
        ...(factors && { factorExpected: factors.middle, factorLow: factors.low, factorHigh: factors.high }),
        underflow,
        ...losses(chart),
      },
    };
  },
};

export const vanishingBackward: FindingRow = {
  id: "vanishing-backward",
  looksAt: "the size of the gradient δ from the last hidden layer down to the first",
  explains: RATES,
  find(chart) {
    const factor = backwardRatio(chart);
    if (learnt(chart) || recurrent(chart) || !(factor <= limit("fading"))) return null;
    const { backward, underflow } = chart.before;
    const format =
      underflow > 0 ? ` ${percent(underflow)} of one layer's δ are lost to the number format, not to the network.` : "";
    return {
      layer: 0,
      evidence:
        `On its way down through ${backward.length} hidden layers the gradient shrinks to ${say(factor)} of its size: the first ` +
        `layers are hardly told what to change (‖∂W‖ of the first layer is ${say(weightGradientRatio(chart))} times that of ` +
        `the last), while the signal on its way up is still there.${format} After the training ${course(chart)}.`,
      numbers: {
        backwardRatio: factor,
        forwardRatio: forwardRatio(chart),
        weightGradientRatio: weightGradientRatio(chart),
        underflow,
        ...losses(chart),
      },
    };
  },
};

export const recurrentLag: FindingRow = {
  id: "recurrent-lag",
  looksAt: "the gradient at the first step of a sequence beside that at the last",
  explains: RATES,
  find(chart) {
    if (!recurrent(chart) || learnt(chart)) return null;
    const born = backwardRatio(chart);
    const end = chart.after ? ratio(first(chart.after.backward), last(chart.after.backward)) : NaN;
    if (!(born <= limit("lag"))) return null;
    const steps = chart.before.backward.length;
    return {
      layer: 0,
      evidence:
        `Over ${steps} steps the gradient shrinks to ${say(born)} of its size on its way back: what stands at the beginning of a ` +
        `sequence has no say in what is learnt. After the training it is ${say(end)}, and ${course(chart)}.`,
      numbers: { lagRatio: born, lagRatioAfter: end, steps, ...losses(chart) },
    };
  },
};
