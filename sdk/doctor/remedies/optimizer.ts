/** Remedies that change how the network is trained; each keeps decay, clipping and schedule where it does not speak of them. */
import { rateOf } from "../../nn/optimizer.js";
import { checkTrainerConfig } from "../../nn/training.js";
import type { Optimizer, Rate } from "../../types.js";
import { stepsPerEpoch } from "../budget.js";
import { stableRate } from "../edge.js";
import { decayOf } from "../findings/given.js";
import type { Observation } from "../observation.js";
import type { Case } from "../patient.js";
import { limit } from "../thresholds.js";
import { say } from "../words.js";
import type { Remedy } from "./remedy.js";

const withTraining = (subject: Case, change: Partial<Case["training"]>): Case => ({
  ...subject,
  training: checkTrainerConfig({ ...subject.training, ...change }),
});

/** A rate with the schedule that the optimizer had. */
function scheduled(subject: Case, start: number, own = 1): Rate {
  const { decay } = rateOf(subject.training.optimizer);
  const kept = subject.training.optimizer.kind === "rprop" || decay === 1 ? own : decay;
  return kept === 1 ? start : { start, decay: kept };
}

/** Another kind of optimizer; null where it cannot keep the weight decay. */
function withOptimizer(subject: Case, optimizer: Optimizer): Case | null {
  const decay = decayOf({ subject });
  if (subject.training.optimizer.kind === optimizer.kind) return null;
  if (decay === 0) return withTraining(subject, { optimizer });
  return optimizer.kind === "adam" ? withTraining(subject, { optimizer: { ...optimizer, weightDecay: decay } }) : null;
}

/** The rate times a factor; rprop's first step in place of a rate. */
function withRate(subject: Case, factor: number): Case {
  const { optimizer } = subject.training;
  const { start, decay } = rateOf(optimizer);
  const changed =
    optimizer.kind === "rprop"
      ? {
          ...optimizer,
          initialStep: (optimizer.initialStep ?? 0.01) * factor,
          maxStep: Math.max(optimizer.maxStep ?? 50, (optimizer.initialStep ?? 0.01) * factor),
        }
      : { ...optimizer, learningRate: decay === 1 ? start * factor : { start: start * factor, decay } };
  return withTraining(subject, { optimizer: changed });
}

/** Half of what is stable for plain descent; the healthy share of the weights' size for steps of the optimizer's own. */
function soundRate(subject: Case, seen: Observation | null): number {
  const { optimizer } = subject.training;
  if (seen === null || optimizer.kind === "rprop") return NaN;
  const rate =
    optimizer.kind === "sgd"
      ? stableRate(optimizer, seen.curvature.before) / 2
      : (limit("ownStep") * seen.weights.before) / 4;
  return Number.isFinite(rate) && rate > 0 && Number.isFinite(Math.fround(rate)) ? Number(rate.toPrecision(2)) : NaN;
}

function withSoundRate(subject: Case, seen: Observation | null): Case | null {
  const rate = soundRate(subject, seen);
  const { start } = rateOf(subject.training.optimizer);
  return rate > 0 && Math.abs(rate / start - 1) > 0.1 ? withRate(subject, rate / start) : null;
}

/** λ with η λ steps = 10: a weight that no gradient holds falls by e in a tenth of the training. */
function forgetting(subject: Case): number {
  const { start } = rateOf(subject.training.optimizer);
  const decay = 10 / (start * subject.epochs * stepsPerEpoch(subject));
  return Number.isFinite(decay) ? Number(decay.toPrecision(2)) : 0;
}

