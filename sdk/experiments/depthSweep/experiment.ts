import { elementAt } from "../../core/element.js";
import { digits } from "../../data/digits.js";
import { ACTIVATION_NAMES, isBounded, rectifies } from "../../nn/activation.js";
import type { ActivationName } from "../../types.js";
import { depthSweepClaims } from "./claims.js";
import { depthSweepFigures } from "./figures.js";
import { layersTable, medianSteps, netsTable, type Racer, racesTable, type Swept } from "./tables.js";
import { race, StartNorms, sweep, type SweepNet } from "./net.js";
import { DRAWN } from "../tools/initialisations.js";
import { digitsTraining, head } from "../tools/training.js";
import type { Bench, Experiment, Measurement, NamedInit } from "../types.js";

interface DepthSweepParameters {
  depths: number[];
  activations: ActivationName[];
  initialisations: NamedInit[];
  width: number;
  gain: number;
  steps: number;
  batch: number;
  learningRate: number;
  targetLoss: number;
  repeats: number;
  probe: number;
  maxSlope: "own" | "sigmoid";
}

const HALF_LINEAR = ACTIVATION_NAMES.filter(rectifies);
/** From these depths on the old initialisation is said to leave a net at chance. */
const stuckFrom = (activation: ActivationName): number => (activation === "sigmoid" ? 5 : 10);
/** A ‖δ‖ this small has lost digits below float32's normal range: it says something about the format, not the net. */
const TRUSTED_DELTA = 1e-32;

/**
 * The smaller of two ratios of steps: tanh over the slower half-linear one, sigmoid over tanh. A net that never arrived
 * counts with all its steps.
 */
function raceOrder(races: readonly Racer[], steps: number): number | undefined {
  const of = (name: ActivationName): number | undefined => {
    const racer = races.find(({ activation }) => activation === name);
    return racer && medianSteps(racer);
  };
  const slow = of("sigmoid");
  const middle = of("tanh");
  const fast = HALF_LINEAR.map(of).filter((count) => count !== undefined);
  if (slow === undefined || middle === undefined || fast.length === 0) return undefined;
  const slowest = Math.max(...fast);
  if (middle === Infinity && slowest === Infinity) return undefined; // too few steps to tell
  const counted = (count: number): number => Math.min(count, steps);
  return Math.min(counted(middle) / counted(slowest), counted(slow) / counted(middle));
}

function measuredClaims(
  nets: readonly Swept[],
  races: readonly Racer[],
  parameters: DepthSweepParameters,
): Measurement["measured"] {
  const deepest = Math.max(...parameters.depths);
  const deep = nets.filter(({ depth }) => depth === deepest);
  const find = (activation: ActivationName, initialisation: NamedInit): Swept | undefined =>
    deep.find((net) => net.activation === activation && net.initialisation === initialisation);
  const most = (values: readonly number[]): number | undefined => (values.length > 0 ? Math.max(...values) : undefined);
  const standard = deepest > 1 ? find("tanh", "standard")?.flow.factor : undefined;
  const orthogonal = find("tanh", "orthogonal");
  const stuck = nets.filter(({ activation, initialisation, depth, training }) => {
    return training && initialisation === "standard" && depth >= stuckFrom(activation);
  });
  const shares = nets.flatMap(({ flow: { layers } }) =>
    layers.flatMap(({ flow, bound }) =>
      bound !== null && flow.delta.norm > TRUSTED_DELTA ? [flow.delta.norm / bound] : [],
    ),
  );
  return {
    "C2.quarter": deepest > 1 ? find("sigmoid", "glorot-uniform")?.flow.factor : undefined,
    "C7.bound": most(shares),
    "C7.loose": most(deep.map(({ flow }) => flow.looseness).filter(Number.isFinite)),
    "C15.standard": standard === undefined ? undefined : standard * standard,
    "C15.stuck": most(stuck.flatMap(({ training }) => (training ? [training.accuracy] : []))),
    "C16.orthogonal": orthogonal?.flow.weightGradient,
    "C16.error": orthogonal?.flow.delta,
    "C16.trains": orthogonal?.training?.accuracy,
    "C16.all-bounded": most(deep.filter(({ activation }) => isBounded(activation)).map(({ flow }) => flow.delta)),
    "C19.order": raceOrder(races, parameters.steps),
  };
}

