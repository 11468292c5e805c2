import type { Core } from "../core/create.js";
import { Purpose, streamOf } from "../core/random.js";
import type { ResolvedActivation } from "./activation.js";

/** A layer whose weights are drawn: which of the network's matrices it is, and what comes in and follows. */
export interface InitLayer {
  /** Which matrix of the network this is: it chooses the stream of random numbers. */
  readonly index: number;
  readonly fanIn: number;
  readonly fanOut: number;
  /** The activation that follows. */
  readonly activation: ResolvedActivation;
}

/** One weight matrix to fill, and the bias beside it. */
export interface Target extends InitLayer {
  readonly core: Core;
  readonly seed: number;
  /** Address of [fanIn, fanOut] float32, already zero. */
  readonly weight: number;
  /** Address of [fanOut] float32, already zero; 0 when the layer has none. */
  readonly bias: number;
}

/** W ~ U(−limit, limit). */
export function uniform({ core, seed, index, fanIn, fanOut, weight }: Target, limit: number): void {
  core.wasm.uniform(seed, streamOf(Purpose.Weight, index), fanIn * fanOut, weight, -limit, limit);
}

/** W ~ N(0, std²). */
export function normal({ core, seed, index, fanIn, fanOut, weight }: Target, std: number): void {
  core.wasm.normal(seed, streamOf(Purpose.Weight, index), fanIn * fanOut, weight, 0, std);
}

/** W ~ N(0, σ_w²/fanIn), b ~ N(0, σ_b²): the ensemble of mean-field theory (Poole 2016). */
export function variance(target: Target, weight: number, bias: number): void {
  normal(target, Math.sqrt(weight / target.fanIn));
  if (target.bias && bias > 0) {
    target.core.wasm.normal(
      target.seed,
      streamOf(Purpose.Bias, target.index),
      target.fanOut,
      target.bias,
      0,
      Math.sqrt(bias),
    );
  }
}

/** gain·Q, Q uniform among the matrices with orthonormal rows or columns, whichever are fewer (Saxe 2013). */
export function orthogonal({ core, seed, index, fanIn, fanOut, weight }: Target, gain: number): void {
  const { arena, wasm } = core;
  const rows = Math.max(fanIn, fanOut);
  const columns = Math.min(fanIn, fanOut);
  const count = rows * columns;
  arena.scratch(8 * (count + 2 * columns), "orthogonal initialisation", (work) => {
    wasm.normal(seed, streamOf(Purpose.Weight, index), count, weight, 0, 1);
    wasm.widen(count, weight, work);
    wasm.orthonormalise(rows, columns, work, work + 8 * count);
    if (fanIn >= fanOut) wasm.narrow(count, work, weight, gain);
    else transposeTo(arena.f64(work, count), arena.f32(weight, count), rows, columns, gain);
  });
}

/** W_ij = gain for i = j, else 0, [fanIn, fanOut] of any shape (Le 2015 for recurrent weights). */
export function identity({ core, fanIn, fanOut, weight }: Target, gain: number): void {
  const values = core.arena.f32(weight, fanIn * fanOut);
  for (let i = 0; i < Math.min(fanIn, fanOut); i++) values[i * fanOut + i] = gain;
}

/** to[columns, rows] ← gain · from[rows, columns]ᵀ. */
function transposeTo(from: Float64Array, to: Float32Array, rows: number, columns: number, gain: number): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) to[j * rows + i] = gain * from[i * columns + j]!;
  }
}
