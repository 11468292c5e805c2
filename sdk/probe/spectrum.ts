import type { MlpEngine } from "../nn/engine.js";
import type { Spectrum } from "../types.js";
import { checkInput, eachRow, withWalk } from "./jacobian.js";
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
  const { core, graph, parameters } = engine;
  const jacobians = measureJacobians(engine, x);
  const weights = graph.layers.map(({ weight, fanIn, fanOut }) => {
    return singularValues(core, fanIn, fanOut, parameters.view(parameters.layout.byName.get(weight)!)).values;
  });
  return { ...jacobians, weights };
}

/** The same without the weights, which is half of the work. */
export function measureJacobians(engine: MlpEngine, x: unknown): Omit<Spectrum, "weights"> {
  const { core, graph } = engine;
  const input = checkInput(x, graph.inputs);
  const sizes = [graph.inputs, ...graph.layers.map(({ fanOut }) => fanOut)];
  return withWalk(engine, input, (walk) => {
    /** The layer's Jacobian, transposed: [fanIn, fanOut]. */
    const write = (index: number, address: number): void => {
      const [columns, rows] = [sizes[index]!, sizes[index + 1]!];
      const step = stride(rows);
      const factor = core.arena.f64(address, columns * step);
      eachRow(engine, walk, walk.factor(index), { rows, columns }, (row, found) => {
        for (let i = 0; i < columns; i++) factor[i * step + row] = found[i]!;
      });
    };
    const { factors, product } = measureProduct(core, { sizes, write }, true);
    return { layers: factors, inputOutput: product.values, log10InputOutput: product.log10 };
  });
}
