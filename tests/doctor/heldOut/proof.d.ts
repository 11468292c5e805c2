import type { Gradiometer, MlpConfig, RnnConfig, TrainerConfig } from "gradiometer";
import type { HeldOutData } from "./data.js";

/** A loss, or "NaN", "Infinity", "-Infinity". */
export type ProvedLoss = number | string;

/** Trainings from the net's seed and the two that follow. */
export interface Trainings {
  /** Loss of the best answer that is the same for every row. */
  constant: ProvedLoss;
  losses: ProvedLoss[];
  /** Loss of one who knows everything but the noise. */
  floor?: ProvedLoss;
  /** By how many a floor net is better than the constant. */
  standardErrors?: ProvedLoss[];
  heldOut?: ProvedLoss[];
  heldOutConstants?: ProvedLoss[];
}

export interface Proof {
  asItStands: Trainings;
  /** The same without the cause, and nothing else changed. */
  removed?: Trainings & { changes: Record<string, unknown> };
  /** What does not help. */
  others?: (Trainings & { changes: Record<string, unknown> })[];
  /** Treatments of other findings, each alone: how many were tried, and whose teach the net too. */
  rivals?: { tried: number; cures: string[] };
}

/** A net of fourth.json or floor.json. */
export interface HeldOutNet {
  name: string;
  about: string;
  config: MlpConfig | RnnConfig;
  training: TrainerConfig & { epochs: number; batch?: number };
  data: HeldOutData;
  holdout?: number;
  parameters?: Record<string, number[]>;
  expect: {
    verdict: "healthy" | "floor" | "slow" | "sick" | "unexplained";
    /** The one true cause; none where there is none. */
    findings: string[];
    /** What may be named in its place: the same trouble seen from elsewhere, or a treatment that cures as well. */
    also?: string[];
    /** Id of a remedy that does what `removed` does. */
    cure?: string;
  };
  proof: Proof;
}

export function prove(lab: Gradiometer, row: HeldOutNet): Promise<Proof>;
export function shortcomings(row: HeldOutNet, proof?: Proof): string[];
