import type { LabelledRows } from "../../data/rows.js";
import type { ActivationName, Clip, FirstNonFinite, Gradiometer, Init, Mlp, Norm, Optimizer } from "../../types.js";

/** A deep narrow net for the two moons, with two logits. */
export interface MoonsNet {
  activation: ActivationName;
  init: Init;
  /** Default none. */
  norm?: Norm;
  depth: number;
  width: number;
  seed: number;
}

/** What became of one training on the whole data set at every step. */
export interface MoonsRun {
  /** Before each step, and after the last; cut off behind the first that is not finite. */
  losses: number[];
  firstNonFinite: FirstNonFinite | null;
  skippedSteps: number;
  clippedFraction: number;
}

/** Guessing, for two classes that are equally frequent. */
export const LN2 = 0.6931471805599453;
/** Nats within which a loss is another. */
const NEAR = 0.01;
/** Of a loss that has exploded on its way, over ln 2. */
const EXPLODED = 10;

export const isNear = (loss: number, level: number): boolean => Math.abs(loss - level) <= NEAR;

/** Whether a training broke down: its last loss is not finite, or it is that of a dead net, ln 2, after an explosion. */
export const brokeDown = ({ last, largest }: { last: number; largest: number }): boolean =>
  !Number.isFinite(last) || (largest > EXPLODED * LN2 && isNear(last, LN2));

export function moonsNet(lab: Gradiometer, { activation, init, norm = "none", depth, width, seed }: MoonsNet): Mlp {
  return lab.mlp({ sizes: [2, ...Array<number>(depth).fill(width), 2], activation, init, norm, seed });
}

/**
 * Trains on all rows at every step, cross-entropy in nats. Ends early once the loss is not finite: then nothing in the net
 * is, and so it stays.
 *
 * @param between   called before each step; may stop the run by throwing.
 */
export async function trainOnMoons(
  lab: Gradiometer,
  net: MoonsNet,
  data: LabelledRows,
  options: { optimizer: Optimizer; clip?: Clip; steps: number; between(step: number): Promise<void> },
): Promise<MoonsRun> {
  const network = moonsNet(lab, net);
  try {
    const { optimizer, clip, steps } = options;
    const trainer = network.trainer({ loss: "cross-entropy", optimizer, ...(clip && { clip }) });
    const losses: number[] = [];
    for (let step = 0; step < steps && (losses.length === 0 || Number.isFinite(losses.at(-1))); step++) {
      await options.between(step);
      losses.push(trainer.step(data.x, data.y));
    }
    if (losses.length === 0 || Number.isFinite(losses.at(-1))) {
      losses.push(network.backward(data.x, data.y, "cross-entropy").loss);
    }
    const { firstNonFinite, skippedSteps, clippedFraction } = trainer;
    return { losses, firstNonFinite, skippedSteps, clippedFraction };
  } finally {
    network.dispose();
  }
}
