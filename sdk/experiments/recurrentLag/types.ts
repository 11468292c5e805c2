import type { ActivationName } from "../../types.js";

/** The parameters of `recurrent-lag`. */
export interface RecurrentLagParameters {
  lag: number;
  hidden: number;
  exact: ActivationName;
  gamma: "own" | "sigmoid";
  order: "forward" | "reversed";
  smallHidden: number;
  smallSteps: number;
  smallActivation: ActivationName;
  nets: number;
  norm: number;
  normActivation: ActivationName;
  draws: number;
  drawHidden: number;
  drawSteps: number;
}
