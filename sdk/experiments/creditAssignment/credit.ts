import { type Core, coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import type { LabelledRows } from "../../data/rows.js";
import type { Activation, Gradiometer, Init, Mlp } from "../../types.js";
import { crossEntropy } from "../tools/crossEntropy.js";

/** A net whose step is taken apart. */
export interface CreditNet {
  readonly id: string;
  readonly name: string;
  readonly activation: Activation;
  readonly init: Init;
}

export const CREDIT_NETS: readonly CreditNet[] = [
  { id: "sigmoid", name: "sigmoid, Glorot", activation: "sigmoid", init: "glorot-uniform" },
  { id: "standard", name: "tanh, U(±1/√n)", activation: "tanh", init: "standard" },
  { id: "orthogonal", name: "tanh, orthogonal", activation: "tanh", init: "orthogonal" },
  { id: "he", name: "ReLU, He", activation: "relu", init: "he-normal" },
];

/** What a layer does in one step of gradient descent. */
export interface LayerCredit {
  /** η‖g_l‖² over Σ η‖g‖²: its share of the decrease, to first order. */
  readonly share: number;
  /** Decrease of the loss when this layer alone takes its step. */
  readonly alone: number;
  /** ‖η ∂W‖/‖W‖. */
  readonly updateToWeight: number;
  /** Share of the weights that are another float32 after the step. */
  readonly changed: number;
}

export interface Credit {
  readonly layers: readonly LayerCredit[];
  readonly loss: number;
  /** Decrease when all layers take their step. */
  readonly decrease: number;
  /** Σ η‖g‖². */
  readonly predicted: number;
}

const CLASSES = 10;
const PIXELS = 64;

const squares = (values: Float32Array): number => values.reduce((sum, value) => sum + value * value, 0);

/** One step w ← w − η g on all rows, whole and layer by layer. The net is left as it was. */
function measureStep(core: Core, network: Mlp, { x, y }: LabelledRows, rate: number): Credit {
  const lossNow = (): number => crossEntropy(core, network.forward(x), y, CLASSES);
  const { loss, gradients } = network.backward(x, y, "cross-entropy");
  const before = network.parameters();
  const count = network.config.sizes.length - 1;
  const moved = before.map(({ values }, index) =>
    values.map((value, at) => value - rate * elementAt(gradients, index).values[at]!),
  );
  const ofLayer = (name: string, layer: number): boolean => name.startsWith(`layers.${layer}.`);
  const write = (values: readonly Float32Array[], which: (name: string) => boolean): void => {
    const chosen = before.flatMap(({ name }, index) =>
      which(name) ? [[name, elementAt(values, index)] as const] : [],
    );
    network.setParameters(Object.fromEntries(chosen));
  };
  const own = before.map(({ values }) => values);
  const all = (): boolean => true;
  const predicted = rate * gradients.reduce((sum, { values }) => sum + squares(values), 0);
  write(moved, all);
  const decrease = loss - lossNow();
  write(own, all);
  const layers = Array.from({ length: count }, (_, layer): LayerCredit => {
    const which = (name: string): boolean => ofLayer(name, layer);
    write(moved, which);
    const alone = loss - lossNow();
    write(own, which);
    const weight = before.findIndex(({ name }) => name === `layers.${layer}.weight`);
    const gradient = elementAt(gradients, weight).values;
    const squared = gradients.reduce((sum, { name, values }) => (which(name) ? sum + squares(values) : sum), 0);
    return {
      share: (rate * squared) / predicted,
      alone,
      updateToWeight: (rate * Math.sqrt(squares(gradient))) / Math.sqrt(squares(elementAt(own, weight))),
      changed:
        elementAt(moved, weight).filter((value, at) => value !== elementAt(own, weight)[at]).length / gradient.length,
    };
  });
  return { layers, loss, decrease, predicted };
}

/** Builds one of the nets at its start, and takes its first step apart. */
export function measureCredit(
  lab: Gradiometer,
  { activation, init }: CreditNet,
  { depth, width, seed, learningRate }: { depth: number; width: number; seed: number; learningRate: number },
  rows: LabelledRows,
): Credit {
  const network = lab.mlp({
    sizes: [PIXELS, ...Array<number>(depth).fill(width), CLASSES],
    activation,
    init,
    seed,
  });
  try {
    return measureStep(coreOf(lab), network, rows, learningRate);
  } finally {
    network.dispose();
  }
}
