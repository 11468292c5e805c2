import { coreOf } from "../../core/create.js";
import { addingProblem } from "../../data/sequences.js";
import { log10 } from "../tools/numbers.js";
import { table } from "../tools/table.js";
import type { Bench, Experiment, Measurement } from "../types.js";
import { longMemoryClaims } from "./claims.js";
import { longMemoryFigures } from "./figures.js";
import { drawSequences, learn, type Learnt } from "./learn.js";
import { measureSuccess, successTable } from "./success.js";
import { constantError } from "./tasks.js";
import { type LongMemoryParameters, RECURRENT, TASKS } from "./types.js";

const SIXTH = 1 / 6;

async function measure(bench: Bench<LongMemoryParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { tasks, weights, lengths, epochs, guess, guesses } = parameters;
  const variants = weights.flatMap((name) => [false, true].map((clipped) => ({ weights: name, clipped })));
  const total = tasks.length * lengths.length * variants.length * epochs;
  let done = 0;
  const learnt: Learnt[] = [];
  for (const task of tasks) {
    for (const length of lengths) {
      const label = `${task} over ${length} steps`;
      await progress(done, total, label);
      const sequences = drawSequences(lab, { task, length }, parameters, seed);
      for (const variant of variants) {
        const lesson = { task, length, ...variant };
        learnt.push(await learn(lab, lesson, sequences, parameters, seed, () => progress(++done, total, label)));
      }
    }
  }
  const { mean, error } = constantError(addingProblem(lab, { samples: guesses, time: 2, seed }).y, guess);
  return {
    tables: [
      table(
        "the adding problem without memory",
        ["answer", "mean squared error", "standard error", "theory, answer 1", "sequences"],
        [[guess, mean, error, SIXTH, guesses]],
      ),
      successTable(learnt),
    ],
    measured: {
      "C23.baseline": Math.abs(mean - SIXTH) / error,
      ...measureSuccess(learnt, (ratio) => log10(coreOf(lab), ratio)),
    },
  };
}

const count = (maximum: number, description: string, usual: number) =>
  ({ type: "integer", minimum: 1, maximum, default: usual, description }) as const;
const some = (names: readonly string[]) =>
  ({ type: "array", items: { type: "string", enum: names }, minItems: 1, uniqueItems: true, default: names }) as const;

/** C23: what a recurrent net remembers, over how many steps. */
export const longMemory: Experiment<LongMemoryParameters> = {
  id: "long-memory",
  title: "Delayed recall: near effects only",
  question:
    "Over how many steps can a simple recurrent net learn to remember what it was shown, and how much further do clipping and an orthogonal W_h take it?",
  claims: longMemoryClaims,
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: {
      tasks: { ...some(TASKS), description: "what is to be remembered" },
      weights: { ...some(RECURRENT), description: "W_h: U(±1/√n), N(0, gain²/n), or gain times an orthogonal matrix" },
      gain: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 10,
        default: 1,
        description: "of the Gaussian and the orthogonal W_h",
      },
      lengths: {
        type: "array",
        items: { type: "integer", minimum: 3, maximum: 500 },
        minItems: 1,
        maxItems: 10,
        uniqueItems: true,
        default: [6, 16, 32, 64],
        description: "lengths of the sequences; a symbol to copy is shown at the first step",
        unit: "steps",
      },
      hidden: { ...count(256, "units of h", 16), unit: "units" },
      samples: count(20_000, "sequences to learn from", 2000),
      epochs: count(1000, "how often each is shown", 4),
      batch: count(1000, "sequences a step", 20),
      learningRate: { type: "number", exclusiveMinimum: 0, maximum: 10, default: 0.03, description: "of SGD" },
      momentum: { type: "number", minimum: 0, maximum: 0.999, default: 0.9, description: "of SGD" },
      normLimit: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 1e6,
        default: 1,
        description: "largest norm of the gradient of all parameters, where it is clipped",
      },
      testSamples: count(20_000, "sequences, not seen in training, that the nets are held against", 500),
      guess: {
        type: "number",
        minimum: -10,
        maximum: 10,
        default: 1,
        description: "the answer to the adding problem of who remembers nothing",
      },
      guesses: { ...count(1_000_000, "sequences that it is given to", 20_000), minimum: 100 },
    },
  },
  measure,
  figures: longMemoryFigures,
};
