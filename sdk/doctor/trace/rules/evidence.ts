/** What the rules of a trace share: how far the training came, and how they say it. */
import { hasLearnt, isStuck, reference, relative, type Outcome } from "../../verdict.js";
import { limit } from "../../thresholds.js";
import { say } from "../../words.js";
import type { Finding } from "../../types.js";
import { lawless } from "../kinds.js";
import type { TraceSeen } from "../seen.js";

/** What a rule found. */
export type TraceEvidence = Omit<Finding, "id" | "proof">;

/** How one finding is seen in a trace. */
export interface TraceRule {
  /** What the trace would have to hold for it; null where it is there. */
  readonly missing: (seen: TraceSeen) => string | null;
  /** null when it is not there. Asked only of what has not learnt. */
  readonly find: (seen: TraceSeen) => TraceEvidence | null;
}

/** Where nobody knows what a constant answer costs, the first loss stands for it. */
export const outcomeOf = ({ start, end, constant }: TraceSeen): Outcome => ({
  start,
  end,
  constant: Number.isNaN(constant) ? start : constant,
});

export const learnt = (seen: TraceSeen): boolean => hasLearnt(outcomeOf(seen));
export const stuck = (seen: TraceSeen): boolean => isStuck(outcomeOf(seen));
export const relativeLoss = (seen: TraceSeen): number => relative(outcomeOf(seen));
export const referenceLoss = (seen: TraceSeen): number => reference(outcomeOf(seen));

/**
 * Whether the loss says that signals get through well enough. Where a law is known, a fifth of the reference loss; where norms,
 * skips or attention stand between the layers, any progress at all.
 */
export const getsThrough = (seen: TraceSeen): boolean =>
  lawless(seen.header) === "" ? relativeLoss(seen) <= limit("advanced") : !stuck(seen);

/** The end of a sentence about sizes between layers. */
export function judged(seen: TraceSeen): string {
  const parts = lawless(seen.header);
  return parts === ""
    ? ""
    : ` This is unusual: with ${parts} between the layers there is no law that says how much is healthy, but this training does not learn.`;
}

/** The loss, from where to where. */
export function course(seen: TraceSeen): string {
  const constant = Number.isNaN(seen.constant) ? "" : `; an answer that ignores the input has ${say(seen.constant)}`;
  return `from step ${seen.first.step} to ${seen.last.step} the loss went from ${say(seen.start)} to ${say(seen.end)}${constant}`;
}

/** What was first to be no number. */
export function broken({ nonFinite, header }: TraceSeen): string {
  if (nonFinite === null) return "";
  const name = header.layers[nonFinite.layer]!.name;
  return ` The first record with NaN or infinity is step ${nonFinite.step}: ${nonFinite.what} of layer ${nonFinite.layer + 1} (${name}).`;
}

export const losses = (seen: TraceSeen): Record<string, number> => ({
  lossStart: seen.start,
  lossEnd: seen.end,
  ...(!Number.isNaN(seen.constant) && { lossConstant: seen.constant }),
});

/** A layer as people count, with its name. */
export const layerText = ({ header }: TraceSeen, layer: number): string =>
  `layer ${layer + 1} (${header.layers[layer]!.name})`;

export const nothing = (): null => null;
