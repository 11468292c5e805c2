import { elementAt, lastOf } from "../../core/element.js";
import { twoMoons } from "../../data/moons.js";
import type { ActivationName, Gradiometer } from "../../types.js";
import { netSeed } from "../tools/netSeed.js";
import { head } from "../tools/training.js";
import { withMlp } from "../tools/withMlp.js";

/**
 * Var δ of the first hidden layer over that of the last, before training, on two moons: one number per net. A single narrow
 * net says little: its logarithm scatters by .36 at 5 × 128.
 */
export function fallsOnMoons(
  lab: Gradiometer,
  config: {
    readonly nets: number;
    readonly sizes: readonly number[];
    readonly activation: ActivationName;
    readonly init: "standard" | "glorot-uniform";
    readonly probe: number;
    readonly seed: number;
  },
): number[] {
  const { nets, sizes, activation, init, probe } = config;
  return Array.from({ length: nets }, (_, net) => {
    const seed = netSeed(config.seed, net + 1);
    const data = head(twoMoons(lab, { seed }), probe);
    return withMlp(lab, { sizes, activation, init, seed }, (network) => {
      const { layers } = network.flow(data.x, data.y, "cross-entropy");
      const [first, last] = [elementAt(layers, 0).delta.std, lastOf(layers.slice(0, -1)).delta.std];
      return (first * first) / (last * last);
    });
  });
}
