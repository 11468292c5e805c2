/** What has to be remembered until the last step. */
export const TASKS = ["adding", "temporal-order", "copy"] as const;
export type TaskName = (typeof TASKS)[number];

/** How W_h is drawn. */
export const RECURRENT = ["standard", "gaussian", "orthogonal"] as const;
export type RecurrentName = (typeof RECURRENT)[number];

/** The parameters of `long-memory`; its schema says what each is. */
export interface LongMemoryParameters {
  tasks: TaskName[];
  weights: RecurrentName[];
  gain: number;
  lengths: number[];
  hidden: number;
  samples: number;
  epochs: number;
  batch: number;
  learningRate: number;
  momentum: number;
  normLimit: number;
  testSamples: number;
  guess: number;
  guesses: number;
}
