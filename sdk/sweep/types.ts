import type { Patient } from "../doctor/types.js";
import type { ZooData } from "../doctor/zooData.js";
import type { Rows, Sequence } from "../types.js";

/** The values that one axis of a study takes. */
export type Axis =
  | {
      /** What it sets: "config.init.weight", "training.optimizer.learningRate", "data.options.time", … */
      readonly path: string;
      /** All different; any JSON. */
      readonly values: readonly unknown[];
    }
  | {
      readonly path: string;
      /** The first value. */
      readonly from: number;
      /** The last value. */
      readonly to: number;
      /** How many there are, 2 or more. */
      readonly count: number;
      /** Evenly spaced, or evenly in the logarithm (rounded to six digits). Default "linear". */
      readonly scale?: "linear" | "log";
    };

/** That many, from 0 on; or from `first` on, `stride` apart. */
export type Seeds = number | { readonly first?: number; readonly count: number; readonly stride?: number };

/** Data by the name of what makes them. */
export interface StudyData extends ZooData {
  /** New data for every seed: the job's seed stands for `options.seed`. Default false: one data set for all. */
  readonly fresh?: boolean;
}

/** A study of trainings: every point of the axes is a network with its training and data. */
export interface TrainingStudy {
  /** A word or a few; the file of its result is called after it. */
  readonly name: string;
  /** What it is to show, in a sentence or two. */
  readonly about?: string;
  /** What all points share; the axes change it. */
  readonly base: {
    readonly config: Patient["config"];
    readonly training: Patient["training"];
    readonly data: StudyData | { readonly x: Rows | Sequence; readonly y: Rows };
    /** As the patient's. */
    readonly holdout?: number;
  };
  /** What is varied: the points are all combinations of their values. */
  readonly axes: readonly Axis[];
  /** From which seeds every point is trained. */
  readonly seeds: Seeds;
  /** Names of measures. */
  readonly measure: readonly string[];
}

/** A study of one experiment, or of all: what its claims come to for many seeds. */
export interface ExperimentStudy {
  /** A word or a few; the file of its result is called after it. */
  readonly name: string;
  /** What it is to show, in a sentence or two. */
  readonly about?: string;
  /** Its id, or "all". */
  readonly experiment: string;
  /** Those that differ from the experiment's defaults. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Over "parameters.<name>"; none with "all". */
  readonly axes?: readonly Axis[];
  /** From which seeds every experiment runs. */
  readonly seeds: Seeds;
  /** Also runs every claim's control, which must come out the other way. Not with axes or parameters. */
  readonly controls?: boolean;
}

/** What `gradiometer sweep` runs. */
export type Study = TrainingStudy | ExperimentStudy;

/** What a job measured; what is not finite is a word, and null is what was not to be measured there. */
export type Value = number | "NaN" | "Infinity" | "-Infinity" | null;

/** What one job came to: a line of the file. */
export interface ResultLine {
  /** SHA-256 of the job's specification, in hex. */
  readonly key: string;
  /** Path → value, in the order of the axes. */
  readonly point: Readonly<Record<string, unknown>>;
  /** Of the network, and of the data where they are to be fresh. */
  readonly seed: number;
  /** Measure, or id of a claim → what was measured. */
  readonly values: Readonly<Record<string, Value>>;
  /** Of a training `network.hash()` at its end, of an experiment the SHA-256 of its Result as JSON. */
  readonly hash: string;
}

/** What all jobs have: who they are. */
interface Identity {
  readonly key: string;
  readonly point: ResultLine["point"];
  readonly seed: number;
}

/** One training. */
export interface TrainingJob extends Identity {
  readonly config: Patient["config"];
  readonly training: Patient["training"];
  readonly data: TrainingStudy["base"]["data"];
  readonly holdout?: number;
  readonly measure: readonly string[];
}

/** One run of an experiment. */
export interface ExperimentJob extends Identity {
  readonly experiment: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Ids of the claims that are asked for. */
  readonly claims: readonly string[];
}

/** One point of a study from one seed. */
export type Job = TrainingJob | ExperimentJob;

/** Part `index` of `of`, counted from 1. */
export interface Shard {
  /** 1 … of. */
  readonly index: number;
  /** Into how many parts the jobs are divided. */
  readonly of: number;
}
