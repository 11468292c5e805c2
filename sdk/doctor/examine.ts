import { badOption, checkFunction, checkInteger, checkKeys, checkSignal } from "../core/check.js";
import { coreOf } from "../core/create.js";
import { GradiometerError } from "../core/errors.js";
import type { Gradiometer } from "../types.js";
import { takeChart } from "./chart.js";
import { dataChart } from "./dataChart.js";
import { diagnose } from "./findings.js";
import { admit, type Case, describe, patientOf } from "./patient.js";
import { choose } from "./remedies.js";
import { type Course, curveOf, treat } from "./treat.js";
import type { ExamineOptions, ExamineProgress, Patient, Report, Treatment, Verdict } from "./types.js";
import { judge, median, type Outcome, relative } from "./verdict.js";

const RANKS: readonly Verdict[] = ["cured", "better", "same", "worse", "diverged"];

/** Counts trainings, tells of them, and ends everything after an abort. */
class Rounds {
  private done = 0;
  total: number;

  constructor(
    private readonly lab: Gradiometer,
    private readonly options: ExamineOptions,
    private readonly seeds: number,
  ) {
    this.total = seeds;
  }

  stopWhenAborted(): void {
    if (this.options.signal?.aborted) throw new GradiometerError("ABORTED", "examine: aborted before its end");
  }

  /** One training, from turn of the event loop to turn. */
  async run<T>(label: string, work: (attendance: Parameters<typeof treat>[3] & object) => Promise<T>): Promise<T> {
    const { signal } = this.options;
    const onProgress = (progress: ExamineProgress): void => this.options.onProgress?.(progress);
    const { platform } = coreOf(this.lab);
    this.stopWhenAborted();
    onProgress({ done: this.done, total: this.total, label });
    await platform.pause();
    this.stopWhenAborted();
    const result = await work({
      ...(signal && { signal }),
      epoch: (epoch, epochs) => onProgress({ done: this.done + epoch / (epochs + 1), total: this.total, label }),
    });
    this.done++;
    return result;
  }

  /** The case from each of some seeds. */
  async over(sick: Case, label: string, from: number): Promise<Course[]> {
    const courses: Course[] = [];
    for (let index = from; index < this.seeds; index++) {
      const name = `${label}, seed ${sick.config.seed + index}`;
      courses.push(await this.run(name, (attendance) => treat(this.lab, sick, sick.config.seed + index, attendance)));
    }
    return courses;
  }

  finish(): void {
    this.options.onProgress?.({ done: this.total, total: this.total, label: "done" });
  }
}

function checkOptions(options: unknown): { seeds: number; which: "likely" | "all" | "none" } {
  const given = checkKeys("options", options, ["seeds", "remedies", "signal", "onProgress"]);
  const which = given["remedies"] ?? "likely";
  if (which !== "likely" && which !== "all" && which !== "none")
    throw badOption("options.remedies", `"likely", "all" or "none"`, which);
  checkSignal("options.signal", given["signal"]);
  checkFunction("options.onProgress", given["onProgress"]);
  return { seeds: checkInteger("options.seeds", given["seeds"] ?? 3, 1, 1000), which };
}

/** A remedy that this very net refuses, such as LSUV where nothing varies, was not run and is not named. */
function isRefusal(error: unknown): boolean {
  return error instanceof GradiometerError && (error.code === "BAD_OPTION" || error.code === "UNSUPPORTED");
}

/**
 * Trains the patient, names what ails it with the evidence in words and numbers, then trains it again from the same seeds under
 * one change at a time, and ranks the changes by what they did. It names no cure that it has not run.
 *
 * A net has learnt when its final loss, over all data, is below half of the reference: the smaller of its loss at the
 * start and that of the best constant answer. A remedy has cured when four seeds of five (all, of three) have learnt and
 * none ended in NaN. All numbers are in thresholds.ts, each with its reason. A training takes 5000 steps at most,
 * whatever `epochs` says.
 *
 * The report is plain data without a clock: the same patient gives the same bytes in every engine.
 * Cost: (1 + remedies) · seeds trainings, with `remedies: "none"` one.
 *
 * @param patient  data are copied; y is [samples, outputs] as in `fit`.
 * @throws GradiometerError BAD_OPTION, BAD_SHAPE, NOT_FINITE for what `lab.mlp`, `lab.rnn`, `trainer` and `fit` would
 *         refuse, before anything is trained; ABORTED.
 * @example
 * ```js
 * import { load } from "gradiometer";
 * import { twoMoons } from "gradiometer/data";
 * import { examine } from "gradiometer/doctor";
 * const lab = await load();
 * const { x, y } = twoMoons(lab, { samples: 100 });
 * const { healthy, findings } = await examine(lab, {
 *   config: { sizes: [2, ...Array(10).fill(32), 2], activation: "sigmoid" },
 *   training: { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.5 }, epochs: 60 },
 *   data: { x, y },
 * }, { remedies: "none" });
 * console.log(healthy, findings[0]?.id); // false vanishing-backward
 * ```
 */
export async function examine(lab: Gradiometer, patient: Patient, options: ExamineOptions = {}): Promise<Report> {
  const core = coreOf(lab);
  const { seeds, which } = checkOptions(options);
  const sick = admit(patient);
  const rounds = new Rounds(lab, options, which === "none" ? 1 : seeds);
  const chart = await rounds.run("the patient", (attendance) => takeChart(lab, sick, attendance));
  const findings = diagnose(chart);
  const { start, end } = chart.course;
  const { constant } = chart.data;
  const healthy = findings.every(({ id }) => id === "slow");
  const ids = findings.map(({ id }) => id);
  const chosen = which === "none" || (which === "likely" && ids.length === 0) ? [] : choose(sick, ids, which);

  const untreated: Course[] = [chart.course];
  const tried: { treatment: Treatment; middle: number; order: number }[] = [];
  if (chosen.length > 0) {
    rounds.total = (1 + chosen.length) * seeds;
    untreated.push(...(await rounds.over(sick, "the patient", 1)));
    const without = untreated.map((course) => ({ ...course, constant }));
    for (const [order, { remedy, treated }] of chosen.entries()) {
      const own = dataChart(core, treated).constant;
      let courses: Course[];
      try {
        courses = await rounds.over(treated, remedy.id, 0);
      } catch (error) {
        if (isRefusal(error)) continue;
        throw error;
      }
      const outcomes: Outcome[] = courses.map((course) => ({ ...course, constant: own }));
      const treatment = {
        id: remedy.id,
        change: remedy.change(sick),
        patient: patientOf(treated),
        losses: outcomes.map((outcome) => outcome.end),
        curve: curveOf(courses),
        verdict: judge(without, outcomes),
      };
      tried.push({ treatment, middle: median(outcomes.map(relative)), order });
    }
  }
  rounds.finish();
  const ranked = tried.sort(
    (a, b) =>
      RANKS.indexOf(a.treatment.verdict) - RANKS.indexOf(b.treatment.verdict) ||
      (a.middle === b.middle ? 0 : a.middle - b.middle) ||
      a.order - b.order,
  );
  return {
    healthy,
    findings,
    loss: { start, end },
    remedies: ranked.map(({ treatment }) => treatment),
    untreated: { losses: untreated.map((course) => course.end), constant, curve: curveOf(untreated) },
    signals: { before: chart.before, after: chart.after, expected: chart.expected },
    autopsy: chart.course.autopsy,
    examined: {
      ...describe(sick),
      samples: sick.count,
      seeds: untreated.map((_, index) => sick.config.seed + index),
      hash: chart.course.hash,
      variant: lab.variant,
      version: lab.version,
    },
  };
}
