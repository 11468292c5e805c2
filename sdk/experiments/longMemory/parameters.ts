import type { ParametersOf } from "../tools/schema.js";
import type { ParameterProperty, ParameterSchema } from "../types.js";

/** What has to be remembered until the last step. */
export const TASKS = ["adding", "temporal-order", "copy"] as const;
export type TaskName = (typeof TASKS)[number];

/** How W_h of a tanh net is drawn. */
export const RECURRENT = ["standard", "gaussian", "orthogonal"] as const;
export type RecurrentName = (typeof RECURRENT)[number];

/** Nets that are given more steps: two of those, a ReLU net with W_h = I, and two cells with gates. */
export const RIVALS = ["standard", "orthogonal", "irnn", "lstm", "gru"] as const;
export type RivalName = (typeof RIVALS)[number];

const count = (maximum: number, description: string, usual: number) =>
  ({ type: "integer", minimum: 1, maximum, default: usual, description }) as const;
const some = <const Name extends string>(names: readonly Name[]) =>
  ({ type: "array", items: { type: "string", enum: names }, minItems: 1, uniqueItems: true, default: names }) as const;

const properties = {
  tasks: { ...some(TASKS), description: "what is to be remembered" },
  weights: { ...some(RECURRENT), description: "W_h: U(±1/√n), N(0, gain²/n), or gain times an orthogonal matrix" },
  gain: {
    type: "number",
    exclusiveMinimum: 0,
    maximum: 10,
    default: 1,
    description: "of the Gaussian and the orthogonal W_h",
  },
  lengths: {
    type: "array",
    items: { type: "integer", minimum: 3, maximum: 500 },
    minItems: 1,
    maxItems: 10,
    uniqueItems: true,
    default: [6, 16, 32, 64],
    description: "lengths of the sequences; a symbol to copy is shown at the first step",
    unit: "steps",
  },
  hidden: { ...count(256, "units of h", 16), unit: "units" },
  samples: count(20_000, "sequences to learn from", 2000),
  epochs: count(1000, "how often each is shown", 4),
  batch: count(1000, "sequences per step", 20),
  learningRate: { type: "number", exclusiveMinimum: 0, maximum: 10, default: 0.03, description: "of SGD" },
  momentum: { type: "number", minimum: 0, maximum: 0.999, default: 0.9, description: "of SGD" },
  normLimit: {
    type: "number",
    exclusiveMinimum: 0,
    maximum: 1e6,
    default: 1,
    description: "largest norm of the gradient of all parameters, where it is clipped",
  },
  testSamples: count(20_000, "sequences, not seen in training, that the nets are held against", 500),
  rivals: {
    ...some(RIVALS),
    description:
      "nets that learn the longest adding problem by Adam: tanh with U(±1/√n) or an orthogonal W_h, ReLU with W_h = I, lstm, gru",
  },
  rivalEpochs: {
    type: "integer",
    minimum: 0,
    maximum: 1000,
    default: 16,
    description: "how often the sequences are shown to them; 0 leaves them out",
  },
  rivalRate: { type: "number", exclusiveMinimum: 0, maximum: 10, default: 0.01, description: "of their Adam" },
  irnnRate: {
    type: "number",
    exclusiveMinimum: 0,
    maximum: 10,
    default: 0.003,
    description: "of the Adam of the ReLU net with W_h = I",
  },
  guess: {
    type: "number",
    minimum: -10,
    maximum: 10,
    default: 1,
    description: "the answer to the adding problem of who remembers nothing",
  },
  guesses: { ...count(1_000_000, "sequences that it is given to", 20_000), minimum: 100 },
} as const satisfies Readonly<Record<string, ParameterProperty>>;

/** The parameters of `long-memory`. */
export type LongMemoryParameters = ParametersOf<typeof properties>;

/** Their schema. */
export const longMemoryParameters: ParameterSchema = { type: "object", additionalProperties: false, properties };
