import { GradiometerError } from "../../../core/errors.js";
import { elementAt } from "../../../core/element.js";
import { ensembleOf } from "../../../nn/initialise.js";
import { correlationMap } from "../../../theory/correlation.js";
import type { Mlp } from "../../../types.js";
import type { Measured } from "../measures.js";
import type { ViewValues } from "../values.js";

/** Theory speaks of the weights before training: once for each net. */
const known = new WeakMap<Mlp, Float64Array>();

/** The mean cosine of two rows in every layer, beside what theory makes of two inputs at the mean angle. */
export function measureCorrelation({ net, x, rows }: Measured): ViewValues["correlation"] {
  const { input, layers } = net.correlations(x);
  let theory = known.get(net);
  if (!theory) known.set(net, (theory = theoryOf(net, input, meanSquare(x, rows.inputs))));
  return { input, layers: Float64Array.from(layers, ({ u }) => u), theory };
}

function meanSquare(x: Float32Array, columns: number): number {
  return columns === 0 ? 0 : x.reduce((sum, value) => sum + value * value, 0) / x.length;
}

/** c of u in each layer by the correlation map; nothing with skips, batch norm, or where the variance leaves float64. */
function theoryOf(net: Mlp, input: number, moment: number): Float64Array {
  const { sizes, activation, init, norm, skip } = net.config;
  const kind = typeof norm === "string" ? norm : norm.kind;
  if (skip !== "none" || kind === "batch" || !(Math.abs(input) <= 1) || moment === 0) return new Float64Array(0);
  const [phi, hidden] = [elementAt(activation, 0), Math.min(1, sizes.length - 2)];
  const ofLayer = (index: number) =>
    ensembleOf(init, {
      index,
      fanIn: elementAt(sizes, index),
      fanOut: elementAt(sizes, index + 1),
      activation: phi,
      inputMoment: moment,
    });
  try {
    const [first, inner] = [ofLayer(0), ofLayer(hidden)];
    if (inner.weightVariance === 0) return new Float64Array(0);
    const layers = correlationMap({
      activation: phi,
      ...inner,
      norm: kind,
      correlation: input,
      // The first layer has a fan-in and so a variance of its own: as much more comes into it.
      inputMoment: (moment * first.weightVariance) / inner.weightVariance,
      depth: activation.length,
    });
    return Float64Array.from(layers, ({ correlation }) => correlation);
  } catch (error) {
    if (error instanceof GradiometerError) return new Float64Array(0);
    throw error;
  }
}
