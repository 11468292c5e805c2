import type { Gradiometer, Loss, Mlp, Network, Parameter, Rnn, Rows, Trainer } from "../types.js";
import type { Case } from "./patient.js";
import { limit } from "./thresholds.js";

/** What a training is told while it runs. */
export interface Attendance {
  readonly signal?: AbortSignal;
  /** After each epoch: its number, of how many. */
  readonly epoch?: (epoch: number, epochs: number) => void;
}

/** A network with the data that it is trained on: what is the same for both kinds. */
interface Bed<X> {
  readonly network: Network<X, unknown> & {
    backward(x: X, y: Rows, loss: Loss): { loss: number; gradients: Parameter[] };
  };
  readonly x: X;
}

/** What the network was before and after its training, and what happened on the way. */
export interface Course {
  start: number;
  end: number;
  /** Of every epoch, each sample's before its own step. */
  losses: number[];
  steps: number;
  trainer: { firstNonFinite: Trainer["firstNonFinite"]; clippedFraction: number; skippedSteps: number };
  hash: string;
}

/** Where somebody may look at the network, its trainer attached. */
export interface Visit {
  before?(network: Mlp | Rnn): void;
  after?(network: Mlp | Rnn): void;
}

/** Epochs that a training takes, cut so that none takes too many steps. */
export function epochsOf({ count, batch, epochs }: Case): number {
  const perEpoch = Math.ceil(count / Math.min(batch ?? count, count));
  return Math.max(1, Math.min(epochs, Math.floor(limit("trialSteps") / perEpoch)));
}

async function course<X>({ network, x }: Bed<X>, sick: Case, attendance: Attendance, visit: Visit): Promise<Course> {
  const { training, batch, y } = sick;
  const epochs = epochsOf(sick);
  const own = network as unknown as Mlp | Rnn; // of this very case, which the caller made it from
  const start = network.backward(x, y, training.loss).loss;
  const trainer = network.trainer(training);
  visit.before?.(own);
  const passed = await trainer.fit(x, y, {
    epochs,
    ...(batch !== undefined && { batch }),
    ...(attendance.signal && { signal: attendance.signal }),
    onEpoch: ({ epoch }) => attendance.epoch?.(epoch, epochs),
  });
  const end = network.backward(x, y, training.loss).loss;
  visit.after?.(own);
  const { firstNonFinite, clippedFraction, skippedSteps, steps } = trainer;
  return {
    start,
    end,
    losses: passed.map(({ loss }) => loss),
    steps,
    trainer: { firstNonFinite, clippedFraction, skippedSteps },
    hash: network.hash(),
  };
}

/**
 * Trains a fresh network of a case from `seed`, and gives it back to nobody.
 *
 * @throws GradiometerError what the network, the trainer or the data are refused with; ABORTED.
 */
export async function treat(
  lab: Gradiometer,
  sick: Case,
  seed: number,
  attendance: Attendance = {},
  visit: Visit = {},
): Promise<Course> {
  const network = sick.kind === "mlp" ? lab.mlp({ ...sick.config, seed }) : lab.rnn({ ...sick.config, seed });
  try {
    const x = sick.kind === "mlp" ? sick.x : { values: sick.x, time: sick.time };
    return await course({ network, x } as Bed<typeof x>, sick, attendance, visit); // of one kind, both
  } finally {
    network.dispose();
  }
}
