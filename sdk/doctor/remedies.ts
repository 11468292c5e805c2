import { GradiometerError } from "../core/errors.js";
import type { Observation } from "./observation.js";
import type { Case } from "./patient.js";
import { dataRemedies } from "./remedies/data.js";
import { initialRemedies } from "./remedies/initial.js";
import { optimizerRemedies } from "./remedies/optimizer.js";
import type { Remedy } from "./remedies/remedy.js";
import { structureRemedies } from "./remedies/structure.js";
import { limit } from "./thresholds.js";
import type { FindingId } from "./types.js";

/** What can be tried. The order is that of equally likely ones. */
export const remedies: readonly Remedy[] = [
  ...dataRemedies,
  ...structureRemedies,
  ...initialRemedies,
  ...optimizerRemedies,
];

/** A remedy that can be applied to a case. */
export interface Applied {
  readonly remedy: Remedy;
  readonly treated: Case;
}

/** Those of some remedies that can be applied. */
export function applied(subject: Case, seen: Observation | null, some: readonly Remedy[] = remedies): Applied[] {
  return some.flatMap((remedy) => {
    const treated = remedy.apply(subject, seen);
    return treated ? [{ remedy, treated }] : [];
  });
}

/** The remedies that test a finding, the likeliest first. */
export function testsOf(id: FindingId): readonly Remedy[] {
  const likelihood = (remedy: Remedy): number => Math.max(0, remedy.helps[id] ?? 0);
  return remedies
    .filter((remedy) => likelihood(remedy) >= limit("likely"))
    .sort((a, b) => likelihood(b) - likelihood(a));
}

/** A remedy that this very net refuses, such as LSUV where nothing varies, was not run and is not named. */
export function isRefusal(error: unknown): boolean {
  return error instanceof GradiometerError && (error.code === "BAD_OPTION" || error.code === "UNSUPPORTED");
}
