/**
 * A dense layer's affine map and its backward pass. Batches are [batch, features], weights [fanIn, fanOut], row-major,
 * contiguous. Everything written is overwritten, never accumulated, and must not overlap what is read.
 */
import { gemm, gemmTransposedA, gemmTransposedB } from "../gemm/gemm";
import { columnSums } from "../vector/reduce";

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

/**
 * dw [fanIn, fanOut] ← xᵀ δ, db [fanOut] ← Σ_batch δ (unless db = 0), dx [batch, fanIn] ← δ wᵀ (unless dx = 0).
 */
export function affineBackward(
  batch: i32,
  fanIn: i32,
  fanOut: i32,
  x: usize,
  w: usize,
  delta: usize,
  dw: usize,
  db: usize,
  dx: usize,
  workspace: usize,
): void {
  const inStep = (<usize>fanIn) << 2,
    outStep = (<usize>fanOut) << 2;
  gemmTransposedA(fanIn, fanOut, batch, x, inStep, delta, outStep, 0, 0, dw, outStep, workspace);
  if (db) columnSums(batch, fanOut, delta, db);
  if (dx) gemmTransposedB(batch, fanIn, fanOut, delta, outStep, w, outStep, 0, 0, dx, inStep, workspace);
}
