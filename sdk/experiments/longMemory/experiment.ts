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
import { type LongMemoryParameters, longMemoryParameters, type RivalName, type TaskName } from "./parameters.js";
import { measureRivals, type Rival, rivalTables, trainRival } from "./rivals.js";

const SIXTH = 1 / 6;

async function measure(bench: Bench<LongMemoryParameters>): Promise<Measurement> {
  const { lab, parameters, seed, progress } = bench;
  const { tasks, weights, lengths, epochs, guess, guesses, rivals, rivalEpochs } = parameters;
  const variants = weights.flatMap((name) => [false, true].map((clipped) => ({ weights: name, clipped })));
  const rivalsOf = (task: TaskName, length: number): readonly RivalName[] =>
    task === "adding" && length === Math.max(...lengths) && rivalEpochs > 0 ? rivals : [];
  const work = (task: TaskName, length: number): number =>
    variants.length * epochs + rivalsOf(task, length).length * rivalEpochs;
  const total = tasks.flatMap((task) => lengths.map((length) => work(task, length))).reduce((sum, one) => sum + one, 0);
  let done = 0;
  const learnt: Learnt[] = [];
  const rivalled: Rival[] = [];
  for (const task of tasks) {
    for (const length of lengths) {
      const label = `${task} over ${length} steps`;
      await progress(done, total, label);
      const sequences = drawSequences(lab, { task, length }, parameters, seed);
      for (const variant of variants) {
        const lesson = { task, length, ...variant };
        learnt.push(await learn(lab, lesson, sequences, parameters, seed, () => progress(++done, total, label)));
      }
      for (const name of rivalsOf(task, length)) {
        const onEpoch = (): Promise<void> => progress(++done, total, `${label}, ${name}`);
        rivalled.push(await trainRival(lab, { name, length }, sequences, parameters, seed, onEpoch));
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
      ...(rivalled.length > 0 ? rivalTables(rivalled) : []),
    ],
    measured: {
      "C23.baseline": Math.abs(mean - SIXTH) / error,
      ...measureRivals(rivalled),
      ...measureSuccess(learnt, (ratio) => log10(coreOf(lab), ratio)),
    },
  };
}

/** C23, C34: what a recurrent net learns to remember within a budget, over how many steps. */
export const longMemory: Experiment<LongMemoryParameters> = {
  id: "long-memory",
  title: "Delayed recall: near effects only, within a budget",
  question:
    "Over how many steps does a simple recurrent net learn to remember what it was shown within some thousand steps of training, how much further do clipping and an orthogonal W_h take it, and which nets learn more?",
  claims: longMemoryClaims,
  parameters: longMemoryParameters,
  measure,
  figures: longMemoryFigures,
};
