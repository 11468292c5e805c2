import type { FigureSpec } from "../figureSpec.js";
import type { Gradiometer, Init } from "../types.js";

/** A cell of a table: JSON has no NaN and no infinities, so they are words. */
export type Cell = number | string | null;

/** Named columns of equal length. */
export interface Table {
  name: string;
  columns: { name: string; unit?: string; values: Cell[] }[];
}

/** A statement that an experiment holds against its measurement. */
export interface ClaimSpec {
  /** `C15.standard`: the number of the claim (C1 – C28), then a word. */
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

/** One parameter: JSON Schema, with a default, a description and, where it has one, a unit. */
export type ParameterProperty = Readonly<Record<string, unknown>> & {
  readonly default: unknown;
  readonly description: string;
  readonly unit?: string;
};

/** A JSON Schema of an object. */
export interface ParameterSchema {
  readonly type: "object";
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, ParameterProperty>>;
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

/**
 * What an experiment's body measures: its tables, and one number per claim id. A claim without a number is left out of the
 * result: the parameters took away the nets that it speaks of.
 */
export interface Measurement {
  tables: Table[];
  measured: Readonly<Record<string, number | undefined>>;
}

/** What the body of an experiment works with. */
export interface Bench<P> {
  readonly lab: Gradiometer;
  readonly parameters: P;
  readonly seed: number;
  /** Reports progress, lets the event loop turn, and throws ABORTED after an abort. */
  readonly progress: (done: number, total: number, label: string) => Promise<void>;
}

/**
 * One experiment: a row of the registry. Its body takes parameters of its own type P, which its schema describes; whoever
 * holds a bare `Experiment` can read it and hand it to `run`, which checks, but cannot call the body past the check.
 */
export interface Experiment<P = never> {
  readonly id: string;
  readonly title: string;
  /** In plain words, for somebody who has not read the papers. */
  readonly question: string;
  readonly claims: readonly ClaimSpec[];
  readonly parameters: ParameterSchema;
  measure(bench: Bench<P>): Promise<Measurement>;
  /**
   * The figures of a result, read from its tables alone: a result from a file has the same ones. Without it, or where it
   * finds nothing to draw, `gradiometer/figure` draws each table as well as it can.
   */
  figures?(result: Result): FigureSpec[];
}

/** The initialisations that have a name and no numbers: what a parameter of an experiment can choose from. */
export type NamedInit = Extract<Init, string>;
