import { angle } from "../../theory/elementary.js";

/**
 * Correlation of the gradients at two inputs, correlated by ρ, of a wide He ReLU net of L hidden layers, every one behind
 * the first with a skip: u ← u + α W φ(u). A block passes on (1 + α² (1 − arccos ρ/π))/(1 + α²) of the correlation, the
 * last φ′ 1 − arccos ρ/π. Without skips (α = ∞, here `null`) it is Balduzzi's product.
 */
export function correlationThrough(depth: number, gain: number | null, inputCorrelation: number): number {
  const share = gain === null ? 1 : (gain * gain) / (1 + gain * gain); // of what the block adds
  let product = 1;
  let distance = 1 - inputCorrelation; // 1 − ρ
  for (let layer = 1; layer <= depth; layer++) {
    const theta = angle(distance);
    const lost = theta / Math.PI;
    product *= layer === depth ? 1 - lost : 1 - share * lost;
    const sine = Math.sqrt(distance * (2 - distance));
    distance = Math.max(distance - (share * (sine - theta * (1 - distance))) / Math.PI, 0);
  }
  return product;
}
