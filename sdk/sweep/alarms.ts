/** What the claims of many seeds come to. */
import { judge } from "../experiments/claim.js";
import { experiments } from "../experiments/index.js";
import { numberOf, type PointResult } from "./points.js";

/** One claim over all seeds of a point. */
export interface ClaimCount {
  readonly experiment: string;
  readonly claim: string;
  /** Whether this is its control, which must come out the other way. */
  readonly control: boolean;
  readonly runs: number;
  /** How often it came out other than expected. */
  readonly alarms: number;
  /** The least and the largest measurement; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
}

const specs = new Map(
  experiments.flatMap(({ id, claims }) => claims.map((claim) => [claim.id, { experiment: id, claim }] as const)),
);

/** The claims of some points, one row for each claim and point. */
export function claimCounts(points: readonly PointResult[]): ClaimCount[] {
  return points.flatMap(({ point, values }) =>
    Object.entries(values).flatMap(([id, measured]) => {
      const found = specs.get(id);
      if (!found) return [];
      const control = "control" in point;
      const numbers = measured.map((value) => numberOf(value) ?? NaN);
      const alarms = numbers.filter((value) => (judge(found.claim, value).holds === found.claim.foreseen) === control);
      const finite = numbers.filter(Number.isFinite);
      return {
        experiment: found.experiment,
        claim: id,
        control,
        runs: numbers.length,
        alarms: alarms.length,
        low: finite.length > 0 ? Math.min(...finite) : null,
        high: finite.length > 0 ? Math.max(...finite) : null,
      };
    }),
  );
}
