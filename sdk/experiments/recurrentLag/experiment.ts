import type { Bench, Experiment, Measurement } from "../types.js";
import { recurrentLagClaims } from "./claims.js";
import { measureDraws } from "./draws.js";
import { recurrentLagFigures } from "./figures.js";
import { measureLags } from "./lags.js";
import { measureProducts } from "./products.js";
import type { RecurrentLagParameters } from "./types.js";

const PARTS = [measureLags, measureProducts, measureDraws];
/** Of the progress of one part. */
const UNITS = 1000;

async function measure(bench: Bench<RecurrentLagParameters>): Promise<Measurement> {
  const measured: Measurement[] = [];
  for (const [index, part] of PARTS.entries()) {
    const progress = (done: number, total: number, label: string): Promise<void> =>
      bench.progress(UNITS * (index + done / total), UNITS * PARTS.length, label);
    measured.push(await part({ ...bench, progress }));
  }
  return {
    tables: measured.flatMap(({ tables }) => tables),
    measured: Object.fromEntries(measured.flatMap((part) => Object.entries(part.measured))),
  };
}

const units = { type: "integer", minimum: 1, maximum: 256, unit: "units" } as const;
const smooth = { type: "string", enum: ["linear", "tanh", "sigmoid"] } as const;

/** C20 – C22: gradients through time. */
export const recurrentLag: Experiment<RecurrentLagParameters> = {
  id: "recurrent-lag",
  title: "Gradients through time: norm against lag",
  question:
    "How much does a recurrent net's error still say about what happened many steps ago, and which matrices make it vanish or explode?",
  claims: recurrentLagClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      lag: {
        type: "integer",
        minimum: 1,
        maximum: 5000,
        default: 100,
        description: "largest lag; the printed numbers are those of 100",
        unit: "steps",
      },
      hidden: { ...units, default: 16, description: "units of h in the nets of the lags" },
      exact: { ...smooth, default: "linear", description: "φ of the nets whose gradients are held against ρ^lag" },
      gamma: {
        type: "string",
        enum: ["own", "sigmoid"],
        default: "own",
        description: "γ in the bounds: each activation's own largest slope, or the sigmoid's ¼ for all",
      },
      order: {
        type: "string",
        enum: ["forward", "reversed"],
        default: "forward",
        description: "order of the factors of the product that is worked out beside backpropagation",
      },
      smallHidden: { ...units, default: 6, description: "units of the nets whose product is worked out" },
      smallSteps: {
        type: "integer",
        minimum: 1,
        maximum: 50,
        default: 5,
        description: "factors of that product",
        unit: "steps",
      },
      smallActivation: { ...smooth, default: "tanh", description: "φ of these nets" },
      nets: { type: "integer", minimum: 1, maximum: 10_000, default: 201, description: "how many of them" },
      norm: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 1000,
        default: 8,
        description: "σ_max(W_h) of the draws of C22",
      },
      normActivation: { ...smooth, default: "sigmoid", description: "φ of these draws" },
      draws: { type: "integer", minimum: 1, maximum: 10_000, default: 100, description: "draws of each kind of W_h" },
      drawHidden: { ...units, default: 16, description: "units of h in the draws" },
      drawSteps: {
        type: "integer",
        minimum: 1,
        maximum: 1000,
        default: 30,
        description: "length of their sequences",
        unit: "steps",
      },
    },
  },
  measure,
  figures: recurrentLagFigures,
};
