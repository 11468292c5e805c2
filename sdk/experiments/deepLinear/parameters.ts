import type { ParameterSchema } from "../types.js";

/** The parameters of `deep-linear`. */
export interface DeepLinearParameters {
  layers: number;
  scales: number[];
  strengths: number[];
  start: number;
  share: number;
  learningRate: number;
  initialisation: "orthogonal" | "lecun-normal";
  width: number;
  depths: number[];
  edgeWidth: number;
  edgeDepths: number[];
  products: number;
  exponentWidth: number;
  burnIn: number;
  length: number;
  chains: number;
  variance: number;
}

const integer = (minimum: number, maximum: number, usual: number, description: string, unit?: string) =>
  ({ type: "integer", minimum, maximum, default: usual, description, ...(unit !== undefined && { unit }) }) as const;
const depths = (usual: readonly number[], maximum: number, description: string) =>
  ({
    type: "array",
    items: { type: "integer", minimum: 1, maximum },
    minItems: 1,
    maxItems: 20,
    uniqueItems: true,
    default: usual,
    description,
    unit: "layers",
  }) as const;
const positive = (maximum: number) => ({ type: "number", exclusiveMinimum: 0, maximum }) as const;

export const deepLinearParameters: ParameterSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    layers: integer(2, 500, 10, "L: L − 1 layers with W = c·I, then one with W = I", "layers"),
    scales: {
      type: "array",
      items: positive(100),
      minItems: 2,
      maxItems: 2,
      default: [1.5, 0.5],
      description: "the two values of c",
    },
    strengths: {
      type: "array",
      items: positive(10),
      minItems: 2,
      maxItems: 8,
      uniqueItems: true,
      default: [2, 1.5, 1, 0.5],
      description:
        "s: singular values of what the two-layer net has to learn; the first is the one that is claimed about",
    },
    start: {
      ...positive(0.1),
      default: 0.001,
      description: "u₀: singular values of the net's map before training",
    },
    share: {
      type: "number",
      minimum: 0.1,
      maximum: 0.999,
      default: 0.95,
      description: "share of s at which a mode counts as learnt: u_f = share · s",
    },
    learningRate: {
      ...positive(0.2),
      default: 0.002,
      description: "η of plain gradient descent on Σ (y − ŷ)², so that τ = 1/(2η) steps",
    },
    initialisation: {
      type: "string",
      enum: ["orthogonal", "lecun-normal"],
      default: "orthogonal",
      description: "of the deep nets whose spectrum is followed over the depth",
    },
    width: integer(2, 128, 32, "units of those nets", "units"),
    depths: depths([1, 2, 5, 10, 20, 50, 100], 500, "their depths"),
    edgeWidth: integer(8, 256, 128, "n of the Gaussian products whose largest singular value is measured"),
    edgeDepths: depths([1, 2, 3, 5, 10], 100, "matrices in such a product"),
    products: integer(1, 1000, 20, "products of each depth"),
    exponentWidth: integer(1, 32, 8, "n of the long Gaussian products"),
    burnIn: integer(
      1,
      10_000,
      150,
      "matrices before the growth is counted: until then the directions are still turning",
    ),
    length: integer(10, 100_000, 400, "matrices over which the growth is counted"),
    chains: integer(3, 1000, 48, "long products: their scatter is the error bar"),
    variance: {
      ...positive(100),
      default: 1,
      description: "n times the variance of an entry of all Gaussian matrices; the theory is for 1",
    },
  },
};
