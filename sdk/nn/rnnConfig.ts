import { checkBoolean, checkInteger, checkKeys } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import type { Init, NormalisedRnnConfig } from "../types.js";
import { checkActivation } from "./activation.js";
import { MAX_UNITS } from "./config.js";
import { checkInit } from "./initialise.js";

function checkRnnInit(name: string, init: unknown): Init {
  if (init === "lsuv") {
    throw new GradiometerError("UNSUPPORTED", `${name}: "lsuv" is for multilayer perceptrons`);
  }
  return checkInit(name, init);
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
    "activation",
    "init",
    "recurrentInit",
    "bias",
    "seed",
  ]);
  const units = (name: "inputs" | "hidden" | "outputs") => checkInteger(name, given[name], 1, MAX_UNITS);
  return Object.freeze({
    inputs: units("inputs"),
    hidden: units("hidden"),
    ...(given["outputs"] !== undefined && { outputs: units("outputs") }),
    activation: checkActivation("activation", given["activation"] ?? "tanh"),
    init: checkRnnInit("init", given["init"] ?? "glorot-uniform"),
    recurrentInit: checkRnnInit("recurrentInit", given["recurrentInit"] ?? "orthogonal"),
    bias: checkBoolean("bias", given["bias"] ?? true),
    seed: checkInteger("seed", given["seed"] ?? 0, 0),
  });
}
