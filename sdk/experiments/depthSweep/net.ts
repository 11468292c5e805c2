import { elementAt, lastOf } from "../../core/element.js";
import type { Digits } from "../../data/digits.js";
import type { LabelledRows } from "../../data/rows.js";
import { coreOf } from "../../core/create.js";
import { resolveActivation } from "../../nn/activation.js";
import type { ActivationName, Gradiometer, LayerFlow, Mlp, Parameter } from "../../types.js";
import type { NamedInit } from "../types.js";
import { scaleWeights } from "../tools/draws.js";
import { log10, root } from "../tools/numbers.js";
import { spectralNorm } from "../tools/norms.js";
import { evaluate, lastMean, stepsTo, train } from "../tools/training.js";

/** One net of a sweep, and how it is trained. */
export interface SweepNet {
  readonly activation: ActivationName;
  readonly initialisation: NamedInit;
  /** Hidden layers. */
  readonly depth: number;
  readonly width: number;
  /** Factor on every initial weight. */
  readonly gain: number;
  readonly seed: number;
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly targetLoss: number;
}

/** A layer before training, its gradient beside what the layer above allows. */
export interface SweepLayer {
  readonly flow: LayerFlow;
  /** max|φ'| ‖W‖₂ ‖δ‖ of the layer above; null for the last layer. */
  readonly bound: number | null;
  /** The same with ‖W‖_F ≥ ‖W‖₂, which needs no iteration to be trusted. */
  readonly frobeniusBound: number | null;
}

/** The flow at the start, from the input on, summed up. */
export interface SweepFlow {
  readonly layers: readonly SweepLayer[];
  /** ‖δ₁‖/‖δ_L‖, L the output layer. */
  readonly delta: number;
  /** Factor by which ‖δ‖ changes per hidden layer going down; NaN with fewer than two. */
  readonly factor: number;
  /** ‖∂W₁‖/‖∂W_L‖. */
  readonly weightGradient: number;
  /** log₁₀ of the product of all bounds over the measured ‖δ₁‖/‖δ_L‖. */
  readonly looseness: number;
}

/** What training came to. */
export interface SweepTraining {
  readonly trainLoss: number;
  readonly testLoss: number;
  readonly accuracy: number;
  readonly stepsToTarget: number | null;
}

/** Batches whose mean loss is compared with the target: about one epoch of the digits in batches of 32. */
const WINDOW = 44;
/** Steps between two reports of progress. */
const REPORT_EVERY = 50;
const CLASSES = 10;
const PIXELS = 64;

/** Builds a net of a sweep, hands it over with a live trainer, and gives its memory back whatever happens. */
export async function withNet<T>(
  lab: Gradiometer,
  net: SweepNet,
  body: (
    network: Mlp,
    run: (data: LabelledRows, report: (step: number) => Promise<void>) => Promise<number[]>,
  ) => Promise<T>,
): Promise<T> {
  const network = lab.mlp({
    sizes: [PIXELS, ...Array<number>(net.depth).fill(net.width), CLASSES],
    activation: net.activation,
    init: net.initialisation,
    seed: net.seed,
  });
  try {
    scaleWeights(network, net.gain);
    const trainer = network.trainer({
      loss: "cross-entropy",
      optimizer: { kind: "sgd", learningRate: net.learningRate },
    });
    return await body(network, (data, report) =>
      train(coreOf(lab), trainer, data, {
        ...net,
        outputsOnly: true,
        between: async (step) => {
          if (step % REPORT_EVERY === 0) await report(step);
        },
      }),
    );
  } finally {
    network.dispose();
  }
}

/** ‖W‖₂ of the weights of one sweep at their start, each found once: activations and depths share what they draw. */
export class StartNorms {
  private readonly found = new Map<string, number>();

  of(initialisation: NamedInit, weight: Parameter): number {
    const key = `${initialisation} ${weight.name} ${weight.shape.join(" × ")}`;
    const norm = this.found.get(key) ?? spectralNorm(weight);
    this.found.set(key, norm);
    return norm;
  }
}

/** What the flow of all nets of a sweep is measured with. */
export interface SweepProbe {
  readonly rows: LabelledRows;
  readonly maxSlope: "own" | "sigmoid";
  readonly norms: StartNorms;
}

/** Measures the flow of a net at its start, beside its bounds. */
function measureSweepFlow(lab: Gradiometer, network: Mlp, net: SweepNet, probe: SweepProbe): SweepFlow {
  const core = coreOf(lab);
  const { maxSlope } = resolveActivation(probe.maxSlope === "own" ? net.activation : "sigmoid");
  const { layers: flows } = network.flow(probe.rows.x, probe.rows.y, "cross-entropy");
  const weights = network.parameters().filter(({ shape }) => shape.length === 2);
  const layers = flows.map((flow, layer): SweepLayer => {
    const above = flows[layer + 1];
    if (!above) return { flow, bound: null, frobeniusBound: null };
    const reach = maxSlope * above.delta.norm;
    const norm = probe.norms.of(net.initialisation, elementAt(weights, layer + 1));
    return { flow, bound: reach * norm, frobeniusBound: reach * above.weight.norm };
  });
  const first = elementAt(flows, 0);
  const last = lastOf(flows);
  const hidden = flows.length - 1;
  const looseness = layers.reduce(
    (sum, { flow, bound }) => (bound === null ? sum : sum + log10(core, bound / flow.delta.norm)),
    0,
  );
  return {
    layers,
    delta: first.delta.norm / last.delta.norm,
    factor:
      hidden > 1 ? root(core, first.delta.norm / elementAt(flows, hidden - 1).delta.norm, hidden - 1) : Number.NaN,
    weightGradient: first.weightGradient.norm / last.weightGradient.norm,
    looseness,
  };
}

/** Flow at the start, then training on the digits. */
export function sweep(
  lab: Gradiometer,
  net: SweepNet,
  data: Digits,
  probe: SweepProbe,
  report: (step: number) => Promise<void>,
): Promise<{ flow: SweepFlow; training: SweepTraining | null }> {
  return withNet(lab, net, async (network, run) => {
    const flow = measureSweepFlow(lab, network, net, probe);
    const losses = await run(data.train, report);
    if (net.steps === 0) return { flow, training: null };
    const test = evaluate(network, data.test);
    const training = {
      trainLoss: lastMean(losses, WINDOW),
      testLoss: test.loss,
      accuracy: test.accuracy,
      stepsToTarget: stepsTo(losses, net.targetLoss, WINDOW),
    };
    return { flow, training };
  });
}

/** Steps until the mean loss of an epoch is below the target, null when there were not enough. */
export function race(
  lab: Gradiometer,
  net: SweepNet,
  data: Digits,
  report: (step: number) => Promise<void>,
): Promise<number | null> {
  return withNet(lab, net, async (_, run) => stepsTo(await run(data.train, report), net.targetLoss, WINDOW));
}
