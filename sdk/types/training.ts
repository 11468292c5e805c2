import type { Variant } from "./host.js";
import type { Loss, Mlp, Rows } from "./networks.js";
import type { Rnn, Sequence } from "./rnn.js";

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
  /**
   * Of the next step; may be set at any time and is part of `state()`. With { start, decay } the decay goes on from what was
   * set. rprop has none: NaN, and setting it throws UNSUPPORTED.
   */
  learningRate: number;
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
