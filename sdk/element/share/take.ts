/** From a lab that may be training to a snapshot that stands still. */
import type { FigureSpec } from "../../figureSpec.js";
import type { Controller } from "../controller.js";
import type { Language } from "../strings/text.js";
import { tableOf } from "../table.js";
import type { SharedNet, Snapshot } from "./snapshot.js";

const NETS = ["A", "B"] as const;

/** What the controller itself does not keep. */
export interface Shown {
  /** Net by net, of the newest `done`; null before the first step. Asked when training has stopped. */
  readonly hashes: () => readonly string[] | null;
  /** The live figures: the bars of each net, then the view's of each. */
  readonly figures: () => readonly FigureSpec[];
  readonly language: Language;
}

/** Stops the training, waits for its last frame with all columns of the table, and takes parameters and rows. */
export async function takeSnapshot(lab: Controller, shown: Shown, tableOpen: boolean): Promise<Snapshot> {
  lab.pause();
  lab.table = true;
  // Answers come in the order of the questions: the last frame, its hashes and the table's columns are there before this.
  const taken = await lab.take();
  lab.table = tableOpen;
  const { run, state, own, step } = lab;
  if (!run) throw new Error("there is no run to share");
  const hashes = step === 0 ? null : shown.hashes();
  const made = run.nets.flatMap((ready, index) => (ready.error ? [] : [{ ready, index }]));
  const figures = shown.figures();
  return {
    state,
    step,
    language: shown.language,
    nets: made.map(({ ready: { config, training }, index }, place): SharedNet => ({
      name: NETS[index]!,
      config,
      training,
      hash: hashes?.[index] ?? null,
      taken: taken[place]!,
      ownRows: (index === 0 ? own.a : own.b)?.rows !== undefined,
    })),
    figures: figures.map((spec, index) => {
      const view = index < run.nets.length ? "error" : state.view;
      return { name: `${view}-${NETS[index % run.nets.length]!.toLowerCase()}`, spec };
    }),
    tables: made.flatMap(({ index }) => {
      const seen = lab.seen(index as 0 | 1);
      return seen ? [tableOf(NETS[index]!, seen)] : [];
    }),
  };
}
