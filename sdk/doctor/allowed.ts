/** What the data allow: reference nets on fresh rows, and the scale by which remedies are then judged. */
import { coreOf } from "../core/create.js";
import type { Examiner } from "./examiner.js";
import { learnt, outcomeOf } from "./findings/evidence.js";
import { foldsFor, type FreshResult } from "./freshRows.js";
import type { Observation } from "./observation.js";
import type { Case } from "./patient.js";
import { references } from "./references.js";
import { limit } from "./thresholds.js";
import { beyondChance } from "./rowLosses.js";
import { isStuck, relative } from "./verdict.js";

/** How nets are compared on these data. */
export interface Scale {
  /**
   * By the loss on the rows of the training (`trained`). Where they can be learnt by heart: on fresh rows, if a reference learns what
   * holds for those (`fresh`); against a training on the same targets in another order, if none does (`shuffled`). By the loss
   * on the rows that were kept out (`held`).
   */
  readonly rows: "trained" | "fresh" | "shuffled" | "held";
  /** Share of the loss of an answer that ignores the input, below which a net has learnt. */
  readonly learnt: number;
  /** Rows to train on and rows to keep fresh; none where the rows of the training decide. */
  readonly folds: readonly Case[];
  /** Of the patient. */
  readonly untreated: number;
  /** Losses of the patient on fresh rows, where they were measured. */
  readonly own?: Float64Array | null;
}

/** What reference nets and the patient make of rows that they have not seen. */
export interface Allowed {
  readonly reference: { id: string; loss: number }[];
  readonly scale: Scale;
  /** Whether the patient is at the floor of the noise. */
  readonly floor: boolean;
  /** Whether any reference learns anything: null where there are too few rows to say. */
  readonly learnable: boolean | null;
  /** Whether a net without a hidden layer does better than the patient on fresh rows: then it is not too small. */
  readonly smallerDoes?: boolean;
  /** The least share of the constant answer's loss that a reference reached. */
  readonly best: number;
}

/**
 * What counts is the worse of both: who has not even learnt the rows of its training is not at its best on others. Shares of the
 * constant answer's loss, whatever the loss at the start was.
 */
const both = (fresh: FreshResult, { run, data }: Observation): number =>
  Math.max(fresh.relative, run.end / data.constant);

/** Few rows: references are trained on all of them. */
async function onAllRows(examiner: Examiner, subject: Case): Promise<Allowed["reference"]> {
  const found: Allowed["reference"] = [];
  for (const { id, build } of references) {
    const net = build(subject);
    if (!net || !examiner.budget.take(net)) continue;
    const { end } = await examiner.train(`reference ${id}`, net, net.config.seed);
    found.push({ id, loss: end });
  }
  return found;
}

const settled = ({ relative: share, beats }: FreshResult): boolean => beats && share < limit("learnt");

/** Asks the references, and the patient where they leave it open. */
export async function whatDataAllow(examiner: Examiner, seen: Observation): Promise<Allowed> {
  const { subject } = seen;
  const untreated = relative(outcomeOf(seen));
  const trained: Scale = { rows: "trained", learnt: limit("learnt"), folds: [], untreated };
  // So few sequences say little about others of their kind, even where they can be learnt.
  const fewSequences = subject.kind === "rnn" && subject.count < limit("rowsPerInput") * subject.inputs * subject.time;
  // Nor do rows of one class where the others have hardly any.
  const telling = subject.count * (1 - seen.data.largestClass);
  if (telling < limit("fewestRows") || fewSequences)
    return {
      reference: await onAllRows(examiner, subject),
      scale: trained,
      floor: false,
      learnable: null,
      best: NaN,
    };
  const folds = foldsFor(coreOf(examiner.lab), subject);
  const results: (FreshResult & { id: string })[] = [];
  for (const { id, build } of references) {
    const sample = build(folds[0]!);
    if (!sample || !examiner.budget.take(sample, folds.length)) continue;
    const result = await examiner.fresh(`reference ${id}`, folds, build, settled);
    if (result) results.push({ id, ...result });
    if (result && settled(result)) break;
  }
  const reference = results.map(({ id, loss }) => ({ id, loss }));
  const able = results.filter(({ beats }) => beats);
  const best = Math.min(...results.map((one) => one.relative));
  const learnable = able.length > 0;
  if (results.some(settled)) return { reference, scale: trained, floor: false, learnable, best };
  // A net that is stuck, or broken, is no better than a constant: it need not be asked again.
  const stuck = isStuck(outcomeOf(seen)) || learnt(seen);
  const own =
    stuck || !examiner.budget.take(subject, folds.length)
      ? null
      : await examiner.fresh("the patient on fresh rows", folds, (fold) => fold);
  const score = own ? both(own, seen) : Math.max(untreated, seen.run.end / seen.data.constant);
  // A tenth better, and beyond chance on the same rows.
  const surpassed = results.some(
    (one) => one.relative < (1 - limit("change")) * score && (own === null || beyondChance(own.rows, one.rows)),
  );
  const floor = own !== null && own.beats && score < 1 && !surpassed;
  // Few rows are learnt by heart by any net, and to a net two spirals of them look like noise: the training itself decides.
  const few = subject.count < limit("rowsToTell");
  const scale: Scale = learnable
    ? {
        rows: "fresh",
        learnt: Math.max(Math.min((1 + limit("change")) * best, (1 + best) / 2), limit("learnt")),
        folds,
        untreated: score,
        own: own?.rows ?? null,
      }
    : { ...trained, rows: few ? "trained" : "shuffled" };
  const smallerDoes = results.some(({ id, relative: share }) => id === "linear-adam" && share < score);
  return { reference, scale, floor, learnable: few && !learnable ? null : learnable, smallerDoes, best };
}
