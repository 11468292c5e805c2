import { elementAt } from "../../core/element.js";
import { underflowDepth } from "../../theory/index.js";
import type { ActivationName, Gradiometer } from "../../types.js";
import { table } from "../tools/table.js";
import { withMlp } from "../tools/withMlp.js";
import type { Bench, Cell, Measurement } from "../types.js";
import type { FloatUnderflowParameters } from "./experiment.js";

/** 2⁻¹²⁶: a float32 below it has lost digits. */
const SMALLEST_NORMAL = 1.1754943508222875e-38;

/** A chain of one unit per layer, all alike. */
interface Links {
  readonly activation: ActivationName;
  readonly weight: number;
  readonly bias: number;
  readonly input: number;
}

/** What flows back through a chain of which the output has ∂L/∂z = 2^exponent. Index 0 is the layer next to the output. */
interface ChainFlow {
  readonly deltas: readonly number[];
  readonly underflow: readonly number[];
  readonly dead: readonly number[];
  /** ∂L/∂w₁ */
  readonly gradient: number;
}

function power(factor: number, count: number): number {
  let product = 1;
  for (let index = 0; index < count; index++) product *= factor;
  return product;
}

/** @param exponent   the loss is scaled so that δ begins 2^exponent as large. */
function flowThrough(lab: Gradiometer, { activation, weight, bias, input }: Links, depth: number, exponent: number) {
  const config = { sizes: Array<number>(depth + 1).fill(1), activation: Array<ActivationName>(depth).fill(activation) };
  return withMlp(lab, config, (network): ChainFlow => {
    const values = network.parameters().map(({ name }) => [name, [name.endsWith("weight") ? weight : bias]] as const);
    network.setParameters(Object.fromEntries(values));
    const output = network.forward([input])[0]!;
    const target = output - power(2, exponent) / 2; // ∂(z − y)²/∂z = 2^exponent
    const { layers } = network.flow([input], [target], "sum-squared-error");
    const { gradients } = network.backward([input], [target], "sum-squared-error");
    const downward = [...layers].reverse();
    return {
      deltas: downward.map(({ delta }) => delta.norm),
      underflow: downward.map(({ underflow }) => underflow),
      dead: downward.map(({ dead }) => dead),
      gradient: elementAt(gradients, 0).values[0]!,
    };
  });
}

/** The first count of factors at which a condition is met; ∞ when it never is. */
function firstCount(deltas: readonly number[], met: (delta: number) => boolean): number {
  const index = deltas.findIndex(met);
  return index < 0 ? Infinity : index + 1;
}

/**
 * C2, C12: a chain of sigmoids at their steepest, u = 0 in every layer, so that δ is (w/4)^L exactly; and a chain of
 * dead ReLUs, in which the same symptom has another cause.
 */
export function measureChains({ lab, parameters }: Bench<FloatUnderflowParameters>): Measurement {
  const { depth, weight, reluBias, scale } = parameters;
  // σ(0) = ½ in every layer: u = w/2 + b = 0
  const steep: Links = { activation: "sigmoid", weight, bias: -weight / 2, input: 0.5 };
  const relu: Links = { activation: "relu", weight: 0.25, bias: reluBias, input: 1 };
  const plain = flowThrough(lab, steep, depth, 0);
  const scaled = flowThrough(lab, steep, depth, scale);
  const other = flowThrough(lab, relu, depth, 0);
  const factor = weight / 4;
  const theory = underflowDepth({ factor });
  const unit = power(2, scale);
  const first = depth - 1;
  const zeros = plain.deltas.filter((delta) => delta === 0).length;
  const explained = plain.underflow.filter((share) => share === 1).length;
  const rows = plain.deltas.map((delta, index): Cell[] => [
    index + 1,
    power(factor, index + 1),
    delta,
    delta === 0 ? "zero" : delta < SMALLEST_NORMAL ? "subnormal" : "normal",
    elementAt(plain.underflow, index),
    elementAt(scaled.deltas, index) / unit,
  ]);
  const verdict = ({ deltas, underflow }: ChainFlow): string =>
    elementAt(deltas, first) > 0
      ? "arrives"
      : underflow[first] === 1
        ? "vanished in the number format"
        : "vanished in the net";
  const cause = (name: string, flow: ChainFlow): Cell[] => [
    name,
    flow.gradient,
    elementAt(flow.dead, first),
    elementAt(flow.underflow, first),
    verdict(flow),
  ];
  return {
    tables: [
      table(
        "two ways to vanish: what flow says of the first layer",
        ["net", "∂L/∂w₁", "dead", "underflow", "verdict"],
        [
          cause(`${depth} sigmoids`, plain),
          cause(`${depth} sigmoids, loss scaled`, scaled),
          cause(`${depth} ReLUs, bias ${reluBias}`, other),
        ],
      ),
      table(
        "δ down a chain of sigmoids at u = 0",
        ["factors", "(w/4)^L", "δ in float32", "δ is", "underflow", "δ with the loss scaled, scale taken back"],
        rows,
      ),
      table(
        "where float32 ends",
        ["factor per layer", "subnormal from", "theory, subnormal from", "zero from", "theory, zero from"],
        [
          [
            factor,
            firstCount(plain.deltas, (delta) => delta < SMALLEST_NORMAL),
            theory.subnormal,
            firstCount(plain.deltas, (delta) => delta === 0),
            theory.zero,
          ],
        ],
      ),
    ],
    measured: {
      "C2.subnormal": firstCount(plain.deltas, (delta) => delta < SMALLEST_NORMAL),
      "C2.zero": firstCount(plain.deltas, (delta) => delta === 0),
      "C12.format": zeros === 0 ? 0 : explained / zeros,
      "C12.network": elementAt(other.underflow, first),
      "C12.scaled": elementAt(scaled.deltas, first) / unit / power(factor, depth),
    },
  };
}
