/**
 * The public types of `gradiometer`. Shapes: a batch is [batch, features], a weight matrix [fanIn, fanOut], a sequence
 * [time, batch, features]; all row-major.
 */

/** What the types below take from a host, for a program without the DOM's types or Node's; where those are, these merge. */
declare global {
  interface AbortSignal {
    readonly aborted: boolean;
  }
  // eslint-disable-next-line @typescript-eslint/no-namespace -- only a namespace merges with theirs
  namespace WebAssembly {
    interface Module {} // eslint-disable-line @typescript-eslint/no-empty-object-type -- opaque there too
  }
}

/** Which binary runs: `simd` gives the same bits in every engine, `relaxed` is faster where the engine fuses. */
export type Variant = "simd" | "relaxed";

/** What `load` takes. */
export interface LoadOptions {
  /** Default `"simd"`. `"relaxed"` throws UNSUPPORTED where the engine lacks relaxed SIMD. */
  variant?: Variant;
  /** Your own compiled binary; without one, the entry loads the one that is shipped with it. */
  module?: WebAssembly.Module;
}

/** The names of the activations that need no further number. */
export type ActivationName =
  "linear" | "sigmoid" | "tanh" | "relu" | "leaky-relu" | "elu" | "selu" | "gelu" | "silu" | "softplus" | "softsign";

/** z = φ(u), element by element. `"leaky-relu"` alone has α = .01; with its own α it must be 0 ≤ α < 1. */
export type Activation = ActivationName | { kind: "leaky-relu"; alpha: number };

/**
 * How a weight matrix [fanIn, fanOut] is drawn. `"critical"`: W ~ N(0, σ_w²/fanIn), b ~ N(0, σ_b²) at the point where χ₁ = 1
 * for the layer's activation; UNSUPPORTED for gelu, silu, selu and softplus. `"lsuv"` measures on `initData`.
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
  | { kind: "variance"; weight: number; bias: number };

/** Sum over batch and outputs, mean over both, softmax with mean over the batch, logits with mean over all entries. */
export type Loss = "sum-squared-error" | "mean-squared-error" | "cross-entropy" | "binary-cross-entropy";

/** Rows of numbers: a flat array, cut into rows by the network, or nested rows of one length. */
export type Rows = Float32Array | readonly number[] | readonly (readonly number[])[];

/** Skips of the hidden layers: u_l = u_{l−1} + gain · (z_{l−1} W_l + b_l). */
export type Skip = "none" | "identity" | "scaled" | { gain: number };

/** A multilayer perceptron. */
export interface MlpConfig {
  /** Units of the input, then of every layer. */
  sizes: readonly number[];
  /** Of the hidden layers (default `"tanh"`), or one per layer, the last included, and then no `output`. */
  activation?: Activation | readonly Activation[];
  /** Of the last layer, default `"linear"`. */
  output?: Activation;
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
   * `layers.0.weight`, `layers.0.bias`, `layers.1.weight` …; in an Rnn `input.weight`, `recurrent.weight`, `recurrent.bias`,
   * `readout.weight`, `readout.bias`.
   */
  readonly name: string;
  /** [fanIn, fanOut] of a weight matrix, [fanOut] of a bias. */
  readonly shape: readonly number[];
  /** Row-major; the caller's own copy. */
  readonly values: Float32Array;
}

/** What Mlp and Rnn share. Arrays that come out are copies. */
export interface Network<X, Config> {
  /** Normalised and frozen: every default filled in. */
  readonly config: Config;
  /** In the order in which they are hashed and stored. */
  parameters(): Parameter[];
  /** Some or all, by name. Throws BAD_OPTION, BAD_SHAPE or NOT_FINITE, and then nothing was written. */
  setParameters(values: Readonly<Record<string, ArrayLike<number>>>): void;
  /** One at a time: a second while the first lives is BAD_OPTION. */
  trainer(config: TrainerConfig): Trainer<X>;
  /** SHA-256 of the parameters in order, float32 little-endian, every NaN as 0x7fc00000; `relaxed:` before it in that build. */
  hash(): string;
  /** Gives the memory back; idempotent. Anything else afterwards throws DISPOSED. */
  dispose(): void;
  /** `dispose`, for `using`. */
  [Symbol.dispose](): void;
}

