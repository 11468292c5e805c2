import type { ParametersOf } from "../parameters.js";
import type { ParameterSchema } from "../types.js";

const integer = <U extends string | undefined = undefined>(
  [minimum, maximum]: readonly [number, number],
  usual: number,
  description: string,
  unit?: U,
) => ({ type: "integer", minimum, maximum, default: usual, description, ...(unit !== undefined && { unit }) }) as const;
const positive = (maximum: number, usual: number, description: string) =>
  ({ type: "number", exclusiveMinimum: 0, maximum, default: usual, description }) as const;

/** What a training of `normalisation` is: sigmoids that lose the gradient, ReLUs that are deep, ReLUs that explode. */
const FAMILIES = ["sigmoid", "deep-relu", "large-relu"] as const;
/** With the factors of C29 known to all digits. */
const ACTIVATIONS = ["linear", "relu", "tanh", "sigmoid"] as const;

export const normalisationParameters = {
  type: "object",
  additionalProperties: false,
  properties: {
    activations: {
      type: "array",
      items: { type: "string", enum: ACTIVATIONS },
      minItems: 1,
      uniqueItems: true,
      default: ACTIVATIONS,
      description: "of the wide nets whose factor per layer is measured",
    },
    width: integer([2, 512], 128, "units of a layer of the wide nets", "units"),
    rows: integer([3, 1024], 128, "random inputs that go through a wide net together", "rows"),
    fewRows: integer([3, 1024], 8, "rows of the smallest batch, for ReLU behind batch norm", "rows"),
    depth: integer([3, 200], 20, "hidden layers of the wide nets", "layers"),
    nets: integer([2, 100], 5, "wide nets of each kind"),
    deep: integer([3, 200], 50, "hidden layers of the deep ReLU nets, wide and trained", "layers"),
    epsilon: positive(1e6, 1e-5, "ε of every norm; a large one is felt, and then the norm is no norm"),
    growth: positive(1000, 4, "c: how much larger every hidden weight of a net is made"),
    trained: {
      type: "array",
      items: { type: "string", enum: FAMILIES },
      uniqueItems: true,
      default: FAMILIES,
      description: "kinds of nets that are trained on two moons, without a norm, with layer norm and with batch norm",
    },
    squashing: {
      type: "string",
      enum: ["sigmoid", "tanh"],
      default: "sigmoid",
      description: "activation of the first kind: Glorot's weights, SGD at rate .5",
    },
    depths: {
      type: "array",
      items: { type: "integer", minimum: 1, maximum: 100 },
      minItems: 1,
      maxItems: 10,
      uniqueItems: true,
      default: [10, 30],
      description: "its numbers of hidden layers",
      unit: "layers",
    },
    weightVariance: positive(100, 9, "σ_w² of the third kind: 10 hidden layers of ReLU, SGD at rate .1; 2 is He's"),
    repeats: integer([1, 50], 3, "nets of each kind that are trained"),
    units: integer([2, 256], 32, "units of a hidden layer of the trained nets", "units"),
    samples: integer([4, 10_000], 200, "points of the two moons"),
    steps: integer([0, 100_000], 600, "training steps, all points at each; 0 looks at the start alone"),
  },
} as const satisfies ParameterSchema;

/** The parameters of `normalisation`. */
export type NormalisationParameters = ParametersOf<typeof normalisationParameters>;

/** A kind of net that is trained. */
export type FamilyName = (typeof FAMILIES)[number];
