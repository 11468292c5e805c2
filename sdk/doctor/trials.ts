/** Remedies that are run on a patient: each a change, a training, and what became of the symptom. */
import { coreOf } from "../core/create.js";
import { takeRows } from "../data/rows.js";
import type { Scale } from "./allowed.js";
import { dataFacts } from "./dataFacts.js";
import type { Examiner } from "./examiner.js";
import type { Observation } from "./observation.js";
import { shuffledRows, SplitStream, type Case } from "./patient.js";
import { isRefusal } from "./remedies.js";
import { beyondChance } from "./rowLosses.js";
import type { Remedy } from "./remedies/remedy.js";
import { limit } from "./thresholds.js";
import type { Run } from "./training.js";
import type { Verdict } from "./types.js";
import { judge, relative } from "./verdict.js";

/** A remedy, or two on top of each other, that was run. */
export interface Trial {
  readonly id: string;
  readonly changes: readonly string[];
  /** In the order in which they were applied. */
  readonly remedies: readonly Remedy[];
  readonly treated: Case;
  /** From the patient's own seed. */
  readonly seen: Observation;
  /** From every seed that was run, the first among them. */
  readonly runs: readonly Run[];
  /** Share of the loss of an answer that ignores the input, seed by seed. */
  readonly scores: readonly number[];
  readonly verdict: Verdict;
}

const helped = (verdict: Verdict): boolean => verdict === "cured" || verdict === "better";

/** Whether a remedy did a tenth better or cured. */
export const gains = ({ verdict }: Trial): boolean => helped(verdict);

/** All trials of one patient. */
export class Trials {
  readonly all: Trial[] = [];
  /** The patient without any change, from every seed that was run. */
  readonly untreated: Run[];
  private readonly known = new Map<string, Trial | null>();

  constructor(
    private readonly examiner: Examiner,
    private readonly seen: Observation,
    private readonly scale: Scale,
    private readonly seeds: number,
  ) {
    this.untreated = [seen.run];
  }

  /** Runs a remedy on the patient, or on what another has made of it; null where it cannot be applied, or is too costly now. */
  async run(remedy: Remedy, on: Trial | null = null): Promise<Trial | null> {
    const id = on ? `${on.id} + ${remedy.id}` : remedy.id;
    const found = this.known.get(id);
    if (found !== undefined) return found;
    const attempted = await this.attempt(id, remedy, on).catch((error: unknown) => {
      if (isRefusal(error)) return null;
      throw error;
    });
    // A share of another constant's loss: on other rows "better" says nothing, and only what has learnt does.
    const trial: Trial | null =
      attempted?.verdict === "better" && attempted.remedies.some(({ resamples }) => resamples)
        ? { ...attempted, verdict: "same" }
        : attempted;
    this.known.set(id, trial);
    if (trial) this.all.push(trial);
    return trial;
  }

  private async attempt(id: string, remedy: Remedy, on: Trial | null): Promise<Trial | null> {
    const { examiner, scale } = this;
    const from = on?.seen ?? this.seen;
    const treated = remedy.apply(on?.treated ?? this.seen.subject, from);
    if (!treated || !examiner.budget.take(treated)) return null;
    const seen = await examiner.observe(id, treated, treated.config.seed);
    const remedies = [...(on?.remedies ?? []), remedy];
    const changes = [...(on?.changes ?? []), remedy.change(on?.treated ?? this.seen.subject, from)];
    const first = await this.scoreOf(id, seen, remedies);
    const trial = { id, changes, remedies, treated, seen, runs: [seen.run], scores: [first] };
    const verdict = judge([scale.untreated], [first], scale.learnt);
    return helped(verdict) ? this.confirmed({ ...trial, verdict }) : { ...trial, verdict };
  }

