import { coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { digits } from "../../data/digits.js";
import { ACTIVATION_NAMES } from "../../nn/activation.js";
import type { ActivationName } from "../../types.js";
import { log10, median } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import { head } from "../tools/training.js";
import type { Bench, Cell, Experiment, Measurement } from "../types.js";
import { creditClaims } from "./claims.js";
import { type Credit, CREDIT_NETS, type CreditNet, type LayerCredit, measureCredit } from "./credit.js";
import { creditFigures } from "./figures.js";
import { type Finish, race, type RaceNet, raceNets } from "./races.js";

interface CreditParameters {
  depth: number;
  width: number;
  activation: "own" | ActivationName;
  learningRate: number;
  rows: number;
  repeats: number;
  steps: number;
  rate: number;
  carelessRate: number;
  targetLoss: number;
  remedyTarget: number;
}

interface Credited {
  readonly net: CreditNet;
  readonly credits: readonly Credit[];
}
interface Raced {
  readonly net: RaceNet;
  readonly target: number;
  readonly finishes: readonly Finish[];
}

const layerMedian = ({ credits }: Credited, layer: number, of: (layer: LayerCredit) => number): number =>
  median(credits.map(({ layers }) => of(elementAt(layers, layer))));

const stepsOf = ({ finishes }: Raced): number => median(finishes.map(({ steps }) => steps ?? Infinity));
const shareOf = ({ finishes }: Raced, is: (finish: Finish) => boolean): number =>
  finishes.filter(is).length / finishes.length;

function measuredClaims(
  { lab, parameters }: Bench<CreditParameters>,
  credited: readonly Credited[],
  raced: readonly Raced[],
): Measurement["measured"] {
  const { depth, steps } = parameters;
  const core = coreOf(lab);
  const [sigmoid, orthogonal] = ["sigmoid", "orthogonal"].map((id) => credited.find(({ net }) => net.id === id)!);
  const shares = ({ layers }: Credit): number[] => layers.map(({ share }) => share);
  const of = (id: string): Raced => raced.find(({ net }) => net.id === id)!;
  const counted = (id: string): number => Math.min(stepsOf(of(id)), steps);
  const ratioOf = ({ predicted, decrease }: Credit): number => Math.abs(predicted / decrease - 1);
  return {
    "C18.last": layerMedian(sigmoid!, depth, ({ share }) => share),
    "C18.first": log10(
      core,
      layerMedian(sigmoid!, 0, ({ share }) => share),
    ),
    "C18.everyone": median(
      orthogonal!.credits.map(
        (credit) => shares(credit).reduce((least, share) => Math.min(least, share)) * (depth + 1),
      ),
    ),
    "C18.first-order": Math.max(...credited.map(({ credits }) => median(credits.map(ratioOf)))),
    "C18.ablation": median(
      orthogonal!.credits.map(({ layers, decrease }) => layers.reduce((sum, { alone }) => sum + alone, 0) / decrease),
    ),
    "C18.healthy": median(
      orthogonal!.credits.map(({ layers }) => median(layers.map(({ updateToWeight }) => updateToWeight))),
    ),
    "C18.cannot-update": layerMedian(sigmoid!, 0, ({ changed }) => changed),
    "C19.tanh-sigmoid": counted("sigmoid") / counted("tanh"),
    "C19.remedies": raced.filter((one) => one.net.kind === "remedy" && Number.isFinite(stepsOf(one))).length,
    "C27.relu-tanh": counted("tanh") / Math.max(counted("relu"), counted("leaky-relu"), 1),
    "C27.careful": shareOf(of("careless"), ({ broken }) => broken),
    "C27.never-sigmoid": shareOf(of("sigmoid"), ({ steps: arrived }) => arrived !== null),
  };
}

function creditTables(credited: readonly Credited[]): Measurement["tables"] {
  return [
    table(
      "credit, layer by layer",
      ["net", "layer", "share of the decrease", ["decrease alone", "nats"], "update/weight", "weights that changed"],
      credited.flatMap((one) =>
        elementAt(one.credits, 0).layers.map((_, layer): Cell[] => [
          one.net.name,
          layer + 1,
          layerMedian(one, layer, ({ share }) => share),
          layerMedian(one, layer, ({ alone }) => alone),
          layerMedian(one, layer, ({ updateToWeight }) => updateToWeight),
          layerMedian(one, layer, ({ changed }) => changed),
        ]),
      ),
    ),
    table(
      "one step",
      ["net", ["loss", "nats"], ["decrease", "nats"], ["Σ η‖g‖²", "nats"], ["sum of the layers alone", "nats"]],
      credited.map(({ net, credits }) => [
        net.name,
        median(credits.map(({ loss }) => loss)),
        median(credits.map(({ decrease }) => decrease)),
        median(credits.map(({ predicted }) => predicted)),
        median(credits.map(({ layers }) => layers.reduce((sum, { alone }) => sum + alone, 0))),
      ]),
    ),
  ];
}

function racesTable(raced: readonly Raced[]): Measurement["tables"][number] {
  return table(
    "steps to a target loss",
    [
      "net",
      "kind",
      ["target loss", "nats"],
      ["median", "steps"],
      ["fewest", "steps"],
      "share that arrived",
      "share not finite or dead",
      "nets",
    ],
    raced.map((one) => {
      const { net, target, finishes } = one;
      const arrived = finishes.flatMap(({ steps }) => (steps === null ? [] : [steps]));
      const middle = stepsOf(one);
      return [
        net.name,
        net.kind,
        target,
        Number.isFinite(middle) ? middle : null,
        arrived.length > 0 ? Math.min(...arrived) : null,
        arrived.length / finishes.length,
        shareOf(one, ({ broken }) => broken),
        finishes.length,
      ];
    }),
  );
}

async function measure(bench: Bench<CreditParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { depth, width, activation, learningRate, rows, repeats, steps, targetLoss, remedyTarget } = parameters;
  const racers = raceNets(parameters);
  const total = repeats * (CREDIT_NETS.length + racers.length) * steps;
  let done = 0;
  const splits = await Promise.all(
    Array.from({ length: repeats }, async (_, repeat) =>
      head((await digits(lab, { seed: seed + repeat })).train, rows),
    ),
  );
  const credited: Credited[] = [];
  for (const net of CREDIT_NETS) {
    const own = activation === "own" ? net : { ...net, activation };
    const credits: Credit[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      await progress(done, total, `credit: ${net.name}, net ${repeat + 1} of ${repeats}`);
      credits.push(
        measureCredit(lab, own, { depth, width, seed: seed + repeat, learningRate }, elementAt(splits, repeat)),
      );
      done += steps;
    }
    credited.push({ net, credits });
  }
  const raced: Raced[] = [];
  for (const net of racers) {
    const target = net.kind === "remedy" ? remedyTarget : targetLoss;
    const finishes: Finish[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const report = (step: number): Promise<void> =>
        progress(done + step, total, `race: ${net.name}, net ${repeat + 1} of ${repeats}`);
      finishes.push(await race(lab, net, { target, most: steps, seed: seed + repeat, width }, report));
      done += steps;
    }
    raced.push({ net, target, finishes });
  }
  await progress(total, total, "done");
  return {
    tables: [...creditTables(credited), racesTable(raced)],
    measured: measuredClaims(bench, credited, raced),
  };
}

/** C18, C19, C27: who earns the decrease of the loss, and what it costs in steps when the first layers do not. */
export const creditAssignment: Experiment<CreditParameters> = {
  id: "credit-assignment",
  title: "Credit assignment: which layer earns the decrease of the loss",
  question:
    "A step lowers the loss. Which layer earned it, which could not move at all, and how many more steps does a net need " +
    "whose first layers earn nothing?",
  claims: creditClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      depth: {
        type: "integer",
        minimum: 1,
        maximum: 100,
        default: 10,
        description: "hidden layers of the nets on the digits",
        unit: "layers",
      },
      width: { type: "integer", minimum: 2, maximum: 512, default: 32, description: "units of a hidden layer" },
      activation: {
        type: "string",
        enum: ["own", ...ACTIVATION_NAMES],
        default: "own",
        description: "of the nets on the digits: each one's own, or one for all",
      },
      learningRate: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 1000,
        default: 0.01,
        description: "of the step that is taken apart",
      },
      rows: { type: "integer", minimum: 1, maximum: 1797, default: 512, description: "images of that step" },
      repeats: { type: "integer", minimum: 1, maximum: 99, default: 5, description: "nets of each kind" },
      steps: { type: "integer", minimum: 1, maximum: 100_000, default: 600, description: "most steps of a race" },
      rate: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 1000,
        default: 0.1,
        description: "learning rate of every activation in the races",
      },
      carelessRate: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 1000,
        default: 2,
        description: "learning rate of the careless ReLU net",
      },
      targetLoss: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 10,
        default: 0.2,
        description: "loss to be reached on two moons; a straight border gives .25",
        unit: "nats",
      },
      remedyTarget: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 10,
        default: 0.35,
        description: "loss to be reached by the treated sigmoid nets: about half of ln 2",
        unit: "nats",
      },
    },
  },
  measure,
  figures: creditFigures,
};
