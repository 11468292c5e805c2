import type { ParametersOf } from "../tools/schema.js";
import type { ParameterProperty, ParameterSchema } from "../types.js";

const integer = (minimum: number, maximum: number, usual: number, description: string, unit?: string) =>
  ({ type: "integer", minimum, maximum, default: usual, description, ...(unit !== undefined && { unit }) }) as const;
const positive = (maximum: number, usual: number, description: string) =>
  ({ type: "number", exclusiveMinimum: 0, maximum, default: usual, description }) as const;
const CELLS = ["simple", "lstm", "gru"] as const;

const properties = {
  lag: integer(1, 1000, 100, "T of ∂c_T/∂c_0; the printed numbers are those of 100", "steps"),
  rest: {
    type: "string",
    enum: ["zeros", "drawn"],
    default: "zeros",
    description: "all weights of that cell but the forget gate's bias",
  },
  longest: integer(
    3,
    100_000,
    100,
    "of the chrono initialisation, whose forget biases are ln U(1, longest − 1)",
    "steps",
  ),
  chronoUnits: integer(1, 128, 32, "units of the cell that has it", "units"),

  cells: {
    type: "array",
    items: { type: "string", enum: CELLS },
    minItems: 1,
    uniqueItems: true,
    default: CELLS,
    description: "nets that learn the adding problem; simple is a tanh net with an orthogonal W_h",
  },
  lengths: {
    type: "array",
    items: { type: "integer", minimum: 3, maximum: 500 },
    minItems: 1,
    maxItems: 10,
    uniqueItems: true,
    default: [30, 60, 100],
    description: "lengths of its sequences",
    unit: "steps",
  },
  hidden: integer(1, 128, 32, "units of h in these nets", "units"),
  batches: integer(0, 100_000, 1500, "training steps, each on new sequences; 0 leaves the learning out"),
  batch: integer(1, 1000, 32, "sequences per step"),
  learningRate: positive(10, 0.01, "of Adam"),
  normLimit: positive(1e6, 1, "largest norm of the gradient of all parameters"),
  testSamples: integer(2, 20_000, 1000, "sequences, not seen in training, that the nets are held against"),

  gains: {
    type: "array",
    items: { type: "number", exclusiveMinimum: 0, maximum: 100 },
    minItems: 2,
    maxItems: 20,
    uniqueItems: true,
    default: [1, 1.5, 2, 3, 4, 6, 8],
    description: "W_h of the nets whose ∂(h, c)_T/∂(h, c)_0 is worked out: gain times an orthogonal block per gate",
  },
  growthUnits: integer(1, 64, 32, "units of h in these nets", "units"),
  growthSteps: integer(2, 1000, 100, "T: length of their sequences", "steps"),
  growthNets: integer(0, 99, 9, "nets for each cell and gain; 0 leaves them out"),

  clippedGain: positive(100, 4, "of W_h in the nets that are trained with clipping and without"),
  clippedNets: integer(0, 99, 7, "how many of them; 0 leaves them out"),
  clippedSteps: integer(2, 500, 50, "length of their sequences, of which the last step alone has to be known", "steps"),
  clippedBatches: integer(1, 100_000, 400, "training steps of each, on new sequences"),
  clippedRate: positive(10, 0.3, "of SGD with momentum .9"),
  clippedLimit: positive(1e6, 0.1, "largest norm of the gradient of all parameters, where it is clipped"),
} as const satisfies Readonly<Record<string, ParameterProperty>>;

/** The parameters of `gates`. */
export type GatesParameters = ParametersOf<typeof properties>;

/** Their schema. */
export const gatesParameters: ParameterSchema = { type: "object", additionalProperties: false, properties };
