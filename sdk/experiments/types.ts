import type { FigureSpec } from "../figureSpec.js";
import type { Gradiometer, Init } from "../types.js";

/** A cell of a table: JSON has no NaN and no infinities, so they are words. */
export type Cell = number | string | null;

/** Named columns of equal length. */
export interface Table {
  /** A word or a few. */
  name: string;
  /** The values of a column, row by row; `unit` where they have one. */
  columns: { name: string; unit?: string; values: Cell[] }[];
}

/** A statement that an experiment holds against its measurement. */
export interface ClaimSpec {
  /** `C15.standard`: the number of the claim, as in docs/claims.md, then a word. */
  id: string;
  /** What is claimed, in a sentence. */
  statement: string;
  /** Who claims it, or what it was derived from. */
  source: string;
  /** The claim holds when low ≤ measured ≤ high; null is no bound. */
  low: number | null;
  /** The upper end; null is no bound. */
  high: number | null;
  /** Of low, high and what is measured. */
  unit?: string;
  /** False for a statement known to be wrong, expected to fail. */
  foreseen: boolean;
  /** Parameters under which the claim must come out the other way. */
  control: Readonly<Record<string, unknown>>;
}

/** A ClaimSpec with its measurement. `holds` ≠ `foreseen` is the alarm. */
export interface Claim {
  /** As in ClaimSpec. */
  id: string;
  /** As in ClaimSpec. */
  statement: string;
  /** As in ClaimSpec. */
  source: string;
  /** As in ClaimSpec. */
  low: number | null;
  /** As in ClaimSpec. */
  high: number | null;
  /** As in ClaimSpec. */
  unit?: string;
  /** The number, or `"NaN"`, `"Infinity"`, `"-Infinity"`, which JSON lacks. */
  measured: number | string;
  /** low ≤ measured ≤ high. */
  holds: boolean;
  /** False for a statement known to be wrong. */
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
  /** Always `"object"`. */
  readonly type: "object";
  /** Always false: an unknown parameter is BAD_OPTION. */
  readonly additionalProperties: false;
  /** The parameters by name. */
  readonly properties: Readonly<Record<string, ParameterProperty>>;
}

/** How far a run has come. */
export interface Progress {
  /** Parts that are finished. */
  done: number;
  /** Parts that there are. */
  total: number;
  /** What is being done. */
  label: string;
}

/** What `run` takes beside the parameters. */
export interface RunOptions {
  /** Integer ≥ 0, default 0. */
  seed?: number;
  /** Ends the run, as ABORTED. */
  signal?: AbortSignal;
  /** Called as parts are finished. */
  onProgress?(progress: Progress): void;
}

/** Plain JSON without a clock: the same seed gives the same bytes in every engine. */
export interface Result {
  /** The experiment's id. */
  experiment: string;
  /** All of them, defaults filled in. */
  parameters: Record<string, unknown>;
  /** The seed of the run. */
  seed: number;
  /** Of the package. */
  version: string;
  /** Of the core. */
  variant: string;
  /** What was measured. */
  tables: Table[];
  /** The claims, held against it. */
  claims: Claim[];
}

/**
 * What an experiment's body measures: its tables, and one number per claim id. A claim without a number is left out of the
 * result: the parameters took away the nets that it speaks of.
 */
export interface Measurement {
  /** As the result will have them. */
  tables: Table[];
  /** The number of each claim, by its id. */
  measured: Readonly<Record<string, number | undefined>>;
}

/** What the body of an experiment works with. */
export interface Bench<P> {
  /** The core to measure with. */
  readonly lab: Gradiometer;
  /** Checked, defaults filled in. */
  readonly parameters: P;
  /** Of everything that is drawn. */
  readonly seed: number;
  /** Reports progress, lets the event loop turn, and throws ABORTED after an abort. */
  readonly progress: (done: number, total: number, label: string) => Promise<void>;
}

/**
 * One experiment: a row of the registry. Its body takes parameters of its own type P, which its schema describes; whoever
 * holds a bare `Experiment` can read it and hand it to `run`, which checks, but cannot call the body past the check.
 */
export interface Experiment<P = never> {
  /** As `run` takes it. */
  readonly id: string;
  /** A few words. */
  readonly title: string;
  /** In plain words, for somebody who has not read the papers. */
  readonly question: string;
  /** What it holds against its measurement, at the default parameters. */
  readonly claims: readonly ClaimSpec[];
  /** JSON Schema with defaults, units and ranges. */
  readonly parameters: ParameterSchema;
  /** The body, which `run` calls. */
  measure(bench: Bench<P>): Promise<Measurement>;
  /**
   * The figures of a result, read from its tables alone: a result from a file has the same ones. Without it, or where it
   * finds nothing to draw, `gradiometer/figure` draws each table as well as it can.
   */
  figures?(result: Result): FigureSpec[];
}

/** The initialisations that have a name and no numbers: what a parameter of an experiment can choose from. */
export type NamedInit = Extract<Init, string>;
