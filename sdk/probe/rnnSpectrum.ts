import { GradiometerError } from "../core/errors.js";
import type { RnnEngine } from "../nn/rnnEngine.js";
import type { RnnSpectrum, Sequence } from "../types.js";
import { Grown } from "./grown.js";
import { measureProduct } from "./spectrumProduct.js";
import { stride } from "./spectrumValues.js";

/**
 * The singular values of ∂h_t/∂h_{t−1} = diag φ'(u_t) W_hᵀ for every step of one sequence, and of their product ∂h_T/∂h_0, in
 * float64 from the float32 parameters and inputs. One pass; memory does not grow with T but for the values themselves.
 *
 * @throws GradiometerError BAD_SHAPE when x is not exactly one sequence; BAD_OPTION, NOT_FINITE as `forward`.
 */
export function measureRnnSpectrum(engine: RnnEngine, x: Sequence): RnnSpectrum {
  const batch = engine.stageInput(x);
  if (batch !== 1) throw new GradiometerError("BAD_SHAPE", `x: expected one sequence, but got ${batch}`);
  const { core, config, weights, activation, time } = engine;
  const { arena, wasm } = core;
  const { inputs, hidden } = config;
  const [inputWeight, recurrentWeight, bias] = weights;
  const staged = engine.buffers(batch).x;
  return arena.scratch(8 * (inputs + 4 * hidden), "float64 forward pass", (start) => {
    const grown = new Grown(core);
    const xt = start;
    const [h, u, fed, slope] = [0, 1, 2, 3].map((place) => start + 8 * (inputs + place * hidden)) as [
      number,
      number,
      number,
      number,
    ];
    /** Takes step `index` and writes its factor, transposed: W_h diag φ'(u), [hidden, hidden]. */
    const write = (index: number, address: number): void => {
      wasm.widen(inputs, staged + 4 * index * inputs, xt);
      wasm.affineForward64(1, inputs, hidden, xt, inputWeight, bias, fed);
      wasm.affineForward64(1, hidden, hidden, h, recurrentWeight, 0, u);
      grown.add(hidden, fed, u);
      grown.activate(activation, hidden, u, h, slope);
      grown.settle([h, hidden]);
      const step = stride(hidden);
      const factor = arena.f64(address, hidden * step);
      const weight = arena.f32(recurrentWeight, hidden * hidden);
      const slopes = arena.f64(slope, hidden);
      for (let i = 0; i < hidden; i++) {
        for (let j = 0; j < hidden; j++) factor[i * step + j] = (weight[i * hidden + j] ?? 0) * (slopes[j] ?? 0);
      }
    };
    const sizes = Array.from({ length: time + 1 }, () => hidden);
    const { factors, product } = measureProduct(core, { sizes, write }, true);
    return { perStep: factors, product: product.values, log10Product: product.log10 };
  });
}
