import type { TrainingStudy } from "gradiometer/sweep";

/** Six points of two seeds, some milliseconds in all. */
export const small: TrainingStudy = {
  name: "small",
  base: {
    config: { sizes: [2, 6, 2], activation: "tanh", init: { kind: "variance", weight: 1, bias: 0.05 } },
    training: { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 }, epochs: 4, batch: 20 },
    data: { generator: "two-moons", options: { samples: 40 } },
  },
  axes: [
    { path: "config.depth", values: [1, 4, 8] },
    { path: "config.init.weight", values: [0.5, 2] },
  ],
  seeds: 2,
  measure: ["start", "loss", "learnt", "gradient", "accuracy"],
};

/** The same with some of it changed. */
export const changed = (change: Partial<TrainingStudy>): TrainingStudy => ({ ...small, ...change });

/** The same with some of what all points share changed. */
export const based = (change: Partial<TrainingStudy["base"]>, rest: Partial<TrainingStudy> = {}): TrainingStudy =>
  changed({ ...rest, base: { ...small.base, ...change } });
