import { badOption, checkBoolean, checkKeys, checkNumber } from "../core/check.js";
import type { Core } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import type { Optimizer, Rate } from "../types.js";

/** What an update works on: blocks of `length` floats. */
export interface Update {
  readonly core: Core;
  readonly length: number;
  readonly parameters: number;
  readonly gradients: number;
  /** Addresses of the optimizer's own blocks, in the order of `slots`. */
  readonly slots: readonly number[];
  /** The learning rate of this step. */
  rate: number;
}

/** A checked optimizer, ready for work. */
export interface PreparedOptimizer {
  /** Every default filled in, frozen. */
  readonly optimizer: Optimizer;
  /** Names of the tensors that it keeps for each parameter. */
  readonly slots: readonly string[];
  /** One update of all parameters; returns a mask of the kernels' NonFinite, 0 when all is finite. */
  update(update: Update): number;
}

/** What is known of an optimizer. A new one is one row here and one function in assembly/nn/optimizer.ts. */
interface OptimizerRow {
  readonly options: readonly string[];
  /** @throws GradiometerError BAD_OPTION */
  prepare(given: Readonly<Record<string, unknown>>): PreparedOptimizer;
}

const notNegative = (value: number): boolean => value >= 0;
const belowOne = (value: number): boolean => value >= 0 && Math.fround(value) < 1;

function checkRate(given: unknown): Rate {
  const name = "optimizer.learningRate";
  if (typeof given !== "object" || given === null)
    return checkNumber(name, given, "a number ≥ 0 or { start, decay }", notNegative);
  const { start, decay } = checkKeys(name, given, ["start", "decay"]);
  return Object.freeze({
    start: checkNumber(`${name}.start`, start, "a number ≥ 0", notNegative),
    decay: checkNumber(`${name}.decay`, decay, "a number > 0", (value) => value > 0),
  });
}

const momentumOf = (value: unknown): number =>
  checkNumber("optimizer.momentum", value ?? 0, "0 ≤ momentum < 1", belowOne);

const OPTIMIZERS: Readonly<Record<string, OptimizerRow>> = {
  sgd: {
    options: ["learningRate", "momentum", "nesterov", "weightDecay"],
    prepare(given) {
      const momentum = momentumOf(given["momentum"]);
      const nesterov = checkBoolean("optimizer.nesterov", given["nesterov"] ?? false);
      if (nesterov && momentum === 0) throw badOption("optimizer.nesterov", "a momentum > 0 beside it", "momentum 0");
      const weightDecay = checkNumber("optimizer.weightDecay", given["weightDecay"] ?? 0, "a number ≥ 0", notNegative);
      const ahead = nesterov ? 1 : 0;
      return {
        optimizer: { kind: "sgd", learningRate: checkRate(given["learningRate"]), momentum, nesterov, weightDecay },
        slots: momentum > 0 ? ["momentum"] : [],
        update: ({ core, length, parameters, gradients, slots, rate }) =>
          core.wasm.sgd(length, parameters, gradients, slots[0] ?? 0, rate, momentum, ahead, weightDecay),
      };
    },
  },
  "sign-sgd": {
    options: ["learningRate", "momentum"],
    prepare(given) {
      const momentum = momentumOf(given["momentum"]);
      return {
        optimizer: { kind: "sign-sgd", learningRate: checkRate(given["learningRate"]), momentum },
        slots: momentum > 0 ? ["momentum"] : [],
        update: ({ core, length, parameters, gradients, slots, rate }) =>
          core.wasm.signSgd(length, parameters, gradients, slots[0] ?? 0, rate, momentum),
      };
    },
  },
};

/** Names of the specification that this version does not have. */
const PLANNED: readonly string[] = ["rprop", "adam", "rmsprop"];

function rowOf(kind: unknown): OptimizerRow {
  const row = typeof kind === "string" && Object.hasOwn(OPTIMIZERS, kind) ? OPTIMIZERS[kind] : undefined;
  if (typeof kind === "string" && PLANNED.includes(kind)) {
    const built = Object.keys(OPTIMIZERS).join(", ");
    throw new GradiometerError("UNSUPPORTED", `optimizer.kind: ${kind} is not built in yet; ${built} are`);
  }
  if (!row) throw badOption("optimizer.kind", `one of ${Object.keys(OPTIMIZERS).join(", ")}`, kind);
  return row;
}

/** @throws GradiometerError BAD_OPTION, UNSUPPORTED */
export function prepareOptimizer(given: unknown): PreparedOptimizer {
  if (typeof given !== "object" || given === null || !("kind" in given)) {
    throw badOption("optimizer", `{ kind, … } with kind one of ${Object.keys(OPTIMIZERS).join(", ")}`, given);
  }
  const row = rowOf(given.kind);
  const { optimizer, ...work } = row.prepare(checkKeys("optimizer", given, ["kind", ...row.options]));
  return { optimizer: Object.freeze(optimizer), ...work };
}

/** Learning rate of the first step, and what it is multiplied by after each. */
export function rateOf(optimizer: Optimizer): { start: number; decay: number } {
  if (!("learningRate" in optimizer)) return { start: 1, decay: 1 };
  const { learningRate } = optimizer;
  return typeof learningRate === "number" ? { start: learningRate, decay: 1 } : learningRate;
}
