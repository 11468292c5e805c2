import { coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import {
  centralDifference,
  type Chain,
  chainGradient,
  factorsOf,
  networkGradients,
  runChain,
  type ScalarChainParameters,
  SMALLEST_NORMAL,
  subscript,
} from "./chain.js";
import { measureCost } from "./cost.js";
import { measureDraws } from "./draws.js";
import { scalarChainFigures } from "./figures.js";
import { relativeError } from "../tools/numbers.js";
import { scalarChainClaims } from "./claims.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Experiment, Measurement } from "../types.js";

const weight = { type: "number", minimum: -100, maximum: 100 } as const;

/** u₁, u₂ … and f, each with what it was made of. */
function forwardRows({ preactivations, outputs }: Chain): Cell[][] {
  const name = (place: number): string => (place === 2 * outputs.length ? "f" : `u${subscript(place)}`);
  return preactivations.flatMap((u, index): Cell[][] => {
    const place = 2 * index + 1;
    const inner = index === 0 ? "x" : name(place - 1);
    return [
      [place, name(place), `w${subscript(index + 1)} ${inner}`, u],
      [place + 1, name(place + 1), `φ(${name(place)})`, elementAt(outputs, index)],
    ];
  });
}

/** C1: the gradients of one chain by the chain rule, by differences, and by a float32 network. */
function measureGradients({ lab, parameters }: Bench<ScalarChainParameters>, chain: Chain): Measurement {
  const core = coreOf(lab);
  const { activation, step } = parameters;
  // ∂(y − f)²/∂f is 1 at y = f − ½, so the gradients of this loss are those of f.
  const batch = { inputs: [chain.input], target: chain.output - 0.5, loss: "sum-squared-error" } as const;
  const narrow = networkGradients(lab, activation, chain.weights, batch);
  const rows = chain.weights.map((value, index) => {
    const layer = index + 1;
    const factors = factorsOf(chain, layer);
    const product = chainGradient(chain, layer);
    const difference = centralDifference(core, activation, chain, layer, step);
    const errors = [relativeError(difference, product), relativeError(elementAt(narrow, index), product)] as const;
    return { layer, value, count: factors.length, product, difference, narrow: elementAt(narrow, index), errors };
  });
  const worst = (which: 0 | 1): number => rows.reduce((most, { errors }) => Math.max(most, errors[which]), 0);
  let running = 1;
  const factors = factorsOf(chain, 1).map(({ name, value, meaning }, index) => {
    running *= value;
    return [index + 1, name, value, meaning, running];
  });
  return {
    tables: [
      table("forward", ["step", "name", "formula", "value"], forwardRows(chain)),
      table("factors of ∂f/∂w₁", ["place", "factor", "value", "what it is", "product so far"], factors),
      table(
        "gradients",
        [
          "layer",
          "weight",
          "factors",
          "chain rule",
          "difference",
          "relative error of the difference",
          "float32 network",
          "relative error of float32",
        ],
        rows.map((row) => [
          row.layer,
          row.value,
          row.count,
          row.product,
          row.difference,
          row.errors[0],
          row.narrow,
          row.errors[1],
        ]),
      ),
    ],
    measured: {
      "C1.output": chain.output,
      "C1.gradient": elementAt(rows, 0).product,
      "C1.factors": elementAt(rows, 0).count,
      "C1.finite-difference": worst(0),
      "C1.float32": worst(1),
    },
  };
}

/** C2: the bound of this chain, and what L equal factors come to in float32. */
function measureBound({ parameters }: Bench<ScalarChainParameters>, chain: Chain): Measurement {
  const { factor, depth } = parameters;
  const gradient = Math.abs(chainGradient(chain, 1));
  const quarter = 0.25;
  const bound = chain.weights
    .slice(1)
    .reduce((product, value) => product * Math.abs(value) * quarter, Math.abs(chain.input) * quarter);
  const rows: Cell[][] = [];
  let wide = 1;
  let narrow = 1;
  let [subnormal, zero] = [Infinity, Infinity];
  for (let layers = 1, settled = false; layers <= depth || !settled; layers++) {
    const before = narrow;
    wide *= factor;
    narrow = Math.fround(narrow * Math.fround(factor));
    settled = narrow === before; // at 0, or at a subnormal that rounds to itself when the factor is above ½
    const kind = narrow === 0 ? "zero" : narrow < SMALLEST_NORMAL ? "subnormal" : "normal";
    if (kind !== "normal") subnormal = Math.min(subnormal, layers);
    if (kind === "zero") zero = Math.min(zero, layers);
    if (layers <= depth) rows.push([layers, wide, narrow, kind]);
  }
  return {
    tables: [
      table("bound of this chain", ["|∂f/∂w₁|", "|Πw| |x| / 4^L", "share"], [[gradient, bound, gradient / bound]]),
      table("factor^L", ["layers", "float64", "float32", "float32 is"], rows),
    ],
    measured: { "C2.bound": gradient / bound, "C2.subnormal": subnormal, "C2.zero": zero },
  };
}

/** C1 – C4: one unit per layer, every factor of the chain rule in the open. */
export const scalarChain: Experiment<ScalarChainParameters> = {
  id: "scalar-chain",
  title: "The scalar chain: one unit per layer",
  question:
    "A gradient at the input of a deep net is a long product. What are its factors, how small do they make it, and do the " +
    "bounds that are taught about it hold?",
  claims: scalarChainClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      weights: {
        type: "array",
        items: weight,
        minItems: 1,
        maxItems: 200,
        default: [0.5, -1.2, 2],
        description: "weights of the chain f, from the input on; one layer each",
      },
      input: { ...weight, default: 1.5, description: "x, the input of both chains" },
      activation: { type: "string", enum: ["sigmoid", "tanh"], default: "sigmoid", description: "φ of every layer" },
      step: { type: "number", minimum: 1e-9, maximum: 1, default: 1e-5, description: "h of the central differences" },
      factor: {
        type: "number",
        minimum: 0.01,
        maximum: 0.95,
        default: 0.25,
        description:
          "factor per layer whose powers are followed into float32's underflow; ¼ is the sigmoid's largest slope",
      },
      depth: {
        type: "integer",
        minimum: 1,
        maximum: 4000,
        default: 80,
        description: "highest power shown",
        unit: "layers",
      },
      outputWeights: {
        type: "array",
        items: weight,
        minItems: 1,
        maxItems: 200,
        default: [0.5, -1.2, 2, 0.8],
        description: "weights w₀, w₁ … of the chain whose output enters the cost C = Σ (y − o)²",
      },
      target: { ...weight, default: 1, description: "y of the cost" },
      cost: {
        type: "string",
        enum: ["sum-squared-error", "mean-squared-error"],
        default: "sum-squared-error",
        description: "how the float32 network adds up the samples",
      },
      learningRate: {
        type: "number",
        minimum: 0,
        maximum: 100,
        default: 0.1,
        description: "ε of the update w₀ ← w₀ − ε ∂C/∂w₀",
      },
      mean: {
        type: "number",
        minimum: -10,
        maximum: 10,
        default: 0,
        description: "mean of the weights that are drawn",
      },
      variance: {
        type: "number",
        minimum: 0,
        maximum: 100,
        default: 1,
        description: "variance Σ of the weights that are drawn",
      },
      draws: {
        type: "integer",
        minimum: 1000,
        maximum: 1_000_000,
        default: 100_000,
        description: "chains that are drawn",
      },
    },
  },
  async measure(bench) {
    const { weights, input, activation } = bench.parameters;
    const chain = runChain(coreOf(bench.lab), activation, weights, input);
    const parts: Measurement[] = [measureGradients(bench, chain), measureBound(bench, chain), measureCost(bench)];
    parts.push(await measureDraws(bench));
    return {
      tables: parts.flatMap(({ tables }) => tables),
      measured: Object.fromEntries(parts.flatMap(({ measured }) => Object.entries(measured))),
    };
  },
  figures: scalarChainFigures,
};
