import { RpropForm } from "../../assembly/abi.js";
import { badOption, checkBoolean, checkKeys, checkNumber, unknownWord } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import type { Core } from "../core/create.js";
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
  /** Which update this is, from 1 on; steps that were skipped do not count. */
  count: number;
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

const FORMS = {
  "rprop+": RpropForm.Plus,
  "rprop-": RpropForm.Minus,
  "irprop-": RpropForm.ImprovedMinus,
} as const;

function checkForm(value: unknown): keyof typeof FORMS {
  if (typeof value === "string" && Object.hasOwn(FORMS, value)) return value as keyof typeof FORMS;
  throw badOption("optimizer.form", `one of ${Object.keys(FORMS).join(", ")}`, value);
}

/** A number > 0 in float32 too. */
const positiveOf = (name: string, value: unknown): number =>
  checkNumber(`optimizer.${name}`, value, "a float32 number > 0", (v) => Math.fround(v) > 0);

/** The weight that an average gives to its own past, a float32 below 1. */
const pastOf = (name: string, value: unknown): number =>
  checkNumber(`optimizer.${name}`, value, `0 ≤ ${name} < 1`, belowOne);

/** βⁿ by repeated squaring: products alone, so the same bits in every engine and after every `restore`. */
function power(beta: number, n: number): number {
  let result = 1;
  for (let rest = n, square = beta; rest > 0; rest = Math.floor(rest / 2), square *= square)
    if (rest % 2 === 1) result *= square;
  return result;
}

const momentumOf = (value: unknown): number =>
  checkNumber("optimizer.momentum", value ?? 0, "0 ≤ momentum < 1", belowOne);

const OPTIMIZERS: Readonly<Record<string, OptimizerRow>> = {
  sgd: {
    options: ["learningRate", "momentum", "nesterov", "weightDecay"],
    prepare(given) {
      const momentum = momentumOf(given["momentum"]);
      const nesterov = checkBoolean("optimizer.nesterov", given["nesterov"] ?? false);
      if (nesterov && momentum === 0)
        throw new GradiometerError(
          "BAD_OPTION",
          "optimizer.nesterov: needs a momentum > 0; set optimizer.momentum, such as 0.9",
        );
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
  rprop: {
    options: ["form", "initialStep", "etaMinus", "etaPlus", "minStep", "maxStep"],
    prepare(given) {
      const form = checkForm(given["form"] ?? "irprop-");
      const initialStep = positiveOf("initialStep", given["initialStep"] ?? 0.01);
      const shrinks = (value: number): boolean => Math.fround(value) > 0 && Math.fround(value) < 1;
      const grows = (value: number): boolean => Math.fround(value) > 1;
      const etaMinus = checkNumber("optimizer.etaMinus", given["etaMinus"] ?? 0.5, "0 < etaMinus < 1", shrinks);
      const etaPlus = checkNumber("optimizer.etaPlus", given["etaPlus"] ?? 1.2, "a number > 1", grows);
      const minStep = positiveOf("minStep", given["minStep"] ?? 1e-6);
      const maxStep = positiveOf("maxStep", given["maxStep"] ?? 50);
      if (minStep > maxStep) throw badOption("optimizer.maxStep", `a number ≥ minStep, ${minStep}`, maxStep);
      return {
        optimizer: { kind: "rprop", form, initialStep, etaMinus, etaPlus, minStep, maxStep },
        slots: ["sign", "step"],
        update({ core, length, parameters, gradients, slots: [sign = 0, step = 0], count }) {
          const { arena, wasm } = core;
          if (count === 1) arena.f32(step, length).fill(initialStep);
          // prettier-ignore
          return wasm.rprop(length, parameters, gradients, sign, step, FORMS[form], etaMinus, etaPlus, minStep, maxStep);
        },
      };
    },
  },
  adam: {
    options: ["learningRate", "beta1", "beta2", "epsilon", "weightDecay"],
    prepare(given) {
      const beta1 = pastOf("beta1", given["beta1"] ?? 0.9);
      const beta2 = pastOf("beta2", given["beta2"] ?? 0.999);
      const epsilon = positiveOf("epsilon", given["epsilon"] ?? 1e-8);
      const weightDecay = checkNumber("optimizer.weightDecay", given["weightDecay"] ?? 0, "a number ≥ 0", notNegative);
      // The kernel's averages have the float32 numbers next to β₁ and β₂, and so must what corrects them.
      const b1 = Math.fround(beta1);
      const b2 = Math.fround(beta2);
      return {
        optimizer: { kind: "adam", learningRate: checkRate(given["learningRate"]), beta1, beta2, epsilon, weightDecay },
        slots: ["mean", "square"],
        update({ core, length, parameters, gradients, slots: [mean = 0, square = 0], rate, count }) {
          const step = rate / (1 - power(b1, count));
          const correction = 1 / Math.sqrt(1 - power(b2, count));
          const decay = rate * weightDecay;
          // prettier-ignore
          return core.wasm.adam(length, parameters, gradients, mean, square, step, b1, b2, correction, epsilon, decay);
        },
      };
    },
  },
  rmsprop: {
    options: ["learningRate", "alpha", "epsilon"],
    prepare(given) {
      const alpha = pastOf("alpha", given["alpha"] ?? 0.99);
      const epsilon = positiveOf("epsilon", given["epsilon"] ?? 1e-8);
      return {
        optimizer: { kind: "rmsprop", learningRate: checkRate(given["learningRate"]), alpha, epsilon },
        slots: ["square"],
        update: ({ core, length, parameters, gradients, slots: [square = 0], rate }) =>
          core.wasm.rmsprop(length, parameters, gradients, square, rate, alpha, epsilon),
      };
    },
  },
};

function rowOf(kind: unknown): OptimizerRow {
  const row = typeof kind === "string" && Object.hasOwn(OPTIMIZERS, kind) ? OPTIMIZERS[kind] : undefined;
  if (!row) throw unknownWord("optimizer.kind", kind, Object.keys(OPTIMIZERS));
  return row;
}

/** The kinds of optimizer, each with the options that it takes. */
export const OPTIMIZER_OPTIONS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(OPTIMIZERS).map(([kind, { options }]) => [kind, options]),
);

/** @throws GradiometerError BAD_OPTION */
export function prepareOptimizer(given: unknown): PreparedOptimizer {
  if (typeof given !== "object" || given === null || !("kind" in given)) {
    throw badOption("optimizer", `{ kind, … } with kind one of ${Object.keys(OPTIMIZERS).join(", ")}`, given);
  }
  const row = rowOf(given.kind);
  const { optimizer, ...work } = row.prepare(checkKeys("optimizer", given, ["kind", ...row.options]));
  return { optimizer: Object.freeze(optimizer), ...work };
}

/** Whether an optimizer has a learning rate. */
export const hasRate = (optimizer: Optimizer): optimizer is Exclude<Optimizer, { kind: "rprop" }> =>
  "learningRate" in optimizer;

/** Learning rate of the first step, and what it is multiplied by after each; 1 and 1 for rprop, which has none. */
export function rateOf(optimizer: Optimizer): { start: number; decay: number } {
  if (!hasRate(optimizer)) return { start: 1, decay: 1 };
  const { learningRate } = optimizer;
  return typeof learningRate === "number" ? { start: learningRate, decay: 1 } : learningRate;
}
