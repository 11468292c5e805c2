import type { ActivationName } from "../../types.js";

/** The parameters of `sign-updates`. */
export interface SignUpdatesParameters {
  start: number;
  slip: "added" | "subtracted";
  traceStep: number;
  traceLength: number;
  etaPlus: number;
  etaMinus: number;
  update: "sign" | "gradient";
  activation: ActivationName;
  depth: number;
  width: number;
  nets: number;
  samples: number;
  steps: number;
  rate: number;
  signRate: number;
  signDecay: number;
  momentum: number;
  initialStep: number;
}
