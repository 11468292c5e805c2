/**
 * The badge of a net: what is to be expected before its first step, and what became of it since. It is said only where the
 * rule below was right in the tests' nets: "will not train" of none that learnt.
 */
import type { FindingId } from "../../doctor/types.js";
import { entryOf, hears, type WatchedNet } from "../presets/quantity.js";
import { percent, share as shareOf, short, type Values, whole } from "../strings/said.js";
import type { Key } from "../strings/text.js";

/** `open`: nothing speaks against it yet. */
export type BadgeState = "will-not-train" | "slow" | "trains" | "open";

/** A number that a badge hangs on, and where it would have turned. */
export interface Evidence {
  readonly what: Key;
  readonly value: number;
  readonly threshold: number;
}

export interface Badge {
  readonly state: BadgeState;
  /** The sentence that gives the reason, and its numbers. */
  readonly reason: Key;
  readonly values: Values;
  readonly finding: FindingId | null;
  readonly evidence: readonly Evidence[];
}

/** A loss is no longer guessing's below this share of it; the doctor's `learnt`. */
const LEARNT = 0.5;
/** Within this of guessing nothing was learnt; the doctor's `stuck`. */
const STUCK = 0.9856;
/** Steps before a loss that does not fall says something. */
const PATIENCE = 200;
/** Layer 1 hears less: sigmoid nets of 4 layers hear 3 · 10⁻⁴ and some of them learn, of 5 layers 10⁻⁴ and none. */
const FAINT = 1e-4;
/**
 * η times the share that layer 1 hears, where the signal collapses on its way up: of tanh and ReLU nets at 2 · 10⁻⁵ some learn, at
 * 1.6 · 10⁻⁶ none.
 */
const FADED = 2e-6;
/** η times the square of what the error grows by: the curvature grows so, and plain steps are stable below 2 over it. */
const UNSTABLE = 100;

/** The rate of steps in proportion to the gradient, which momentum sums up; null for steps that make up for its size. */
function plainRate({ ready: { training } }: WatchedNet): number | null {
  const { optimizer, clip } = training;
  if (optimizer.kind !== "sgd" || clip) return null;
  const { learningRate: rate } = optimizer;
  return (typeof rate === "number" ? rate : rate.start) / (1 - (optimizer.momentum ?? 0));
}

const heard = (value: number): Evidence => ({ what: "evidenceHears", value, threshold: FAINT });

/** Findings of theory, each with what else must be so for a net not to train at all. */
const FORESEEN: readonly {
  readonly id: FindingId;
  readonly reason: Key;
  readonly hopeless: (net: WatchedNet, share: number) => boolean;
  readonly evidence: (net: WatchedNet, share: number) => Evidence;
}[] = [
  {
    id: "symmetric",
    reason: "reasonSymmetric",
    hopeless: () => true,
    evidence: (net) => ({
      what: "evidenceWeight",
      value: entryOf(net.first, "weight", 0),
      threshold: 0,
    }),
  },
  {
    id: "dying",
    reason: "reasonDying",
    // Born dead: no gradient at all comes through, whatever the optimizer makes of it.
    hopeless: (_net, share) => share === 0,
    evidence: (_net, share) => ({ ...heard(share), threshold: 0 }),
  },
  { id: "vanishing-backward", reason: "reasonShrinks", hopeless: isFaint, evidence: (_net, share) => heard(share) },
  { id: "forward-collapse", reason: "reasonShrinks", hopeless: isFaded, evidence: fading },
  { id: "exploding-forward", reason: "reasonGrows", hopeless: isUnstable, evidence: instability },
  { id: "exploding-backward", reason: "reasonGrows", hopeless: () => false, evidence: instability },
  {
    id: "saturation",
    reason: "reasonSaturated",
    hopeless: () => false,
    evidence: ({ ready }) => ({ what: "evidenceFactor", value: ready.factor, threshold: 1 }),
  },
  { id: "recurrent-lag", reason: "reasonLag", hopeless: () => false, evidence: (_net, share) => heard(share) },
];

function isFaint(net: WatchedNet, share: number): boolean {
  return plainRate(net) !== null && share < FAINT;
}

function isFaded(net: WatchedNet, share: number): boolean {
  const rate = plainRate(net);
  return rate !== null && rate * share < FADED;
}

function fading(net: WatchedNet, share: number): Evidence {
  const rate = plainRate(net);
  return rate === null ? heard(share) : { what: "evidenceFaded", value: rate * share, threshold: FADED };
}

function isUnstable(net: WatchedNet, share: number): boolean {
  const rate = plainRate(net);
  return net.ready.axis === "layer" && rate !== null && rate * share * share > UNSTABLE;
}

function instability(net: WatchedNet, share: number): Evidence {
  return {
    what: "evidenceUnstable",
    value: (plainRate(net) ?? 0) * share * share,
    threshold: UNSTABLE,
  };
}

/** Before the first step. */
function foreseen(net: WatchedNet): Badge {
  const { findings, factor } = net.ready;
  const row = FORESEEN.find(({ id }) => findings.includes(id));
  const share = hears(net.first);
  if (!row)
    return { state: "open", reason: "reasonOpen", values: { factor: short(factor) }, finding: null, evidence: [] };
  return {
    state: row.hopeless(net, share) ? "will-not-train" : "slow",
    reason: row.reason,
    values: { factor: short(factor), share: shareOf(share) },
    finding: row.id,
    evidence: [row.evidence(net, share)],
  };
}

/** The loss is no number any more. */
function broken(net: WatchedNet, before: Badge): Badge {
  const { firstNonFinite } = net.frame;
  const large = before.finding === "exploding-forward" || before.finding === "exploding-backward";
  const where = firstNonFinite
    ? { step: whole(firstNonFinite.step + 1), layer: whole(firstNonFinite.layer + 1) }
    : { step: whole(net.step), layer: whole(1) };
  return {
    state: "will-not-train",
    reason: large ? "reasonBrokenWeights" : "reasonBrokenRate",
    values: where,
    finding: large ? before.finding : "rate-too-large",
    evidence: large ? before.evidence : [],
  };
}

/** What is to be said of a net at this step. */
export function verdictOf(net: WatchedNet): Badge {
  const before = foreseen(net);
  const { step, frame, ready } = net;
  if (step === 0) return before;
  const { loss, accuracy } = frame;
  if (!Number.isFinite(loss)) return broken(net, before);
  // The doctor's reference: the smaller of guessing and the start. A constant that is right says nothing.
  const reference = Math.min(ready.guess, Number.isFinite(net.first.loss) ? net.first.loss : Infinity);
  if (!(reference > 0)) return before;
  const share = loss / reference;
  const evidence: readonly Evidence[] = [{ what: "evidenceLoss", value: share, threshold: LEARNT }];
  const values = {
    step: whole(step),
    loss: short(loss),
    guess: short(ready.guess),
    right: percent(accuracy),
  };
  if (share < LEARNT) {
    const reason = Number.isFinite(accuracy) ? "reasonRight" : "reasonLearnt";
    return { state: "trains", reason, values, finding: null, evidence };
  }
  if (step < PATIENCE) return before;
  if (!(share >= STUCK)) return { state: "slow", reason: "reasonFalling", values, finding: before.finding, evidence };
  // The loss alone proves nothing for ever; with a cause that was foreseen it does.
  if (before.state === "will-not-train")
    return { ...before, reason: "reasonStuck", values, evidence: [...before.evidence, ...evidence] };
  return { state: "slow", reason: "reasonStuck", values, finding: before.finding, evidence };
}
