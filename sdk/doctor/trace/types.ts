import type { Stats } from "../../types.js";
import type { Finding, FindingId, ReportVerdict } from "../types.js";

/** The first word of a trace, which says what stands in its lines. */
export const TRACE_FORMAT = "gradiometer-trace-1";

/** Layers of a trace at most. */
export const MOST_LAYERS = 20_000;

/** Statistics in a trace: without `zeros` where a recorder does not know how many there are. */
export type TraceStats = Omit<Stats, "zeros"> & Partial<Pick<Stats, "zeros">>;

/** A layer that has parameters, as the header of a trace describes it. */
export interface TraceLayer {
  /** As its framework calls it. */
  name: string;
  /** Its class there, such as "Linear", "Conv2d", "LSTM", "LayerNorm". */
  kind: string;
  /** Units, channels or features that it takes in. */
  in: number;
  /** Units, channels or features that it puts out. */
  out: number;
  /** The activation behind it, by its name here, where the recorder knows it; "linear" for none. */
  activation?: string;
}

/** The optimizer, as far as the recorder knows it. */
export interface TraceOptimizer {
  /** Its name, such as "sgd" or "adam". */
  kind: string;
  /** At the first step. */
  learningRate?: number;
  /** λ, where it has one. */
  weightDecay?: number;
  /** Where it has one. */
  momentum?: number;
}

/** The first line of a trace: the network. */
export interface TraceHeader {
  /** `"gradiometer-trace-1"`. */
  format: typeof TRACE_FORMAT;
  /** What recorded it: "pytorch 2.13". */
  source: string;
  /** In the order of the first forward pass. */
  layers: TraceLayer[];
  /** By its name here where there is one ("cross-entropy", "mean-squared-error"), else by any. */
  loss?: string;
  /** Or just its name. */
  optimizer?: TraceOptimizer | string;
  /** Loss of the best answer that ignores the input. */
  reference?: number;
  /** Sums that go past layers: residual connections. */
  skips?: number;
  /** Whether some layer attends. */
  attention?: boolean;
  /** What else its source held and is not in the trace, such as tags of TensorBoard that say no layer. */
  unread?: string[];
}

/** What is said of the targets of a batch: classes by their counts or their number alone, or numbers by their statistics. */
export type TraceTargets = { classes: number | number[] } | { std: number; mean?: number; min?: number; max?: number };

/** A layer at one step. What a recorder cannot see is left out. */
export interface TraceStepLayer {
  /** What the layer puts out, before its activation. */
  u?: TraceStats;
  /** What the next layer that has parameters receives; of the last layer, what it puts out. */
  z?: TraceStats;
  /** Gradient of the loss at what the layer puts out. */
  delta?: TraceStats;
  /** All weight matrices of the layer as one tensor. */
  weight?: TraceStats;
  /** Gradient of the loss by them, before clipping. */
  weightGradient?: TraceStats;
  /** ‖ΔW‖/‖W‖ of the update behind this record, whatever the optimizer made of the gradient. */
  update?: number;
  /** Share of units that no row of the batch activates. */
  dead?: number;
  /** Share of units × rows where |φ′| is below .01 of its maximum. */
  saturated?: number;
  /** ‖∂J/∂x_t‖ of a recurrent layer, t = 1 … time. */
  inTime?: number[];
  /** ‖h_t‖ of a recurrent layer, t = 1 … time. */
  hInTime?: number[];
}

/** Every line but the first: what flowed through the network at one step, before its update. */
export interface TraceStep {
  /** Updates that were made before. */
  step: number;
  /** Of the batch. */
  loss: number;
  /** Learning rate. */
  rate?: number;
  /** ‖θ − θ₀‖/‖θ₀‖ over all weights since the first record. */
  moved?: number;
  /** What the first layer takes in, if it is numbers. */
  x?: TraceStats;
  /** The targets of the batch. */
  y?: TraceTargets;
  /** One for every layer of the header. */
  layers: TraceStepLayer[];
}

/** A line of a trace. */
export type TraceLine = TraceHeader | TraceStep;

/** What a trace shows. */
export interface Diagnosis {
  /** As of a report, by the trace alone: `healthy`, it learnt; `floor`, it got better than a constant answer and nothing is wrong with its signals. */
  verdict: ReportVerdict;
  /** Causes, the first one first; what they explain is left out. No trial has proved them. */
  findings: Finding[];
  /** Always empty: only a trial can refute a finding, and a trace cannot be run again. */
  withdrawn: [];
  /** Findings that this trace cannot show, and what it would take. */
  unseen: { id: FindingId; missing: string }[];
}
