/** What trainings cost, by estimate: the same patient is examined to the same extent on every machine. */
import type { Case, RnnCase } from "./patient.js";
import { limit } from "./thresholds.js";

/**
 * Twice what was measured on one core at 3 GHz, so that a slower one keeps within the limits too: each layer of a step, and each
 * multiplication of the three products of a layer.
 */
const SECONDS_PER_LAYER = 1e-6;
const SECONDS_PER_PRODUCT = 1.2e-10;
/** Copying and counting a row. */
const SECONDS_PER_NUMBER = 2e-9;

/** Steps in an epoch. */
export const stepsPerEpoch = ({ count, batch }: Case): number => Math.ceil(count / Math.min(batch ?? count, count));

/** Matrices of each kind in a cell. */
const gates = ({ config: { cell } }: RnnCase): number => ({ simple: 1, lstm: 4, gru: 3 })[cell];

/** Estimated seconds of one epoch. */
export function epochSeconds(subject: Case): number {
  const { count, inputs, outputs } = subject;
  const [layers, products] =
    subject.kind === "mlp"
      ? [
          subject.config.sizes.length - 1,
          subject.config.sizes.slice(1).reduce((sum, width, l) => sum + width * subject.config.sizes[l]!, 0),
        ]
      : [
          2 * subject.time + 1,
          gates(subject) * subject.time * subject.config.hidden * (subject.config.hidden + inputs) +
            subject.config.hidden * outputs,
        ];
  const numbers = subject.kind === "mlp" ? inputs : inputs * subject.time;
  return (
    stepsPerEpoch(subject) * layers * SECONDS_PER_LAYER +
    count * (3 * products * SECONDS_PER_PRODUCT + numbers * SECONDS_PER_NUMBER)
  );
}

/** Estimated seconds of a training. */
export const trainingSeconds = (subject: Case): number => subject.epochs * epochSeconds(subject);

/** The case with as many epochs as its own trial may take; at least one. */
export function withinTrial(subject: Case, steps: number | undefined): Case {
  const most = Math.floor(
    steps === undefined ? limit("trialSeconds") / epochSeconds(subject) : steps / stepsPerEpoch(subject),
  );
  return { ...subject, epochs: Math.max(1, Math.min(subject.epochs, most)) };
}

/** The seconds that an examination may still take. */
export class Budget {
  private spent = 0;

  /** Whether a training still fits; then it counts as made. */
  take(subject: Case, times = 1): boolean {
    const cost = times * trainingSeconds(subject);
    if (this.spent + cost > limit("examinationSeconds")) return false;
    this.spent += cost;
    return true;
  }

  /** Counts what is done in any case. */
  charge(subject: Case): void {
    this.spent += trainingSeconds(subject);
  }
}
