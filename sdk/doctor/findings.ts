import type { FindingRow } from "./findings/evidence.js";
import { explodingBackward, explodingForward } from "./findings/exploding.js";
import { forwardCollapse, recurrentLag, vanishingBackward } from "./findings/fading.js";
import { symmetric, unscaledInputs, weightDecay } from "./findings/given.js";
import { capacity, overfitting } from "./findings/limits.js";
import { rateTooLarge, rateTooSmall, slow } from "./findings/rates.js";
import { degenerateTarget, flatOutput, targetsOutOfReach, unscaledTargets, wrongHead } from "./findings/target.js";
import { dying, saturation } from "./findings/units.js";
import type { Observation } from "./observation.js";
import type { Finding, FindingId } from "./types.js";

/** In the order in which causes are looked for: a finding explains only what comes after it. */
export const findings: readonly FindingRow[] = [
  degenerateTarget,
  wrongHead,
  flatOutput,
  targetsOutOfReach,
  unscaledTargets,
  symmetric,
  unscaledInputs,
  weightDecay,
  explodingForward,
  saturation,
  explodingBackward,
  dying,
  forwardCollapse,
  vanishingBackward,
  recurrentLag,
  rateTooLarge,
  rateTooSmall,
  slow,
  capacity,
  overfitting,
];

/** What an observation makes one suspect: a finding that a trial has yet to decide. */
export interface Hypothesis {
  readonly row: FindingRow;
  readonly finding: Finding;
  /** Too little to stand without a proof. */
  readonly weak: boolean;
}

/** Everything that an observation shows, causes and consequences, the causes first. */
export function suspect(seen: Observation): Hypothesis[] {
  return findings.flatMap((row) => {
    const evidence = row.find(seen);
    if (evidence === null) return [];
    const { weak = false, ...rest } = evidence;
    return [{ row, finding: { id: row.id, ...rest }, weak }];
  });
}

/** Those that no other of them explains. */
export function unexplained(hypotheses: readonly Hypothesis[]): Hypothesis[] {
  const explained = new Set<FindingId>();
  return hypotheses.filter(({ row }) => {
    if (explained.has(row.id)) return false;
    for (const other of row.explains) explained.add(other);
    return true;
  });
}

/** The causes that can be named at first sight, without a trial; what they explain is left out. */
export const diagnose = (seen: Observation): Hypothesis[] => unexplained(suspect(seen).filter(({ weak }) => !weak));
