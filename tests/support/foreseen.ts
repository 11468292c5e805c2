/** What the tests of all experiments ask: do the claims come out as foreseen, and their controls the other way? */
import type { Gradiometer } from "gradiometer";
import { experiments, type Result, run } from "gradiometer/experiments";
import { expect } from "vitest";
import { claimOf } from "./results.js";

export const claimsOf = (id: string) => experiments.find((one) => one.id === id)!.claims;

/** Runs an experiment and expects every claim of `ids` (default: all) to hold just where it is foreseen to. */
export async function expectForeseen(
  lab: Gradiometer,
  id: string,
  seed: number,
  parameters: object = {},
  ids = claimsOf(id).map((claim) => claim.id),
): Promise<Result> {
  const result = await run(lab, id, parameters, { seed });
  const outcome = ids.map((name) => claimOf(result, name));
  expect(outcome.filter(({ holds, foreseen }) => holds !== foreseen)).toEqual([]);
  return result;
}

/** Runs a claim's control and expects the claim to come out the other way. */
export async function expectFlipped(
  lab: Gradiometer,
  id: string,
  name: string,
  parameters: object = {},
): Promise<void> {
  const { control, foreseen } = claimsOf(id).find((claim) => claim.id === name)!;
  const { holds, measured } = claimOf(await run(lab, id, { ...parameters, ...control }), name);
  expect({ measured, holds }).toEqual({ measured, holds: !foreseen });
}
