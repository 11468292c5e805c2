import { elementAt } from "../../core/element.js";
import { accuracy, type LabelledRows, takeRows } from "../../data/rows.js";
import type { Core } from "../../core/create.js";
import { permutation, Purpose, streamOf } from "../../core/random.js";
import type { Mlp, Trainer } from "../../types.js";

/** The parameters of training on the digits. */
export const digitsTraining = {
  steps: {
    type: "integer",
    minimum: 0,
    maximum: 100_000,
    default: 900,
    description: "training steps per net; 0 measures the start alone",
  },
  batch: { type: "integer", minimum: 1, maximum: 1797, default: 32, description: "rows per step" },
  learningRate: { type: "number", exclusiveMinimum: 0, maximum: 1000, default: 0.05, description: "of plain SGD" },
} as const;

/** The first `count` rows, or all when there are fewer. */
export function head(data: LabelledRows, count: number): LabelledRows {
  const rows = Math.min(count, data.count);
  const cut = (values: LabelledRows["x"]): LabelledRows["x"] => values.subarray(0, (values.length / data.count) * rows);
  return { x: cut(data.x), y: cut(data.y), labels: data.labels.subarray(0, rows), count: rows };
}

/**
 * Steps of mini-batches in a new order each epoch, from (seed, epoch) alone; of an epoch's end what fills no batch is left
 * for another epoch.
 *
 * @param between       called before each step; may stop the run by throwing.
 * @param outputsOnly   nothing but losses and outputs is looked at afterwards: once a loss is NaN every weight of the readout
 *                      is, and so all of them stay NaN without another step.
 * @returns the loss of each step's batch, before the step.
 */
export async function train(
  core: Core,
  trainer: Trainer,
  data: LabelledRows,
  options: {
    steps: number;
    batch: number;
    seed: number;
    outputsOnly?: boolean;
    between?(step: number): Promise<void>;
  },
): Promise<number[]> {
  const batch = Math.min(options.batch, data.count);
  const perEpoch = Math.floor(data.count / batch);
  const columns = data.x.length / data.count;
  const classes = data.y.length / data.count;
  const losses: number[] = [];
  let order: Int32Array = new Int32Array(0);
  for (let step = 0; step < options.steps; step++) {
    await options.between?.(step);
    if (options.outputsOnly && Number.isNaN(losses.at(-1))) {
      losses.push(Number.NaN);
      continue;
    }
    const place = step % perEpoch;
    if (place === 0) order = permutation(core, options.seed, streamOf(Purpose.Shuffle, step / perEpoch), data.count);
    const rows = order.subarray(place * batch, (place + 1) * batch);
    losses.push(trainer.step(takeRows(data.x, columns, rows), takeRows(data.y, classes, rows)));
  }
  return losses;
}

/** Mean of the last `count` losses; NaN before there is one. */
export function lastMean(losses: readonly number[], count: number): number {
  const last = losses.slice(-count);
  return last.reduce((sum, loss) => sum + loss, 0) / last.length;
}

/** First step by whose end the mean of the last `window` losses was below `target`; null when it never was. */
export function stepsTo(losses: readonly number[], target: number, window: number): number | null {
  let sum = 0;
  for (let step = 0; step < losses.length; step++) {
    sum += elementAt(losses, step);
    if (step >= window) sum -= elementAt(losses, step - window);
    if (step >= window - 1 && sum / window < target) return step + 1;
  }
  return null;
}

/** Loss and accuracy on held-out rows. */
export function evaluate(network: Mlp, data: LabelledRows): { loss: number; accuracy: number } {
  const { loss, output } = network.backward(data.x, data.y, "cross-entropy");
  return { loss, accuracy: accuracy(output, data.labels) };
}
