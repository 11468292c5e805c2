import type { Correlations, Flow, FlowPart } from "./flow.js";
import type { Doubles, Floats } from "./host.js";
import type { Trainer, TrainerConfig } from "./training.js";

/** The names of the activations that need no further number. */
export type ActivationName =
  "linear" | "sigmoid" | "tanh" | "relu" | "leaky-relu" | "elu" | "selu" | "gelu" | "silu" | "softplus" | "softsign";

/** z = φ(u), element by element. `"leaky-relu"` alone has α = .01; with its own α it must be 0 ≤ α < 1. */
export type Activation = ActivationName | { kind: "leaky-relu"; alpha: number };

/**
 * How a weight matrix [fanIn, fanOut] is drawn. `"critical"`: W ~ N(0, σ_w²/fanIn), b ~ N(0, σ_b²) at the point where χ₁ = 1
 * for the layer's activation; UNSUPPORTED for gelu, silu, selu and softplus. `"lsuv"` measures on `initData`. `"identity"`:
 * gain on the diagonal and 0 elsewhere, whatever the shape; as `recurrentInit` of a ReLU net it is an IRNN (Le 2015).
 */
export type Init =
  | "standard"
  | "glorot-uniform"
  | "glorot-normal"
  | "he-uniform"
  | "he-normal"
  | "lecun-uniform"
  | "lecun-normal"
  | "orthogonal"
  | "lsuv"
  | "critical"
  | "zeros"
  | { kind: "normal"; std: number }
  | { kind: "uniform"; limit: number }
  | { kind: "orthogonal"; gain: number }
  | { kind: "identity"; gain: number }
  | { kind: "variance"; weight: number; bias: number };

/** Sum over batch and outputs, mean over both, softmax with mean over the batch, logits with mean over all entries. */
export type Loss = "sum-squared-error" | "mean-squared-error" | "cross-entropy" | "binary-cross-entropy";

/** Every typed array of numbers. */
export type TypedNumbers =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** Rows of numbers: a flat array, cut into rows by the network, or nested rows of one length. */
export type Rows = TypedNumbers | readonly number[] | readonly ArrayLike<number>[];

/** Skips of the hidden layers: u_l = u_{l−1} + gain · (z_{l−1} W_l + b_l). */
export type Skip = "none" | "identity" | "scaled" | { gain: number };

/** The norms by name: over the units of a row (layer, rms), or over the rows of a unit (batch). */
export type NormName = "layer" | "rms" | "batch";

/**
 * z = φ(gain ⊙ norm(u) + shift) in every hidden layer; gains are 1 and shifts 0 at first.
 *
 * - layer: (u − mean)/√(variance + ε) over the units of a row (Ba 2016).
 * - rms: u/√(mean u² + ε), no shift (Zhang & Sennrich 2019).
 * - batch: (u − mean)/√(variance + ε) over the rows of a unit (Ioffe & Szegedy 2015); `backward`, `flow` and training steps
 *   take the batch's own statistics and need two rows, steps alone move the averages that run along
 *   (a ← (1 − momentum)·a + momentum·batch), and `forward`, `jacobian` and `spectrum` use those.
 *
 * Defaults: epsilon 1e-5, affine true, momentum .1 (batch alone), as in PyTorch's LayerNorm, RMSNorm and BatchNorm1d. With
 * skips u is the sum, so the stream itself is not normalised.
 */
export type Norm = "none" | NormName | { kind: NormName; epsilon?: number; affine?: boolean; momentum?: number };

/** A multilayer perceptron. */
export interface MlpConfig {
  /** Units of the input, then of every layer. */
  sizes: readonly number[];
  /** Of the hidden layers (default `"tanh"`), or one per layer, the last included, and then no `output`. */
  activation?: Activation | readonly Activation[];
  /** Of the last layer, default `"linear"`. */
  output?: Activation;
  /** Between u and φ of every hidden layer; default `"none"`. */
  norm?: Norm;
  /** Default `"glorot-uniform"`. */
  init?: Init;
  /**
   * The batch on which `"lsuv"` measures; required with it and refused without it. Layer by layer, orthonormal weights are
   * divided by the standard deviation of z_{l−1} W_l over all its rows and units until the variance is 1 ± .1; a layer on
   * which nothing varies is BAD_OPTION.
   */
  initData?: Rows;
  /** Default true; biases start at zero but for `"variance"`. */
  bias?: boolean;
  /** Default `"none"`. */
  skip?: Skip;
  /** Integer ≥ 0, default 0. */
  seed?: number;
}

/** A tensor of a network: copied out, or the gradient by that tensor. */
export interface Parameter {
  /**
   * `layers.0.weight`, `layers.0.bias`, `layers.1.weight` …, with a norm `layers.0.norm.weight` and, but for rms,
   * `layers.0.norm.bias` behind the layer's bias; in an Rnn `input.weight`, `recurrent.weight`, `recurrent.bias`,
   * (gru) `candidate.bias`, `readout.weight`, `readout.bias`. The gates of an lstm stand side by side as i f g o, a gru's as
   * r z n.
   */
  readonly name: string;
  /** [fanIn, fanOut] of a weight matrix, [fanOut] of a bias. */
  readonly shape: readonly number[];
  /** Row-major; the caller's own copy. */
  readonly values: Floats;
}

