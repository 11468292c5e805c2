import { badOption, checkInteger, flatten, show } from "../core/check.js";
import type { Core } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import type { NetworkKind, Restored } from "../types.js";
import { normaliseMlpConfig } from "./config.js";
import { type Graph, mlpGraph, rnnGraph } from "./graph.js";
import { scaleToUnitVariance } from "./lsuv.js";
import type { Block } from "./parameters.js";
import { normaliseRnnConfig } from "./rnnConfig.js";

/** The normalised configuration of a kind of network. */
export type ConfigOf<Kind extends NetworkKind> = Restored[Kind]["network"]["config"];

/** Samples as a pass takes them: [time, batch, inputs], flat. */
export interface Samples {
  readonly values: Float32Array;
  readonly time: number;
  readonly batch: number;
}

/** What is known of a kind of network. A new one is one row. */
export interface Kind<Config> {
  /** Every default filled in. @throws GradiometerError BAD_OPTION, UNSUPPORTED */
  normalise(config: unknown): Config;
  graph(config: Config): Graph;
  /** What comes after every tensor was drawn. @throws GradiometerError BAD_OPTION, OUT_OF_MEMORY */
  settle?(core: Core, graph: Graph, parameters: Block, config: Config): void;
  /** What its samples are called in messages. */
  readonly values: string;
  /** @throws GradiometerError BAD_SHAPE, BAD_OPTION, NOT_FINITE (what is no number) */
  samples(x: unknown, inputs: number): Samples;
}

function rows(x: unknown, inputs: number): Samples {
  const values = flatten("x", x, inputs);
  return { values, time: 1, batch: values.length / inputs };
}

function sequences(x: unknown, inputs: number): Samples {
  if (typeof x !== "object" || x === null || !("values" in x) || !("time" in x)) {
    throw new GradiometerError("BAD_SHAPE", `x: expected a sequence { values, time }, but got ${show(x)}`);
  }
  const time = checkInteger("x.time", x.time, 1);
  // By steps first, so that nested rows are steps too, and not whole sequences, which lie in another order.
  const values = flatten("x.values", flatten("x.values", x.values, inputs), time * inputs);
  return { values, time, batch: values.length / (time * inputs) };
}

/** The kinds of network. */
export const KINDS: { readonly [K in NetworkKind]: Kind<ConfigOf<K>> } = {
  mlp: {
    normalise: normaliseMlpConfig,
    graph: mlpGraph,
    settle: (core, graph, parameters, { initData }) => {
      if (initData) scaleToUnitVariance(core, graph, parameters, initData);
    },
    values: "x",
    samples: rows,
  },
  rnn: { normalise: normaliseRnnConfig, graph: rnnGraph, values: "x.values", samples: sequences },
};

/** A kind by its name. @throws GradiometerError BAD_OPTION */
export function checkKind(name: string, kind: unknown): NetworkKind {
  if (typeof kind === "string" && Object.hasOwn(KINDS, kind)) return kind as NetworkKind;
  const names = Object.keys(KINDS).map((one) => `"${one}"`);
  throw badOption(name, names.join(" or "), kind);
}

/** The graph of a configuration of a kind. @throws GradiometerError as `normalise`. */
export function graphOf(kind: NetworkKind, config: unknown): Graph {
  // A row takes what it has normalised itself, which the compiler cannot know of a row of any kind.
  const row = KINDS[kind] as Kind<unknown>;
  return row.graph(row.normalise(config));
}
