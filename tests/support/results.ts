/** What the tests of the experiments read from a result. */
import type { Claim, Result, Table } from "gradiometer/experiments";

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

export function columnOf(table: Table, name: string): Table["columns"][number]["values"] {
  const column = table.columns.find((one) => one.name === name);
  if (!column) throw new Error(`no column ${name} in ${table.name}`);
  return column.values;
}

export const numbersOf = (table: Table, name: string): number[] => columnOf(table, name).map(Number);

/** The values of a column in the rows of which `pick` approves, by the names of their columns. */
export function valuesOf(table: Table, column: string, pick: Record<string, unknown> = {}): (number | string | null)[] {
  const approved = (row: number) => Object.entries(pick).every(([name, value]) => columnOf(table, name)[row] === value);
  return columnOf(table, column).filter((_, row) => approved(row));
}