/** What Mlp and Rnn share. Arrays that come out are copies. */
export interface Network<X, Config> {
  /** Normalised and frozen: every default filled in. */
  readonly config: Config;
  /** In the order in which they are hashed and stored. */
  parameters(): Parameter[];
  /** Averages that run along, of batch norm: `layers.0.norm.mean`, `layers.0.norm.variance` …; empty without. */
  statistics(): Parameter[];
  /** Parameters and statistics, some or all, by name. Throws BAD_OPTION, BAD_SHAPE or NOT_FINITE, and then nothing was written. */
  setParameters(values: Readonly<Record<string, ArrayLike<number>>>): void;
  /** One at a time: a second while the first lives is BAD_OPTION. */
  trainer(config: TrainerConfig): Trainer<X>;
  /** SHA-256 of the parameters, then of the statistics, in order, float32 little-endian, every NaN as 0x7fc00000; `relaxed:` before it in that build. */
  hash(): string;
  /** Gives the memory back; idempotent. Anything else afterwards throws DISPOSED. */
  dispose(): void;
  /** `dispose`, for `using`. */
  [Symbol.dispose](): void;
}

/** A multilayer perceptron: u_l = z_{l−1} W_l + b_l, z_l = φ_l(u_l), z_0 = x. */
export interface Mlp extends Network<Rows, NormalisedMlpConfig> {
  /** z of the last layer, [batch, outputs]; logits stay logits. */
  forward(x: Rows): Floats;
  /** The loss and ∂L/∂ every parameter and the input, [batch, inputs]. */
  backward(x: Rows, y: Rows, loss: Loss): { loss: number; output: Floats; gradients: Parameter[]; input: Floats };
  /**
   * What flows through every layer, forward and back. `bins` > 0 adds histograms; with `only`, what is named there is measured
   * and nothing else: `only: ["delta"]` costs about one step.
   *
   * @example
   * ```js
   * import { load } from "gradiometer";
   * const lab = await load();
   * const network = lab.mlp({ sizes: [2, ...Array(20).fill(16), 1], activation: "sigmoid" });
   * const { layers } = network.flow([0, 1], [1], "binary-cross-entropy");
   * console.log(layers.length, layers[0].delta.norm < 1e-6 * layers[20].delta.norm); // 21 true
   * ```
   */
  flow(x: Rows, y: Rows, loss: Loss, options?: { bins?: number }): Flow;
  /** The same, with the parts that `only` names. */
  flow<Part extends FlowPart>(
    x: Rows,
    y: Rows,
    loss: Loss,
    options: { bins?: number; only: readonly Part[] },
  ): Flow<Part>;
  /**
   * How alike the rows of x still are in every layer: mean cosines over pairs of rows. A batch norm takes the batch's own
   * statistics.
   *
   * @example
   * ```js
   * import { load } from "gradiometer";
   * const lab = await load();
   * const network = lab.mlp({ sizes: [2, ...Array(50).fill(32), 1], activation: "relu", init: "he-normal", norm: "layer" });
   * const { input, layers } = network.correlations([[1, 0], [0, 1]]);
   * console.log(input, layers[49].u > 0.95); // 0 true
   * ```
   */
  correlations(x: Rows): Correlations;
  /**
   * ∂z_to/∂z_from for one input, float64 throughout; z_0 = x, and without `layers` the whole net. In a net with skips: along
   * every path that leaves z_from, as back-propagation has it, while the u_from that a skip carries past it is held.
   */
  jacobian(x: ArrayLike<number>, layers?: { from: number; to: number }): Jacobian;
  /**
   * Singular values for one input, float64 throughout; NaN where a parameter is not finite.
   *
   * @example
   * ```js
   * import { load } from "gradiometer";
   * const lab = await load();
   * const network = lab.mlp({ sizes: [3, 3, 3], activation: "linear", init: { kind: "orthogonal", gain: 2 } });
   * const { inputOutput } = network.spectrum([1, 2, 3]);
   * console.log(Array.from(inputOutput, (value) => value.toFixed(3)).join(" ")); // 4.000 4.000 4.000
   * ```
   */
  spectrum(x: ArrayLike<number>): Spectrum;
}

/** A matrix of derivatives. */
export interface Jacobian {
  /** Units of z_to. */
  rows: number;
  /** Units of z_from. */
  columns: number;
  /** Row-major: values[i · columns + j] = ∂z_to[i]/∂z_from[j]. */
  values: Doubles;
}

/** Singular values, descending; min(rows, columns) of each matrix. */
export interface Spectrum {
  /**
   * Of every layer's Jacobian ∂z_l/∂z_{l−1}. Where a skip leads on from a layer, the net hands on u in place of z, and so
   * does the Jacobian: the factor of a skip is ∂u_l/∂u_{l−1}. The product of the Jacobians is always that of the whole net.
   */
  layers: Doubles[];
  /** Of every weight matrix. */
  weights: Doubles[];
  /** Of ∂z_L/∂x, each to nearly full relative accuracy; 0 or ∞ beyond float64. */
  inputOutput: Doubles;
  /** Decimal logarithms of the same, at any depth; −∞ for 0. */
  log10InputOutput: Doubles;
}

/** An MlpConfig with every default filled in. */
export interface NormalisedMlpConfig {
  /** Units of the input, then of every layer. */
  readonly sizes: readonly number[];
  /** One per layer, the last included. */
  readonly activation: readonly Activation[];
  /** Of the hidden layers; `"none"`, or every number of it. */
  readonly norm: Norm;
  /** How the weights were drawn. */
  readonly init: Init;
  /** The batch on which `"lsuv"` measured; otherwise absent. */
  readonly initData?: Float32Array;
  /** Whether there are biases. */
  readonly bias: boolean;
  /** Skips of the hidden layers. */
  readonly skip: Skip;
  /** Of everything that is drawn for the network. */
  readonly seed: number;
}
