/** What the tests of all experiments ask: do the claims come out as foreseen, and their controls the other way? */
import type { Gradiometer } from "gradiometer";
import { type Claim, experiments, type Result, run, type Table } from "gradiometer/experiments";
import { expect } from "vitest";

export function claimOf(result: Result, id: string): Claim {
  const claim = result.claims.find((one) => one.id === id);
  if (!claim) throw new Error(`${id} was not measured`);
  return claim;
}

export function tableOf({ tables }: Result, name: string): Table {
  const table = tables.find((one) => one.name.startsWith(name));
  if (!table) throw new Error(`no table ${name}`);
  return table;
}

/** The values of a column in the rows of which `pick` approves, by the names of their columns. */
export function valuesOf(table: Table, column: string, pick: Record<string, unknown> = {}): (number | string | null)[] {
  const of = (name: string) => {
    const found = table.columns.find((one) => one.name === name);
    if (!found) throw new Error(`no column ${name}`);
    return found.values;
  };
  return of(column).filter((_, row) => Object.entries(pick).every(([name, value]) => of(name)[row] === value));
}

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
