/** The study that every check runs: 2,100 trainings of some milliseconds. */
export const study = {
  name: "check",
  base: {
    config: { sizes: [2, 8, 2], activation: "tanh", init: { kind: "variance", weight: 1, bias: 0.05 } },
    training: { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 }, epochs: 10, batch: 32 },
    data: { generator: "two-moons", options: { samples: 100 } },
  },
  axes: [
    { path: "config.depth", from: 2, to: 20, count: 7 },
    { path: "config.init.weight", from: 0.5, to: 4, count: 15 },
  ],
  seeds: 20,
  measure: ["loss", "learnt", "gradient", "accuracy"],
};

export const JOBS = 2100;
