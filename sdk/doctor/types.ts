import type { MlpConfig, RnnConfig, Rows, Sequence, TrainerConfig, Variant } from "../types.js";
import type { Autopsy } from "./autopsy.js";

/** What can ail a network. */
export type FindingId =
  | "vanishing-backward"
  | "forward-collapse"
  | "exploding-forward"
  | "exploding-backward"
  | "saturation"
  | "dying"
  | "rate-too-small"
  | "rate-too-large"
  | "symmetric"
  | "unscaled-inputs"
  | "degenerate-target"
  | "recurrent-lag"
  | "slow"
  | "targets-out-of-reach"
  | "unscaled-targets"
  | "flat-output"
  | "wrong-head"
  | "weight-decay"
  | "capacity"
  | "overfitting";

/** A network, how it is trained, and on what. */
export interface Patient {
  /** A recurrent one has `hidden`, the other `sizes`. */
  config: MlpConfig | RnnConfig;
  /** As `trainer` and `fit` take it. */
  training: TrainerConfig & { epochs: number; batch?: number };
  /** A Sequence for x where the network is recurrent. As data come: what stands beside x and y, such as labels, is ignored. */
  data: { x: Rows | Sequence; y: Rows };
  /** Share of the rows that are kept out of the training, drawn by the network's seed; default 0. */
  holdout?: number;
  /** Parameters by name to start from, in place of the initialisation's. */
  parameters?: Record<string, ArrayLike<number>>;
}

/** What theory says of a network before its first step. */
export interface Preflight {
  /**
   * In layer l, at infinite width and for inputs of mean square 1: `chi`, the factor by which the variance of δ changes on its
   * way down, σ_w² E φ′² (with a skip of gain g, 1 + g² σ_w² E φ′² of the layer below); `forward`, the mean square of its
   * outputs over that of its inputs; `dead`, the probability that one input leaves all its units without a slope. In an Rnn
   * the first is one step of time, and the second the readout.
   */
  layers: { chi: number; forward: number; dead: number }[];
  /** 1/|ln χ|, layers (or steps) in which the gradient's variance changes by e; χ in the geometric mean over the layers that stand on a hidden one. */
  depthScale: number;
  /** Layers (or steps) after which a gradient of size 1 is 0 in float32; ∞ where it does not shrink. */
  underflowDepth: number;
  /** What is foreseen from it. */
  findings: FindingId[];
}

/** One thing that was found, in words and in the numbers that they speak of. */
export interface Finding {
  /** What it is. */
  id: FindingId;
  /** Counted from 0, where it shows most. */
  layer?: number;
  /** A sentence with the numbers in it. */
  evidence: string;
  /** The same numbers by name. */
  numbers: Record<string, number>;
  /** The remedy that proved it, and what it did. */
  proof?: { remedy: string; verdict: string };
}

/**
 * What is to be thought of a network. `healthy`: it learnt. `floor`: it beats every constant answer beyond chance on fresh rows, and
 * nothing that was tried is a tenth better: the rest is noise. `slow`: still falling, and longer did better. `sick`: a finding that no
 * trial refuted. `unexplained`: it did not learn and no finding stands.
 */
export type ReportVerdict = "healthy" | "floor" | "slow" | "sick" | "unexplained";

/** A finding that the net's own trial refuted. */
export interface Withdrawn {
  /** What was named at first sight. */
  id: FindingId;
  /** Why it is no cause. */
  because: string;
}

/** What a remedy did, from cure to harm. */
export type Verdict = "cured" | "better" | "same" | "worse" | "diverged";

/** Losses over the epochs of a training, at most 100 of them, evenly taken; one list for each seed. */
export interface LossCurve {
  /** Numbers of the epochs. */
  epochs: number[];
  /** Of each seed, one for every epoch. */
  losses: number[][];
}

/** A remedy that was run. */
export interface Treatment {
  /** Of the remedy, or of two behind each other, joined by " + ". */
  id: string;
  /** One change in words, or two where the first alone did not cure. */
  changes: readonly string[];
  /** The patient with these changes, as it was run from its first seed. */
  patient: Patient;
  /** Loss over all rows of the training afterwards, in the targets' own units, seed by seed; one that failed from the first seed was not run from the others. */
  losses: number[];
  /** Loss over the epochs of the training, seed by seed. */
  curve: LossCurve;
  /** The losses beside those without any change. */
  verdict: Verdict;
}

