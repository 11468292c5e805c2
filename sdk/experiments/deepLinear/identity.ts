import { elementAt, lastOf } from "../../core/element.js";
import { table } from "../tools/table.js";
import { repeatedGain } from "../../theory/index.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { DeepLinearParameters } from "./parameters.js";

const UNITS = 2;

/** C9: L − 1 layers with W = c·I; forward, back, and the Jacobian. */
export function measureIdentity({ lab, parameters }: Bench<DeepLinearParameters>): Measurement {
  const { layers, scales } = parameters;
  const gains: number[] = [];
  const rows = scales.map((scale): Cell[] => {
    const network = lab.mlp({ sizes: Array<number>(layers + 1).fill(UNITS), activation: "linear", bias: false });
    try {
      const weights = Array.from({ length: layers }, (_, layer) => {
        const c = layer < layers - 1 ? scale : 1;
        return [`layers.${layer}.weight`, [c, 0, 0, c]] as const;
      });
      network.setParameters(Object.fromEntries(weights));
      const output = network.forward([1, 0])[0]!;
      // ∂(y − f)²/∂f is 1 at y = f − ½
      const { input } = network.backward([1, 0], [output - 0.5, -0.5], "sum-squared-error");
      const { values } = network.jacobian([1, 0]);
      gains.push(values[0]!);
      return [scale, layers, values[0]!, output, input[0]!, repeatedGain({ gain: scale, count: layers - 1 })];
    } finally {
      network.dispose();
    }
  });
  return {
    tables: [
      table(
        "W = c·I in L − 1 layers",
        ["c", ["L", "layers"], "∂z_L/∂x", "output at x = 1", "gradient of the input in float32", "c^(L − 1)"],
        rows,
      ),
    ],
    measured: { "C9.explode": gains[0], "C9.vanish": gains[1] },
  };
}

/** Of one net for each depth: how far its singular values are from 1. */
export async function measureIsometry(
  { lab, parameters, seed }: Bench<DeepLinearParameters>,
  report: (done: number, total: number, label: string) => Promise<void>,
): Promise<Measurement> {
  const { width, initialisation } = parameters;
  const rows: number[][] = [];
  const depths = [...parameters.depths].sort((a, b) => a - b);
  for (const [index, depth] of depths.entries()) {
    await report(index, depths.length, `${initialisation}, depth ${depth}`);
    const sizes = Array<number>(depth + 1).fill(width);
    const network = lab.mlp({ sizes, activation: "linear", init: initialisation, bias: false, seed });
    try {
      const { inputOutput } = network.spectrum(new Float32Array(width));
      const [largest, smallest] = [inputOutput[0]!, lastOf(inputOutput)];
      rows.push([depth, largest, smallest, Math.max(Math.abs(largest - 1), Math.abs(smallest - 1))]);
    } finally {
      network.dispose();
    }
  }
  return {
    tables: [
      table(
        `${initialisation} weights, end to end`,
        [["depth", "layers"], "largest singular value", "smallest", "distance from 1"],
        rows,
      ),
    ],
    measured: { "C9.orthogonal": rows.reduce((most, row) => Math.max(most, elementAt(row, 3)), 0) },
  };
}
