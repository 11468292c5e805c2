import { badOption, checkFunction, checkInteger, checkKeys, checkSignal } from "../core/check.js";
import { coreOf } from "../core/create.js";
import type { Gradiometer } from "../types.js";
import { type Allowed, whatDataAllow } from "./allowed.js";
import { withinTrial } from "./budget.js";
import { isConstantTarget } from "./dataFacts.js";
import { decide, type Decision } from "./decide.js";
import { Examiner } from "./examiner.js";
import { diagnose, suspect } from "./findings.js";
import { learnt, outcomeOf } from "./findings/evidence.js";
import { type Observation, withCurvature } from "./observation.js";
import { checkPatient, describe, patientOf, type Case } from "./patient.js";
import { remedies } from "./remedies.js";
import { limit } from "./thresholds.js";
import { curveOf } from "./training.js";
import { Trials, type Trial } from "./trials.js";
import type { ExamineOptions, Patient, Report, ReportVerdict, Treatment, Verdict } from "./types.js";
import { median, relative } from "./verdict.js";
import { nextStep } from "./words.js";
import { stillFalling } from "./findings/rates.js";

const RANKS: readonly Verdict[] = ["cured", "better", "same", "worse", "diverged"];

interface Checked {
  readonly seeds: number;
  readonly which: "likely" | "all" | "none";
  readonly steps: number | undefined;
}

function checkOptions(options: unknown): Checked {
  const given = checkKeys("options", options, ["seeds", "remedies", "steps", "signal", "onProgress"]);
  const which = given["remedies"] ?? "likely";
  if (which !== "likely" && which !== "all" && which !== "none")
    throw badOption("options.remedies", `"likely", "all" or "none"`, which);
  checkSignal("options.signal", given["signal"]);
  checkFunction("options.onProgress", given["onProgress"]);
  return {
    seeds: checkInteger("options.seeds", given["seeds"] ?? 3, 1, 1000),
    which,
    steps: given["steps"] === undefined ? undefined : checkInteger("options.steps", given["steps"], 1),
  };
}

/** A trial that was cut while the net was still learning goes on for as long as was asked, as far as it may. */
async function firstTrial(examiner: Examiner, subject: Case, steps: number | undefined): Promise<Observation> {
  const cut = withinTrial(subject, steps);
  examiner.budget.charge(cut);
  const seen = await examiner.observe("the patient", cut, cut.config.seed);
  if (steps !== undefined || cut.epochs >= subject.epochs || learnt(seen)) return seen;
  const longer = { ...cut, epochs: Math.min(subject.epochs, 2 * cut.epochs) };
  if (!(stillFalling(seen) >= limit("stillFalling")) || !examiner.budget.take(longer)) return seen;
  const again = await examiner.observe("the patient, longer", longer, longer.config.seed);
  return learnt(again) ? again : seen;
}

const NOTHING: Decision = { findings: [], withdrawn: [] };

function verdictOf(decision: Decision, seen: Observation, allowed: Allowed | null): ReportVerdict {
  const { findings } = decision;
  if (findings.some(({ id }) => id !== "slow")) return "sick";
  if (findings.length > 0) return "slow";
  if (learnt(seen)) return "healthy";
  return allowed?.floor ? "floor" : "unexplained";
}

function treatmentOf({ id, changes, treated, runs, verdict }: Trial, seeds: number): Treatment {
  const shown = runs.slice(0, seeds);
  return {
    id,
    changes,
    patient: patientOf(treated),
    losses: shown.map(({ end }) => end),
    curve: curveOf(shown),
    verdict,
  };
}

const ranked = (trials: readonly Trial[]): Trial[] =>
  trials
    .map((trial, order) => ({ trial, order, middle: median(trial.scores) }))
    .sort(
      (a, b) =>
        RANKS.indexOf(a.trial.verdict) - RANKS.indexOf(b.trial.verdict) ||
        (a.trial.verdict === "cured" ? a.trial.changes.length - b.trial.changes.length : 0) ||
        (a.middle === b.middle ? 0 : a.middle - b.middle) ||
        a.order - b.order,
    )
    .map(({ trial }) => trial);

