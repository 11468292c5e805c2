import type { Chart } from "./chart.js";
import { meanFactor } from "./factor.js";
import { growthLimit } from "./growth.js";
import { limit } from "./thresholds.js";
import type { Finding, FindingId } from "./types.js";
import { hasLearnt, isStuck, reference, relative } from "./verdict.js";
import { layerName, percent, say } from "./words.js";

type Evidence = Omit<Finding, "id">;

/** One row of the registry. */
export interface FindingRow {
  readonly id: FindingId;
  /** What it looks at, in a few words. */
  readonly looksAt: string;
  /** Findings that it is the cause of: they are left out beside it. */
  readonly explains: readonly FindingId[];
  /** null when it is not there. */
  readonly find: (chart: Chart) => Evidence | null;
}

const outcomeOf = ({ course, data }: Chart) => ({ start: course.start, end: course.end, constant: data.constant });
const learnt = (chart: Chart): boolean => hasLearnt(outcomeOf(chart));
const recurrent = ({ sick }: Chart): boolean => sick.kind === "rnn";

const first = (values: readonly number[]): number => values[0] ?? NaN;
const last = (values: readonly number[]): number => values.at(-1) ?? NaN;
/** Signal at the far end over signal where it started; 1 where there is nothing between. */
const ratio = (to: number, from: number): number => (to === from ? 1 : to / from);
/** From the first layer or step that has a signal: a sequence may begin with zeros. */
const forwardRatio = ({ before: { forward } }: Chart): number =>
  ratio(last(forward), forward.find((value) => value !== 0) ?? last(forward));
const backwardRatio = ({ before }: Chart): number => ratio(first(before.backward), last(before.backward));
const largest = (values: readonly number[]): { value: number; index: number } => {
  const value = Math.max(0, ...values);
  return { value, index: Math.max(0, values.indexOf(value)) };
};

/** What a sentence ends with: the loss, from where to where. */
function course(chart: Chart): string {
  const { start, end } = chart.course;
  return `the loss went from ${say(start)} to ${say(end)}, where an answer that ignores the input has ${say(chart.data.constant)}`;
}

const losses = (chart: Chart): Record<string, number> => ({
  lossStart: chart.course.start,
  lossEnd: chart.course.end,
  lossConstant: chart.data.constant,
});

/** What was first to leave float32, and what grew until then; nothing where all stayed finite. */
const broken = ({ course: { autopsy } }: Chart): string => (autopsy ? ` ${autopsy.sentence}` : "");

const brokenAt = ({ course: { autopsy } }: Chart): Record<string, number> =>
  autopsy
    ? {
        firstNonFiniteStep: autopsy.step,
        firstNonFiniteLayer: autopsy.layer,
        signalGrowth: autopsy.growth.signal,
        gradientGrowth: autopsy.growth.gradient,
      }
    : {};

const layersOf = (chart: Chart, values: readonly number[]): string =>
  recurrent(chart) ? `${values.length} steps` : `${values.length} hidden layers`;

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

/** Where a constant target leaves no loss to fall. */
const degenerate = ({ data }: Chart): boolean =>
  data.targetSpread <= limit("constantTarget") || data.largestClass >= limit("imbalance");

const LEVELS: readonly FindingId[] = ["forward-collapse", "vanishing-backward", "recurrent-lag"];
const RATES: readonly FindingId[] = ["rate-too-small", "rate-too-large", "slow"];

/** In the order in which causes are looked for: a finding explains only what comes after it. */
export const findings: readonly FindingRow[] = [
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
    id: "vanishing-backward",
    looksAt: "the size of the gradient δ from the last hidden layer down to the first",
    explains: RATES,
    find(chart) {
      const factor = backwardRatio(chart);
      if (learnt(chart) || recurrent(chart) || !(factor <= limit("fading"))) return null;
      const { backward, underflow } = chart.before;
      const format =
        underflow > 0
          ? ` ${percent(underflow)} of one layer's δ are lost to the number format, not to the network.`
          : "";
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
  },
  {
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
  },
  {
    id: "rate-too-large",
    looksAt: "the course of the loss where signal and gradient started level",
    explains: ["slow"],
    find(chart) {
      if (learnt(chart)) return null;
      const { end, start } = chart.course;
      const risen = !(end <= limit("risen") * Math.max(start, reference(outcomeOf(chart))));
      const rises = bounces(chart.course.losses);
      const walk = Math.max(limit("bouncing"), 0.5 - 1 / Math.sqrt(chart.course.losses.length));
      const bouncing = rises >= walk && chart.moved > limit("wandered");
      if (!risen && !bouncing) return null;
      return {
        evidence:
          `Signal and gradient are level before the first step, but the loss rose in ${percent(rises)} of the epochs and the weights moved by ` +
          `${say(chart.moved)} times their size: each step leaps over what it aims at.${broken(chart)} In the end ${course(chart)}.`,
        numbers: { rising: rises, moved: chart.moved, ...brokenAt(chart), ...losses(chart) },
      };
    },
  },
  {
    id: "rate-too-small",
    looksAt: "how far the weights moved in the whole training",
    explains: ["slow"],
    find(chart) {
      const { moved } = chart;
      const least = Math.min(limit("moved"), limit("stride") * chart.course.steps);
      if (learnt(chart) || !(moved < least)) return null;
      return {
        evidence:
          `Signal and gradient are level, but in ${chart.course.steps} steps the weights moved by ${percent(moved)} of their size: ` +
          `the steps are too small to learn anything, and ${course(chart)}.`,
        numbers: { moved, steps: chart.course.steps, ...losses(chart) },
      };
    },
  },
  {
    id: "slow",
    looksAt: "whether the loss was still falling when the training ended",
    explains: [],
    find(chart) {
      if (learnt(chart)) return null;
      const outcome = outcomeOf(chart);
      const { losses: all, end } = chart.course;
      const late = all[Math.floor((all.length * 3) / 4)] ?? end;
      const falling = (late - end) / reference(outcome);
      const stuck = isStuck(outcome);
      if (!stuck && !(falling >= limit("stillFalling"))) return null;
      return {
        evidence: stuck
          ? `Nothing is wrong with signal, gradient and steps, but ${course(chart)}: it has not begun to learn what it can.`
          : `Nothing is wrong with it: the loss was still falling when the training ended (by ${percent(falling)} in the last quarter), and ${course(chart)}.`,
        numbers: { falling, relativeLoss: relative(outcome), ...losses(chart) },
      };
    },
  },
];

/** Share of the epochs whose loss was above that of the one before. */
function bounces(all: readonly number[]): number {
  if (all.length < 2) return 0;
  const up = all.filter((loss, index) => index > 0 && !(loss <= all[index - 1]!)).length;
  return up / (all.length - 1);
}

/** The causes that a chart shows, the first one first; what they explain is left out. */
export function diagnose(chart: Chart): Finding[] {
  const explained = new Set<FindingId>();
  return findings.flatMap(({ id, explains, find }) => {
    if (explained.has(id)) return [];
    const evidence = find(chart);
    if (evidence === null) return [];
    for (const other of explains) explained.add(other);
    return [{ id, ...evidence }];
  });
}
