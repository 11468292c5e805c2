import type { Gradiometer, Loss, Mlp, Network, Parameter, Rnn, Rows, Sequence, Trainer } from "../types.js";
import { type Autopsy, autopsy } from "./autopsy.js";
import type { Case } from "./patient.js";
import { limit } from "./thresholds.js";
import type { LossCurve } from "./types.js";

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
  /** What ended it in NaN or infinity; null when nothing did, or without `keepLastFinite`. */
  autopsy: Autopsy | null;
  trainer: { firstNonFinite: Trainer["firstNonFinite"]; clippedFraction: number; skippedSteps: number };
  hash: string;
}

/** Where somebody may look at the network, its trainer attached. */
export interface Visit {
  before?(network: Mlp | Rnn): void;
  after?(network: Mlp | Rnn): void;
}

const CURVE_POINTS = 100;

/** The losses of some courses of one length, thinned alike. */
export function curveOf(courses: readonly Pick<Course, "losses">[]): LossCurve {
  const count = courses[0]?.losses.length ?? 0;
  const kept = Math.min(count, CURVE_POINTS);
  const places = Array.from({ length: kept }, (_, i) => (kept < 2 ? 0 : Math.round((i * (count - 1)) / (kept - 1))));
  return {
    epochs: places.map((place) => place + 1),
    losses: courses.map(({ losses }) => places.map((place) => losses[place]!)),
  };
}

/** Epochs that a training takes, cut so that none takes too many steps. */
export function epochsOf({ count, batch, epochs }: Case): number {
  const perEpoch = Math.ceil(count / Math.min(batch ?? count, count));
  return Math.max(1, Math.min(epochs, Math.floor(limit("trialSteps") / perEpoch)));
}

/** Without the state that it was made from: plain and small. */
function autopsyOf<X extends Rows | Sequence>(lab: Gradiometer, trainer: Trainer<X>, x: X, y: Rows): Autopsy | null {
  const found = autopsy(lab, trainer, { x, y });
  if (!found) return null;
  const { step, layer, tensor, signal, gradient, growth, weights, sentence } = found;
  return { step, layer, tensor, signal, gradient, growth, weights, sentence };
}

async function course<X extends Rows | Sequence>(
  lab: Gradiometer,
  { network, x }: Bed<X>,
  sick: Case,
  attendance: Attendance,
  look: { before(): void; after(): void },
): Promise<Course> {
  const { training, batch, y } = sick;
  const epochs = epochsOf(sick);
  const start = network.backward(x, y, training.loss).loss;
  const trainer = network.trainer(training);
  look.before();
  const passed = await trainer.fit(x, y, {
    epochs,
    ...(batch !== undefined && { batch }),
    ...(attendance.signal && { signal: attendance.signal }),
    onEpoch: ({ epoch }) => attendance.epoch?.(epoch, epochs),
  });
  const end = network.backward(x, y, training.loss).loss;
  look.after();
  const { firstNonFinite, clippedFraction, skippedSteps, steps } = trainer;
  return {
    start,
    end,
    losses: passed.map(({ loss }) => loss),
    steps,
    autopsy: training.keepLastFinite ? autopsyOf(lab, trainer, x, y) : null,
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
    const look = { before: () => visit.before?.(network), after: () => visit.after?.(network) };
    return await course(lab, { network, x } as Bed<typeof x>, sick, attendance, look); // of one kind, both
  } finally {
    network.dispose();
  }
}
