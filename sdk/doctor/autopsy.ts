import { checkMember } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import { coreOf } from "../core/create.js";
import { flowOf, type FlowOf } from "../probe/trace.js";
import type { FirstNonFinite, Gradiometer, KindOf, Rows, Sequence, Trainer, TrainerState } from "../types.js";
import { meanFactor } from "./factor.js";
import { layerName, say } from "./words.js";

/** One weight matrix, and what a step would have done to it. */
export interface AutopsyWeight {
  /** As in `parameters()`. */
  name: string;
  /** ‖W‖ */
  weight: number;
  /** ‖∂W‖ */
  weightGradient: number;
  /** ‖η ∂W‖/‖W‖ at the rate of that step, a plain gradient step's; rprop has no rate: η = 1. */
  updateToWeight: number;
}

/** Why a training ended in NaN or infinity: what was first, and what stood before that step. ∞ is for NaN, too. */
export interface Autopsy extends FirstNonFinite {
  /** Largest |u| of every layer; of an Rnn ‖h_t‖ of every step of the sequence. */
  signal: number[];
  /** ‖δ‖ of every layer; of an Rnn ‖∂J/∂h_t‖. */
  gradient: number[];
  /** Geometric mean of the factor per layer (or step): of the signal on its way up, of the gradient on its way back; as far as they are finite. */
  growth: { signal: number; gradient: number };
  /** Every weight matrix. */
  weights: AutopsyWeight[];
  /** All this in words. */
  sentence: string;
}

/** The last finite network, too. */
export interface FullAutopsy<X = Rows> extends Autopsy {
  /** The state before that step; `lab.restore` goes on from it. */
  lastFinite: TrainerState<KindOf<X>>;
  /** Of the network in that state, on the data given. */
  flow: FlowOf<X>;
}

type Measured = Pick<Autopsy, "signal" | "gradient" | "weights">;

const orInfinite = (value: number): number => (Number.isNaN(value) ? Infinity : value);

/** The same of both kinds of network. */
function measured(flow: FlowOf<Rows> | FlowOf<Sequence>, rate: number): Measured {
  if ("hiddenNorms" in flow)
    return {
      signal: Array.from(flow.hiddenNorms, orInfinite),
      gradient: Array.from(flow.hiddenGradientNorms, orInfinite),
      weights: flow.weights.map(({ name, weight, weightGradient }) => ({
        ...{ name, weight, weightGradient: orInfinite(weightGradient) },
        updateToWeight: orInfinite((rate * weightGradient) / weight),
      })),
    };
  return {
    signal: flow.layers.map(({ u }) => (u.nonFinite > 0 ? Infinity : Math.max(-u.min, u.max))),
    gradient: flow.layers.map(({ delta }) => (delta.nonFinite > 0 ? Infinity : delta.norm)),
    weights: flow.layers.map(({ weight, weightGradient, updateToWeight }, layer) => ({
      ...{ name: `layers.${layer}.weight`, weight: weight.norm },
      weightGradient: weightGradient.nonFinite > 0 ? Infinity : weightGradient.norm,
      updateToWeight: weightGradient.nonFinite > 0 ? Infinity : orInfinite(updateToWeight),
    })),
  };
}

/** As far as there are finite numbers. */
function finitePart(way: readonly number[]): readonly number[] {
  const end = way.indexOf(Infinity);
  return end < 0 ? way : way.slice(0, end);
}

/** A way in words: where it began and ended, and its factor where there are two numbers to have one. */
function courseOf(way: readonly number[], factor: number, each: string): string {
  const mean = finitePart(way).length > 1 ? ` (× ${say(factor)} a ${each})` : "";
  return `from ${say(way[0]!)} to ${say(way.at(-1)!)}${mean}`;
}

const TENSORS: Readonly<Record<FirstNonFinite["tensor"], string>> = {
  u: "the pre-activation u",
  z: "the output z",
  delta: "the gradient δ",
  gradient: "a weight gradient",
  parameter: "a parameter",
  loss: "the loss behind the output",
};

function sentenceOf({ step, layer, tensor }: FirstNonFinite, found: Measured & Pick<Autopsy, "growth">, each: string) {
  const { signal, gradient, growth, weights } = found;
  const most = weights.reduce((one, other) => (other.updateToWeight > one.updateToWeight ? other : one));
  const back =
    gradient.at(-1) === Infinity
      ? "no finite gradient came back"
      : `the gradient ${courseOf([...gradient].reverse(), growth.gradient, each)} on its way back`;
  const change = Number.isFinite(most.updateToWeight)
    ? `, and a plain gradient step would have changed ${most.name} by ${say(most.updateToWeight)} times its size`
    : "";
  return (
    `In step ${step} the first number left float32, in ${TENSORS[tensor]} of ${layerName(layer)}. Before that step the signal ` +
    `went ${courseOf(signal, growth.signal, each)}, ${back}${change}.`
  );
}

/**
 * What ended a training in NaN or infinity: restores the last finite state beside the network, which is left alone, and
 * measures it on the data given, best those of the step that broke.
 *
 * @param trainer  with `keepLastFinite`, from a finite start; of an Mlp or an Rnn.
 * @param data     x and y as for `step`.
 * @returns null while nothing has become NaN or infinite.
 * @throws GradiometerError BAD_OPTION when no finite state was kept; BAD_SHAPE, NOT_FINITE for data that do not fit;
 *         DISPOSED.
 */
export function autopsy<X extends Rows | Sequence>(
  lab: Gradiometer,
  trainer: Pick<Trainer<X>, "firstNonFinite" | "lastFinite">,
  data: { x: X; y: Rows },
): FullAutopsy<X> | null {
  coreOf(lab);
  checkMember("trainer", trainer, "a trainer", "firstNonFinite");
  const { firstNonFinite } = trainer;
  if (!firstNonFinite) return null;
  const lastFinite = trainer.lastFinite();
  if (!lastFinite)
    throw new GradiometerError(
      "BAD_OPTION",
      "trainer: it has no finite state; make it with keepLastFinite: true, and start from finite parameters",
    );
  const { network } = lab.restore<"mlp" | "rnn">(lastFinite);
  try {
    const flow = flowOf(network, { ...data, loss: lastFinite.training.loss });
    const { signal, gradient, weights } = measured(flow, lastFinite.rate);
    const growth = {
      signal: meanFactor(finitePart(signal)),
      gradient: meanFactor(finitePart([...gradient].reverse())),
    };
    const each = lastFinite.network.kind === "rnn" ? "step of the sequence" : "layer";
    const sentence = sentenceOf(firstNonFinite, { signal, gradient, growth, weights }, each);
    return { ...firstNonFinite, lastFinite, flow, signal, gradient, growth, weights, sentence };
  } finally {
    network.dispose();
  }
}
