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
 * @returns index of the first layer with a u that is NaN or infinite, or −1.
 */
export function forwardPass(
  core: Core,
  layers: readonly Layer[],
  parameters: Block,
  buffers: BatchBuffers,
  batch: number,
  options: { slopes: boolean; observer?: ForwardObserver },
): number {
  const { wasm, workspace } = core;
  const { slopes, observer } = options;
  let input = buffers.x;
  let firstNonFinite = -1;
  for (const layer of layers) {
    const { index, fanIn, fanOut, activation, gain } = layer;
    const z = buffers.z[index] ?? 0;
    const slope = !slopes || (isLinear(layer) && index === layers.length - 1) ? 0 : (buffers.slope[index] ?? 0);
    const count = batch * fanOut;
    // Along a chain of skips u lives in `residual`; elsewhere z is computed over u in place.
    const skips = gain !== null;
    const affine = layer.carries && !skips ? buffers.residual : z;
    wasm.affineForward(
      batch,
      fanIn,
      fanOut,
      input,
      parameters.at(layer.weight),
      parameters.at(layer.bias),
      affine,
      workspace,
    );
    if (skips) wasm.addScaled(count, gain, z, buffers.residual);
    const u = skips ? buffers.residual : affine;
    observer?.preactivation(layer, u);
    const nonFinite = wasm.activationForward(activation.kind, activation.alpha, count, u, z, slope);
    if (nonFinite && firstNonFinite < 0) firstNonFinite = index;
    observer?.output(layer, z, slope);
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
  options: { inputGradient?: boolean; observer?: BackwardObserver } = {},
): number {
  const { wasm, workspace } = core;
  const { dz } = buffers;
  const last = layers.length - 1;
  let value = 0;
  for (let index = last; index >= 0; index--) {
    const layer = layers[index];
    if (!layer) break;
    const { fanIn, fanOut, gain } = layer;
    const count = batch * fanOut;
    const delta = buffers.slope[index] ?? 0;
    if (index === last) {
      // A linear output has φ' = 1: its δ is the gradient of the loss itself.
      const into = isLinear(layer) ? delta : dz;
      value = wasm.loss(lossKind(loss), batch, fanOut, buffers.z[index] ?? 0, buffers.y, into);
      if (into !== delta) wasm.activationBackward(count, dz, delta, 0, delta);
    } else {
      const above = layers[index + 1];
      const carried = above?.gain != null ? (buffers.slope[index + 1] ?? 0) : 0;
      wasm.activationBackward(count, dz, delta, carried, delta);
    }
    options.observer?.delta(layer, delta);
    let signal = delta;
    if (gain !== null && gain !== 1) {
      wasm.scale(count, gain, delta, buffers.scaled);
      signal = buffers.scaled;
    }
    const input = index > 0 ? (buffers.z[index - 1] ?? 0) : buffers.x;
    const wanted = index > 0 || options.inputGradient;
    wasm.affineBackward(
      batch,
      fanIn,
      fanOut,
      input,
      parameters.at(layer.weight),
      signal,
      gradients.at(layer.weight),
      gradients.at(layer.bias),
      wanted ? dz : 0,
      workspace,
    );
  }
  return value;
}
