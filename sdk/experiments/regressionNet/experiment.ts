import { coreOf } from "../../core/create.js";
import { elementAt, lastOf } from "../../core/element.js";
import { relativeError } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Experiment, Measurement } from "../types.js";
import { regressionNetClaims } from "./claims.js";
import { regressionNetFigures } from "./figures.js";
import {
  inputsOf,
  lossOf,
  type Matrix,
  moved,
  networkPass,
  type Pass,
  pass,
  type RegressionNetParameters,
  tensorsOf,
  type Weights,
  weightsOf,
} from "./net.js";

/** ∂L/∂W₁ as it is printed in the notes. */
const PRINTED = [-0.09001429318976062, 0.10660748816861534, 0.14769100645524622, -0.18920873086253173];

/** Every number of both passes: u, z and δ of every unit for every sample. */
function layerRows({ layers }: Pass): Cell[][] {
  return layers.flatMap(({ u, z, delta }, layer) =>
    u.values.map((value, i) => {
      const [sample, unit] = [Math.floor(i / u.columns), i % u.columns];
      return [sample + 1, layer + 1, unit + 1, value, elementAt(z.values, i), elementAt(delta.values, i)];
    }),
  );
}

const transposed = ({ rows, columns, values }: Matrix): Matrix => ({
  rows: columns,
  columns: rows,
  values: values.map((_, i) => elementAt(values, (i % rows) * columns + Math.floor(i / rows))),
});

async function measure({ lab, parameters, progress }: Bench<RegressionNetParameters>): Promise<Measurement> {
  const core = coreOf(lab);
  const { targets, step, loss } = parameters;
  const x = inputsOf(parameters);
  const weights = weightsOf(parameters);
  const tensors = tensorsOf(weights);
  const byHand = pass(core, weights, x, targets);
  const narrow = networkPass(lab, weights, x, targets, loss);
  const difference = (place: number, index: number): number => {
    const at = (by: number): number => lossOf(core, moved(weights, place, index, by), x, targets);
    return (at(step) - at(-step)) / (2 * step);
  };
  const rows: Cell[][] = [];
  let [worstDifference, worstNarrow] = [0, 0];
  for (const [place, { shown, shape, values }] of tensors.entries()) {
    await progress(place, tensors.length, shown);
    const exact = elementAt(byHand.gradients, place);
    const largest = exact.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (const [index, value] of values.entries()) {
      const columns = lastOf(shape);
      const where = shape.length > 1 ? `${Math.floor(index / columns) + 1},${(index % columns) + 1}` : `${index + 1}`;
      const [hand, finite, float32] = [
        elementAt(exact, index),
        difference(place, index),
        elementAt(elementAt(narrow.gradients, place), index),
      ];
      const error = Math.abs(float32 - hand) / largest;
      worstDifference = Math.max(worstDifference, relativeError(finite, hand));
      worstNarrow = Math.max(worstNarrow, error);
      rows.push([`${shown}[${where}]`, value, hand, finite, relativeError(finite, hand), float32, error]);
    }
  }
  await progress(tensors.length, tensors.length, "done");
  const swapped: Weights = weights.map(({ weight, bias }) =>
    weight.rows === weight.columns ? { weight: transposed(weight), bias } : { weight, bias },
  );
  const swappedLoss = lossOf(core, swapped, x, targets);
  const output = lastOf(byHand.layers).z.values;
  return {
    tables: [
      table(
        "samples",
        ["sample", "x₁", "x₂", "target y", "output ŷ", "(y − ŷ)²"],
        targets.map((y, i) => {
          const distance = y - elementAt(output, i);
          return [
            i + 1,
            elementAt(x.values, 2 * i),
            elementAt(x.values, 2 * i + 1),
            y,
            elementAt(output, i),
            distance * distance,
          ];
        }),
      ),
      table(
        "loss",
        ["what", "L"],
        [
          ["by hand, float64: the sum over the samples", byHand.loss],
          [`backward(), float32: ${loss}`, narrow.loss],
          ["slip: W₁ and W₂ transposed", swappedLoss],
        ],
      ),
      table("layers", ["sample", "layer", "unit", "u", "z", "δ"], layerRows(byHand)),
      table(
        "gradients",
        [
          "parameter",
          "value",
          "by hand",
          "difference",
          "relative error of the difference",
          "backward()",
          "error of backward() over the tensor's largest",
        ],
        rows,
      ),
    ],
    measured: {
      "C5.loss": byHand.loss,
      "C5.gradient": PRINTED.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - elementAt(elementAt(byHand.gradients, 0), i))),
        0,
      ),
      "C5.finite-difference": worstDifference,
      "C5.float32": worstNarrow,
      "C5.convention": swappedLoss / byHand.loss,
    },
  };
}

const number = { type: "number", minimum: -100, maximum: 100 } as const;
const list = (count: number, values: readonly number[], description: string) =>
  ({ type: "array", items: number, minItems: count, maxItems: count, default: values, description }) as const;

/** C5: a net that is small enough to be done by hand. */
export const regressionNet: Experiment<RegressionNetParameters> = {
  id: "regression-net",
  title: "A small regression net, done by hand",
  question:
    "Two inputs, two sigmoid layers of two units, one linear output, biases everywhere: what is the gradient of every single " +
    "weight, and does backward() find the numbers that pencil and paper find?",
  claims: regressionNetClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      inputs: {
        type: "array",
        items: number,
        minItems: 2,
        maxItems: 200,
        default: [1, -1, 0.5, 2],
        description: "X, two numbers for each sample, sample after sample",
      },
      targets: {
        type: "array",
        items: number,
        minItems: 1,
        maxItems: 100,
        default: [1, 0],
        description: "y, one for each sample",
      },
      firstWeights: list(4, [0.1, -0.2, 0.3, 0.4], "W₁, row after row: [from input 1, from input 2]"),
      firstBiases: list(2, [0.1, -0.1], "b₁"),
      secondWeights: list(4, [0.5, -0.6, -0.7, 0.8], "W₂, row after row"),
      secondBiases: list(2, [0, 0.2], "b₂"),
      outputWeights: list(2, [1, -1], "W₃, one for each unit of the second layer"),
      outputBias: { ...number, default: 0.3, description: "b₃" },
      loss: {
        type: "string",
        enum: ["sum-squared-error", "mean-squared-error"],
        default: "sum-squared-error",
        description: "what backward() is asked for; by hand it is the sum",
      },
      step: { type: "number", minimum: 1e-9, maximum: 1, default: 1e-5, description: "h of the central differences" },
    },
  },
  measure,
  figures: regressionNetFigures,
};
