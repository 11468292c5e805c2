/**
 * A dense layer's affine map and its backward pass. Batches are [batch, features], weights [fanIn, fanOut], row-major,
 * contiguous. Everything written is overwritten, never accumulated, and must not overlap what is read.
 */
import { gemm, gemmTransposedA, gemmTransposedB } from "../gemm/gemm";
import { columnSums } from "../vector/reduce";
import { activationForward } from "./activation";
import { activationBackward } from "./activationBackward";

/** u [batch, fanOut] ← b + x w (b = 0: no bias); each element is one chain that begins with its bias. */
export function affineForward(
  batch: i32,
  fanIn: i32,
  fanOut: i32,
  x: usize,
  w: usize,
  b: usize,
  u: usize,
  workspace: usize,
): void {
  const step = (<usize>fanOut) << 2;
  gemm(batch, fanOut, fanIn, x, (<usize>fanIn) << 2, w, step, b, 0, u, step, workspace);
}

/** `affineForward`, then z ← φ(u) over u, and slope ← φ'(u) unless slope = 0; returns what `activationForward` does. */
export function denseForward(
  batch: i32,
  fanIn: i32,
  fanOut: i32,
  x: usize,
  w: usize,
  b: usize,
  kind: i32,
  alpha: f32,
  z: usize,
  slope: usize,
  workspace: usize,
): i32 {
  affineForward(batch, fanIn, fanOut, x, w, b, z, workspace);
  return activationForward(kind, alpha, batch * fanOut, z, z, slope);
}

/**
 * dw [fanIn, fanOut] ← xᵀ signal, db [fanOut] ← Σ_batch signal (unless db = 0), dx [batch, fanIn] ← signal wᵀ (unless
 * dx = 0), and then the layer below: below ← dx ⊙ below (+ carried unless it is 0), which turns its slopes into its δ
 * (unless below = 0).
 */
export function denseBackward(
  batch: i32,
  fanIn: i32,
  fanOut: i32,
  x: usize,
  w: usize,
  signal: usize,
  dw: usize,
  db: usize,
  dx: usize,
  below: usize,
  carried: usize,
  workspace: usize,
): void {
  const inStep = (<usize>fanIn) << 2,
    outStep = (<usize>fanOut) << 2;
  gemmTransposedA(fanIn, fanOut, batch, x, inStep, signal, outStep, 0, 0, dw, outStep, workspace);
  if (db) columnSums(batch, fanOut, signal, db);
  if (dx) gemmTransposedB(batch, fanIn, fanOut, signal, outStep, w, outStep, 0, 0, dx, inStep, workspace);
  if (below) activationBackward(batch * fanIn, dx, below, carried, below);
}
