/** Observations written by hand. */
import type { Observation } from "../../../sdk/doctor/observation.js";
import { checkWhole } from "../../../sdk/doctor/patient.js";

/** What differs from a net that learns nothing: its loss stays at 1, which an answer that ignores the input has too. */
export interface Seen {
  config?: object;
  training?: object;
  /** Steps of a sequence, of a recurrent net. */
  time?: number;
  run?: object;
  data?: object;
  head?: [before: object, after: object | null];
  before?: object;
  after?: object | null;
  rest?: object;
}

const HEAD = { saturated: 0, dead: 0 };
const SIGNALS = {
  ...{ forward: [1, 1, 1], backward: [1, 1, 1], saturated: [0, 0, 0], dead: [0, 0, 0], underflow: 0 },
  ...{ weightGradient: [1, 1, 1, 1], updateToWeight: [0.01, 0.01, 0.01, 0.01] },
};
/** A target or an input of standard size. */
export const COLUMN = { mean: 0, std: 1, min: -1, max: 1 };

/** An observation by what differs. */
export function seen({ config, training, time, run, data, head, before, after, rest }: Seen): Observation {
  const sizes = { sizes: [2, 8, 8, 8, 1], activation: ["tanh", "tanh", "tanh", "linear"] };
  const subject = checkWhole({
    config: { ...(time === undefined ? sizes : { inputs: 2, hidden: 8, outputs: 1 }), ...config },
    training: {
      ...{ loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 0.5 }, epochs: 10 },
      ...training,
    },
    data: {
      x: time === undefined ? [1, 2, 3, 4] : { values: [1, 2, 3, 4], time },
      y: time === undefined ? [0, 1] : [0],
    },
  });
  return {
    subject,
    run: { start: 1, end: 1, losses: [1, 1, 1, 1], steps: 1000, autopsy: null, ...run },
    data: {
      ...{ inputs: [COLUMN, COLUMN], targets: [COLUMN], targetSpread: 1, largestClass: 0, constant: 1, least: 0 },
      ...data,
    },
    head: { before: { ...HEAD, ...head?.[0] }, after: head?.[1] === null ? null : { ...HEAD, ...head?.[1] } },
    before: { ...SIGNALS, ...before },
    after: after === null ? null : { ...SIGNALS, ...after },
    ...{ expected: null, symmetric: -1, moved: 1, weights: { before: 1, after: 1 }, curvature: { before: NaN } },
    ...rest,
  } as unknown as Observation;
}
