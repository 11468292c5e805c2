/** C31: what deep ReLU nets keep of their inputs and of their gradient, layer by layer. */
import { coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { activationMoments, correlationMap, normGradientFactor } from "../../theory/index.js";
import type { NormName } from "../../types.js";
import { drawSeed } from "../tools/draws.js";
import { log10, median } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import { withMlp } from "../tools/withMlp.js";
import type { Bench, Cell, Measurement } from "../types.js";
import { configOf, deltasOf, inputsOf, type Report, type WideNets } from "./wide.js";
import type { NormalisationParameters } from "./parameters.js";

type Compared = Extract<NormName, "layer" | "batch">;

interface Profile {
  readonly norm: Compared;
  /** Median over the nets of log₁₀ of ‖δ_l‖²/‖δ_L‖². */
  readonly deltas: readonly number[];
  /** Median over the nets of the mean cosine of pairs of rows: of what φ takes in, and of what it puts out. */
  readonly taken: readonly number[];
  readonly given: readonly number[];
}

/** Theory's mean cosine of what φ takes in and puts out in the layers 1 … L. */
function theoryOf(norm: Compared, depth: number, rows: number): { taken: number; given: number }[] {
  if (norm === "batch") {
    const { mean, second } = activationMoments({ activation: "relu", q: 1 });
    return Array<{ taken: number; given: number }>(depth).fill({
      taken: -1 / (rows - 1),
      given: (mean * mean) / second,
    });
  }
  const map = correlationMap({
    activation: "relu",
    weightVariance: 1,
    biasVariance: 0,
    norm,
    correlation: 0,
    depth: depth + 1,
  });
  return Array.from({ length: depth }, (_, layer) => ({
    taken: elementAt(map, layer).correlation,
    given: elementAt(map, layer + 1).correlation, // without biases u_{l+1} is as alike as z_l
  }));
}

/** Wide deep ReLU nets from random inputs that have nothing in common, behind layer norm and behind batch norm. */
export async function measurePairs(bench: Bench<NormalisationParameters>, report: Report): Promise<Measurement> {
  const { lab, parameters, seed } = bench;
  const { width, rows, deep: depth, nets, epsilon } = parameters;
  const core = coreOf(lab);
  const profiles: Profile[] = [];
  for (const [place, norm] of (["layer", "batch"] as const).entries()) {
    const kind: WideNets = { activation: "relu", norm, epsilon, width, rows, depth, weightVariance: 1 };
    const drawn: { deltas: number[]; taken: number[]; given: number[] }[] = [];
    for (let net = 0; net < nets; net++) {
      await report(place * nets + net, 2 * nets, `${depth} layers of ReLU behind ${norm} norm, net ${net + 1}`);
      const deltas = deltasOf(core, kind, seed, net);
      const { layers } = withMlp(lab, configOf(kind, drawSeed(seed, net)), (network) =>
        network.correlations(inputsOf(core, kind, seed, net)),
      );
      const hidden = layers.slice(0, depth);
      drawn.push({
        deltas: deltas.map((delta) => log10(core, delta / lastOf(deltas))),
        taken: hidden.map(({ u }) => u),
        given: hidden.map(({ z }) => z),
      });
    }
    const middle = (of: (one: (typeof drawn)[number]) => number[]): number[] =>
      Array.from({ length: depth }, (_, layer) => median(drawn.map((one) => elementAt(of(one), layer))));
    profiles.push({
      norm,
      deltas: middle(({ deltas }) => deltas),
      taken: middle(({ taken }) => taken),
      given: middle(({ given }) => given),
    });
  }
  const [layer, batch] = [elementAt(profiles, 0), elementAt(profiles, 1)];
  // the first layer divides by the size of the inputs: the law speaks of those above it
  const lawful = depth - 2;
  return {
    tables: [
      table(
        `${depth} × ${width} ReLU from random inputs, ${rows} rows`,
        [
          "norm",
          ["layer", "layers"],
          ["log₁₀ ‖δ_l‖²/‖δ_L‖²", "decades"],
          ["theory: log₁₀ ‖δ_l‖²/‖δ_L‖²", "decades"],
          "mean cosine of two rows into φ",
          "theory: into φ",
          "mean cosine of two rows out of φ",
          "theory: out of φ",
        ],
        profiles.flatMap(({ norm, deltas, taken, given }) => {
          const perLayer = log10(core, normGradientFactor({ activation: "relu", norm }));
          return theoryOf(norm, depth, rows).map((theory, at): Cell[] => [
            norm,
            at + 1,
            elementAt(deltas, at),
            at === 0 ? null : perLayer * (depth - 1 - at),
            elementAt(taken, at),
            theory.taken,
            elementAt(given, at),
            theory.given,
          ]);
        }),
      ),
    ],
    measured: {
      "C31.explodes":
        elementAt(batch.deltas, 1) / (lawful * log10(core, normGradientFactor({ activation: "relu", norm: "batch" }))),
      "C31.level": Math.abs(elementAt(layer.deltas, 1)),
      "C31.alike": lastOf(layer.taken),
      "C31.apart": lastOf(batch.given),
    },
  };
}
