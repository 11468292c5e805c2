/** What the claims of many seeds come to. */
import { judge } from "../experiments/claim.js";
import { experiments } from "../experiments/index.js";
import { byPoint, numberOf } from "./points.js";
import { checkStudy, isExperimentStudy } from "./study.js";
import type { ResultLine, Study } from "./types.js";

/** One claim over all seeds of a point. */
export interface ClaimCount {
  /** Its id. */
  readonly experiment: string;
  /** The claim's id. */
  readonly claim: string;
  /** Whether this is its control, which must come out the other way. */
  readonly control: boolean;
  /** Seeds that it ran from. */
  readonly runs: number;
  /** How often it came out other than expected. */
  readonly alarms: number;
  /** The least and the largest measurement; null where there is none. */
  readonly low: number | null;
  /** See `low`. */
  readonly high: number | null;
}

/**
 * The claims of a study of experiments, one row for each claim, and with controls for each control.
 *
 * @param lines  of a run of this study, whole or in part.
 * @returns no row for a study of trainings.
 * @throws GradiometerError BAD_OPTION when the study is none.
 */
export function claimCounts(study: Study, lines: Iterable<ResultLine>): ClaimCount[] {
  const checked = checkStudy(study);
  if (!isExperimentStudy(checked)) return [];
  return byPoint(lines).flatMap(({ point, values }) => {
    const control = "control" in point;
    const id = "experiment" in point ? point["experiment"] : checked.experiment;
    const specs = experiments.find((experiment) => experiment.id === id)?.claims ?? [];
    return specs.flatMap((spec): ClaimCount[] => {
      const measured = values[spec.id];
      if (measured === undefined) return [];
      const numbers = measured.map((value) => numberOf(value) ?? NaN);
      const alarms = numbers.filter((value) => (judge(spec, value).holds === spec.foreseen) === control);
      const finite = numbers.filter(Number.isFinite);
      return [
        {
          experiment: String(id),
          claim: spec.id,
          control,
          runs: numbers.length,
          alarms: alarms.length,
          low: finite.length > 0 ? Math.min(...finite) : null,
          high: finite.length > 0 ? Math.max(...finite) : null,
        },
      ];
    });
  });
}
