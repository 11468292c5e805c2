import { coreOf } from "../../core/create.js";
import { table } from "../tools/table.js";
import type { Bench, Experiment, Measurement } from "../types.js";
import { slipClaims, SLIPS } from "./claims.js";
import { slipFigures } from "./figures.js";
import { lossSlip } from "./loss.js";
import { matrixSlips } from "./matrices.js";
import { boundSlip, costSlips, indexSlip, leakySlip, minusSlip, quarterSlip, tinySlip } from "./scalar.js";
import type { SlipParameters } from "./slip.js";

const STAGES = 3;

async function measure({ lab, parameters, seed, progress }: Bench<SlipParameters>): Promise<Measurement> {
  const context = { core: coreOf(lab), parameters, seed };
  await progress(0, STAGES, "random chains");
  const bound = boundSlip(context);
  await progress(1, STAGES, "chains and formulas");
  const scalar = [...costSlips(context), tinySlip(context), indexSlip(context), minusSlip(context)];
  scalar.push(leakySlip(context), quarterSlip(context));
  await progress(2, STAGES, "matrices");
  const slips = [bound, ...scalar, ...matrixSlips(lab, context), lossSlip(lab, context)].sort(
    (a, b) => a.number - b.number,
  );
  await progress(STAGES, STAGES, "done");
  return {
    tables: [
      table(
        "slips",
        ["slip", "the text", "its value", "the truth", "true value", "text over truth", "about"],
        slips.map((slip) => [
          slip.number,
          slip.text,
          slip.textValue,
          slip.truth,
          slip.truthValue,
          slip.truthValue === 0 ? null : slip.textValue / slip.truthValue,
          slip.about,
        ]),
      ),
      table(
        "beside them",
        ["slip: what", "value"],
        slips.flatMap(({ rows = [] }) => rows),
      ),
    ],
    measured: Object.assign({}, ...slips.map(({ measured }) => measured)) as Measurement["measured"],
  };
}

const weight = { type: "number", minimum: -100, maximum: 100 } as const;

/** Slips of the texts on vanishing gradients, each beside the truth. */
export const slips: Experiment<SlipParameters> = {
  id: "slips",
  title: `${SLIPS} slips, each beside the truth`,
  question:
    `Signs, indices and bounds go wrong in lecture notes. What do ${SLIPS} printed formulas give on live numbers, and what is ` +
    "true?",
  claims: slipClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      weights: {
        type: "array",
        items: weight,
        minItems: 2,
        maxItems: 50,
        default: [0.5, -1.2, 2, 0.8],
        description: "w₀, w₁ … of the chain that enters C = (y − o)² (slips 3 and 4)",
      },
      input: { ...weight, default: 1.5, description: "x of that chain" },
      target: { ...weight, default: 1, description: "y of that cost" },
      activation: {
        type: "string",
        enum: ["sigmoid", "tanh"],
        default: "sigmoid",
        description: "φ of the chains of slips 1, 3, 4 and 11",
      },
      step: { type: "number", minimum: 1e-7, maximum: 1, default: 1e-4, description: "h of the central differences" },
      mean: {
        type: "number",
        minimum: -10,
        maximum: 10,
        default: 0,
        description: "mean of the drawn weights (slip 1)",
      },
      variance: {
        type: "number",
        minimum: 0,
        maximum: 100,
        default: 1,
        description: "variance Σ of the drawn weights (slip 1)",
      },
      draws: { type: "integer", minimum: 100, maximum: 1_000_000, default: 20_000, description: "chains (slip 1)" },
      init: {
        type: "string",
        enum: ["orthogonal", "standard", "glorot-uniform"],
        default: "orthogonal",
        description: "weights of the deep tanh net (slip 2)",
      },
      chainWeight: { ...weight, default: 8, description: "w of the chain at its steepest point (slip 5)" },
      chainDepth: {
        type: "integer",
        minimum: 1,
        maximum: 100,
        default: 10,
        description: "its length (slip 5)",
        unit: "layers",
      },
      second: {
        type: "array",
        items: weight,
        minItems: 2,
        maxItems: 2,
        default: [0.5, 2],
        description: "diagonal of B (slip 6)",
      },
      source: {
        type: "integer",
        minimum: 0,
        maximum: 2,
        default: 0,
        description: "i of ∂y_j/∂z_i, counted from 0; j is 1 (slip 7)",
      },
      recurrent: {
        type: "string",
        enum: ["tanh", "linear"],
        default: "tanh",
        description: "φ of the recurrent nets (slip 8)",
      },
      rate: { type: "number", minimum: 0, maximum: 1, default: 0.1, description: "η of the two updates (slip 9)" },
      alpha: { type: "number", minimum: 0.001, maximum: 100, default: 2, description: "α of max(αx, x) (slip 10)" },
      nextWeight: { ...weight, default: 2, description: "w between two pre-activations (slip 11)" },
      units: { type: "integer", minimum: 1, maximum: 64, default: 8, description: "size of the factors (slip 12)" },
      nets: {
        type: "integer",
        minimum: 1,
        maximum: 10_000,
        default: 400,
        description: "recurrent nets and random products (slips 8 and 12)",
      },
      logit: {
        type: "number",
        minimum: -100,
        maximum: 100,
        default: 17,
        description: "o at which the loss is differentiated (slip 13)",
      },
    },
  },
  measure,
  figures: slipFigures,
};
