/** The backward pass of every activation: one multiplication by the slope that the forward pass left. */
import { product } from "../vector/product";

/**
 * delta[i] ← dz[i]·slope[i] (+ carried[i]), i < n: the backward pass of every activation.
 *
 * @param n        ≥ 0, in elements; no byte behind n is read or written.
 * @param carried  what a skip connection brings from above; 0: nothing, and nothing is read.
 * @param delta    may be dz, slope or carried; otherwise it overlaps none of them.
 * Multiplied and added with two roundings in every build.
 */
export function activationBackward(n: i32, dz: usize, slope: usize, carried: usize, delta: usize): void {
  product(n, dz, slope, 0, carried, delta);
}
