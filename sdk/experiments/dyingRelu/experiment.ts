import type { Bench, Experiment, Measurement } from "../types.js";
import { measureBirths } from "./birth.js";
import { dyingReluClaims } from "./claims.js";
import { dyingReluFigures } from "./figures.js";
import { LEAKY_RUNS, measureRates } from "./rates.js";

/** The parameters of `dying-relu`; its schema says what each is. */
export interface DyingReluParameters {
  widths: number[];
  depths: number[];
  nets: number;
  activation: "relu" | "leaky-relu";
  alpha: number;
  rates: number[];
  repeats: number;
  width: number;
  layers: number;
  steps: number;
}

/** What a training run weighs in the progress, in births. */
const RUN = 100;

async function measure(bench: Bench<DyingReluParameters>): Promise<Measurement> {
  const { widths, depths, nets, rates, repeats } = bench.parameters;
  const births = widths.length * depths.length * nets;
  const total = births + RUN * rates.length * (repeats + Math.min(repeats, LEAKY_RUNS));
  const { progress } = bench;
  const born = await measureBirths(bench, (done, label) => progress(done, total, label));
  const trained = await measureRates(bench, (done, label) => progress(births + RUN * done, total, label));
  await progress(total, total, "done");
  return { tables: [...born.tables, ...trained.tables], measured: { ...born.measured, ...trained.measured } };
}

/** C14: ReLU units that die, at birth and in training. */
export const dyingRelu: Experiment<DyingReluParameters> = {
  id: "dying-relu",
  title: "Dying ReLU: at birth, and by too large a learning rate",
  question:
    "A ReLU that is off for every input passes no gradient and never comes back. How many nets are born dead, how many " +
    "units does a large learning rate kill, and do leaky units die?",
  claims: dyingReluClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      widths: {
        type: "array",
        items: { type: "integer", minimum: 1, maximum: 64 },
        maxItems: 20,
        uniqueItems: true,
        default: [2, 4, 8],
        description: "widths N of the nets that are born",
        unit: "units",
      },
      depths: {
        type: "array",
        items: { type: "integer", minimum: 1, maximum: 200 },
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        default: [2, 5, 10, 20],
        description: "their depths L",
        unit: "layers",
      },
      nets: { type: "integer", minimum: 10, maximum: 100_000, default: 800, description: "nets a width and depth" },
      activation: {
        type: "string",
        enum: ["relu", "leaky-relu"],
        default: "relu",
        description: "the units that are said to die",
      },
      alpha: { type: "number", minimum: 0, maximum: 0.999, default: 0.01, description: "α of the leaky units" },
      rates: {
        type: "array",
        items: { type: "number", exclusiveMinimum: 0, maximum: 1000 },
        maxItems: 20,
        uniqueItems: true,
        default: [0.1, 0.5, 1, 2, 4],
        description: "learning rates of plain SGD",
      },
      repeats: { type: "integer", minimum: 1, maximum: 100, default: 10, description: "runs per rate" },
      width: {
        type: "integer",
        minimum: 1,
        maximum: 512,
        default: 32,
        description: "units of a hidden layer that is trained",
        unit: "units",
      },
      layers: { type: "integer", minimum: 1, maximum: 50, default: 3, description: "hidden layers", unit: "layers" },
      steps: { type: "integer", minimum: 1, maximum: 10_000, default: 300, description: "full-batch steps" },
    },
  },
  measure,
  figures: dyingReluFigures,
};
