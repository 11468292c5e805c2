import type { ActivationName } from "../../types.js";

/** The parameters of `exploding`. */
export interface ExplodingParameters {
  gradient: [number, number];
  limit: number;
  kind: "norm" | "value";
  tiny: number;
  rest: number;
  huge: number;
  slip: "added" | "subtracted";
  squashing: ActivationName;
  weightVariance: number;
  depth: number;
  width: number;
  nets: number;
  samples: number;
  steps: number;
  learningRate: number;
  normLimit: number;
  valueLimit: number;
}
