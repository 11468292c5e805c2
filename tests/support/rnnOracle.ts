import type { Activation, CellName, Loss, Rnn } from "gradiometer";
import { forwardRow, lossOf, type OracleNet, phi } from "./oracle.js";

/** A float64 recurrent network, written as plainly as possible. Names and shapes as `parameters()` gives them. */
export interface OracleRnn {
  readonly inputs: number;
  readonly hidden: number;
  /** Default "simple". */
  readonly cell?: CellName;
  /** Of a simple cell. */
  readonly activation?: Activation | undefined;
  readonly parameters: Readonly<Record<string, Float64Array>>;
}

/** The twin of a network. */
export function oracleOfRnn(network: Rnn): OracleRnn {
  const { inputs, hidden, cell, activation } = network.config;
  const parameters = Object.fromEntries(
    network.parameters().map(({ name, values }) => [name, Float64Array.from(values)]),
  );
  return { inputs, hidden, cell, activation, parameters };
}

/** What one sequence hands on from step to step; c is that of an LSTM. */
export interface OracleState {
  readonly h: number[];
  readonly c: number[];
}

const sigmoid = (u: number): number => phi("sigmoid", u);

/** The next state: each gate's sums from x_t W_x + b and h_{t−1} W_h. @param nudge  added to c before h is made of it. */
export function nextState(
  net: OracleRnn,
  x: ArrayLike<number>,
  { h, c }: OracleState,
  nudge?: Float64Array,
): OracleState {
  const { hidden, parameters } = net;
  const [wx, wh] = [parameters["input.weight"]!, parameters["recurrent.weight"]!];
  const columns = wh.length / hidden;
  const fed = Array.from({ length: columns }, (_, j) => {
    let sum = parameters["recurrent.bias"]?.[j] ?? 0;
    for (let i = 0; i < x.length; i++) sum += x[i]! * wx[i * columns + j]!;
    return sum;
  });
  const back = Array.from({ length: columns }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < hidden; i++) sum += h[i]! * wh[i * columns + j]!;
    return sum;
  });
  const both = (gate: number, k: number) => fed[gate * hidden + k]! + back[gate * hidden + k]!;
  const units = Array.from({ length: hidden }, (_, k) => k);
  switch (net.cell ?? "simple") {
    case "simple":
      return { h: units.map((k) => phi(net.activation ?? "tanh", both(0, k))), c };
    case "lstm": {
      const next = units.map((k) => {
        return sigmoid(both(1, k)) * c[k]! + sigmoid(both(0, k)) * Math.tanh(both(2, k)) + (nudge?.[k] ?? 0);
      });
      return { h: units.map((k) => sigmoid(both(3, k)) * Math.tanh(next[k]!)), c: next };
    }
    case "gru": {
      const own = units.map((k) => {
        const reset = sigmoid(both(0, k));
        const product = back[2 * hidden + k]! + (parameters["candidate.bias"]?.[k] ?? 0);
        const candidate = Math.tanh(fed[2 * hidden + k]! + reset * product);
        const keep = sigmoid(both(1, k));
        return (1 - keep) * candidate + keep * h[k]!;
      });
      return { h: own, c };
    }
  }
}

/** Added to h and c of every step, [time, batch, hidden]: what the derivative by it is, is ∂J/∂h and ∂J/∂c. */
export interface Nudge {
  readonly h?: Float64Array;
  readonly c?: Float64Array;
}

/** h of every step, [time, batch, hidden]. */
export function hiddenStates(net: OracleRnn, x: Float64Array, time: number, nudge: Nudge = {}): Float64Array {
  const { inputs, hidden } = net;
  const batch = x.length / (time * inputs);
  const states = new Float64Array(time * batch * hidden);
  for (let sample = 0; sample < batch; sample++) {
    let state: OracleState = { h: new Array<number>(hidden).fill(0), c: new Array<number>(hidden).fill(0) };
    for (let t = 0; t < time; t++) {
      const row = t * batch + sample;
      const next = nextState(net, x.subarray(row * inputs, (row + 1) * inputs), state, nudge.c?.subarray(row * hidden)); // prettier-ignore
      state = { ...next, h: next.h.map((value, k) => value + (nudge.h?.[row * hidden + k] ?? 0)) };
      states.set(state.h, row * hidden);
    }
  }
  return states;
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
  nudge?: Nudge,
): number {
  return lossOf(readout(net), lastStep(net, hiddenStates(net, x, time, nudge), time), y, loss);
}
