import { badOption, checkBoolean, checkInteger, checkKeys, checkNumber, unknownWord } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import type { Activation, CellName, ForgetBias, Init, NormalisedRnnConfig } from "../types.js";
import { checkActivation, resolveActivation } from "./activation.js";
import { CELL_NAMES, CELLS } from "./cells/index.js";
import { MAX_UNITS } from "./config.js";
import { checkInit } from "./initialise.js";

/** Steps that float32 can still count. */
const MOST_STEPS = 2 ** 24;

function checkRnnInit(name: string, init: unknown): Init {
  if (init === "lsuv") {
    throw new GradiometerError("UNSUPPORTED", `${name}: "lsuv" is for multilayer perceptrons`);
  }
  return checkInit(name, init);
}

function checkCell(cell: unknown): CellName {
  if (typeof cell === "string" && Object.hasOwn(CELLS, cell)) return cell as CellName;
  throw unknownWord("cell", cell, CELL_NAMES, { others: { rnn: "simple", vanilla: "simple", elman: "simple" } });
}

/** φ of a cell that can choose it; nothing for the others. */
function checkCellActivation(cell: CellName, activation: unknown): { activation?: Activation } {
  if (CELLS[cell].choosesActivation) return { activation: checkActivation("activation", activation ?? "tanh") };
  if (activation === undefined) return {};
  throw new GradiometerError("BAD_OPTION", `activation: leave it out; the gates of the cell "${cell}" have their own`);
}

/** @throws GradiometerError BAD_OPTION; nothing for a cell without such a gate, or without biases. */
function checkForgetBias(cell: CellName, given: unknown, bias: boolean): ForgetBias | undefined {
  const { keeps } = CELLS[cell].build(resolveActivation("tanh"));
  if (!keeps || !bias) {
    if (given === undefined) return undefined;
    throw badOption(
      "forgetBias",
      keeps ? "bias: true with it" : `a cell with gates, "lstm" or "gru"`,
      keeps ? bias : cell,
    );
  }
  if (given === undefined) return keeps.bias;
  if (typeof given !== "object" || given === null)
    return checkNumber("forgetBias", given, `a number, or { kind: "chrono", longest }`, () => true);
  const { kind, longest } = checkKeys("forgetBias", given, ["kind", "longest"]);
  if (kind !== "chrono") throw badOption("forgetBias.kind", `"chrono"`, kind);
  return Object.freeze({ kind, longest: checkInteger("forgetBias.longest", longest, 2, MOST_STEPS) });
}

/**
 * Every default filled in, frozen.
 *
 * @throws GradiometerError BAD_OPTION naming the option, what was expected and what came; UNSUPPORTED for "lsuv".
 */
export function normaliseRnnConfig(config: unknown): NormalisedRnnConfig {
  const given = checkKeys("config", config, [
    "inputs",
    "hidden",
    "outputs",
    "cell",
    "forgetBias",
    "activation",
    "init",
    "recurrentInit",
    "bias",
    "seed",
  ]);
  const units = (name: "inputs" | "hidden" | "outputs") => checkInteger(name, given[name], 1, MAX_UNITS);
  const cell = checkCell(given["cell"] ?? "simple");
  const bias = checkBoolean("bias", given["bias"] ?? true);
  const forgetBias = checkForgetBias(cell, given["forgetBias"], bias);
  return Object.freeze({
    inputs: units("inputs"),
    hidden: units("hidden"),
    ...(given["outputs"] !== undefined && { outputs: units("outputs") }),
    cell,
    ...checkCellActivation(cell, given["activation"]),
    ...(forgetBias !== undefined && { forgetBias }),
    init: checkRnnInit("init", given["init"] ?? "glorot-uniform"),
    recurrentInit: checkRnnInit("recurrentInit", given["recurrentInit"] ?? "orthogonal"),
    bias,
    seed: checkInteger("seed", given["seed"] ?? 0, 0),
  });
}
