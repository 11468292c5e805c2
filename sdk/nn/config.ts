import {
  badOption,
  checkBoolean,
  checkInteger,
  checkKeys,
  checkNumber,
  flatten,
  notFinite,
  show,
  unknownWord,
} from "../core/check.js";
import { elementAt } from "../core/element.js";
import { GradiometerError } from "../core/errors.js";
import type { Activation, Init, Norm, NormalisedMlpConfig, NormName, Skip } from "../types.js";
import { checkActivation } from "./activation.js";
import { checkInit } from "./initialise.js";
import { NORMS, type ResolvedNorm } from "./ops/norm.js";

/** Largest number of units in a layer: beyond it one row alone would not fit in linear memory. */
export const MAX_UNITS = 2 ** 28;

function checkSizes(sizes: unknown): readonly number[] {
  if (!Array.isArray(sizes) || sizes.length < 2)
    throw badOption("sizes", "an array of at least two layer sizes, input first", sizes);
  return Object.freeze(
    Array.from(sizes, (size: unknown, index) => checkInteger(`sizes[${index}]`, size, 1, MAX_UNITS)),
  );
}

/** One activation per layer, the last included. */
function checkActivations(activation: unknown, output: unknown, layers: number): readonly Activation[] {
  if (!Array.isArray(activation)) {
    const hidden = checkActivation("activation", activation ?? "tanh");
    const last = checkActivation("output", output ?? "linear");
    return Object.freeze([...Array.from({ length: layers - 1 }, () => hidden), last]);
  }
  if (activation.length !== layers)
    throw badOption("activation", `one activation or an array of ${layers}, one per layer`, activation);
  if (output !== undefined)
    throw new GradiometerError(
      "BAD_OPTION",
      "output: leave it out; activation is a list and its last entry is the output's",
    );
  return Object.freeze(
    Array.from(activation, (entry: unknown, index) => checkActivation(`activation[${index}]`, entry)),
  );
}

function checkSkip(skip: unknown): Skip {
  if (skip === "none" || skip === "identity" || skip === "scaled") return skip;
  if (typeof skip === "object" && skip !== null) {
    const { gain } = checkKeys("skip", skip, ["gain"]);
    return Object.freeze({
      gain: checkNumber("skip.gain", gain, "a number from −1e30 to 1e30", (value) => Math.abs(value) <= 1e30),
    });
  }
  throw badOption("skip", `"none", "identity", "scaled" or { gain }`, skip);
}

const NORM_DEFAULTS = { epsilon: 1e-5, affine: true, momentum: 0.1 } as const;

/** @throws GradiometerError BAD_OPTION for what is no norm. */
export function checkNorm(name: string, given: unknown): Norm {
  if (given === "none") return given;
  const word = typeof given === "string";
  const { kind, ...rest } = word ? { kind: given } : checkKeys(name, given, ["kind", ...Object.keys(NORM_DEFAULTS)]);
  if (typeof kind !== "string" || !Object.hasOwn(NORMS, kind)) {
    const kinds = Object.keys(NORMS);
    const others = Object.fromEntries(kinds.map((own) => [`${own}norm`, own])); // LayerNorm, batch_norm, BatchNorm1d …
    throw unknownWord(word ? name : `${name}.kind`, kind, [...(word ? ["none"] : []), ...kinds], { others });
  }
  const { epsilon, affine, momentum } = { ...NORM_DEFAULTS, ...rest } as Readonly<Record<string, unknown>>;
  const known = kind as NormName;
  if ("momentum" in rest && !NORMS[known].overBatch)
    throw new GradiometerError(
      "BAD_OPTION",
      `${name}.momentum: leave it out; only "batch" keeps averages, and kind is "${kind}"`,
    );
  const share = (value: number): boolean => value >= 0 && value <= 1;
  return Object.freeze({
    kind: known,
    epsilon: checkNumber(`${name}.epsilon`, epsilon, "a float32 number > 0", (value) => Math.fround(value) > 0),
    affine: checkBoolean(`${name}.affine`, affine),
    ...(NORMS[known].overBatch && {
      momentum: checkNumber(`${name}.momentum`, momentum, "a number from 0 to 1", share),
    }),
  });
}

