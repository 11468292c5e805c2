import { ACTIVATION_NAMES } from "../../nn/activation.js";
import type { Bench, Experiment, Measurement } from "../types.js";
import { signUpdatesClaims } from "./claims.js";
import { signUpdatesFigures } from "./figures.js";
import { measureNets } from "./nets.js";
import { measureTraces } from "./traces.js";
import type { SignUpdatesParameters } from "./types.js";

async function measure(bench: Bench<SignUpdatesParameters>): Promise<Measurement> {
  const parts = [measureTraces(bench), await measureNets(bench)];
  return {
    tables: parts.flatMap(({ tables }) => tables),
    measured: Object.fromEntries(parts.flatMap(({ measured }) => Object.entries(measured))),
  };
}

/** C25: signSGD, Signum and Rprop, where gradients are too small and where they are too large. */
export const signUpdates: Experiment<SignUpdatesParameters> = {
  id: "sign-updates",
  title: "The sign against both: signSGD, Signum and three forms of Rprop",
  question:
    "If a gradient's size cannot be trusted because it vanishes or explodes on its way down, is its sign enough to learn from?",
  claims: signUpdatesClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      start: { type: "number", minimum: -1e6, maximum: 1e6, default: 1, description: "x₀ on f = x²/2" },
      slip: {
        type: "string",
        enum: ["added", "subtracted"],
        default: "added",
        description: "what is done with Δw = η sign(g), as it is printed",
      },
      traceStep: {
        type: "number",
        minimum: 1e-6,
        maximum: 50,
        default: 0.1,
        description: "Δ₀ of Rprop and η of signSGD on f",
      },
      traceLength: { type: "integer", minimum: 1, maximum: 1000, default: 24, description: "steps on f" },
      etaPlus: { type: "number", minimum: 1.0001, maximum: 3, default: 1.2, description: "η⁺ of Rprop" },
      etaMinus: { type: "number", minimum: 0.01, maximum: 0.99, default: 0.5, description: "η⁻ of Rprop" },
      update: {
        type: "string",
        enum: ["sign", "gradient"],
        default: "sign",
        description: "the rules that the claims about sizes speak of",
      },
      activation: {
        type: "string",
        enum: ACTIVATION_NAMES,
        default: "sigmoid",
        description: "of the net whose gradients vanish",
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
      nets: { type: "integer", minimum: 1, maximum: 50, default: 3, description: "nets of each kind" },
      samples: { type: "integer", minimum: 2, maximum: 10_000, default: 200, description: "points of the two moons" },
      steps: {
        type: "integer",
        minimum: 0,
        maximum: 100_000,
        default: 600,
        description: "training steps, all points at each; 0 looks at the first update alone",
      },
      rate: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 1000,
        default: 0.5,
        description: "η of gradient descent in the net whose gradients vanish",
      },
      signRate: { type: "number", exclusiveMinimum: 0, maximum: 10, default: 0.01, description: "η of the sign rules" },
      signDecay: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 1,
        default: 0.995,
        description: "factor on that η after every step",
      },
      momentum: { type: "number", minimum: 0, maximum: 0.999, default: 0.9, description: "β of Signum" },
      initialStep: {
        type: "number",
        minimum: 1e-6,
        maximum: 50,
        default: 0.01,
        description: "Δ₀ of Rprop in the nets",
      },
    },
  },
  measure,
  figures: signUpdatesFigures,
};
