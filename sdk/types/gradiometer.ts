import type { Variant } from "./host.js";
import type { Mlp, MlpConfig } from "./networks.js";
import type { Rnn, RnnConfig } from "./rnn.js";
import type { NetworkKind, Restored, TrainerState } from "./training.js";

/** A loaded core. Everything it makes lives in its own linear memory. */
export interface Gradiometer {
  /** The binary that runs. */
  readonly variant: Variant;
  /** Of the package. */
  readonly version: string;
  /**
   * A new multilayer perceptron, its parameters drawn from `config.seed`; `dispose` it when it is done.
   *
   * @throws GradiometerError BAD_OPTION, BAD_SHAPE, NOT_FINITE, UNSUPPORTED or OUT_OF_MEMORY
   * @example
   * ```js
   * import { load } from "gradiometer";
   * const lab = await load();
   * const network = lab.mlp({ sizes: [2, 16, 1], activation: "relu", init: "he-normal", seed: 1 });
   * console.log(network.parameters()[0].name); // layers.0.weight
   * console.log(network.forward([0.5, -0.5]).length); // 1
   * ```
   */
  mlp(config: MlpConfig): Mlp;
  /**
   * A new recurrent network, its parameters drawn from `config.seed`; `dispose` it when it is done.
   *
   * @throws GradiometerError BAD_OPTION, UNSUPPORTED or OUT_OF_MEMORY
   * @example
   * ```js
   * import { load } from "gradiometer";
   * const lab = await load();
   * const network = lab.rnn({ inputs: 1, hidden: 8, outputs: 1, recurrentInit: { kind: "orthogonal", gain: 0.5 } });
   * const sequence = { values: new Float32Array(20).fill(0.1), time: 20 };
   * const { hiddenGradientNorms } = network.backward(sequence, [1], "mean-squared-error");
   * console.log(hiddenGradientNorms.length, hiddenGradientNorms[0] < 1e-5 * hiddenGradientNorms[19]); // 20 true
   * ```
   */
  rnn(config: RnnConfig): Rnn;
  /** The network and the trainer of a state; of either kind when the kind of the state is not known to the compiler. */
  restore<Kind extends NetworkKind>(state: TrainerState<Kind>): Restored[Kind];
  /** Linear memory in bytes, and how much of it is in use. */
  memory(): { bytes: number; used: number };
}
