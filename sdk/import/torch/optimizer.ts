import { isOptimizer } from "../options.js";
import type { ImportedTraining } from "../types.js";
import { type Pickled, Tuple } from "./pickle.js";

const number = (value: Pickled | undefined): number | undefined => (typeof value === "number" ? value : undefined);
const said = (options: Readonly<Record<string, number | boolean | undefined>>): Record<string, number | boolean> =>
  Object.fromEntries(
    Object.entries(options).filter((entry): entry is [string, number | boolean] => entry[1] !== undefined),
  );

/** PyTorch's options of one group of parameters as an optimizer of this package, told apart by the options that it has. */
function optimizer(group: ReadonlyMap<Pickled, Pickled>): object | null {
  const [learningRate, decay] = [number(group.get("lr")), number(group.get("weight_decay")) ?? 0];
  const betas = group.get("betas");
  if (betas instanceof Tuple) {
    // Coupled decay, which Adam has without `decoupled_weight_decay`, is another optimizer.
    if (decay !== 0 && group.get("decoupled_weight_decay") !== true) return null;
    const [beta1, beta2] = betas.items.map(number);
    return {
      kind: "adam",
      ...said({ learningRate, beta1, beta2, epsilon: number(group.get("eps")), weightDecay: decay }),
    };
  }
  if (group.has("dampening")) {
    const nesterov = group.get("nesterov") === true;
    return {
      kind: "sgd",
      ...said({ learningRate, momentum: number(group.get("momentum")), nesterov, weightDecay: decay }),
    };
  }
  if (group.has("alpha") && group.get("centered") === false && decay === 0 && group.get("momentum") === 0)
    return {
      kind: "rmsprop",
      ...said({ learningRate, alpha: number(group.get("alpha")), epsilon: number(group.get("eps")) }),
    };
  return null;
}

/** The optimizer whose state lies in a checkpoint; empty when there is none, or none of ours. */
export function optimizerOf(whole: Pickled): ImportedTraining {
  for (const value of whole instanceof Map ? whole.values() : []) {
    const groups: Pickled | undefined = value instanceof Map ? value.get("param_groups") : undefined;
    const group = Array.isArray(groups) ? (groups as readonly Pickled[])[0] : undefined;
    const found = group instanceof Map ? optimizer(group) : null;
    if (found && isOptimizer(found)) return { optimizer: found };
  }
  return {};
}
