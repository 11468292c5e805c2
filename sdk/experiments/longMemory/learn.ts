import { lastOf } from "../../core/element.js";
import { accuracy } from "../../data/rows.js";
import type { Gradiometer, Init } from "../../types.js";
import { netSeed } from "../tools/netSeed.js";
import { blankLoss, type MemoryTask, memoryTask } from "./tasks.js";
import type { LongMemoryParameters, RecurrentName, TaskName } from "./types.js";

/** Which net learns what. */
export interface Lesson {
  readonly task: TaskName;
  readonly length: number;
  readonly weights: RecurrentName;
  readonly clipped: boolean;
}

/** What became of it, on sequences that it was not trained on. */
export interface Learnt extends Lesson {
  readonly loss: number;
  readonly blank: number;
  /** Of classes, otherwise null. */
  readonly accuracy: number | null;
  /** ‖∂J/∂h₁‖/‖∂J/∂h_T‖ before the first step. */
  readonly gradient: number;
  readonly clippedFraction: number;
  readonly nonFiniteStep: number | null;
}

/** Seeds of one run: the nets of all lessons share theirs, and so do the sequences of one task and length. */
const enum Seed {
  Net,
  Training,
  Test,
}

function recurrentInit(weights: RecurrentName, gain: number): Init {
  if (weights === "standard") return "standard";
  return weights === "orthogonal" ? { kind: "orthogonal", gain } : { kind: "variance", weight: gain * gain, bias: 0 };
}

/** The sequences of one task and length. */
export interface Sequences {
  readonly training: MemoryTask;
  readonly test: MemoryTask;
}

export function drawSequences(
  lab: Gradiometer,
  { task, length: time }: Pick<Lesson, "task" | "length">,
  { samples, testSamples }: LongMemoryParameters,
  seed: number,
): Sequences {
  return {
    training: memoryTask(lab, task, { samples, time, seed: netSeed(seed, Seed.Training) }),
    test: memoryTask(lab, task, { samples: testSamples, time, seed: netSeed(seed, Seed.Test) }),
  };
}

/** Trains one net with momentum. @param onEpoch may stop the run by throwing. */
export async function learn(
  lab: Gradiometer,
  lesson: Lesson,
  { training, test }: Sequences,
  parameters: LongMemoryParameters,
  seed: number,
  onEpoch: () => Promise<void>,
): Promise<Learnt> {
  const { hidden, gain, epochs, batch, learningRate, momentum, normLimit } = parameters;
  const { inputs, outputs, loss, labels } = test;
  const network = lab.rnn({
    inputs,
    hidden,
    outputs,
    recurrentInit: recurrentInit(lesson.weights, gain),
    seed: netSeed(seed, Seed.Net),
  });
  try {
    const { hiddenGradientNorms: norms } = network.backward(test.x, test.y, loss);
    const trainer = network.trainer({
      loss,
      optimizer: { kind: "sgd", learningRate, momentum },
      ...(lesson.clipped && { clip: { kind: "norm", limit: normLimit } }),
    });
    await trainer.fit(training.x, training.y, { epochs, batch, onEpoch });
    return {
      ...lesson,
      loss: network.backward(test.x, test.y, loss).loss,
      blank: blankLoss(test),
      accuracy: labels && accuracy(network.forward(test.x).output!, labels),
      gradient: norms[0]! / lastOf(norms),
      clippedFraction: trainer.clippedFraction,
      nonFiniteStep: trainer.firstNonFinite?.step ?? null,
    };
  } finally {
    network.dispose();
  }
}