async function measure({ lab, parameters, seed, progress }: Bench<DepthSweepParameters>): Promise<Measurement> {
  const { activations, initialisations, width, gain, steps, batch, learningRate, targetLoss, repeats, maxSlope } =
    parameters;
  const depths = [...parameters.depths].sort((a, b) => a - b);
  const data = await digits(lab, { seed });
  const probe = { rows: head(data.train, parameters.probe), maxSlope, norms: new StartNorms() };
  const common = { width, gain, steps, batch, learningRate, targetLoss };
  const plan = activations.flatMap((activation) =>
    initialisations.flatMap((initialisation) =>
      depths.map((depth) => ({ ...common, activation, initialisation, depth, seed })),
    ),
  );
  const runs = steps > 0 ? repeats : 0;
  const work = (depth: number): number => (depth + 1) * (steps + 1);
  const total =
    plan.reduce((sum, { depth }) => sum + work(depth), 0) + activations.length * runs * work(elementAt(depths, 0));
  let done = 0;
  const reporter =
    (net: SweepNet, what: string) =>
    (step: number): Promise<void> =>
      progress(
        done + (net.depth + 1) * step,
        total,
        `${what}: ${net.activation}, ${net.initialisation}, depth ${net.depth}`,
      );

  const nets: Swept[] = [];
  for (const net of plan) {
    await reporter(net, "sweep")(0);
    nets.push({ ...net, ...(await sweep(lab, net, data, probe, reporter(net, "sweep"))) });
    done += work(net.depth);
  }
  const races: Racer[] = [];
  for (const activation of runs > 0 ? activations : []) {
    const initialisation = HALF_LINEAR.includes(activation) ? "he-normal" : "glorot-uniform";
    const depth = elementAt(depths, 0);
    const racer: Racer = { activation, initialisation, depth, steps: [] };
    for (let repeat = 0; repeat < runs; repeat++) {
      const net = { ...common, activation, initialisation, depth, seed: seed + repeat } as const;
      racer.steps.push(await race(lab, net, data, reporter(net, "race")));
      done += work(depth);
    }
    races.push(racer);
  }
  await progress(total, total, "done");
  const tables = [netsTable(nets), ...(races.length > 0 ? [racesTable(races, targetLoss)] : []), layersTable(nets)];
  return { tables, measured: measuredClaims(nets, races, parameters) };
}

/** C2, C7, C15, C16, C19: what reaches the first layers, over depth × activation × initialisation, and what it costs. */
export const depthSweep: Experiment<DepthSweepParameters> = {
  id: "depth-sweep",
  title: "Depth × activation × initialisation, on real digits",
  question:
    "How much of the error reaches the first layer of a deep net, how much do the bounds allow, and which nets still learn " +
    "to read digits?",
  claims: depthSweepClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      depths: {
        type: "array",
        items: { type: "integer", minimum: 1, maximum: 200 },
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        default: [2, 5, 10, 30],
        description: "numbers of hidden layers",
        unit: "layers",
      },
      activations: {
        type: "array",
        items: { type: "string", enum: ACTIVATION_NAMES },
        minItems: 1,
        uniqueItems: true,
        default: ["sigmoid", "tanh", "relu", "leaky-relu"],
        description: "of the hidden layers",
      },
      initialisations: {
        type: "array",
        items: { type: "string", enum: DRAWN },
        minItems: 1,
        uniqueItems: true,
        default: ["standard", "glorot-uniform", "he-normal", "orthogonal"],
        description: "of the weights; biases start at zero",
      },
      width: {
        type: "integer",
        minimum: 1,
        maximum: 512,
        default: 32,
        description: "units of a hidden layer",
        unit: "units",
      },
      gain: {
        type: "number",
        minimum: 0.001,
        maximum: 1000,
        default: 1,
        description: "factor on every initial weight",
      },
      ...digitsTraining,
      targetLoss: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 10,
        default: 0.2,
        description: "training loss to be reached",
        unit: "nats",
      },
      repeats: {
        type: "integer",
        minimum: 1,
        maximum: 99,
        default: 5,
        description: "runs per activation in the race to the target loss",
      },
      probe: {
        type: "integer",
        minimum: 1,
        maximum: 1797,
        default: 256,
        description: "training images on which the flow is measured",
      },
      maxSlope: {
        type: "string",
        enum: ["own", "sigmoid"],
        default: "own",
        description: "max|φ'| in the bound: each activation's own, or the sigmoid's ¼ for all",
      },
    },
  },
  measure,
  figures: depthSweepFigures,
};
