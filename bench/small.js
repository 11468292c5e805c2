/** The work of the sections that look at small nets, norms and cells: what all peers are told, and start from. */
import { batchOf, numbers, parametersOf } from "./nets.js";

/** Three ways to train a net of the size that two moons take; a training is so many steps from its first parameters. */
export const TRAININGS = [
  { name: "10 × 32, 400 rows", sizes: [2, ...Array(10).fill(32), 2], activation: "tanh", batch: 400, steps: 50 },
  { name: "10 × 32, 32 rows", sizes: [2, ...Array(10).fill(32), 2], activation: "tanh", batch: 32, steps: 50 },
  { name: "5 × 16, 100 rows", sizes: [2, ...Array(5).fill(16), 2], activation: "tanh", batch: 100, steps: 50 },
];

/** An LSTM whose last state a linear readout turns into one number, with the mean squared error. */
export const LSTM = { inputs: 2, hidden: 32, outputs: 1, time: 100, batch: 32 };

/** x [time, batch, inputs], y [batch, outputs]. */
export const sequenceOf = ({ inputs, outputs, time, batch }) => ({
  x: numbers(time * batch * inputs),
  y: numbers(batch * outputs, 2),
});

/** W_x [inputs, 4 hidden], W_h [hidden, 4 hidden], b [4 hidden], in the order i f g o, and the readout's W [hidden, outputs] and b. */
export function cellParametersOf({ inputs, hidden, outputs }) {
  const small = (length, seed) => numbers(length, seed).map((value) => value / Math.sqrt(hidden));
  return {
    input: small(inputs * 4 * hidden, 3),
    recurrent: small(hidden * 4 * hidden, 4),
    bias: small(4 * hidden, 5),
    readoutWeight: small(hidden * outputs, 6),
    readoutBias: small(outputs, 7),
  };
}

/** The arrays of a task, in the order in which a peer that cannot import this reads them. */
export function arraysOf(task, input) {
  const { x, y } = task === "cells" ? sequenceOf(input) : batchOf(input);
  const parameters =
    task === "cells"
      ? Object.values(cellParametersOf(input))
      : parametersOf(input).flatMap(({ weight, bias }) => [weight, bias]);
  return [x, y, ...parameters];
}
