import type { MlpEngine } from "../nn/mlpEngine.js";
import type { Layer } from "../nn/layer.js";
import type { Spectrum } from "../types.js";
import { checkInput, withSlopes } from "./jacobian.js";
import { measureProduct } from "./spectrumProduct.js";
import { singularValues, stride } from "./spectrumValues.js";

/**
 * The singular values of every layer's Jacobian and weights and of the input–output Jacobian, for one input, in float64.
 *
 * A layer's Jacobian is ∂z_l/∂z_{l−1} = diag φ'(u_l) W_lᵀ. Through a chain of skips the net hands on u instead of z, and
 * ∂z_l/∂z_{l−1} does not exist: there z means u in all layers that a skip leads on from, so that the factor of a block is
 * ∂u_l/∂u_{l−1} = 1 + gain·W_lᵀ diag φ'(u_{l−1}), and the product of all factors is the input–output Jacobian in any net.
 *
 * @throws GradiometerError BAD_SHAPE, NOT_FINITE (x).
 */
export function measureSpectrum(engine: MlpEngine, x: unknown): Spectrum {
  const { core, layers, parameters, inputs, config } = engine;
  const input = checkInput(x, inputs);
  const weights = layers.map(({ weight, fanIn, fanOut }) => {
    return singularValues(core, fanIn, fanOut, parameters.view(weight)).values;
  });
  return withSlopes(engine, input, (slopes) => {
    const write = (index: number, address: number): void => {
      const layer = layers[index];
      if (layer) writeFactor(engine, layer, slopes, address);
    };
    const { factors, product } = measureProduct(core, { sizes: config.sizes, write }, true);
    return { layers: factors, weights, inputOutput: product.values, log10InputOutput: product.log10 };
  });
}

/** The layer's Jacobian, transposed: [fanIn, fanOut], W diag φ'(u) without skips. */
function writeFactor(engine: MlpEngine, layer: Layer, slopes: readonly number[], address: number): void {
  const { arena } = engine.core;
  const { index, fanIn, fanOut, gain, carries } = layer;
  const step = stride(fanOut);
  const factor = arena.f64(address, fanIn * step);
  const weight = engine.parameters.view(layer.weight);
  const below = gain === null ? undefined : arena.f64(slopes[index - 1] ?? 0, fanIn);
  const own = carries ? undefined : arena.f64(slopes[index] ?? 0, fanOut);
  for (let i = 0; i < fanIn; i++) {
    const scale = below ? (gain ?? 0) * (below[i] ?? 0) : 1;
    for (let j = 0; j < fanOut; j++) {
      const past = below && i === j ? 1 : 0;
      factor[i * step + j] = (past + scale * (weight[i * fanOut + j] ?? 0)) * (own?.[j] ?? 1);
    }
  }
}