/** Signals at one moment, over hidden layers from the input up, or over the steps of a sequence. */
export interface Signals {
  /** RMS of z, or of h_t. */
  forward: number[];
  /** RMS of δ = ∂L/∂u, or ‖∂J/∂h_t‖. */
  backward: number[];
  /** Share without slope, where φ is bounded on both sides; of an Rnn over all steps, one entry. */
  saturated: number[];
  /** Share of units that no sample activates; of an Rnn, at no step. */
  dead: number[];
  /** ‖∂W‖ of every layer, the output's too; of an Rnn of W_x and W_h. */
  weightGradient: number[];
  /** ‖η ∂W‖/‖W‖ of the same at the rate of the next step (of an Rnn of the first); rprop has no rate: η = 1. */
  updateToWeight: number[];
  /** Largest share of δ that is 0 in float32 alone. */
  underflow: number;
}

/** Two standard deviations round a median. */
export interface Spread {
  /** The median. */
  middle: number;
  /** Two standard deviations below it. */
  low: number;
  /** Two standard deviations above it. */
  high: number;
}

/**
 * What theory of finite width expects of the signals of an Mlp before its first step, for one input of the data's mean square:
 * layer by layer as in Signals, over draws of Gaussian weights.
 */
export interface Expectation {
  /** Of the signals on their way up. */
  forward: Spread[];
  /** Up to one factor, which the output layer sets: 1 in the last hidden layer. */
  backward: Spread[];
  /** By what the mean square of z changes a layer; null where the law is not exact, or the layers differ. */
  factor: (Spread & { width: number; weightVariance: number }) | null;
}

/** Plain data: the same patient gives the same report, in every engine. */
export interface Report {
  /** What is to be thought of the network. */
  verdict: ReportVerdict;
  /** Healthy, or at the floor of its noise. */
  healthy: boolean;
  /** Nets of other kinds on the same data, each with its mean loss on rows that it was not trained on (on all, where they are few). */
  reference: { id: string; loss: number }[];
  /** Epochs that were examined, and that were asked for. */
  trial: { epochs: number; of: number };
  /** Over the rows of the training, before and after it from the patient's own seed; heldOut: over those that were kept out. */
  loss: { start: number; end: number; heldOut?: number };
  /** Causes, the first one first; what they explain is left out. */
  findings: Finding[];
  /** Named at first sight, refuted by the net's own trial. */
  withdrawn: Withdrawn[];
  /** Remedies that were run, the best first. */
  remedies: Treatment[];
  /** The same seeds without any change (the patient's own alone when no remedy was run), and the loss of the best constant answer. */
  untreated: { losses: number[]; constant: number; curve: LossCurve };
  /** What flowed through the network before and after that training (null where it was no longer finite), and after the first remedy of the list. */
  signals: { before: Signals; after: Signals | null; expected: Expectation | null; treated: Signals | null };
  /** What ended that training in NaN or infinity; null when nothing did. */
  autopsy: Autopsy | null;
  /** Where to look next, in a sentence or two; empty for a healthy net. */
  next: string;
  /** Every default filled in but without `initData`; the seeds, and the hash of the network after the training from the first. */
  examined: {
    config: Patient["config"];
    training: Patient["training"];
    samples: number;
    seeds: number[];
    hash: string;
    variant: Variant;
    version: string;
  };
}

/** How far an examination has come. */
export interface ExamineProgress {
  /** Parts that are finished. */
  done: number;
  /** Parts that there are. */
  total: number;
  /** What is being done. */
  label: string;
}

/** What `examine` takes. */
export interface ExamineOptions {
  /** How many seeds, the patient's own first; default 3. */
  seeds?: number;
  /** Default `"likely"`: those that test the findings, until one cures; none for a healthy patient. */
  remedies?: "likely" | "all" | "none";
  /** The most steps of one training; default as many as were asked for, as far as about 20 seconds for the whole reach. */
  steps?: number;
  /** Ends the examination, as ABORTED. */
  signal?: AbortSignal;
  /** Called as parts are finished. */
  onProgress?(progress: ExamineProgress): void;
}
