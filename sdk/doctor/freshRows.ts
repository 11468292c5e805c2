/** How a net does on rows that it was not trained on: what is learnt, and not known by heart. */
import type { Core } from "../core/create.js";
import { coreOf } from "../core/create.js";
import { ln } from "../theory/elementary.js";
import type { Gradiometer, Loss, Mlp, Rnn } from "../types.js";
import { columnsOf } from "./dataFacts.js";
import { samplesAt, shuffledRows, SplitStream, type Case, type Samples } from "./patient.js";
import { beyondChance, rowLosses } from "./rowLosses.js";
import { predict, type RunHooks, train } from "./training.js";

/** A net on rows of which each was fresh to the net that answered for it. */
export interface FreshResult {
  /** Mean loss over those rows, where the training stood best. */
  readonly loss: number;
  /** The same over that of the best constant answer, which did not see those rows either. */
  readonly relative: number;
  /** Whether it beats that answer beyond chance: paired over rows, two standard errors. */
  readonly beats: boolean;
  /** Loss of every row, in an order that is the same for all nets on the same folds. */
  readonly rows: Float64Array;
}

/** The rows are cut into five; this many of the parts are held out in turn. */
const PARTS = 5;
const FEW_ROWS = 2000;
const MANY_ROWS = 5000;
/** The training is looked at so many times. */
const LOOKS = 20;

export const foldsOf = (count: number): number => (count < FEW_ROWS ? PARTS : count < MANY_ROWS ? 2 : 1);

/** Losses of the answer that is best for rows that it has seen, on others. */
function constantLosses(loss: Loss, seen: Samples, fresh: Samples, outputs: number): Float64Array {
  const means = columnsOf(seen.y, outputs).map(({ mean }) => mean);
  // A class that was never seen gets the share of half a row, so that its loss stays finite.
  const least = 0.5 / seen.count;
  const answer = Float32Array.from(fresh.y, (_, at) => {
    const mean = means[at % outputs]!;
    if (loss === "cross-entropy") return ln(Math.max(mean, least));
    if (loss !== "binary-cross-entropy") return mean;
    const share = Math.min(Math.max(mean, least), 1 - least);
    return ln(share / (1 - share));
  });
  return rowLosses(loss, answer, fresh.y, outputs);
}

/** The rows to train on and those that stay fresh, fold by fold: a function of the seed. */
export function foldsFor(core: Core, subject: Case): Case[] {
  const order = shuffledRows(core, subject.config.seed, SplitStream.Folds, subject.count);
  return Array.from({ length: foldsOf(subject.count) }, (_, fold) => {
    const fresh = order.filter((__, place) => place % PARTS === fold);
    const rest = order.filter((__, place) => place % PARTS !== fold);
    return { ...subject, ...samplesAt(subject, rest), held: samplesAt(subject, fresh) };
  });
}

/**
 * Trains `make` of every fold and measures it on the rows that the fold holds out, at the same moments of the training in every
 * fold; what counts is the best of these moments.
 *
 * @param make    the net that is trained on a fold's rows; null where there is none.
 * @param enough  ends it before the last fold.
 */
export async function onFreshRows(
  lab: Gradiometer,
  folds: readonly Case[],
  make: (fold: Case) => Case | null,
  hooks: RunHooks,
  enough: (result: FreshResult) => boolean = () => false,
): Promise<FreshResult | null> {
  coreOf(lab);
  const moments: Float64Array[][] = []; // [moment][fold]
  const constants: Float64Array[] = [];
  let result: FreshResult | null = null;
  for (const fold of folds) {
    const made = make(fold);
    if (!made?.held || !fold.held) return null;
    const { loss } = fold.training;
    const { held } = made;
    const look = Math.max(1, Math.floor(made.epochs / LOOKS));
    let moment = 0;
    await train(lab, made, made.config.seed, {
      ...hooks,
      epoch(epoch, epochs, network: Mlp | Rnn) {
        hooks.epoch?.(epoch, epochs, network);
        if (epoch % look !== 0 && epoch !== epochs) return;
        (moments[moment++] ??= []).push(
          rowLosses(loss, predict(network, made, held.x), held.y, made.outputs, made.units ?? fold.units),
        );
      },
    });
    constants.push(constantLosses(loss, fold, fold.held, fold.outputs));
    result = best(moments, constants);
    if (enough(result)) break;
  }
  return result;
}

const joined = (parts: readonly Float64Array[]): Float64Array => Float64Array.from(parts.flatMap((part) => [...part]));
const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function best(moments: readonly (readonly Float64Array[])[], constants: readonly Float64Array[]): FreshResult {
  const constant = joined(constants);
  let [rows, loss] = [constant, Infinity];
  for (const parts of moments) {
    const own = joined(parts);
    const value = mean(own);
    if (value < loss) [rows, loss] = [own, value];
  }
  const base = mean(constant);
  return {
    rows,
    loss,
    relative: loss === Infinity ? Infinity : loss / base,
    beats: Number.isFinite(loss) && beyondChance(constant, rows),
  };
}
