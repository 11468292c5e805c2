import type { Core } from "../core/create.js";
import type { Loss } from "../types.js";
import { type BatchBuffers, isLinear, type Layer } from "./layer.js";
import { lossKind } from "./loss.js";
import type { Block } from "./parameters.js";

/** What looks at a forward pass layer by layer: after u = x W + b, and after z = φ(u). */
export interface ForwardObserver {
  preactivation(layer: Layer, u: number): void;
  output(layer: Layer, z: number, slope: number): void;
}

/** What looks at a backward pass: at each δ = ∂L/∂u, before anything overwrites it. */
export interface BackwardObserver {
  delta(layer: Layer, delta: number): void;
}

/**
 * z_l = φ(u_l), u_l = z_{l−1} W_l + b_l, or u_{l−1} + gain·(z_{l−1} W_l + b_l) with a skip; with `slopes` φ'(u) beside z.
 *
 * @returns with `slopes` the index of the first layer with a u that is NaN or infinite, or −1.
 */
export function forwardPass(
  core: Core,
  layers: readonly Layer[],
  parameters: Block,
  buffers: BatchBuffers,
  batch: number,
  slopes: boolean,
  observer?: ForwardObserver,
): number {
  const { wasm, workspace } = core;
  const last = layers.length - 1;
  let input = buffers.x;
  let firstNonFinite = -1;
  for (const layer of layers) {
    const { index, fanIn, fanOut, activation, gain, carries } = layer;
    const { kind, alpha } = activation;
    const z = buffers.z[index] ?? 0;
    // A linear output keeps no slopes: its δ is the gradient of the loss.
    const slope = !slopes || (index === last && isLinear(layer)) ? 0 : (buffers.slope[index] ?? 0);
    const weight = parameters.at(layer.weight);
    const bias = parameters.at(layer.bias);
    let nonFinite: number;
    if (gain === null && !carries && !observer) {
      nonFinite = wasm.denseForward(batch, fanIn, fanOut, input, weight, bias, kind, alpha, z, slope, workspace);
    } else {
      // Along a chain of skips u lives in `residual`; elsewhere z is computed over u in place.
      const count = batch * fanOut;
      const affine = carries && gain === null ? buffers.residual : z;
      wasm.affineForward(batch, fanIn, fanOut, input, weight, bias, affine, workspace);
      if (gain !== null) wasm.addScaled(count, gain, z, buffers.residual);
      const u = gain === null ? affine : buffers.residual;
      observer?.preactivation(layer, u);
      nonFinite = wasm.activationForward(kind, alpha, count, u, z, slope);
      observer?.output(layer, z, slope);
    }
    if (nonFinite !== 0 && firstNonFinite < 0) firstNonFinite = index;
    input = z;
  }
  return firstNonFinite;
}

/**
 * The loss of the outputs that a training pass left in `buffers`, and the gradients of all parameters. Afterwards
 * `buffers.slope` holds δ, and with `inputGradient` `buffers.dz` holds ∂L/∂x.
 */
export function backwardPass(
  core: Core,
  layers: readonly Layer[],
  parameters: Block,
  gradients: Block,
  buffers: BatchBuffers,
  batch: number,
  loss: Loss,
  inputGradient = false,
  observer?: BackwardObserver,
): number {
  const { wasm, workspace } = core;
  const { dz, slope } = buffers;
  const last = layers.length - 1;
  let value = 0;
  for (let index = last; index >= 0; index--) {
    const layer = layers[index];
    if (!layer) break;
    const { fanIn, fanOut, gain } = layer;
    const count = batch * fanOut;
    const delta = slope[index] ?? 0;
    if (index === last) {
      const into = isLinear(layer) ? delta : dz;
      value = wasm.loss(lossKind(loss), batch, fanOut, buffers.z[index] ?? 0, buffers.y, into);
      if (into !== delta) wasm.activationBackward(count, dz, delta, 0, delta);
    }
    observer?.delta(layer, delta);
    let signal = delta;
    if (gain !== null && gain !== 1) {
      signal = buffers.scaled;
      wasm.scale(count, gain, delta, signal);
    }
    const weight = parameters.at(layer.weight);
    const dw = gradients.at(layer.weight);
    const db = gradients.at(layer.bias);
    if (index > 0) {
      // The slopes of the layer below become its δ; a skip carries this layer's δ past the weights.
      const below = slope[index - 1] ?? 0;
      const carried = gain === null ? 0 : delta;
      const input = buffers.z[index - 1] ?? 0;
      wasm.denseBackward(batch, fanIn, fanOut, input, weight, signal, dw, db, dz, below, carried, workspace);
    } else {
      const dx = inputGradient ? dz : 0;
      wasm.denseBackward(batch, fanIn, fanOut, buffers.x, weight, signal, dw, db, dx, 0, 0, workspace);
    }
  }
  return value;
}
