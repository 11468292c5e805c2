/** One net as the lab's controls describe it, and as a link writes it: `sigmoid.standard.10x32.sgd:0.5`. */
import type { ActivationName, Init } from "../../types.js";
import { Reader } from "./reader.js";

/** What each word may be. */
export const WORDS = {
  activation: [
    "sigmoid",
    "tanh",
    "relu",
    "leaky-relu",
    "elu",
    "selu",
    "gelu",
    "silu",
    "softplus",
    "softsign",
    "linear",
  ] satisfies readonly ActivationName[],
  init: [
    "standard",
    "glorot-uniform",
    "glorot-normal",
    "he-uniform",
    "he-normal",
    "lecun-uniform",
    "lecun-normal",
    "orthogonal",
    "critical",
    "zeros",
    "variance",
  ],
  optimizer: ["sgd", "momentum", "adam", "rmsprop", "sign-sgd", "rprop"],
  skip: ["none", "identity", "scaled"],
  norm: ["none", "layer", "rms", "batch"],
  clip: ["none", "norm", "value"],
} as const;

/** One of the words for a setting. */
type Word<Name extends keyof typeof WORDS> = (typeof WORDS)[Name][number];

/** What each number may be: from, to. */
export const RANGES = {
  depth: [1, 50],
  width: [1, 256],
  rate: [1e-6, 100],
  limit: [1e-6, 1e6],
  variance: [0.01, 400],
} as const satisfies Record<string, readonly [number, number]>;

/** A net as the controls describe it. */
export interface NetState {
  readonly activation: Word<"activation">;
  readonly init: Word<"init">;
  /** σ_w² of W ~ N(0, σ_w²/fanIn), for the initialisation "variance" alone. */
  readonly variance: number;
  /** Hidden layers. */
  readonly depth: number;
  /** Units of each. */
  readonly width: number;
  readonly skip: Word<"skip">;
  readonly norm: Word<"norm">;
  readonly optimizer: Word<"optimizer">;
  readonly rate: number;
  readonly clip: Word<"clip">;
  /** Where the clipping cuts. */
  readonly limit: number;
}

export const DEFAULT_NET: NetState = {
  activation: "sigmoid",
  init: "standard",
  variance: 1,
  depth: 10,
  width: 32,
  skip: "none",
  norm: "none",
  optimizer: "sgd",
  rate: 0.5,
  clip: "none",
  limit: 1,
};

/** The initialisation as the API takes it. */
export const initOf = ({ init, variance }: NetState): Init =>
  init === "variance" ? { kind: "variance", weight: variance, bias: 0 } : init;

/** As a link writes it; what is at its default is left out behind the rate. */
export function writeNet(net: NetState): string {
  const { activation, init, variance, depth, width, optimizer, rate, skip, norm, clip, limit } = net;
  return [
    activation,
    init === "variance" ? `variance:${variance}` : init,
    `${depth}x${width}`,
    `${optimizer}:${rate}`,
    ...(skip === "none" ? [] : [`skip:${skip}`]),
    ...(norm === "none" ? [] : [`norm:${norm}`]),
    ...(clip === "none" ? [] : [`clip:${clip}:${limit}`]),
  ].join(".");
}

/** @throws StateError naming the key and what was expected where */
export function readNet(key: string, text: string): NetState {
  const from = new Reader(key, text);
  const activation = from.word(WORDS.activation);
  from.expect(".");
  const init = from.word(WORDS.init);
  let { variance } = DEFAULT_NET;
  if (init === "variance") {
    from.expect(":");
    variance = from.number(...RANGES.variance);
  }
  from.expect(".");
  const depth = from.number(...RANGES.depth, true);
  from.expect("x");
  const width = from.number(...RANGES.width, true);
  from.expect(".");
  const optimizer = from.word(WORDS.optimizer);
  from.expect(":");
  const rate = from.number(...RANGES.rate);
  const skip = from.skip(".skip:") ? from.word(WORDS.skip) : DEFAULT_NET.skip;
  const norm = from.skip(".norm:") ? from.word(WORDS.norm) : DEFAULT_NET.norm;
  let { clip, limit } = DEFAULT_NET;
  if (from.skip(".clip:")) {
    clip = from.word(WORDS.clip);
    from.expect(":");
    limit = from.number(...RANGES.limit);
  }
  from.end();
  return { activation, init, variance, depth, width, skip, norm, optimizer, rate, clip, limit };
}
