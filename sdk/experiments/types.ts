import type { Gradiometer } from "../types.js";

/** A cell of a table: JSON has no NaN and no infinities, so they are words. */
export type Cell = number | string | null;

/** Named columns of equal length. */
export interface Table {
  name: string;
  columns: { name: string; unit?: string; values: Cell[] }[];
}

/** A statement that an experiment holds against its measurement. */
export interface ClaimSpec {
  /** `C15.standard`: the claim of SCIENCE.md, then a word. */
  id: string;
  statement: string;
  source: string;
  /** The claim holds when low ≤ measured ≤ high; null is no bound. */
  low: number | null;
  high: number | null;
  unit?: string;
  /** False for a statement known to be wrong, expected to fail. */
  foreseen: boolean;
  /** Parameters under which the claim must come out the other way. */
  control: Readonly<Record<string, unknown>>;
}

/** A ClaimSpec with its measurement. `holds` ≠ `foreseen` is the alarm. */
export interface Claim {
  id: string;
  statement: string;
  source: string;
  low: number | null;
  high: number | null;
  unit?: string;
  measured: number | string;
  holds: boolean;
  foreseen: boolean;
}

/** A JSON Schema of an object, with a default, a title and a unit for every property. */
export interface ParameterSchema {
  type: "object";
  additionalProperties: false;
  properties: Readonly<Record<string, Readonly<Record<string, unknown>> & { default: unknown; description: string; unit?: string }>>;
}

/** How far a run has come. */
export interface Progress {
  done: number;
  total: number;
  label: string;
}

/** What `run` takes beside the parameters. */
export interface RunOptions {
  /** Integer ≥ 0, default 0. */
  seed?: number;
  signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

/** Plain JSON without a clock: the same seed gives the same bytes in every engine. */
export interface Result {
  experiment: string;
  parameters: Record<string, unknown>;
  seed: number;
  version: string;
  variant: string;
  tables: Table[];
  claims: Claim[];
}

/** What an experiment's body measures: its tables, and one number (or word) per claim id. */
export interface Measurement {
  tables: Table[];
  measured: Readonly<Record<string, number>>;
}

/** What the body of an experiment works with. */
export interface Bench<P> {
  lab: Gradiometer;
  parameters: P;
  seed: number;
  /** Reports progress, lets the event loop turn, and throws ABORTED after an abort. */
  progress(done: number, total: number, label: string): Promise<void>;
}

/** One experiment: a row of the registry. */
export interface Experiment<P = never> {
  readonly id: string;
  readonly title: string;
  /** In plain words, for somebody who has not read the papers. */
  readonly question: string;
  readonly claims: readonly ClaimSpec[];
  readonly parameters: ParameterSchema;
  measure(bench: Bench<P>): Promise<Measurement>;
}
