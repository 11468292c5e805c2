import type { Chart } from "./chart.js";
import type { FindingRow } from "./findings/evidence.js";
import { explodingBackward, explodingForward } from "./findings/exploding.js";
import { forwardCollapse, recurrentLag, vanishingBackward } from "./findings/fading.js";
import { degenerateTarget, symmetric, unscaledInputs } from "./findings/given.js";
import { rateTooLarge, rateTooSmall, slow } from "./findings/rates.js";
import { dying, saturation } from "./findings/units.js";
import type { Finding, FindingId } from "./types.js";

/** In the order in which causes are looked for: a finding explains only what comes after it. */
export const findings: readonly FindingRow[] = [
  degenerateTarget,
  symmetric,
  unscaledInputs,
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
];

/** The causes that a chart shows, the first one first; what they explain is left out. */
export function diagnose(chart: Chart): Finding[] {
  const explained = new Set<FindingId>();
  return findings.flatMap(({ id, explains, find }) => {
    if (explained.has(id)) return [];
    const evidence = find(chart);
    if (evidence === null) return [];
    for (const other of explains) explained.add(other);
    return [{ id, ...evidence }];
  });
}
