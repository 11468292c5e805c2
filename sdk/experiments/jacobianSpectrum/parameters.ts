import type { Loss, NormalisedMlpConfig } from "../../types.js";
import type { ParameterSchema } from "../types.js";

/** The activations of which both gain and bound are worked out here. */
export type SpectrumActivation = "linear" | "sigmoid" | "tanh";

/** The parameters of `jacobian-spectrum`. */
export interface JacobianSpectrumParameters {
  activations: SpectrumActivation[];
  initialisation: Extract<NormalisedMlpConfig["init"], string>;
  width: number;
  outputs: number;
  depth: number;
  nets: number;
  step: number;
  maxSlope: "own" | "sigmoid";
  loss: Extract<Loss, "sum-squared-error" | "mean-squared-error">;
  matrix: number[];
  pair: number[];
  sizes: number[];
  matrices: number;
  variance: number;
}

const integer = (minimum: number, maximum: number, usual: number, description: string, unit?: string) =>
  ({ type: "integer", minimum, maximum, default: usual, description, ...(unit !== undefined && { unit }) }) as const;
const entry = { type: "number", minimum: -1000, maximum: 1000 } as const;

export const jacobianSpectrumParameters: ParameterSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    activations: {
      type: "array",
      items: { type: "string", enum: ["linear", "sigmoid", "tanh"] },
      minItems: 1,
      uniqueItems: true,
      default: ["sigmoid", "tanh"],
      description: "of the hidden layers; the output is linear",
    },
    initialisation: {
      type: "string",
      enum: ["standard", "glorot-uniform", "glorot-normal", "lecun-normal", "he-normal", "orthogonal"],
      default: "glorot-normal",
      description: "of the weights; biases are zero",
    },
    width: integer(2, 256, 32, "units of the input and of every hidden layer", "units"),
    outputs: integer(1, 256, 8, "units of the output", "units"),
    depth: integer(2, 200, 20, "hidden layers", "layers"),
    nets: integer(1, 100, 3, "nets of each activation, every one with an input of its own"),
    step: {
      type: "number",
      minimum: 1e-8,
      maximum: 10,
      default: 1e-4,
      description: "length of the finite steps that are held against the derivatives",
    },
    maxSlope: {
      type: "string",
      enum: ["own", "sigmoid"],
      default: "own",
      description: "max|φ'| in the bound: each activation's own, or the sigmoid's ¼ for all",
    },
    loss: {
      type: "string",
      enum: ["sum-squared-error", "mean-squared-error"],
      default: "sum-squared-error",
      description: "what backward() is asked for; the derivation has the sum",
    },
    matrix: {
      type: "array",
      items: entry,
      minItems: 4,
      maxItems: 4,
      default: [1, 2, 3, 4],
      description: "a 2 × 2 matrix, row after row, to be taken apart",
    },
    pair: {
      type: "array",
      items: { type: "number", exclusiveMinimum: 0, maximum: 1000 },
      minItems: 2,
      maxItems: 2,
      default: [2, 0.5],
      description: "a and b of the product diag(a, b) · diag(b, a)",
    },
    sizes: {
      type: "array",
      items: { type: "integer", minimum: 2, maximum: 512 },
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
      default: [8, 16, 32, 64, 128],
      description: "n of the square Gaussian matrices",
    },
    matrices: integer(1, 1000, 8, "Gaussian matrices of each size"),
    variance: {
      type: "number",
      exclusiveMinimum: 0,
      maximum: 100,
      default: 1,
      description: "n times the variance of an entry of the Gaussian matrices",
    },
  },
};
