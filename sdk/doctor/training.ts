import type { Gradiometer, Loss, Mlp, Network, Parameter, Rnn, Rows, Sequence, Trainer } from "../types.js";
import { type Autopsy, autopsy } from "./autopsy.js";
import { inputOf, type Case } from "./patient.js";
import { lossOf, rowLosses } from "./rowLosses.js";
import type { LossCurve } from "./types.js";

/** What a training is told while it runs, and where somebody may look at the network, its trainer attached. */
export interface RunHooks {
  readonly signal?: AbortSignal;
  /** After each epoch: its number, of how many. */
  epoch?(epoch: number, epochs: number, network: Mlp | Rnn): void;
  before?(network: Mlp | Rnn): void;
  after?(network: Mlp | Rnn): void;
}

/** A network with the data that it is trained on: what is the same for both kinds. */
interface Prepared<X> {
  readonly network: Network<X, unknown> & {
    backward(x: X, y: Rows, loss: Loss): { loss: number; gradients: Parameter[] };
  };
  /** The same, as what it is. */
  readonly own: Mlp | Rnn;
  readonly x: X;
}

/** What the network was before and after its training, and what happened on the way. */
export interface Run {
  /** Loss over all rows that are trained on, in the targets' own units. */
  start: number;
  /** The same after the training. */
  end: number;
  /** After the training over the rows that were kept out; absent where none were. */
  heldOut?: number;
  /** Of every epoch, each sample's before its own step. */
  losses: number[];
  steps: number;
  /** What ended it in NaN or infinity; null when nothing did, or without `keepLastFinite`. */
  autopsy: Autopsy | null;
  trainer: { firstNonFinite: Trainer["firstNonFinite"]; clippedFraction: number; skippedSteps: number };
  hash: string;
}

const CURVE_POINTS = 100;

/** The losses of some runs of one length, thinned alike. */
export function curveOf(runs: readonly Pick<Run, "losses">[]): LossCurve {
  const count = runs[0]?.losses.length ?? 0;
  const kept = Math.min(count, CURVE_POINTS);
  const places = Array.from({ length: kept }, (_, i) => (kept < 2 ? 0 : Math.round((i * (count - 1)) / (kept - 1))));
  return {
    epochs: places.map((place) => place + 1),
    losses: runs.map(({ losses }) => places.map((place) => losses[place]!)),
  };
}

/** Without the state that it was made from: plain and small. */
function autopsyOf<X extends Rows | Sequence>(lab: Gradiometer, trainer: Trainer<X>, x: X, y: Rows): Autopsy | null {
  const found = autopsy(lab, trainer, { x, y });
  if (!found) return null;
  const { step, layer, tensor, signal, gradient, growth, weights, sentence } = found;
  return { step, layer, tensor, signal, gradient, growth, weights, sentence };
}

/** Outputs of the last layer, [rows, outputs]. */
export function predict(network: Mlp | Rnn, subject: Case, x: Float32Array): Float32Array {
  if (subject.kind === "mlp") return (network as Mlp).forward(x);
  const { hidden, output } = (network as Rnn).forward({ values: x, time: subject.time });
  return output ?? hidden.slice(-subject.outputs * (x.length / (subject.time * subject.inputs)));
}

/** Loss of a network over some samples, row by row, in the targets' own units. */
export function rowLossesOf(
  network: Mlp | Rnn,
  subject: Case,
  samples: { x: Float32Array; y: Float32Array },
): Float64Array {
  const { training, outputs, units } = subject;
  return rowLosses(training.loss, predict(network, subject, samples.x), samples.y, outputs, units);
}

async function run<X extends Rows | Sequence>(
  lab: Gradiometer,
  { network, own, x }: Prepared<X>,
  subject: Case,
  hooks: RunHooks,
): Promise<Run> {
  const { training, batch, epochs, y, held, units } = subject;
  const loss = (): number =>
    units ? lossOf(training.loss, rowLossesOf(own, subject, subject)) : network.backward(x, y, training.loss).loss;
  const start = loss();
  const trainer = network.trainer(training);
  hooks.before?.(own);
  const passed = await trainer.fit(x, y, {
    epochs,
    ...(batch !== undefined && { batch }),
    ...(hooks.signal && { signal: hooks.signal }),
    // Nobody is waited for between epochs where nobody listens.
    ...(hooks.epoch && { onEpoch: ({ epoch }) => hooks.epoch?.(epoch, epochs, own) }),
  });
  const end = loss();
  hooks.after?.(own);
  const { firstNonFinite, clippedFraction, skippedSteps, steps } = trainer;
  return {
    start,
    end,
    ...(held && { heldOut: lossOf(training.loss, rowLossesOf(own, subject, held)) }),
    losses: passed.map((one) => one.loss),
    steps,
    autopsy: training.keepLastFinite ? autopsyOf(lab, trainer, x, y) : null,
    trainer: { firstNonFinite, clippedFraction, skippedSteps },
    hash: network.hash(),
  };
}

/** A fresh network of a case, from `seed` and from the case's parameters where it has some; the caller disposes of it. */
export function networkOf(lab: Gradiometer, subject: Case, seed: number): Mlp | Rnn {
  const network = subject.kind === "mlp" ? lab.mlp({ ...subject.config, seed }) : lab.rnn({ ...subject.config, seed });
  try {
    if (subject.parameters) network.setParameters(subject.parameters);
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/**
 * Trains a fresh network of a case from `seed`, and gives it back to nobody.
 *
 * @throws GradiometerError what the network, the trainer or the data are refused with; ABORTED.
 */
export async function train(lab: Gradiometer, subject: Case, seed: number, hooks: RunHooks = {}): Promise<Run> {
  const network = networkOf(lab, subject, seed);
  try {
    const x = inputOf(subject, subject);
    return await run(lab, { network, own: network, x } as Prepared<typeof x>, subject, hooks); // of one kind, both
  } finally {
    network.dispose();
  }
}
