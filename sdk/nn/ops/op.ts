import type { Core } from "../../core/create.js";
import type { Grown } from "./grown.js";

/** A tensor that an op keeps from pass to pass: a parameter, or an average that runs along. */
export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

/** How many rows a buffer has: one per sample, one per sample and step of a sequence, or a single one. */
export type Extent = "batch" | "steps" | "one";

/** Float32 that an op writes in a pass and reads later. */
export interface BufferSpec {
  readonly name: string;
  readonly columns: number;
  readonly extent: Extent;
  /** Only a backward pass needs it. */
  readonly training?: boolean;
}

/**
 * Where one op works: addresses that hold for one set of buffers. 0 stands for what is absent: a tensor that the network
 * does not have, a gradient that nobody wants.
 */
export interface Site {
  readonly core: Core;
  /** Whether a backward pass follows: slopes are kept, and a batch is normalised by its own statistics. */
  readonly training: boolean;
  /** What the op takes in and what it puts out, a row per sample; may be the same place. */
  readonly input: number;
  readonly output: number;
  /** u of the layer below, to which a skip adds. */
  readonly stream: number;
  /** ∂L/∂output, and where ∂L/∂input goes; may be the same place. */
  readonly outputGradient: number;
  readonly inputGradient: number;
  /** What a skip brings down from the layer above, to be added to ∂L/∂input. */
  readonly carried: number;
  /** A tensor by its name, its gradient, a buffer of the op's own. */
  readonly tensor: (name: string) => number;
  readonly gradient: (name: string) => number;
  readonly buffer: (name: string) => number;
}

/** One op over one set of buffers: its addresses are constants of the closures. */
export interface Bound {
  /** Returns 1 when a pre-activation is NaN or infinite, else 0. */
  readonly forward: (batch: number, time: number) => number;
  /** After `forward`; gradients of tensors are overwritten, never accumulated. */
  readonly backward: (batch: number, time: number) => void;
  /** Moves the averages that run along by the batch that `forward` saw. */
  readonly settle?: (batch: number) => void;
}

/** Where the float64 twin of an op works; addresses of float64 but for tensors, which are float32 as everywhere. */
export interface Site64 {
  readonly core: Core;
  /** The unit of every signal of the walk. */
  readonly grown: Grown;
  /** Whether a batch is normalised by its own statistics. */
  readonly training: boolean;
  /** What `forward` leaves for `pull`: `stateOf(batch)` numbers. */
  readonly state: number;
  /** u of the layer below, and then of this one, along a chain of skips. */
  readonly stream: number;
  readonly tensor: (name: string) => number;
}

/** The float64 twin of an op, at the rows of its last `forward`. */
export interface Twin {
  /** output ← op(input), `batch` rows; input and output are different places unless the op keeps the width. */
  forward(batch: number, input: number, output: number): void;
  /** below ← Jᵀ above: one cotangent per row. Different places unless the op keeps the width. */
  pull(batch: number, above: number, below: number): void;
}

/** What every op is, before any memory is known. */
export interface OpBase {
  /** Which layer it belongs to, from 0. */
  readonly layer: number;
  /** Numbers in a row of what it takes in and of what it puts out. */
  readonly fanIn: number;
  readonly fanOut: number;
  /** Its parameters, in the order in which they are hashed. */
  readonly tensors: readonly TensorSpec[];
  /** Its averages that run along, which are no parameters. */
  readonly statistics: readonly TensorSpec[];
  readonly buffers: readonly BufferSpec[];
  /** Fills the tensors, all zero at first, as the configuration says. */
  initialise(core: Core, tensor: (name: string) => number): void;
  bind(site: Site): Bound;
}

/** An op of a feed-forward layer, whose twin takes row after row. */
export interface RowOp extends OpBase {
  /** Float64 numbers that `Twin.forward` leaves for `pull`. */
  stateOf(batch: number): number;
  bind64(site: Site64): Twin;
}

/** For ops without tensors. */
export const NOTHING = Object.freeze({ tensors: [], statistics: [], initialise: () => undefined });
