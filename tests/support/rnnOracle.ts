import type { Activation, Loss } from "gradiometer";
import { forwardRow, lossOf, type OracleNet, phi } from "./oracle.js";

/** A float64 recurrent network, written as plainly as possible. Names and shapes as `parameters()` gives them. */
export interface OracleRnn {
  readonly inputs: number;
  readonly hidden: number;
  readonly activation: Activation;
  readonly parameters: Readonly<Record<string, Float64Array>>;
}

/**
 * h of every step, [time, batch, hidden].
 *
 * @param nudge  added to h, of the same shape: what the derivative by it is, is ∂J/∂h through all later steps.
 */
export function hiddenStates(net: OracleRnn, x: Float64Array, time: number, nudge?: Float64Array): Float64Array {
  const { inputs, hidden, parameters } = net;
  const batch = x.length / (time * inputs);
  const wx = parameters["input.weight"] ?? new Float64Array();
  const wh = parameters["recurrent.weight"] ?? new Float64Array();
  const h = new Float64Array(time * batch * hidden);
  for (let row = 0; row < time * batch; row++) {
    for (let j = 0; j < hidden; j++) {
      let u = parameters["recurrent.bias"]?.[j] ?? 0;
      for (let i = 0; i < inputs; i++) u += x[row * inputs + i]! * wx[i * hidden + j]!;
      if (row >= batch) for (let i = 0; i < hidden; i++) u += h[(row - batch) * hidden + i]! * wh[i * hidden + j]!;
      const at = row * hidden + j;
      h[at] = phi(net.activation, u) + (nudge?.[at] ?? 0);
    }
  }
  return h;
}

/** The readout as a network of one linear layer; without one it is the identity. */
function readout({ hidden, parameters }: OracleRnn): OracleNet {
  const weight = parameters["readout.weight"];
  const bias = parameters["readout.bias"];
  const identity = Float64Array.from({ length: hidden * hidden }, (_, i) => (i % (hidden + 1) === 0 ? 1 : 0));
  return {
    sizes: [hidden, weight ? weight.length / hidden : hidden],
    activation: ["linear"],
    skip: "none",
    parameters: { "layers.0.weight": weight ?? identity, ...(bias && { "layers.0.bias": bias }) },
  };
}

const lastStep = (net: OracleRnn, h: Float64Array, time: number) => h.subarray((h.length / time) * (time - 1));

/** The readout of the last step, [batch, outputs]. */
export function outputOf(net: OracleRnn, x: Float64Array, time: number): number[] {
  const last = lastStep(net, hiddenStates(net, x, time), time);
  return Array.from({ length: last.length / net.hidden }, (_, row) =>
    forwardRow(readout(net), last.subarray(row * net.hidden, (row + 1) * net.hidden)),
  ).flat();
}

/** The loss on the last step. */
export function rnnLoss(
  net: OracleRnn,
  x: Float64Array,
  time: number,
  y: Float64Array,
  loss: Loss,
  nudge?: Float64Array,
): number {
  return lossOf(readout(net), lastStep(net, hiddenStates(net, x, time, nudge), time), y, loss);
}
