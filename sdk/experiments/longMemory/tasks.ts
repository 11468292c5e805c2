import { addingProblem, copyTask, type SequenceTask, temporalOrder } from "../../data/sequences.js";
import type { Gradiometer, Loss } from "../../types.js";
import { spread } from "../tools/draws.js";
import type { TaskName } from "./parameters.js";

/** Of the right answers of who guesses: four symbols to copy, four pairs in temporal order. */
export const CHANCE = 0.25;
const CLASSES = 4;
const LN_CLASSES = 1.3862943611198906;

/** Sequences of one length, and what there is to know at their last step. */
export interface MemoryTask extends SequenceTask {
  readonly loss: Loss;
  /** The answers counted from 0, where they are classes. */
  readonly labels: Uint8Array | null;
}

export function memoryTask(
  lab: Gradiometer,
  task: TaskName,
  { samples, time, seed }: { samples: number; time: number; seed: number },
): MemoryTask {
  if (task === "adding") {
    return { ...addingProblem(lab, { samples, time, seed }), loss: "mean-squared-error", labels: null };
  }
  const data =
    task === "copy"
      ? copyTask(lab, { samples, symbols: CLASSES, length: 1, lag: time - 2, seed })
      : temporalOrder(lab, { samples, time, seed });
  return { ...data, loss: "cross-entropy" };
}

/** Mean of (answer − y)², and its standard error. */
export function constantError(y: Float32Array, answer: number): { mean: number; error: number } {
  const { mean, std } = spread(Array.from(y, (value) => (answer - value) * (answer - value)));
  return { mean, error: std / Math.sqrt(y.length) };
}

/** The loss of who remembers nothing: of the mean answer 1 on these very sequences, of ¼ for each class. */
export function blankLoss({ labels, y }: MemoryTask): number {
  return labels ? LN_CLASSES : constantError(y, 1).mean;
}
