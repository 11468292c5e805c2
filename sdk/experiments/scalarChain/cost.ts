import { coreOf } from "../../core/create.js";
import { elementAt } from "../../core/element.js";
import { chainGradient, networkGradients, runChain, type ScalarChainParameters, subscript } from "./chain.js";
import { table } from "../tools/table.js";
import type { Bench, Measurement } from "../types.js";

/** C4: the cost C = Σ (y − o)² of a chain that ends in φ, over three samples, and two slips in its gradient. */
export function measureCost({ lab, parameters }: Bench<ScalarChainParameters>): Measurement {
  const core = coreOf(lab);
  const { activation, outputWeights: weights, input, target, cost, learningRate } = parameters;
  const samples = [input, input / 2, -input].map((x) => {
    const chain = runChain(core, activation, weights, x);
    const outer = -2 * (target - chain.output);
    const gradients = weights.map((_, index) => outer * chainGradient(chain, index + 1));
    const distance = target - chain.output;
    return { x, chain, outer, gradients, cost: distance * distance };
  });
  const total = (of: (sample: (typeof samples)[number]) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0);
  const first = elementAt(samples, 0);
  const truth = elementAt(first.gradients, 0);
  const slopes = first.chain.slopes.reduce((product, slope) => product * slope, 1);
  const inner = weights.slice(1);

  // Slip: (−w) for every weight on the way, although φ' already holds each of them with its sign.
  const signSlip = inner.reduce((product, weight) => product * -weight, first.outer * input * slopes);
  const extraSlip = truth * elementAt(weights, 0);

  const inputs = samples.map(({ x }) => x);
  const batch = networkGradients(lab, activation, weights, { inputs, target, loss: cost });
  const sums = weights.map((_, index) => total(({ gradients }) => elementAt(gradients, index)));
  const moved = weights.map((weight, index) => weight - learningRate * elementAt(sums, index));
  const costAt = (at: readonly number[]): number =>
    samples.reduce((sum, { x }) => {
      const distance = target - runChain(core, activation, at, x).output;
      return sum + distance * distance;
    }, 0);
  return {
    tables: [
      table(
        "∂C/∂w₀ at the first sample",
        ["what", "value"],
        [
          ["output o", first.chain.output],
          ["product of the slopes", slopes],
          ["−2 (y − o)", first.outer],
          ["∂C/∂w₀", truth],
          ["slip: (−w) for every weight", signSlip],
          ["slip: one more factor w₀", extraSlip],
        ],
      ),
      table(
        "samples",
        ["x", "output", "cost", "∂C/∂w₀"],
        [
          ...samples.map(({ x, chain, cost: own, gradients }) => [x, chain.output, own, elementAt(gradients, 0)]),
          ["sum", null, total(({ cost: own }) => own), elementAt(sums, 0)],
        ],
      ),
      table(
        "one update after a pass over all samples",
        ["what", "before", "∂C/∂w, summed", "∂C/∂w of the float32 network", "after"],
        [
          ...weights.map((weight, index) => [
            `w${subscript(index)}`,
            weight,
            elementAt(sums, index),
            elementAt(batch, index),
            elementAt(moved, index),
          ]),
          ["C", costAt(weights), null, null, costAt(moved)],
        ],
      ),
    ],
    measured: {
      "C4.output": first.chain.output,
      "C4.slopes": slopes,
      "C4.gradient": truth,
      "C4.sum": elementAt(batch, 0) / elementAt(sums, 0),
      "C4.sign": signSlip / truth,
      "C4.extra-factor": extraSlip / truth,
    },
  };
}
