import { ACTIVATION_NAMES } from "../../nn/activation.js";
import type { Bench, Experiment, Measurement } from "../types.js";
import { explodingClaims } from "./claims.js";
import { measureClipping } from "./clipping.js";
import { explodingFigures } from "./figures.js";
import { measureNets } from "./nets.js";
import type { ExplodingParameters } from "./types.js";

async function measure(bench: Bench<ExplodingParameters>): Promise<Measurement> {
  const parts = [measureClipping(bench), await measureNets(bench)];
  return {
    tables: parts.flatMap(({ tables }) => tables),
    measured: Object.fromEntries(parts.flatMap(({ measured }) => Object.entries(measured))),
  };
}

const limit = { type: "number", exclusiveMinimum: 0, maximum: 1e6 } as const;

/** C24: exploding gradients, and clipping by value and by norm against them. */
export const exploding: Experiment<ExplodingParameters> = {
  id: "exploding",
  title: "Exploding gradients, and clipping against them",
  question:
    "What happens to a net whose gradients grow from layer to layer, and why does it help to cut them off, by norm or by value?",
  claims: explodingClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      gradient: {
        type: "array",
        items: { type: "number", minimum: -1e6, maximum: 1e6 },
        minItems: 2,
        maxItems: 2,
        default: [3, 4],
        description: "the gradient that is clipped",
      },
      limit: { ...limit, default: 1, description: "its limit, of either kind" },
      kind: {
        type: "string",
        enum: ["norm", "value"],
        default: "norm",
        description: "the clipping that the claims about the norm speak of",
      },
      tiny: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 1,
        default: 1e-6,
        description: "factor on gradient and limit where the 1e-6 of the denominator is looked for",
      },
      rest: {
        type: "number",
        minimum: 0,
        maximum: 10,
        default: 0,
        description: "error of the sample whose gradient is zero",
      },
      huge: {
        type: "number",
        minimum: 1,
        maximum: 1e30,
        default: 1e30,
        description: "factor on input and error of the sample whose gradient is not finite in float32",
      },
      slip: {
        type: "string",
        enum: ["added", "subtracted"],
        default: "added",
        description: "what is done with Δw = η clip(g), as it is printed",
      },
      squashing: {
        type: "string",
        enum: ACTIVATION_NAMES,
        default: "sigmoid",
        description: "activation that the ReLU is held against",
      },
      weightVariance: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 100,
        default: 9,
        description: "σ_w² of the ReLU nets that are trained; 2 is He's",
      },
      depth: { type: "integer", minimum: 1, maximum: 50, default: 10, description: "hidden layers", unit: "layers" },
      width: {
        type: "integer",
        minimum: 1,
        maximum: 256,
        default: 32,
        description: "units of a hidden layer",
        unit: "units",
      },
      nets: {
        type: "integer",
        minimum: 0,
        maximum: 50,
        default: 5,
        description: "nets; 0 clips single gradients only",
      },
      samples: { type: "integer", minimum: 2, maximum: 10_000, default: 400, description: "points of the two moons" },
      steps: {
        type: "integer",
        minimum: 0,
        maximum: 100_000,
        default: 600,
        description: "training steps, all points at each; 0 looks at the start alone",
      },
      learningRate: { type: "number", exclusiveMinimum: 0, maximum: 1000, default: 0.1, description: "of plain SGD" },
      normLimit: { ...limit, default: 1, description: "largest norm of the gradient of all parameters" },
      valueLimit: { ...limit, default: 0.1, description: "largest entry of it" },
    },
  },
  measure,
  figures: explodingFigures,
};
