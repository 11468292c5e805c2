/** A case with one change: null where the change cannot be made or is there already. */
import { rectifies } from "../nn/activation.js";
import { rateOf } from "../nn/optimizer.js";
import { checkTrainerConfig } from "../nn/training.js";
import type { Activation, Init, Optimizer } from "../types.js";
import type { Case } from "./patient.js";
import { limit } from "./thresholds.js";

/** φ of the hidden layers. */
export const hiddenOf = ({ kind, config }: Case): readonly Activation[] =>
  kind === "rnn" ? (config.activation === undefined ? [] : [config.activation]) : config.activation.slice(0, -1);

/** Whether all hidden layers are of the ReLU kind. */
export const rectified = (sick: Case): boolean => hiddenOf(sick).length > 0 && hiddenOf(sick).every(rectifies);

/** The same net, drawn in another way: an Rnn's recurrent weights, an Mlp's all. */
export function withInit(sick: Case, init: Init): Case | null {
  if (sick.kind === "rnn") {
    if (JSON.stringify(sick.config.recurrentInit) === JSON.stringify(init) || init === "lsuv") return null;
    return { ...sick, config: { ...sick.config, recurrentInit: init } };
  }
  if (JSON.stringify(sick.config.init) === JSON.stringify(init)) return null;
  const { sizes, activation, norm, bias, skip, seed } = sick.config;
  const batch = sick.x.slice(0, limit("probeRows") * sick.inputs);
  return {
    ...sick,
    config: { sizes, activation, norm, init, bias, skip, seed, ...(init === "lsuv" && { initData: batch }) },
  };
}

/** Another activation in all hidden layers. */
export function withHidden(sick: Case, activation: Activation): Case | null {
  if (hiddenOf(sick).every((own) => own === activation)) return null;
  if (sick.kind === "rnn") return { ...sick, config: { ...sick.config, activation } };
  const own = sick.config.activation;
  return {
    ...sick,
    config: { ...sick.config, activation: own.map((one, i) => (i < own.length - 1 ? activation : one)) },
  };
}

/** Another kind of optimizer. */
export const withOptimizer = (sick: Case, optimizer: Optimizer): Case | null =>
  sick.training.optimizer.kind === optimizer.kind
    ? null
    : { ...sick, training: checkTrainerConfig({ ...sick.training, optimizer }) };

/** The rate times a factor; rprop's first step in place of a rate. */
export function withRate(sick: Case, factor: number): Case {
  const { optimizer } = sick.training;
  const { start, decay } = rateOf(optimizer);
  const changed =
    optimizer.kind === "rprop"
      ? { ...optimizer, initialStep: Math.min((optimizer.initialStep ?? 0.01) * factor, optimizer.maxStep ?? 50) }
      : { ...optimizer, learningRate: decay === 1 ? start * factor : { start: start * factor, decay } };
  return { ...sick, training: checkTrainerConfig({ ...sick.training, optimizer: changed }) };
}

/** Every class as often as the largest, by repeating its rows in turn. */
export function balanced(sick: Case): Case | null {
  if (sick.kind === "rnn" || sick.training.loss === "mean-squared-error" || sick.training.loss === "sum-squared-error")
    return null;
  const { x, y, inputs, outputs, count } = sick;
  const classes = Array.from({ length: Math.max(2, outputs) }, (): number[] => []);
  for (let row = 0; row < count; row++) {
    const own = y.subarray(row * outputs, (row + 1) * outputs);
    const label = outputs === 1 ? (own[0]! >= 0.5 ? 1 : 0) : own.indexOf(Math.max(...own));
    classes[label]!.push(row);
  }
  const filled = classes.filter((rows) => rows.length > 0);
  const most = Math.max(...filled.map((rows) => rows.length));
  if (filled.length < 2 || filled.every((rows) => rows.length === most)) return null;
  const order = filled.flatMap((rows) => Array.from({ length: most }, (_, index) => rows[index % rows.length]!));
  const take = (values: Float32Array, columns: number): Float32Array => {
    const out = new Float32Array(order.length * columns);
    order.forEach((row, at) => out.set(values.subarray(row * columns, (row + 1) * columns), at * columns));
    return out;
  };
  return { ...sick, x: take(x, inputs), y: take(y, outputs), count: order.length };
}

/** What `withInit` draws, in words. */
export const matrices = (sick: Case): string => (sick.kind === "rnn" ? "the recurrent weights" : "the weights");
