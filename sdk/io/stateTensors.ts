import { checkKeys, notFinite, toFloats } from "../core/check.js";
import { type Graph, statisticsOf, tensorsOf as tensorsOfGraph } from "../nn/graph.js";
import { graphOf } from "../nn/kinds.js";
import type { TensorSpec } from "../nn/ops/op.js";
import { prepareOptimizer } from "../nn/optimizer.js";
import { checkTrainerConfig, describedBy, progressOf } from "../nn/training.js";
import type { Parameter, TrainerState } from "../types.js";

type PlainState = Omit<TrainerState, "parameters" | "slots">;

const PARAMETERS = "parameters.";
const INIT_DATA = "network.config.initData";
const slotPrefix = (slot: string): string => `slots.${slot}.`;

/**
 * The tensors of a state, in the order of its network, under their places in it: `parameters.layers.0.weight`,
 * `slots.momentum.layers.0.weight`, and with "lsuv" `network.config.initData`.
 *
 * @throws GradiometerError as `restore` would for this state, and NOT_FINITE when a number is not finite though the state
 *         says that none became so.
 */
export function tensorsOf(state: TrainerState): Parameter[] {
  const { layout, parameters, slots, initData } = describe(state);
  progressOf(state);
  const given = checkKeys("state.slots", state.slots, slots);
  const group = (prefix: string, specs: readonly TensorSpec[], values: unknown): Parameter[] => {
    const place = `state.${prefix.slice(0, -1)}`;
    const arrays = checkKeys(place, values, specs.map(({ name }) => name)); // prettier-ignore
    return specs.map(({ name, shape }) => {
      const count = shape.reduce((product, n) => product * n, 1);
      return { name: prefix + name, shape, values: toFloats(`${place}["${name}"]`, arrays[name], count, shape) };
    });
  };
  const tensors = [
    ...initData,
    ...group(PARAMETERS, layout, state.parameters),
    ...slots.flatMap((slot) => group(slotPrefix(slot), parameters, given[slot])),
  ];
  const bad = state.firstNonFinite ? undefined : tensors.find(({ values }) => !values.every(Number.isFinite));
  if (bad) throw notFinite(`state.${bad.name}`, bad.values);
  return tensors;
}

/**
 * The state that is JSON but for the tensors, which `tensorsOf` gave; those that have no place in it are left out.
 *
 * @throws GradiometerError as `restore` would for what is not a tensor.
 */
export function withTensors(plain: PlainState, tensors: readonly Parameter[]): TrainerState {
  const group = (prefix: string): Record<string, Float32Array> => {
    const own = tensors.filter(({ name }) => name.startsWith(prefix));
    return Object.fromEntries(own.map(({ name, values }) => [name.slice(prefix.length), values]));
  };
  const { kind, config } = describedBy(plain);
  const initData = tensors.find(({ name }) => name === INIT_DATA)?.values;
  const network = { kind, config: { ...(config as object), ...(initData && { initData }) } };
  const state = { ...plain, network: network as TrainerState["network"], parameters: group(PARAMETERS) };
  const { slots } = describe(state);
  return { ...state, slots: Object.fromEntries(slots.map((slot) => [slot, group(slotPrefix(slot))])) };
}

/** A state without its arrays, so that JSON can hold it. */
export function plainOf(state: TrainerState): PlainState {
  const config: object = { ...state.network.config, initData: undefined };
  const network = { ...state.network, config } as TrainerState["network"];
  return { ...state, network, ...{ parameters: undefined, slots: undefined } };
}

/** What a state says of its tensors: names and shapes of its network's, the optimizer's slots, the rows of "lsuv". */
function describe(state: PlainState): {
  /** Of everything that `parameters` holds, the averages that run along too. */
  layout: readonly TensorSpec[];
  /** Of what an optimizer has slots for. */
  parameters: readonly TensorSpec[];
  slots: readonly string[];
  initData: readonly Parameter[];
} {
  const { kind, config } = describedBy(state);
  const { slots } = prepareOptimizer(checkTrainerConfig(state.training).optimizer);
  const graph = graphOf(kind, config);
  const parameters = tensorsOfGraph(graph);
  return { layout: [...parameters, ...statisticsOf(graph)], parameters, slots, initData: initDataOf(config, graph) };
}

/** The rows of "lsuv", which a configuration holds as one flat array. */
function initDataOf(config: unknown, { inputs }: Graph): Parameter[] {
  const values = (config as { initData?: Float32Array }).initData;
  return values
    ? [{ name: INIT_DATA, shape: [values.length / inputs, inputs], values: Float32Array.from(values) }]
    : [];
}
