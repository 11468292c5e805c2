import type { Doubles } from "./host.js";

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
  histogram?: { from: number; to: number; counts: Doubles };
}

/** One layer in a Flow: u pre-activation, z output, delta = ∂L/∂u. */
export interface LayerFlow {
  /** Pre-activation, [batch, fanOut]. */
  u: Stats;
  /** gain ⊙ norm(u) + shift, which φ takes in, [batch, fanOut]; where the layer has a norm. */
  v?: Stats;
  /** Output φ(u), or φ(v) behind a norm, [batch, fanOut]. */
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

/** What `flow` can be asked for. */
export type FlowPart = keyof LayerFlow;

/** What `flow` returns: every part of every layer, or those that were asked for. */
export interface Flow<Part extends FlowPart = FlowPart> {
  /** Of the batch, as its kind sums or averages. */
  loss: number;
  /** First layer first. */
  layers: Pick<LayerFlow, Part>[];
}

/** Mean cosines over pairs of rows, which leave out rows of zeros; NaN with fewer than two others. */
export interface Correlations {
  /** Of the inputs. */
  input: number;
  /** Of what each layer's φ takes in (u, or v behind a norm) and puts out. */
  layers: { u: number; z: number }[];
}
