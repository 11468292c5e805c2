import type { Activation, Clip, Init, Optimizer, Skip } from "../../types.js";

/** A net on two moons and how it is trained. */
export interface Recipe {
  readonly activation: Activation;
  /** Hidden layers. */
  readonly depth: number;
  readonly init: Init;
  readonly skip: Skip;
  readonly optimizer: Optimizer;
  readonly clip: Clip | null;
}

/** A row of the remedy table. */
export interface RemedyRow {
  readonly id: string;
  /** The net as it is sick, or healthy. */
  readonly net: string;
  /** What is done to it. */
  readonly treatment: string;
  readonly recipe: Recipe;
  /** What the counterpart has otherwise: a sick net without the cause, a cured one without the cure. */
  readonly counterpart: Partial<Recipe>;
}

const sgd = (learningRate: number): Optimizer => ({ kind: "sgd", learningRate });
const SIGN: Optimizer = { kind: "sign-sgd", learningRate: { start: 0.01, decay: 0.995 } };
const rprop = (initialStep: number): Optimizer => ({ kind: "rprop", initialStep });

/** N(0, 9/n): weights 2.1 times too large for ReLU. */
const TOO_LARGE: Init = { kind: "variance", weight: 9, bias: 0 };

const base: Recipe = {
  activation: "sigmoid",
  depth: 10,
  init: "glorot-uniform",
  skip: "none",
  optimizer: sgd(0.5),
  clip: null,
};
const tanh: Recipe = { ...base, activation: "tanh" };
const large: Recipe = { ...base, activation: "relu", init: TOO_LARGE, optimizer: sgd(0.1) };
const deep: Recipe = { ...base, activation: "relu", depth: 30, optimizer: sgd(0.1) };

const row = (
  id: string,
  [net, treatment]: readonly [string, string],
  recipe: Recipe,
  counterpart: Partial<Recipe>,
): RemedyRow => ({ id, net, treatment, recipe, counterpart });

const SIGMOID = "sigmoid, 10 layers";
const LARGE = "ReLU, 10 layers, N(0, 9/n)";
const DEEP = "ReLU, 30 layers, Glorot";

/** The twelve rows of the table; two of them are two nets each. */
export const REMEDY_ROWS: readonly RemedyRow[] = [
  row("sigmoid", [SIGMOID, "SGD .5"], base, { activation: "tanh" }),
  row("sigmoid-rate", [SIGMOID, "SGD 10"], { ...base, optimizer: sgd(10) }, { optimizer: SIGN }),
  row("sigmoid-sign", [SIGMOID, "sign .01·.995^t"], { ...base, optimizer: SIGN }, { optimizer: sgd(0.5) }),
  row("sigmoid-rprop", [SIGMOID, "Rprop .01"], { ...base, optimizer: rprop(0.01) }, { optimizer: sgd(0.5) }),
  row("sigmoid-scaled", [SIGMOID, "scaled skips"], { ...base, skip: "scaled" }, { skip: "none" }),
  row("sigmoid-identity", [SIGMOID, "identity skips"], { ...base, skip: "identity" }, { skip: "none" }),
  row("tanh-glorot", ["tanh, 10 layers", "Glorot"], tanh, { activation: "sigmoid" }),
  row("tanh-orthogonal", ["tanh, 10 layers", "orthogonal"], { ...tanh, init: "orthogonal" }, { activation: "sigmoid" }),
  row("relu-large", [LARGE, "SGD .1"], large, { init: "he-normal" }),
  row("relu-clip", [LARGE, "clip by norm 1"], { ...large, clip: { kind: "norm", limit: 1 } }, { clip: null }),
  row("relu-glorot", [DEEP, "SGD .1"], deep, { init: "he-normal", optimizer: sgd(0.02) }),
  row("relu-rprop", [DEEP, "Rprop .001"], { ...deep, optimizer: rprop(0.001) }, { optimizer: sgd(0.1) }),
  row(
    "relu-he",
    [DEEP, "He, SGD .02"],
    { ...deep, init: "he-normal", optimizer: sgd(0.02) },
    { init: "glorot-uniform" },
  ),
  row(
    "tanh-deep",
    ["tanh, 30 layers", "orthogonal"],
    { ...deep, activation: "tanh", init: "orthogonal" },
    { init: "standard" },
  ),
];