export const optimizerRemedies: readonly Remedy[] = [
  {
    id: "no-decay",
    change: () => "remove the weight decay",
    helps: { "weight-decay": 3 },
    apply(subject) {
      const { optimizer } = subject.training;
      return decayOf({ subject }) === 0
        ? null
        : withTraining(subject, { optimizer: { ...optimizer, weightDecay: 0 } as Optimizer });
    },
  },
  {
    id: "less-decay",
    change: (subject) => `use a thousandth of the weight decay, ${say(decayOf({ subject }) / 1000)}`,
    helps: { "weight-decay": 3 },
    apply(subject) {
      const { optimizer } = subject.training;
      const weightDecay = decayOf({ subject }) / 1000;
      return weightDecay === 0
        ? null
        : withTraining(subject, { optimizer: { ...optimizer, weightDecay } as Optimizer });
    },
  },
  {
    id: "rate-by-edge",
    change: (subject, seen) =>
      subject.training.optimizer.kind === "sgd"
        ? `set the learning rate to half of what the curvature allows, ${say(soundRate(subject, seen))}`
        : `set the learning rate to a fortieth of the weights' size, ${say(soundRate(subject, seen))}`,
    helps: { "rate-too-large": 3, "rate-too-small": 3 },
    apply: withSoundRate,
  },
  {
    id: "rate-up-10",
    change: () => "use ten times the learning rate",
    helps: { "rate-too-small": 3, slow: 1 },
    apply: (subject) => withRate(subject, 10),
  },
  {
    id: "rate-up-100",
    change: () => "use a hundred times the learning rate",
    helps: { "rate-too-small": 3 },
    apply: (subject) => withRate(subject, 100),
  },
  {
    id: "rate-down-10",
    change: () => "use a tenth of the learning rate",
    helps: { "rate-too-large": 3, dying: 3, "exploding-forward": 1, "exploding-backward": 1, "flat-output": 2 },
    apply: (subject) => withRate(subject, 0.1),
  },
  {
    id: "rate-down-100",
    change: () => "use a hundredth of the learning rate",
    helps: { "rate-too-large": 3, dying: 2, "exploding-forward": 1 },
    apply: (subject) => withRate(subject, 0.01),
  },
  {
    id: "clip-norm",
    change: () => "clip the gradient to norm 1",
    helps: { "exploding-forward": 3, "exploding-backward": 3, "rate-too-large": 1, "recurrent-lag": 1 },
    apply: (subject) =>
      subject.training.clip?.kind === "norm" ? null : withTraining(subject, { clip: { kind: "norm", limit: 1 } }),
  },
  {
    id: "sign-sgd",
    change: () => "step by the sign of the gradient, with steps of .01 · .995^step",
    helps: { "vanishing-backward": 2, "rate-too-small": 1, "recurrent-lag": 1 },
    apply: (subject) => withOptimizer(subject, { kind: "sign-sgd", learningRate: scheduled(subject, 0.01, 0.995) }),
  },
  {
    id: "rprop",
    change: () => "use Rprop with a first step of 0.001",
    helps: {
      "vanishing-backward": 2,
      "forward-collapse": 2,
      "exploding-backward": 2,
      "rate-too-small": 2,
      "recurrent-lag": 2,
    },
    apply: (subject) =>
      subject.batch !== undefined && subject.batch < subject.count
        ? null // its steps compare the signs of two gradients of the same rows
        : withOptimizer(subject, { kind: "rprop", initialStep: 0.001 }),
  },
  {
    id: "adam",
    companion: true,
    change: () => "use Adam with rate .01",
    helps: {
      "exploding-backward": 2,
      "rate-too-small": 2,
      "rate-too-large": 2,
      slow: 1,
      "recurrent-lag": 2,
      "vanishing-backward": 1,
      "unscaled-inputs": 1,
    },
    apply: (subject) => withOptimizer(subject, { kind: "adam", learningRate: scheduled(subject, 0.01) }),
  },
  {
    id: "momentum",
    change: () => "use SGD with momentum .9",
    helps: { slow: 1, "rate-too-small": 1 },
    apply(subject) {
      const { optimizer } = subject.training;
      return optimizer.kind !== "sgd" || (optimizer.momentum ?? 0) > 0
        ? null
        : withTraining(subject, { optimizer: { ...optimizer, momentum: 0.9 } });
    },
  },
  {
    id: "longer",
    companion: true,
    change: () => "train three times as long",
    helps: { slow: 3, "rate-too-small": 1 },
    apply: (subject) => ({ ...subject, epochs: 3 * subject.epochs }),
  },
  {
    id: "ten-times-longer",
    change: () => "train ten times as long",
    helps: { slow: 2 },
    apply: (subject) => ({ ...subject, epochs: 10 * subject.epochs }),
  },
  {
    id: "shorter",
    change: (subject) => `stop after a tenth of the epochs, ${Math.max(1, Math.floor(subject.epochs / 10))}`,
    helps: { overfitting: 2 },
    apply: (subject) =>
      subject.epochs < 2 ? null : { ...subject, epochs: Math.max(1, Math.floor(subject.epochs / 10)) },
  },
  {
    id: "add-decay",
    change: (subject) =>
      `weight decay of ${say(forgetting(subject))}, which forgets an unused weight in a tenth of the training`,
    helps: { overfitting: 3 },
    apply(subject) {
      const { optimizer } = subject.training;
      const weightDecay = forgetting(subject);
      if (decayOf({ subject }) > 0 || (optimizer.kind !== "sgd" && optimizer.kind !== "adam") || !(weightDecay > 0))
        return null;
      return withTraining(subject, { optimizer: { ...optimizer, weightDecay } });
    },
  },
];
