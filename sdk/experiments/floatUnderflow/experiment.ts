import { resolveActivation } from "../../nn/activation.js";
import type { Bench, Experiment, Measurement } from "../types.js";
import { measureChains } from "./chains.js";
import { floatUnderflowClaims } from "./claims.js";
import { floatUnderflowFigures } from "./figures.js";
import { measureLosses } from "./losses.js";
import { measureRandomNets } from "./random.js";
import { measureSlopes } from "./slopes.js";

/** The parameters of `float-underflow`; its schema says what each is. */
export interface FloatUnderflowParameters {
  format: "float32" | "float64";
  slope: "input" | "output";
  sigmoidNear: number;
  sigmoidFar: number;
  tanhAt: number;
  largest: number;
  points: number;
  depth: number;
  weight: number;
  scale: number;
  reluBias: number;
  width: number;
  gain: number;
  nets: number;
  signSteps: number;
  signRate: number;
  loss: "own" | "printed";
  keeps: 0 | 1;
}

async function measure(bench: Bench<FloatUnderflowParameters>): Promise<Measurement> {
  const { parameters, progress } = bench;
  const total = parameters.nets + 2;
  await progress(0, total, "slopes");
  const slopes = measureSlopes(bench, {
    sigmoid: resolveActivation("sigmoid").kind,
    tanh: resolveActivation("tanh").kind,
  });
  await progress(1, total, "chains");
  const chains = measureChains(bench);
  const losses = measureLosses(bench);
  const random = await measureRandomNets(bench, total);
  await progress(total, total, "done");
  const parts = [chains, slopes, losses, random];
  return {
    tables: parts.flatMap(({ tables }) => tables),
    measured: Object.fromEntries(parts.flatMap(({ measured }) => Object.entries(measured))),
  };
}

const point = { type: "number", minimum: 0, maximum: 20, unit: "1" } as const;

/** C2, C12, C36: what vanished in the number format, and what in the network. */
export const floatUnderflow: Experiment<FloatUnderflowParameters> = {
  id: "float-underflow",
  title: "Vanished in the network, or in the number format?",
  question:
    "A gradient is exactly 0. Did the network make it so, or did float32 run out of digits, and would the textbook " +
    "formula of the slope, or of the loss, have lost it even earlier?",
  claims: floatUnderflowClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      format: {
        type: "string",
        enum: ["float32", "float64"],
        default: "float32",
        description: "number format of the textbook slope and of σ(o) − y",
      },
      slope: {
        type: "string",
        enum: ["input", "output"],
        default: "input",
        description: "whose digits are claimed to be kept: the slope from the input, or the one from the output",
      },
      sigmoidNear: { ...point, default: 10, description: "u at which the sigmoid's slope is looked at first" },
      sigmoidFar: {
        ...point,
        default: 15,
        description: "u at which it is looked at again, and o at which the gradient of the loss is",
      },
      tanhAt: { ...point, default: 8.5, description: "u at which the slope of tanh is looked at" },
      largest: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 40,
        default: 20,
        description: "largest u of the table of slopes, and largest |o| of that of the loss",
      },
      points: { type: "integer", minimum: 2, maximum: 10_001, default: 81, description: "points of these tables" },
      depth: {
        type: "integer",
        minimum: 1,
        maximum: 500,
        default: 80,
        description: "sigmoids in the chain",
        unit: "layers",
      },
      weight: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 100,
        default: 1,
        description: "w of every link; its bias −w/2 keeps u at 0, where the slope is ¼",
      },
      scale: {
        type: "integer",
        minimum: 0,
        maximum: 60,
        default: 40,
        description: "the scaled loss makes δ 2^scale times as large",
        unit: "bits",
      },
      reluBias: {
        type: "number",
        minimum: -100,
        maximum: 0,
        default: -1,
        description: "bias of the chain of ReLUs with weight ¼; −1 kills it",
      },
      width: {
        type: "integer",
        minimum: 1,
        maximum: 256,
        default: 32,
        description: "units of a layer of the random nets",
        unit: "units",
      },
      gain: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 100,
        default: 1,
        description: "σ_w of the random nets: their weights are N(0, σ_w²/n)",
      },
      nets: { type: "integer", minimum: 1, maximum: 50, default: 5, description: "random nets" },
      signSteps: {
        type: "integer",
        minimum: 1,
        maximum: 10_000,
        default: 200,
        description: "sign updates of the net of one weight",
        unit: "steps",
      },
      signRate: { type: "number", exclusiveMinimum: 0, maximum: 10, default: 0.5, description: "η of these updates" },
      loss: {
        type: "string",
        enum: ["own", "printed"],
        default: "own",
        description: "whose gradient is claimed to keep its digits on both sides: the networks' own loss, or σ(o) − y",
      },
      keeps: {
        type: "integer",
        enum: [0, 1],
        default: 0,
        description: "target with which σ(o) − y is claimed to keep its digits",
      },
    },
  },
  measure,
  figures: floatUnderflowFigures,
};
