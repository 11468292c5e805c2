import { elementAt } from "../../core/element.js";
import { lawOf } from "../../theory/laws.js";
import { square } from "../../theory/elementary.js";
import { average, secondMoment, secondMomentSlope } from "../../theory/gaussian.js";
import type { Point } from "./points.js";

/**
 * Standard deviation, over draws of one net, of the mean over its layers of ‖u_l‖²/(width · q_l), to first order in 1/width.
 *
 * Given the layer below, the units of u are independent and N(0, K), K = σ_w² ‖φ‖²/width + σ_b². So the means over them of u²
 * and φ² stray from K and E φ² with variances 2K²/width and Var φ²/width and covariance 2K² (∂ E φ²/∂K)/width, and what φ²
 * strays is carried on: the sum over all layers is linear in these strays, which are independent from layer to layer.
 *
 * @param variances  q_1 … q_L, > 0.
 */
export function varianceSpread(
  { activation, weightVariance }: Point,
  variances: readonly number[],
  width: number,
): number {
  const law = lawOf("activation", activation);
  let [sum, reach] = [0, 0]; // reach: what a unit of K in the layer above adds to the sum from there on
  for (let l = variances.length - 1; l >= 0; l--) {
    const q = elementAt(variances, l);
    const root = Math.sqrt(q);
    const second = secondMoment(law, q);
    const slope = secondMomentSlope(law, q);
    const noise = average((z) => square(square(law.value(root * z)))) - second * second;
    const onward = weightVariance * reach;
    sum += 2 + 4 * onward * q * slope + onward * onward * noise;
    reach = 1 / q + onward * slope;
  }
  return Math.sqrt(sum / width) / variances.length;
}
