import { coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { addingProblem } from "../../data/sequences.js";
import type { CellName } from "../../types.js";
import { netSeed } from "../tools/netSeed.js";
import { median } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { GatesParameters } from "./parameters.js";

const GATED: readonly CellName[] = ["lstm", "gru"];

/** log₁₀ ‖∂(h, c)_T/∂(h, c)_0‖ of the nets of one cell and gain. */
interface Growth {
  readonly cell: CellName;
  readonly gain: number;
  readonly decades: readonly number[];
}

/** Where the median over the nets first passes 0 from below, between two gains on a straight line; NaN when it does not. */
function growingFrom(growths: readonly Growth[]): number {
  const points = growths.map(({ gain, decades }) => ({ gain, at: median(decades) }));
  for (let index = 1; index < points.length; index++) {
    const [below, above] = [elementAt(points, index - 1), elementAt(points, index)];
    if (below.at < 0 && above.at >= 0)
      return below.gain + ((above.gain - below.gain) * -below.at) / (above.at - below.at);
  }
  return Number.NaN;
}

/** C35: how much the state of a gated cell still depends on the state T steps before, over the gain of W_h, in float64. */
export async function measureGrowth({ lab, parameters, seed, progress }: Bench<GatesParameters>): Promise<Measurement> {
  const { growthUnits: hidden, growthSteps: time, growthNets: nets } = parameters;
  if (nets === 0) return { tables: [], measured: {} };
  const gains = [...parameters.gains].sort((a, b) => a - b);
  const growths: Growth[] = [];
  for (const cell of GATED) {
    for (const gain of gains) {
      await progress(growths.length, GATED.length * gains.length, `${cell}, ${gain}·Q: growth over ${time} steps`);
      const decades = Array.from({ length: nets }, (_, net) => {
        // the same nets and sequences at every gain: they differ in it alone
        const own = netSeed(seed, net);
        const { x } = addingProblem(lab, { samples: 1, time, seed: own });
        const recurrentInit = { kind: "orthogonal", gain } as const;
        const network = lab.rnn({ inputs: 2, hidden, outputs: 1, cell, recurrentInit, seed: own });
        try {
          return elementAt(network.spectrum(x).log10Product, 0);
        } finally {
          network.dispose();
        }
      });
      growths.push({ cell, gain, decades });
    }
  }
  const core = coreOf(lab);
  const of = (cell: CellName): Growth[] => growths.filter((growth) => growth.cell === cell);
  const medians = (which: number): number[] => GATED.map((cell) => median(elementAt(of(cell).slice(which), 0).decades));
  return {
    tables: [
      table(
        "growth of the state's derivative over the gain of W_h",
        [
          "cell",
          "gain",
          "log₁₀ ‖∂(h, c)_T/∂(h, c)_0‖, median",
          "lowest",
          "highest",
          "norm, median",
          ["T", "steps"],
          "nets",
        ],
        growths.map(({ cell, gain, decades }): Cell[] => {
          const middle = median(decades);
          const norm = core.wasm.exp64(middle * core.wasm.log64(10));
          return [cell, gain, middle, Math.min(...decades), Math.max(...decades), norm, time, nets];
        }),
      ),
    ],
    measured: {
      "C35.shrinks": Math.max(...medians(0)),
      "C35.grows": Math.min(...medians(-1)),
      "C35.gain-lstm": growingFrom(of("lstm")),
      "C35.gain-gru": growingFrom(of("gru")),
    },
  };
}
