import { coreOf } from "../../core/create.js";
import { ACTIVATION_NAMES } from "../../nn/activation.js";
import { activationBounds, activationSlope, activationValue } from "../../theory/index.js";
import type { ActivationName } from "../../types.js";
import { table } from "../tools/table.js";
import type { Bench, Cell, Experiment, Measurement } from "../types.js";
import { activationGalleryClaims } from "./claims.js";
import { activationCosts } from "./cost.js";
import { activationGalleryFigures } from "./figures.js";
import { measureIdentities } from "./identities.js";
import { gridOf, narrow } from "./kernel.js";
import { measureMoments } from "./random.js";

/** The parameters of `activation-gallery`; its schema says what each is. */
export interface ActivationGalleryParameters {
  activations: ActivationName[];
  from: number;
  to: number;
  points: number;
  shown: number;
  mean: number;
  variance: number;
  draws: number;
  at: number;
  stretch: number;
  identities: "float64" | "float32";
  ranges: "own" | "sigmoid";
  rectifier: ActivationName;
  alpha: number;
  maxAlpha: number;
}

/** Half the number of the points of a drawn curve, 0 being one of them. */
const HALF_SHOWN = 24;

const lowest = (values: Float32Array): number => values.reduce((least, value) => Math.min(least, value), Infinity);
const highest = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, value), -Infinity);

/** An activation on the grid, beside the theory. */
function measureOne({ lab, parameters }: Bench<ActivationGalleryParameters>, activation: ActivationName) {
  const core = coreOf(lab);
  const grid = gridOf(parameters.from, parameters.to, parameters.points);
  const { value, slope } = narrow(core, activation, grid);
  const bounds = activationBounds(activation);
  const held = parameters.ranges === "own" ? bounds : activationBounds(parameters.ranges);
  const steepest = Math.max(-bounds.slope[0], bounds.slope[1]);
  const crosses = bounds.slope[0] < 0;
  let [worstValue, worstSlope] = [0, 0];
  grid.forEach((u, index) => {
    const [trueValue, trueSlope] = [activationValue(activation, u), activationSlope(activation, u)];
    const valueError = Math.abs(value[index]! - trueValue);
    const slopeError = Math.abs(slope[index]! - trueSlope);
    if (valueError > 0) worstValue = Math.max(worstValue, valueError / Math.abs(trueValue));
    if (slopeError > 0) worstSlope = Math.max(worstSlope, slopeError / (crosses ? steepest : Math.abs(trueSlope)));
  });
  const measured = { value: [lowest(value), highest(value)], slope: [lowest(slope), highest(slope)] } as const;
  const excess = Math.max(
    ...([held.value, held.slope] as const).flatMap(([low, high], which) => {
      const [least, most] = which === 0 ? measured.value : measured.slope;
      return [low - least, most - high];
    }),
  );
  return {
    activation,
    bounds,
    measured,
    excess,
    worstValue,
    worstSlope,
    reached: Math.max(-measured.slope[0], measured.slope[1]) / steepest,
    place: Math.abs(grid[slope.indexOf(measured.slope[1])]!),
  };
}

/** φ and φ' over a short range about 0, beside the theory. */
function curveRows({ lab, parameters }: Bench<ActivationGalleryParameters>, activation: ActivationName): Cell[][] {
  const grid = gridOf(-parameters.shown, parameters.shown, 2 * HALF_SHOWN + 1);
  const { value, slope } = narrow(coreOf(lab), activation, grid);
  return [...grid].map((u, index) => [
    activation,
    u,
    value[index]!,
    activationValue(activation, u),
    slope[index]!,
    activationSlope(activation, u),
  ]);
}

/** C14: the slopes of a rectifier on the grid. */
function measureRectifier({ lab, parameters }: Bench<ActivationGalleryParameters>): Measurement["measured"] {
  const grid = gridOf(parameters.from, parameters.to, parameters.points);
  const { slope } = narrow(coreOf(lab), parameters.rectifier, grid);
  const wrong = grid.reduce((count, u, index) => count + (slope[index] === (u > 0 ? 1 : 0) ? 0 : 1), 0);
  return { "C14.slope": wrong, "C14.right": lowest(slope.filter((_, index) => grid[index]! > 0)) };
}