/** A multilayer perceptron: u_l = z_{l−1} W_l + b_l, z_l = φ_l(u_l), z_0 = x. */
export interface Mlp extends Network<Rows, NormalisedMlpConfig> {
  /** z of the last layer, [batch, outputs]; logits stay logits. */
  forward(x: Rows): Float32Array;
  /** The loss and ∂L/∂ every parameter and the input, [batch, inputs]. */
  backward(
    x: Rows,
    y: Rows,
    loss: Loss,
  ): { loss: number; output: Float32Array; gradients: Parameter[]; input: Float32Array };
  /**
   * What flows through every layer, forward and back. `bins` > 0 adds histograms.
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
  values: Float64Array;
}

/** Singular values, descending; min(rows, columns) of each matrix. */
export interface Spectrum {
  /**
   * Of every layer's Jacobian ∂z_l/∂z_{l−1}. Where a skip leads on from a layer, the net hands on u in place of z, and so
   * does the Jacobian: the factor of a skip is ∂u_l/∂u_{l−1}. The product of the Jacobians is always that of the whole net.
   */
  layers: Float64Array[];
  /** Of every weight matrix. */
  weights: Float64Array[];
  /** Of ∂z_L/∂x, each to nearly full relative accuracy; 0 or ∞ beyond float64. */
  inputOutput: Float64Array;
  /** Decimal logarithms of the same, at any depth; −∞ for 0. */
  log10InputOutput: Float64Array;
}

/** An MlpConfig with every default filled in. */
export interface NormalisedMlpConfig {
  /** Units of the input, then of every layer. */
  readonly sizes: readonly number[];
  /** One per layer, the last included. */
  readonly activation: readonly Activation[];
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

/** A simple recurrent network: h_t = φ(x_t W_x + h_{t−1} W_h + b), h_0 = 0, and a linear readout of h_T if it has `outputs`. */
export interface RnnConfig {
  /** Numbers in one step of a sequence. */
  inputs: number;
  /** Units of h. */
  hidden: number;
  /** Units of the readout; without it there is none, and the loss compares h_T itself. */
  outputs?: number;
  /** φ, default `"tanh"`. */
  activation?: Activation;
  /** Of W_x, b and the readout, default `"glorot-uniform"`; biases start at zero but for `"variance"`. Not `"lsuv"`. */
  init?: Init;
  /** Of W_h, default `"orthogonal"`; a `"variance"` whose bias is not 0 draws b, and not `init`. Not `"lsuv"`. */
  recurrentInit?: Init;
  /** Default true: b and the readout's bias. */
  bias?: boolean;
  /** Integer ≥ 0, default 0. */
  seed?: number;
}

/** An RnnConfig with every default filled in. */
export interface NormalisedRnnConfig {
  /** Numbers in one step of a sequence. */
  readonly inputs: number;
  /** Units of h. */
  readonly hidden: number;
  /** Units of the readout; absent without one. */
  readonly outputs?: number;
  /** φ. */
  readonly activation: Activation;
  /** Of W_x, b and the readout. */
  readonly init: Init;
  /** Of W_h. */
  readonly recurrentInit: Init;
  /** Whether there are b and the readout's bias. */
  readonly bias: boolean;
  /** Of everything that is drawn for the network. */
  readonly seed: number;
}

/** Sequences of one length: `values` is [time, batch, inputs], flat, and batch = length/(time · inputs). */
export interface Sequence {
  /** [time, batch, inputs], flat. */
  values: Float32Array | readonly number[];
  /** Steps, ≥ 1. */
  time: number;
}

/** A simple recurrent network; the loss is on the last step. */
export interface Rnn extends Network<Sequence, NormalisedRnnConfig> {
  /** h of every step, [time, batch, hidden], and the readout of the last, [batch, outputs]; logits stay logits. */
  forward(x: Sequence): { hidden: Float32Array; output?: Float32Array };
  /**
   * Backpropagation through time. y is [batch, outputs], or [batch, hidden] without a readout. `hiddenGradientNorms` are
   * ‖∂J/∂h_t‖ over the whole batch, t = 1 … time, through all later steps; they keep their digits where the gradients
   * themselves leave float32, from 1e-308 to 1e308.
   */
  backward(
    x: Sequence,
    y: Rows,
    loss: Loss,
  ): { loss: number; hiddenGradientNorms: Float64Array; gradients: Parameter[] };
  /** Singular values along one sequence, in float64 throughout. */
  spectrum(x: Sequence): RnnSpectrum;
}

/** Singular values along one sequence, in descending order. */
export interface RnnSpectrum {
  /** Of ∂h_t/∂h_{t−1}, t = 1 … time. */
  perStep: Float64Array[];
  /** Of ∂h_time/∂h_0; 0 or ∞ where float64 ends. */
  product: Float64Array;
  /** Their decimal logarithms, which survive any time. */
  log10Product: Float64Array;
}

/** Statistics of a tensor. mean, std, norm, min and max are over its finite entries (NaN when there are none). */
export interface Stats {
  /** Arithmetic mean. */
  mean: number;
  /** Population standard deviation. */
  std: number;
  /** Euclidean norm. */
  norm: number;
  /** The smallest entry. */
  min: number;
  /** The largest entry. */
  max: number;
  /** Entries that are NaN or infinite. */
  nonFinite: number;
  /** Entries that are exactly zero. */
  zeros: number;
  /** Counts of the finite entries in equal bins from `from` to `to`, the last bin closed. */
  histogram?: { from: number; to: number; counts: Float64Array };
}

/** One layer in a Flow: u pre-activation, z output, delta = ∂L/∂u. */
export interface LayerFlow {
  /** Pre-activation, [batch, fanOut]. */
  u: Stats;
  /** Output φ(u), [batch, fanOut]. */
  z: Stats;
  /** ∂L/∂u, [batch, fanOut]. */
  delta: Stats;
  /** W, [fanIn, fanOut]. */
  weight: Stats;
  /** ∂L/∂W, [fanIn, fanOut]. */
  weightGradient: Stats;
  /**
   * ‖η ∂W‖/‖W‖ at the trainer's rate, a plain gradient step's whatever the optimizer makes of the gradient. rprop has no
   * rate: η = 1. NaN without a trainer.
   */
  updateToWeight: number;
  /** Fraction of units × samples with |φ'(u)| below .01 of its maximum. */
  saturated: number;
  /** Fraction of units whose φ' is zero on the whole batch: no gradient passes through them. */
  dead: number;
  /** Fraction of delta that is exactly 0 in float32 where the same backward pass in float64 is not. */
  underflow: number;
}

/** What `flow` returns. */
export interface Flow {
  /** Of the batch, as its kind sums or averages. */
  loss: number;
  /** First layer first. */
  layers: LayerFlow[];
}

/** A learning rate: constant, or start · decay^step. */
export type Rate = number | { start: number; decay: number };

/**
 * Order in a step: clip, coupled weight decay (sgd), momentum as PyTorch (dampening 0), update.
 *
 * - sgd: g ← g + λp, m ← μm + g, p ← p − ηm (nesterov: − η(g + μm)). Momentum and decay are 0 by default.
 * - sign-sgd: m ← βm + (1 − β)g, p ← p − η sign(m), sign(0) = 0 (Bernstein 2018).
 * - rprop: a step Δ of its own for each parameter, and no rate: Δ grows by etaPlus while the sign of its gradient stays,
 *   shrinks by etaMinus when it turns, within minStep … maxStep; p ← p − Δ sign(g). When the sign turns, `"rprop+"` takes
 *   the last step back (Riedmiller & Braun 1993), `"rprop-"` steps on, `"irprop-"`, the default and PyTorch's, stands still
 *   once. Defaults: initialStep .01, etaMinus .5, etaPlus 1.2, minStep 1e-6, maxStep 50.
 * - adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², p ← p(1 − ηλ) − η m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ),
 *   v̂ = v/(1 − β₂ᵗ): decoupled decay, AdamW. Defaults: .9, .999, ε 1e-8, λ 0; t counts the updates that were not skipped.
 * - rmsprop: v ← αv + (1 − α)g², p ← p − ηg/(√v + ε). Defaults: .99, 1e-8.
 *
 * A gradient of NaN makes its parameter NaN in all of them. One of ±∞ is stepped against by sign-sgd without momentum and
 * by rprop, which look at signs alone; sgd goes to ∓∞, adam and rmsprop to NaN. g² leaves float32 beyond |g| = 1.8e19.
 */
export type Optimizer =
  | { kind: "sgd"; learningRate: Rate; momentum?: number; nesterov?: boolean; weightDecay?: number }
  | { kind: "sign-sgd"; learningRate: Rate; momentum?: number }
  | {
      kind: "rprop";
      form?: "rprop+" | "rprop-" | "irprop-";
      initialStep?: number;
      etaMinus?: number;
      etaPlus?: number;
      minStep?: number;
      maxStep?: number;
    }
  | { kind: "adam"; learningRate: Rate; beta1?: number; beta2?: number; epsilon?: number; weightDecay?: number }
  | { kind: "rmsprop"; learningRate: Rate; alpha?: number; epsilon?: number };

/** Clipping: each entry to ±limit, or the global norm to limit. */
export interface Clip {
  /** `"value"` cuts each entry, `"norm"` scales all gradients together. */
  kind: "value" | "norm";
  /** > 0: the largest magnitude, or the largest Euclidean norm over all parameters. */
  limit: number;
}

/** What `trainer` takes. */
export interface TrainerConfig {
  /** What is minimised. */
  loss: Loss;
  /** How a gradient becomes an update. */
  optimizer: Optimizer;
  /** Before anything else of the update; default none. */
  clip?: Clip;
  /** Keep the last state in which loss, gradients and parameters were all finite, for `lastFinite()`. */
  keepLastFinite?: boolean;
}

/**
 * Which tensor became NaN or infinite first. Layers count from 0; for the loss, `layer` is the last. In an Rnn 0 is the
 * recurrent layer, at any step of the sequence, and 1 the readout.
 */
export interface FirstNonFinite {
  /** Counted from 0: the steps that had been taken before it. */
  step: number;
  /** Counted from 0. */
  layer: number;
  /** The first of them in the order of a step. */
  tensor: "u" | "z" | "delta" | "gradient" | "parameter" | "loss";
}

/** What `fit` takes. */
export interface FitOptions {
  /** Integer ≥ 0: how often every sample is used. */
  epochs: number;
  /** Rows a step, default all. The last, smaller batch of an epoch is kept. */
  batch?: number;
  /** Default true: a new permutation each epoch, from the seed. */
  shuffle?: boolean;
  /** Of the permutations; default the network's. */
  seed?: number;
  /** Ends the training between two steps, as ABORTED. */
  signal?: AbortSignal;
  /** Called after each epoch; a promise is waited for. */
  onEpoch?(epoch: Epoch): void | Promise<void>;
}

/**
 * One finished epoch: its number from 1; the loss over all its samples, each taken before its step's update; wall-clock
 * seconds.
 */
export interface Epoch {
  /** Counted from 1. */
  epoch: number;
  /** Over all samples of the epoch, each before its own step's update. */
  loss: number;
  /** By the clock on the wall. */
  seconds: number;
}

/** Trains one network. */
export interface Trainer<X = Rows> {
  /** One update; returns the loss before it. Never throws for numerics. */
  step(x: X, y: Rows): number;
  /**
   * Epochs over a data set. Aborted between steps → ABORTED, and the network is valid; the next `fit` over as many samples
   * finishes the aborted epoch first, so that the bits are those of a run that was not aborted.
   *
   * @example
   * ```js
   * import { load } from "gradiometer";
   * import { twoMoons } from "gradiometer/data";
   * const lab = await load();
   * const { x, y } = twoMoons(lab);
   * const network = lab.mlp({ sizes: [2, 16, 16, 2] });
   * const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "adam", learningRate: 0.01 } });
   * const epochs = await trainer.fit(x, y, { epochs: 20, batch: 32 });
   * console.log(epochs.length, trainer.steps, epochs[19].loss < 0.1); // 20 260 true
   * ```
   */
  fit(x: X, y: Rows, options: FitOptions): Promise<Epoch[]>;
  /** Steps taken, the skipped ones included. */
  readonly steps: number;
  /** Steps whose update was skipped because the gradient's norm was not finite (norm clipping only). */
  readonly skippedSteps: number;
  /** Share of the steps in which clipping changed the gradient. */
  readonly clippedFraction: number;
  /** Null as long as everything has been finite. */
  readonly firstNonFinite: FirstNonFinite | null;
  /** The last finite state, with `keepLastFinite`; otherwise null. */
  lastFinite(): TrainerState<KindOf<X>> | null;
  /** Plain and structured-clonable; `restore` goes on from it with the same bits. */
  state(): TrainerState<KindOf<X>>;
  /** Gives its memory back, and lets the network have another trainer; idempotent. */
  dispose(): void;
}

/** The kinds of network, and what `restore` gives back for each. */
export interface Restored {
  /** Of the state of a multilayer perceptron. */
  mlp: { network: Mlp; trainer: Trainer };
  /** Of the state of a recurrent network. */
  rnn: { network: Rnn; trainer: Trainer<Sequence> };
}
/** The kinds of network by name. */
export type NetworkKind = keyof Restored;

/** The kind of network that takes X. */
export type KindOf<X> = X extends Sequence ? "rnn" : "mlp";

/** Everything that a trainer and its network are: plain, structured-clonable. */
export interface TrainerState<Kind extends NetworkKind = NetworkKind> {
  /** What it is, and the version of its form. */
  readonly format: "gradiometer-trainer-1";
  /** Of the core that made it. */
  readonly variant: Variant;
  /** The kind of network, and its normalised configuration. */
  readonly network: { [K in Kind]: { readonly kind: K; readonly config: Restored[K]["network"]["config"] } }[Kind];
  /** What `trainer` was given. */
  readonly training: TrainerConfig;
  /** The network's tensors by name, as `parameters()` has them. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
  /** The optimizer's tensors, by slot and parameter name. */
  readonly slots: Readonly<Record<string, Readonly<Record<string, Float32Array>>>>;
  /** As in Trainer. */
  readonly steps: number;
  /** As in Trainer. */
  readonly skippedSteps: number;
  /** Steps in which clipping changed the gradient. */
  readonly clippedSteps: number;
  /** As in Trainer. */
  readonly firstNonFinite: FirstNonFinite | null;
  /** The rate of the next step, start · decay^steps by repeated multiplication. */
  readonly rate: number;
  /** Where `fit` stands in its data: epochs finished, samples of the current one already used, and of how many. */
  readonly order: {
    readonly epoch: number;
    readonly position: number;
    readonly samples: number;
    readonly lossSum: number;
  };
}

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
