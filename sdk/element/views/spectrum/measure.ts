import { engineOf } from "../../../nn/engine.js";
import { measureJacobians } from "../../../probe/spectrum.js";
import type { Measured } from "../measures.js";
import type { ViewValues } from "../values.js";

/** 10 × 64 is 3e6, 50 × 64 1.3e7: there about a second. */
const MOST_WORK = 1.5e7;

/** Σ n³ over the layers: the singular values of a matrix take some 50 n³ operations. */
function workOf(sizes: readonly number[]): number {
  return sizes.slice(1).reduce((sum, fanOut, layer) => sum + Math.min(fanOut, sizes[layer]!) * fanOut * fanOut, 0);
}

const logs = (values: Float64Array): Float64Array => values.map((value) => Math.log10(value)); // for a picture alone

/** Singular values of the Jacobians for the first row; null for a net that would keep its training waiting. */
export function measureSpectrumView({ net, rows, x }: Measured): ViewValues["spectrum"] {
  if (workOf(net.config.sizes) > MOST_WORK) return null;
  const { layers, log10InputOutput } = measureJacobians(engineOf(net), x.subarray(0, rows.inputs));
  return { layers: layers.map(logs), whole: log10InputOutput };
}
