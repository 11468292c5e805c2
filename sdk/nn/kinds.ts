import { badOption, checkInteger, countRows, show } from "../core/check.js";
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

/** Samples whose shape has been checked. */
export interface Samples {
  /** [time, batch, inputs], flat or nested by rows of `inputs`. */
  readonly values: ArrayLike<unknown>;
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
  /** @throws GradiometerError BAD_SHAPE, BAD_OPTION */
  samples(x: unknown, inputs: number): Samples;
}

function rows(x: unknown, inputs: number): Samples {
  const batch = countRows("x", x, inputs);
  return { values: x as ArrayLike<unknown>, time: 1, batch };
}

function sequences(x: unknown, inputs: number): Samples {
  if (typeof x !== "object" || x === null || !("values" in x) || !("time" in x)) {
    throw new GradiometerError("BAD_SHAPE", `x: expected a sequence { values, time }, but got ${show(x)}`);
  }
  const time = checkInteger("x.time", x.time, 1);
  const { values } = x;
  // Nested rows are steps, and not whole sequences, which lie in another order.
  const steps = countRows("x.values", values, inputs);
  if (steps % time !== 0) {
    const expected = `expected a multiple of ${time * inputs} numbers`;
    throw new GradiometerError("BAD_SHAPE", `x.values: ${expected}, but got ${steps * inputs}`);
  }
  return { values: values as ArrayLike<unknown>, time, batch: steps / time };
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
