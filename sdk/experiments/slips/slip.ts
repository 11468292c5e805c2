import type { Core } from "../../core/create.js";
import type { Cell } from "../types.js";

/** What `slips` takes; its schema says what each is. */
export interface SlipParameters {
  weights: number[];
  input: number;
  target: number;
  activation: "sigmoid" | "tanh";
  step: number;
  mean: number;
  variance: number;
  draws: number;
  init: "orthogonal" | "standard" | "glorot-uniform";
  chainWeight: number;
  chainDepth: number;
  second: number[];
  source: number;
  recurrent: "tanh" | "linear";
  rate: number;
  alpha: number;
  nextWeight: number;
  units: number;
  nets: number;
  logit: number;
}

/** One slip: what the text makes of it beside what is true, and the two numbers that the claims look at. */
export interface Slip {
  readonly number: number;
  readonly about: string;
  readonly text: string;
  readonly textValue: number;
  readonly truth: string;
  readonly truthValue: number;
  readonly measured: Readonly<Record<string, number>>;
  /** Further numbers for its own table. */
  readonly rows?: readonly (readonly Cell[])[];
}

export interface Context {
  readonly core: Core;
  readonly parameters: SlipParameters;
  readonly seed: number;
}

/** (f(x + h) − f(x − h)) / 2h. */
export const slopeAt = (f: (x: number) => number, x: number, h: number): number => (f(x + h) - f(x - h)) / (2 * h);

/** Streams of random numbers, one a slip. */
export const enum Draw {
  Chain = 10,
  Recurrent = 11,
  Product = 12,
  Gain = 13,
}
