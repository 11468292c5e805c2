import { ACTIVATION_NAMES } from "../../nn/activation.js";
import type { ParametersOf } from "../tools/schema.js";
import { digitsTraining } from "../tools/training.js";
import type { ParameterProperty, ParameterSchema } from "../types.js";

const initialisation = { type: "string", enum: ["standard", "glorot-uniform"] } as const;

const properties = {
  data: { type: "string", enum: ["digits", "two-moons"], default: "digits", description: "what is learnt" },
  width: {
    type: "integer",
    minimum: 1,
    maximum: 2000,
    default: 1000,
    description: "units of a hidden layer",
    unit: "units",
  },
  moonsWidth: {
    type: "integer",
    minimum: 1,
    maximum: 2000,
    default: 128,
    description: "units of a hidden layer of the nets that are looked at on two moons, before training",
    unit: "units",
  },
  moonsNets: {
    type: "integer",
    minimum: 1,
    maximum: 999,
    default: 15,
    description: "nets on two moons whose median is claimed about",
  },
  layers: { type: "integer", minimum: 2, maximum: 50, default: 5, description: "hidden layers", unit: "layers" },
  activation: { type: "string", enum: ACTIVATION_NAMES, default: "tanh", description: "of the hidden layers" },
  old: {
    ...initialisation,
    default: "standard",
    description: "initialisation that the first claims speak of: U(±1/√n)",
  },
  normalised: {
    ...initialisation,
    default: "glorot-uniform",
    description: "initialisation beside it: U(±√6/√(n_j + n_{j+1}))",
  },
  ...digitsTraining,
  steps: { ...digitsTraining.steps, default: 50, description: "training steps before the second look" },
  probe: {
    type: "integer",
    minimum: 1,
    maximum: 1797,
    default: 128,
    description: "rows on which the flow is measured",
  },
  bins: {
    type: "integer",
    minimum: 2,
    maximum: 1000,
    default: 40,
    description: "bins of a histogram, between its extremes",
  },
} as const satisfies Readonly<Record<string, ParameterProperty>>;

/** The parameters of `gradient-histograms`. */
export type GradientHistogramsParameters = ParametersOf<typeof properties>;

/** Their schema. */
export const gradientHistogramsParameters: ParameterSchema = {
  type: "object",
  additionalProperties: false,
  properties,
};
