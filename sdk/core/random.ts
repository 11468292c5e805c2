import type { Core } from "./create.js";

/** What random numbers are for: each purpose has streams of its own, so that no draw depends on what else was drawn. */
export const enum Purpose {
  Weight = 1,
  Bias = 2,
  Shuffle = 3,
  Split = 4,
  Data = 5,
  Experiment = 6,
}

/** The stream of one purpose and index (a layer, an epoch …), 0 ≤ index < 2³². */
export function streamOf(purpose: Purpose, index: number): number {
  return purpose * 2 ** 32 + index;
}

/** n float32 in [low, high): a pure function of (seed, stream). */
export function uniforms(core: Core, seed: number, stream: number, n: number, low: number, high: number): Float32Array {
  return core.arena.scratch(4 * n, "uniform numbers", (at) => {
    core.wasm.uniform(seed, stream, n, at, low, high);
    return core.arena.f32(at, n).slice();
  });
}

/** n float32 from N(mean, std²): a pure function of (seed, stream). */
export function normals(core: Core, seed: number, stream: number, n: number, mean: number, std: number): Float32Array {
  return core.arena.scratch(4 * n, "normal numbers", (at) => {
    core.wasm.normal(seed, stream, n, at, mean, std);
    return core.arena.f32(at, n).slice();
  });
}

/** A permutation of 0 … n − 1, all equally likely: a pure function of (seed, stream). */
export function permutation(core: Core, seed: number, stream: number, n: number): Int32Array {
  return core.arena.scratch(4 * n, "permutation", (at) => {
    core.wasm.permutation(seed, stream, n, at);
    return core.arena.i32(at, n).slice();
  });
}
