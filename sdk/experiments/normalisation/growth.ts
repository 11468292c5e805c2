/** C31: what a norm makes of the size of the weights below it. */
import { coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import type { Gradiometer, MlpConfig, NormName, Parameter } from "../../types.js";
import { drawNormals, drawSeed, squaredNorm } from "../tools/draws.js";
import { table } from "../tools/table.js";
import { withMlp } from "../tools/withMlp.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { NormalisationParameters } from "./parameters.js";

/** Hidden layers: few enough that what float32 rounds away does not grow on its way. */
const LAYERS = 5;

/** Matrices with a norm behind them: all but that of the output. */
const hiddenWeights = (parameters: readonly Parameter[]): Parameter[] =>
  parameters.filter(({ shape }) => shape.length === 2).slice(0, -1);

interface Matrix {
  /** ‖∂W‖ with all hidden weights c times as large, times c, over ‖∂W‖. */
  readonly shrunk: number;
  /** ⟨W, ∂W⟩ over ‖W‖ ‖∂W‖. */
  readonly cosine: number;
}

/** A net, and the same one with its hidden weights c times as large. */
function grow(
  lab: Gradiometer,
  config: MlpConfig,
  { x, y }: { x: Float32Array; y: Float32Array },
  c: number,
): { matrices: Matrix[]; change: number } {
  return withMlp(lab, config, (network) => {
    const weights = hiddenWeights(network.parameters());
    const before = network.backward(x, y, "sum-squared-error");
    network.setParameters(Object.fromEntries(weights.map(({ name, values }) => [name, values.map((w) => c * w)])));
    const after = network.backward(x, y, "sum-squared-error");
    const [own, other] = [hiddenWeights(before.gradients), hiddenWeights(after.gradients)];
    const matrices = weights.map(({ values }, layer): Matrix => {
      const gradient = elementAt(own, layer).values;
      const size = Math.sqrt(squaredNorm(gradient));
      const inner = values.reduce((sum, w, at) => sum + w * gradient[at]!, 0);
      return {
        shrunk: (c * Math.sqrt(squaredNorm(elementAt(other, layer).values))) / size,
        cosine: inner / (Math.sqrt(squaredNorm(values)) * size),
      };
    });
    const difference = after.output.map((value, at) => value - before.output[at]!);
    return { matrices, change: Math.sqrt(squaredNorm(difference) / squaredNorm(before.output)) };
  });
}

/** Both norms, random inputs and targets; the layer that is furthest off counts. */
export function measureGrowth({ lab, parameters, seed }: Bench<NormalisationParameters>): Measurement {
  const { width, rows, epsilon, growth } = parameters;
  const numbers = drawNormals(coreOf(lab), seed, 0, 2 * rows * width);
  const data = { x: numbers.subarray(0, rows * width), y: numbers.subarray(rows * width) };
  const found = (["layer", "batch"] as const).map((norm: NormName) => {
    const config: MlpConfig = {
      sizes: Array<number>(LAYERS + 2).fill(width),
      activation: "relu",
      init: "he-normal",
      norm: { kind: norm, epsilon },
      seed: drawSeed(seed, 0),
    };
    return { norm, ...grow(lab, config, data, growth) };
  });
  const matrices = found.flatMap(({ norm, matrices: own }) => own.map((matrix, layer) => ({ norm, layer, ...matrix })));
  const largest = (of: (matrix: Matrix) => number): number =>
    matrices.reduce((most, matrix) => Math.max(most, Math.abs(of(matrix))), 0);
  return {
    tables: [
      table(
        `hidden weights ${growth} times as large`,
        [
          "norm",
          ["layer", "layers"],
          "c ‖∂W‖ after over before",
          "⟨W, ∂W⟩/(‖W‖ ‖∂W‖)",
          "relative change of the output",
        ],
        found.flatMap(({ norm, matrices: own, change }) =>
          own.map(({ shrunk, cosine }, layer): Cell[] => [norm, layer + 1, shrunk, cosine, change]),
        ),
      ),
    ],
    measured: {
      "C31.unchanged": found.reduce((most, { change }) => Math.max(most, change), 0),
      "C31.shrinks": largest(({ shrunk }) => shrunk - 1),
      "C31.orthogonal": largest(({ cosine }) => cosine),
    },
  };
}
