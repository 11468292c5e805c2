import { coreOf } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import type { Gradiometer } from "../types.js";
import { Budget } from "./budget.js";
import { type FreshResult, onFreshRows } from "./freshRows.js";
import { observe, type Observation } from "./observation.js";
import type { Case } from "./patient.js";
import { type Run, type RunHooks, train } from "./training.js";
import type { ExamineOptions } from "./types.js";

/** Runs trainings one by one, tells how far they are, and ends everything after an abort. */
export class Examiner {
  readonly budget = new Budget();
  private done = 0;
  private total = 1;

  constructor(
    readonly lab: Gradiometer,
    private readonly options: Pick<ExamineOptions, "signal" | "onProgress">,
  ) {}

  /** How many trainings are foreseen beyond those that are done. */
  foresee(trainings: number): void {
    this.total = Math.max(this.total, this.done + trainings);
  }

  /** One training of a case from a seed. */
  train(label: string, subject: Case, seed: number): Promise<Run> {
    return this.step(label, (hooks) => train(this.lab, subject, seed, hooks));
  }

  /** The same, and what there is to see of it. */
  observe(label: string, subject: Case, seed: number): Promise<Observation> {
    return this.step(label, (hooks) => observe(this.lab, subject, seed, hooks));
  }

  /** A net on rows that it was not trained on. */
  fresh(
    label: string,
    folds: readonly Case[],
    make: (fold: Case) => Case | null,
    enough?: (result: FreshResult) => boolean,
  ): Promise<FreshResult | null> {
    return this.step(label, (hooks) => onFreshRows(this.lab, folds, make, hooks, enough));
  }

  /** Says that nothing is left to do. */
  finish(): void {
    this.options.onProgress?.({ done: this.done, total: this.done, label: "done" });
  }

  private stopWhenAborted(): void {
    if (this.options.signal?.aborted) throw new GradiometerError("ABORTED", "examine: stopped by the signal");
  }

  /** From turn of the event loop to turn. */
  private async step<T>(label: string, work: (hooks: RunHooks) => Promise<T>): Promise<T> {
    const { signal } = this.options;
    const { platform } = coreOf(this.lab);
    this.stopWhenAborted();
    this.total = Math.max(this.total, this.done + 1);
    this.tell(this.done, label);
    await platform.pause();
    this.stopWhenAborted();
    const result = await work({
      ...(signal && { signal }),
      epoch: (epoch, epochs) => this.tell(this.done + epoch / (epochs + 1), label),
    });
    this.done++;
    return result;
  }

  private tell(done: number, label: string): void {
    this.options.onProgress?.({ done, total: this.total, label });
  }
}
