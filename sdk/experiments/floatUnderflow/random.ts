import { coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { normals, Purpose, streamOf } from "../../core/random.js";
import { meanField, underflowDepth } from "../../theory/index.js";
import type { ActivationName, LayerFlow, MlpConfig } from "../../types.js";
import { median } from "../tools/numbers.js";
import { netSeed } from "../tools/netSeed.js";
import { table } from "../tools/table.js";
import { withMlp } from "../tools/withMlp.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { FloatUnderflowParameters } from "./experiment.js";

const BATCH = 8;

/**
 * C12 in random nets: the share of δ that is exactly 0 in float32, layer by layer, and where the mean field puts it: δ
 * shrinks by √χ₁ a layer.
 */
export async function measureRandomNets(
  { lab, parameters, seed, progress }: Bench<FloatUnderflowParameters>,
  total: number,
): Promise<Measurement> {
  const { depth, width, nets, gain } = parameters;
  const layers = depth + EXTRA;
  const { chi } = meanField({ activation: "sigmoid", weightVariance: gain * gain, biasVariance: 0 });
  const factor = Math.sqrt(chi);
  const theory = underflowDepth({ factor });
  const x = normals(coreOf(lab), seed, streamOf(Purpose.Experiment, 0), BATCH * width, 0, 1);
  const y = new Float32Array(BATCH * width);
  const found: { net: number; flow: readonly LayerFlow[]; half: number }[] = [];
  for (let net = 0; net < nets; net++) {
    await progress(2 + net, total, `random net ${net + 1} of ${nets}`);
    const config: MlpConfig = {
      sizes: Array<number>(layers + 1).fill(width),
      activation: Array<ActivationName>(layers).fill("sigmoid"),
      init: { kind: "variance", weight: gain * gain, bias: 0 },
      seed: netSeed(seed, net),
    };
    const flow = withMlp(lab, config, (network) => network.flow(x, y, "sum-squared-error")).layers.reverse();
    const half = flow.findIndex(({ delta }) => delta.zeros > (BATCH * width) / 2);
    found.push({ net, flow, half: half < 0 ? Infinity : half + 1 });
  }
  return {
    tables: [
      table(
        `random nets: ${layers} × ${width} sigmoids`,
        ["net", "layers down", "RMS of δ", "mean field", "share of δ exactly 0", "of these by underflow", "dead"],
        found.flatMap(({ net, flow }) => {
          const start = elementAt(flow, 0).delta.norm;
          let theoretical = start / Math.sqrt(BATCH * width) / factor;
          return flow.map(({ delta, underflow, dead }, index): Cell[] => {
            theoretical *= factor;
            const zeros = delta.zeros / (BATCH * width);
            const rms = delta.norm / Math.sqrt(BATCH * width);
            return [net, index + 1, rms, theoretical, zeros, zeros === 0 ? null : underflow / zeros, dead];
          });
        }),
      ),
    ],
    measured: {
      "C12.random": median(found.map(({ half }) => half)) - theory.zero,
      "C12.told-apart": Math.min(
        ...found.map(({ flow }) => {
          const zeros = flow.reduce((sum, { delta }) => sum + delta.zeros, 0);
          const explained = flow.reduce((sum, { underflow }) => sum + underflow * BATCH * width, 0);
          return zeros === 0 ? 0 : explained / zeros;
        }),
      ),
    },
  };
}

/** Layers beyond those of the chain, so that random factors too have run out of float32. */
const EXTRA = 10;