  /** By the rows of the training, and where that proves little by fresh ones too. */
  private async scoreOf(id: string, seen: Observation, remedies: readonly Remedy[]): Promise<number> {
    const { scale, examiner } = this;
    const share = this.shareOf(seen.run, seen.data.constant);
    // Below the loss of an answer that ignores the input there is something to know, if only the rows themselves.
    if (scale.rows === "shuffled" && share < 1 - limit("stuck") && share < scale.untreated)
      return (await this.knowsByHeart(id, seen)) ? Math.min(scale.untreated, 1) : share;
    if (scale.rows !== "fresh" || !(share < scale.untreated)) return share;
    const make = (fold: Case): Case | null =>
      remedies.reduce<Case | null>((treated, remedy) => treated && remedy.apply(treated, this.seen), fold);
    if (!examiner.budget.take(seen.subject, scale.folds.length)) return scale.untreated;
    const fresh = await examiner.fresh(`${id} on fresh rows`, scale.folds, make);
    if (!fresh?.beats) return Math.max(share, 1);
    // No better beyond chance on the same rows is no better.
    if (scale.own && !beyondChance(scale.own, fresh.rows)) return Math.max(share, fresh.relative, scale.untreated);
    return Math.max(share, fresh.relative);
  }

  /** Whether the targets are learnt no faster than in another order, where nothing is left to learn but the rows themselves. */
  private async knowsByHeart(id: string, { subject, run }: Observation): Promise<boolean> {
    const { examiner } = this;
    if (!examiner.budget.take(subject)) return true;
    const order = shuffledRows(coreOf(examiner.lab), subject.config.seed, SplitStream.Targets, subject.count);
    const shuffled = { ...subject, y: takeRows(subject.y, subject.outputs, order) };
    const other = await examiner.train(`${id} on shuffled targets`, shuffled, subject.config.seed);
    const mean = (losses: readonly number[]): number => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    return !(mean(run.losses) < (1 - limit("change")) * mean(other.losses));
  }

  /** The same from every other seed; a cure must hold in fresh seeds beyond those, too. */
  private async confirmed(trial: Trial): Promise<Trial> {
    const { examiner, scale, seen, seeds } = this;
    const { seed } = seen.subject.config;
    const without = await this.untreatedScores();
    const runs = [...trial.runs];
    const scores = [...trial.scores];
    const { constant } = dataFacts(coreOf(examiner.lab), trial.treated);
    const scoreFrom = async (index: number): Promise<{ run: Run; score: number } | null> => {
      if (!examiner.budget.take(trial.treated)) return null;
      const run = await examiner.train(`${trial.id}, seed ${seed + index}`, trial.treated, seed + index);
      return { run, score: this.shareOf(run, constant) };
    };
    for (let index = 1; index < seeds; index++) {
      const next = await scoreFrom(index);
      if (!next) break;
      runs.push(next.run);
      scores.push(next.score);
    }
    const verdict = judge(without.slice(0, scores.length), scores, scale.learnt);
    if (verdict !== "cured" || seeds === 1) return { ...trial, runs, scores, verdict };
    for (let index = seeds; index < seeds + limit("confirming"); index++) {
      const next = await scoreFrom(index);
      if (next && !(next.score < scale.learnt)) return { ...trial, runs, scores, verdict: "better" };
    }
    return { ...trial, runs, scores, verdict };
  }

  /** The patient from its other seeds, once. */
  private async untreatedScores(): Promise<number[]> {
    const { examiner, scale, seen, untreated } = this;
    const { subject } = seen;
    for (let index = untreated.length; index < this.seeds && examiner.budget.take(subject); index++)
      untreated.push(
        await examiner.train(`the patient, seed ${subject.config.seed + index}`, subject, subject.config.seed + index),
      );
    return untreated.map((run, index) => (index === 0 ? scale.untreated : this.shareOf(run, seen.data.constant)));
  }

  /** Share of the loss of an answer that ignores the input, on the rows that decide. */
  private shareOf(run: Run, constant: number): number {
    const { rows } = this.scale;
    if (rows === "fresh") return Number.isFinite(run.end) ? run.end / constant : Infinity;
    return relative({ ...run, constant, end: rows === "held" ? (run.heldOut ?? NaN) : run.end });
  }
}
