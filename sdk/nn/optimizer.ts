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

/** What the trainer knows of an optimizer. A new one is one row here and one function in assembly/nn/optimizer.ts. */
interface OptimizerRow {
  /** @throws GradiometerError BAD_OPTION */
  check(given: Readonly<Record<string, unknown>>): Optimizer;
  readonly options: readonly string[];
  /** Names of the tensors that it keeps for each parameter. */
  slots(optimizer: Optimizer): readonly string[];
  /** One update; returns a mask of the kernels' NonFinite, 0 when all is finite. */
  update(optimizer: Optimizer, update: Update): number;
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
    check(given) {
      const momentum = momentumOf(given["momentum"]);
      const nesterov = checkBoolean("optimizer.nesterov", given["nesterov"] ?? false);
      if (nesterov && momentum === 0) throw badOption("optimizer.nesterov", "a momentum > 0 beside it", "momentum 0");
      const weightDecay = checkNumber("optimizer.weightDecay", given["weightDecay"] ?? 0, "a number ≥ 0", notNegative);
      return { kind: "sgd", learningRate: checkRate(given["learningRate"]), momentum, nesterov, weightDecay };
    },
    slots: (optimizer) => ("momentum" in optimizer && optimizer.momentum ? ["momentum"] : []),
    update(optimizer, { core, length, parameters, gradients, slots, rate }) {
      if (optimizer.kind !== "sgd") return 0;
      const { momentum = 0, nesterov = false, weightDecay = 0 } = optimizer;
      return core.wasm.sgd(length, parameters, gradients, slots[0] ?? 0, rate, momentum, nesterov ? 1 : 0, weightDecay);
    },
  },
  "sign-sgd": {
    options: ["learningRate", "momentum"],
    check(given) {
      return {
        kind: "sign-sgd",
        learningRate: checkRate(given["learningRate"]),
        momentum: momentumOf(given["momentum"]),
      };
    },
    slots: (optimizer) => ("momentum" in optimizer && optimizer.momentum ? ["momentum"] : []),
    update(optimizer, { core, length, parameters, gradients, slots, rate }) {
      if (optimizer.kind !== "sign-sgd") return 0;
      return core.wasm.signSgd(length, parameters, gradients, slots[0] ?? 0, rate, optimizer.momentum ?? 0);
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

/** Every default filled in, frozen. @throws GradiometerError BAD_OPTION */
export function checkOptimizer(optimizer: unknown): Optimizer {
  if (typeof optimizer !== "object" || optimizer === null || !("kind" in optimizer)) {
    throw badOption("optimizer", `{ kind, … } with kind one of ${Object.keys(OPTIMIZERS).join(", ")}`, optimizer);
  }
  const row = rowOf(optimizer.kind);
  return Object.freeze(row.check(checkKeys("optimizer", optimizer, ["kind", ...row.options])));
}

/** Names of the blocks that a checked optimizer keeps beside the parameters. */
export function optimizerSlots(optimizer: Optimizer): readonly string[] {
  return rowOf(optimizer.kind).slots(optimizer);
}

/** What updates all parameters; it returns a mask of the kernels' NonFinite, 0 when all is finite. */
export function updaterOf(optimizer: Optimizer): (update: Update) => number {
  const row = rowOf(optimizer.kind);
  return (update) => row.update(optimizer, update);
}

/** Learning rate of the first step, and what it is multiplied by after each. */
export function rateOf(optimizer: Optimizer): { start: number; decay: number } {
  if (!("learningRate" in optimizer)) return { start: 1, decay: 1 };
  const { learningRate } = optimizer;
  return typeof learningRate === "number" ? { start: learningRate, decay: 1 } : learningRate;
}