async function measure(bench: Bench<ActivationGalleryParameters>): Promise<Measurement> {
  const { lab, parameters, progress } = bench;
  const { activations } = parameters;
  const total = activations.length + 2;
  await progress(0, total, "φ and φ' on the grid");
  const gallery = activations.map((activation) => measureOne(bench, activation));
  const random = await measureMoments(bench);
  const identities = measureIdentities(bench);
  await progress(total - 1, total, "cost of an element");
  const costs = activationCosts(lab, activations).map(({ activation, both }) => `${activation} ${both.toFixed(2)}`);
  await progress(total, total, `ns for φ and φ' of an element: ${costs.join(", ")}`);
  const find = (name: ActivationName) => gallery.find(({ activation }) => activation === name);
  const [sigmoid, tanh] = [find("sigmoid"), find("tanh")];
  const most = (of: (one: (typeof gallery)[number]) => number): number => Math.max(...gallery.map(of));
  return {
    tables: [
      table(
        `on the grid from ${parameters.from} to ${parameters.to}`,
        [
          "activation",
          "least φ",
          "inf φ",
          "greatest φ",
          "sup φ",
          "least φ'",
          "inf φ'",
          "greatest φ'",
          "sup φ'",
          "error of φ",
          "error of φ'",
        ],
        gallery.map(({ activation, measured, bounds, worstValue, worstSlope }) => [
          activation,
          ...[measured.value[0], bounds.value[0], measured.value[1], bounds.value[1]],
          ...[measured.slope[0], bounds.slope[0], measured.slope[1], bounds.slope[1]],
          worstValue,
          worstSlope,
        ]),
      ),
      ...random.tables,
      ...identities.tables,
      table(
        "curves",
        ["activation", "u", "φ", "φ, theory", "φ'", "φ', theory"],
        activations.flatMap((activation) => curveRows(bench, activation)),
      ),
    ],
    measured: {
      "C2.sigmoid": sigmoid?.measured.slope[1],
      "C2.place": sigmoid?.place,
      "C2.positive": sigmoid?.measured.slope[0],
      "C2.tanh": tanh?.measured.slope[1],
      "C11.values": most(({ worstValue }) => worstValue),
      "C11.slopes": most(({ worstSlope }) => worstSlope),
      "C11.ranges": most(({ excess }) => excess),
      "C11.maxima": Math.min(...gallery.map(({ reached }) => reached)),
      ...identities.measured,
      ...random.measured,
      ...measureRectifier(bench),
    },
  };
}

const end = { type: "number", minimum: -1000, maximum: 1000 } as const;

/** C2, C11, C13, C14: every activation on one page. */
export const activationGallery: Experiment<ActivationGalleryParameters> = {
  id: "activation-gallery",
  title: "A gallery of activations",
  question:
    "What does each activation make of its input, how much of the error does its slope pass back, and are its outputs " +
    "centred on zero?",
  claims: activationGalleryClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      activations: {
        type: "array",
        items: { type: "string", enum: ACTIVATION_NAMES },
        minItems: 1,
        uniqueItems: true,
        default: [...ACTIVATION_NAMES],
        description: "what hangs in the gallery",
      },
      from: { ...end, default: -12, description: "where the grid begins" },
      to: { ...end, default: 12, description: "where it ends" },
      points: {
        type: "integer",
        minimum: 2,
        maximum: 1_000_000,
        default: 2401,
        description: "points of the grid, both ends among them",
      },
      shown: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 100,
        default: 6,
        description: "the curves are tabulated from −shown to shown",
      },
      mean: {
        ...end,
        default: 0,
        description: "mean of the random pre-activations; the theory is for 0",
      },
      variance: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 1_000_000,
        default: 1,
        description: "variance q of the random pre-activations",
      },
      draws: {
        type: "integer",
        minimum: 100,
        maximum: 10_000_000,
        default: 200_000,
        description: "random pre-activations",
      },
      at: { ...end, default: 10, description: "x of σ(x) and σ'(x)" },
      stretch: { ...end, default: 2, description: "a of tanh(x) = 2σ(ax) − 1" },
      identities: {
        type: "string",
        enum: ["float64", "float32"],
        default: "float64",
        description: "number format in which the identities are tried",
      },
      ranges: {
        type: "string",
        enum: ["own", "sigmoid"],
        default: "own",
        description: "the ranges that φ and φ' are held to: each activation's own, or the sigmoid's for all",
      },
      rectifier: {
        type: "string",
        enum: ACTIVATION_NAMES,
        default: "relu",
        description: "the unit of which C14 says that its slope is 0 or 1",
      },
      alpha: {
        type: "number",
        minimum: 0,
        maximum: 0.999,
        default: 0.2,
        description: "α of the leaky ReLU whose gain is tried",
      },
      maxAlpha: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 100,
        default: 2,
        description: "α of max(αx, x)",
      },
    },
  },
  measure,
  figures: activationGalleryFigures,
};