/** A net that learnt is judged by what its output, or the rows that were kept out, still cost it. */
function allowedOf(seen: Observation): Allowed {
  const outcome = outcomeOf(seen);
  const held = seen.run.heldOut;
  const memorised = suspect(seen).some(({ row }) => row.id === "overfitting");
  const untreated = relative(memorised ? { ...outcome, end: held! } : outcome);
  const scale = memorised
    ? ({ rows: "held", learnt: limit("learnt"), folds: [], untreated } as const)
    : ({ rows: "trained", learnt: limit("learnt") * untreated, folds: [], untreated } as const);
  return { reference: [], scale, floor: false, learnable: null, best: NaN };
}

/**
 * Trains the patient, names what may ail it, and puts every suspicion to the trial: its remedies are run, one change each, from
 * the same seeds. A finding that no trial refuted stands; one whose symptom a remedy took away without any gain is withdrawn.
 * Where one change helps and does not cure, a second is tried on top. It names no cure that it has not run.
 *
 * A net has learnt when its final loss is below half of the reference: the smaller of its loss at the start and that of the
 * best constant answer. One that learnt is healthy and is not treated. Where the data are noisy, reference nets on fresh rows
 * say what can be learnt. All numbers are in thresholds.ts, each with its reason. What is examined of the training that was asked for
 * follows from its estimated cost and is said in `trial`.
 *
 * The report is plain data without a clock: the same patient gives the same bytes in every engine.
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
 * const { verdict, findings, remedies } = await examine(lab, {
 *   config: { sizes: [2, ...Array(10).fill(32), 2], activation: "sigmoid" },
 *   training: { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.5 }, epochs: 60 },
 *   data: { x, y },
 * });
 * console.log(verdict, findings[0]?.id, remedies[0]?.verdict); // sick vanishing-backward cured
 * ```
 */
export async function examine(lab: Gradiometer, patient: Patient, options: ExamineOptions = {}): Promise<Report> {
  const core = coreOf(lab);
  const { seeds, which, steps } = checkOptions(options);
  const subject = checkPatient(core, patient);
  const examiner = new Examiner(lab, options);
  let seen = await firstTrial(examiner, subject, steps);
  let decision = NOTHING;
  let allowed: Allowed | null = null;
  let trials: Trials | null = null;
  const atRest = learnt(seen) && suspect(seen).length === 0;
  if (!atRest) {
    seen = withCurvature(lab, seen, subject.config.seed);
    if (which === "none" || isConstantTarget(seen.data))
      decision = { findings: diagnose(seen).map(({ finding }) => finding), withdrawn: [] };
    else {
      allowed = learnt(seen) ? allowedOf(seen) : await whatDataAllow(examiner, seen);
      trials = new Trials(examiner, seen, allowed.scale, seeds);
      if (allowed.floor) {
        const because = "no reference net is a tenth better on fresh rows: the network is at the floor of the noise";
        decision = { findings: [], withdrawn: diagnose(seen).map(({ row }) => ({ id: row.id, because })) };
      } else decision = await decide(trials, seen, allowed);
    }
  }
  if (which === "all") {
    trials ??= new Trials(examiner, seen, allowedOf(seen).scale, seeds);
    for (const remedy of remedies) await trials.run(remedy);
  }
  examiner.finish();
  const order = ranked(trials?.all ?? []);
  const verdict = verdictOf(decision, seen, allowed);
  const untreated = trials?.untreated ?? [seen.run];
  const treatments = order.map((trial) => treatmentOf(trial, seeds));
  const report = {
    verdict,
    healthy: verdict === "healthy" || verdict === "floor",
    reference: allowed?.reference ?? [],
    trial: { epochs: seen.subject.epochs, of: subject.epochs },
    loss: {
      start: seen.run.start,
      end: seen.run.end,
      ...(seen.run.heldOut !== undefined && { heldOut: seen.run.heldOut }),
    },
    findings: decision.findings,
    withdrawn: decision.withdrawn,
    remedies: treatments,
    untreated: { losses: untreated.map(({ end }) => end), constant: seen.data.constant, curve: curveOf(untreated) },
    signals: {
      before: seen.before,
      after: seen.after,
      expected: seen.expected,
      treated: order[0]?.seen.after ?? null,
    },
    autopsy: seen.run.autopsy,
  };
  return {
    ...report,
    next: nextStep(report, allowed?.learnable ?? null),
    examined: {
      ...describe({ ...seen.subject, epochs: subject.epochs }),
      samples: seen.subject.count,
      seeds: untreated.map((_, index) => subject.config.seed + index),
      hash: seen.run.hash,
      variant: lab.variant,
      version: lab.version,
    },
  };
}