/** A checked norm with every number, null for none. */
export function resolveNorm(given: Norm): ResolvedNorm | null {
  if (given === "none") return null;
  return { ...NORM_DEFAULTS, ...(typeof given === "string" ? { kind: given } : given) };
}

/** Rows that a pass needs that normalises over the batch. */
export function leastBatchOf(given: Norm, sizes: readonly number[]): 1 | 2 {
  const resolved = resolveNorm(given);
  return resolved && NORMS[resolved.kind].overBatch && sizes.length > 2 ? 2 : 1;
}

/** @throws GradiometerError BAD_SHAPE for fewer rows than a pass needs. */
export function checkRows(name: string, rows: number, least: number): void {
  if (rows >= least) return;
  throw new GradiometerError(
    "BAD_SHAPE",
    `${name}: expected at least ${least} rows, over which batch norm normalises, but got ${rows}`,
  );
}

/** A copy of the rows on which "lsuv" measures; nothing for every other initialisation. */
function checkInitData(data: unknown, init: Init, inputs: number): Float32Array | undefined {
  if (init !== "lsuv") {
    if (data === undefined) return undefined;
    throw new GradiometerError(
      "BAD_OPTION",
      `initData: leave it out; only init "lsuv" uses it, and init is ${show(init)}`,
    );
  }
  if (data === undefined) throw badOption("initData", `rows of ${inputs} numbers, on which init "lsuv" measures`, data);
  const rows = flatten("initData", data, inputs).slice();
  if (!rows.every(Number.isFinite)) throw notFinite("initData", rows);
  return rows;
}

/** Whether layer `index` adds to the pre-activation of the layer below: hidden, not the first, fanIn = fanOut. */
export function canSkip(sizes: readonly number[], index: number): boolean {
  return index > 0 && index < sizes.length - 2 && sizes[index] === sizes[index + 1];
}

/** The gain of every layer's skip, null where a layer has none. */
export function skipGains(config: NormalisedMlpConfig): readonly (number | null)[] {
  const { sizes, skip } = config;
  const skips = sizes.slice(1).map((_, index) => skip !== "none" && canSkip(sizes, index));
  const count = skips.filter(Boolean).length;
  const gain = typeof skip === "object" ? skip.gain : skip === "scaled" ? 1 / Math.sqrt(count) : 1;
  return skips.map((has) => (has ? gain : null));
}

/**
 * Every default filled in, frozen.
 *
 * @throws GradiometerError BAD_OPTION naming the option, what was expected and what came.
 */
export function normaliseMlpConfig(config: unknown): NormalisedMlpConfig {
  const given = checkKeys("config", config, [
    "sizes",
    "activation",
    "output",
    "norm",
    "init",
    "initData",
    "bias",
    "skip",
    "seed",
  ]);
  const sizes = checkSizes(given["sizes"]);
  const skip = checkSkip(given["skip"] ?? "none");
  if (skip !== "none" && !sizes.some((_, index) => canSkip(sizes, index))) {
    throw new GradiometerError(
      "BAD_OPTION",
      `skip: ${show(skip)} needs two neighbouring hidden layers of the same width`,
    );
  }
  const activation = checkActivations(given["activation"], given["output"], sizes.length - 1);
  const init = checkInit("init", given["init"] ?? "glorot-uniform", true);
  const norm = checkNorm("norm", given["norm"] ?? "none");
  const inputs = elementAt(sizes, 0);
  const initData = checkInitData(given["initData"], init, inputs);
  checkRows("initData", initData ? initData.length / inputs : Infinity, leastBatchOf(norm, sizes));
  return Object.freeze({
    sizes,
    activation,
    norm,
    init,
    ...(initData && { initData }),
    bias: checkBoolean("bias", given["bias"] ?? true),
    skip,
    seed: checkInteger("seed", given["seed"] ?? 0, 0),
  });
}
