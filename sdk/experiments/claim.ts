import { cell } from "./tools/table.js";
import type { Claim, ClaimSpec, Measurement } from "./types.js";

/** A claim beside its measurement; NaN never holds. The control stays behind: it is for those who test the claim. */
export function judge(spec: ClaimSpec, measured: number): Claim {
  const { id, statement, source, low, high, unit, foreseen } = spec;
  const holds = !Number.isNaN(measured) && (low === null || measured >= low) && (high === null || measured <= high);
  return {
    id,
    statement,
    source,
    low,
    high,
    ...(unit !== undefined && { unit }),
    measured: cell(measured) as number | string,
    holds,
    foreseen,
  };
}

/** The claims that were measured, in the order of the specification. */
export function judgeAll(specs: readonly ClaimSpec[], measured: Measurement["measured"]): Claim[] {
  return specs.flatMap((spec) => {
    const value = measured[spec.id];
    return value === undefined ? [] : [judge(spec, value)];
  });
}
