/** What becomes of remedies that are run, by trainings whose losses are given instead of trained. */
import { load } from "gradiometer";
import { describe, expect, it } from "vitest";
import { GradiometerError } from "../../sdk/core/errors.js";
import type { Scale } from "../../sdk/doctor/allowed.js";
import type { Examiner } from "../../sdk/doctor/examiner.js";
import type { FreshResult } from "../../sdk/doctor/freshRows.js";
import type { Observation } from "../../sdk/doctor/observation.js";
import type { Remedy } from "../../sdk/doctor/remedies/remedy.js";
import type { Run } from "../../sdk/doctor/training.js";
import { Trials } from "../../sdk/doctor/trials.js";
import { seen } from "./support/seen.js";

const lab = await load();

interface Given {
  /** Label of a training → the loss at its end, or all its losses. */
  ends: Record<string, number | readonly number[]>;
  scale?: Partial<Scale>;
  seeds?: number;
  /** Trainings that may still be made. */
  budget?: number;
  fresh?: Partial<FreshResult> | null;
  remedy?: Partial<Remedy>;
  /** Of the patient, where a net starts. */
  start?: number;
}

/** Targets 0 and 1 have a variance of ¼: that is what a constant answer costs. */
const CONSTANT = 0.25;
const base = seen({ data: { constant: CONSTANT }, run: { start: CONSTANT, end: CONSTANT } });
const SEED = base.subject.config.seed;

function trialsOf({ ends, scale = {}, seeds = 1, budget = Infinity, fresh, start = CONSTANT }: Given) {
  const asked: string[] = [];
  let left = budget;
  const runOf = (label: string): Run => {
    asked.push(label);
    if (!(label in ends)) throw new Error(`no loss is given for ${label}`);
    const given = ends[label]!;
    const losses = typeof given === "number" ? [given] : [...given];
    return { ...base.run, start, end: losses.at(-1)!, losses };
  };
  const examiner = {
    lab,
    budget: {
      take: (_: unknown, times = 1) => {
        if (left < times) return false;
        left -= times;
        return true;
      },
    },
    observe: (label: string, subject: Observation["subject"]) =>
      Promise.resolve({ ...base, subject, run: runOf(label) }),
    train: (label: string) => Promise.resolve(runOf(label)),
    fresh: (label: string, folds: unknown[], make: (fold: unknown) => unknown) => {
      asked.push(`${label}: ${folds.map((fold) => (make(fold) === null ? "none" : "made")).join(", ")}`);
      return Promise.resolve(fresh ?? null);
    },
  } as unknown as Examiner;
  const whole: Scale = { rows: "trained", learnt: 0.5, folds: [], untreated: 1, ...scale };
  return { trials: new Trials(examiner, base, whole, seeds), asked };
}

const remedyOf = (more: Partial<Remedy> = {}): Remedy => ({
  ...{ id: "r", helps: {}, change: () => "do it", apply: (subject) => ({ ...subject, epochs: subject.epochs + 1 }) },
  ...more,
});

/** Verdict and scores of a remedy. */
async function verdictOf(given: Given) {
  const { trials, asked } = trialsOf(given);
  const trial = await trials.run(remedyOf(given.remedy));
  return trial && { verdict: trial.verdict, scores: [...trial.scores], runs: trial.runs.length, asked };
}

describe("one remedy", () => {
  it("by its own rows: a share of the loss that ignoring the input costs", async () => {
    expect(await verdictOf({ ends: { r: 0.05 } })).toMatchObject({ verdict: "cured", scores: [0.2] });
    expect(await verdictOf({ ends: { r: 0.2 } })).toMatchObject({ verdict: "better", scores: [0.8] });
    expect(await verdictOf({ ends: { r: 0.25 } })).toMatchObject({ verdict: "same", scores: [1] });
    expect(await verdictOf({ ends: { r: NaN } })).toMatchObject({ verdict: "diverged", scores: [Infinity] });
    // Of the loss at the start, where that is the smaller.
    expect(await verdictOf({ ends: { r: 0.05 }, start: 0.0625 })).toMatchObject({ scores: [0.8] });
  });

  it("is run once, and not where it changes nothing or costs too much", async () => {
    const { trials, asked } = trialsOf({ ends: { r: 0.25 } });
    const [one, other] = [await trials.run(remedyOf()), await trials.run(remedyOf())];
    expect(other).toBe(one);
    expect(asked).toEqual(["r"]);
    expect(trials.all).toEqual([one]);
    expect(one!.changes).toEqual(["do it"]);
    expect(await verdictOf({ ends: {}, budget: 0 })).toBeNull();
    expect(await verdictOf({ ends: {}, remedy: { apply: () => null } })).toBeNull();
  });

  it("that the net refuses was not run, and any other error is one", async () => {
    const failing = (error: Error): Given => ({
      ends: {},
      remedy: {
        apply: () => {
          throw error;
        },
      },
    });
    for (const code of ["BAD_OPTION", "UNSUPPORTED"] as const)
      expect(await verdictOf(failing(new GradiometerError(code, "no")))).toBeNull();
    for (const error of [new GradiometerError("ABORTED", "stop"), new TypeError("wrong")])
      await expect(verdictOf(failing(error))).rejects.toBe(error);
  });

  it("on other rows, better says nothing; learnt does", async () => {
    const remedy = { resamples: true };
    expect(await verdictOf({ ends: { r: 0.2 }, remedy })).toMatchObject({ verdict: "same" });
    expect(await verdictOf({ ends: { r: 0.05 }, remedy })).toMatchObject({ verdict: "cured" });
  });

  it("on top of another: both are named, and the second is made of what the first has made", async () => {
    const { trials } = trialsOf({ ends: { r: 0.25, "r + s": 0.05 } });
    const first = await trials.run(remedyOf());
    const second = await trials.run(remedyOf({ id: "s", change: ({ epochs }) => `from ${epochs}` }), first);
    expect(second).toMatchObject({ id: "r + s", changes: ["do it", "from 11"], verdict: "cured" });
    expect(second!.remedies.map(({ id }) => id)).toEqual(["r", "s"]);
    expect(second!.treated.epochs).toBe(12);
  });
});

describe("several seeds", () => {
  const label = (index: number) => `r, seed ${SEED + index}`;
  const patient = (index: number) => `the patient, seed ${SEED + index}`;
  const stuck = { [patient(1)]: 0.25, [patient(2)]: 0.25 };

  it("a cure is held against as many untreated ones, and then in two fresh seeds", async () => {
    const ends = { r: 0.05, ...stuck, [label(1)]: 0.1, [label(2)]: 0.05, [label(3)]: 0.1, [label(4)]: 0.12 };
    const found = await verdictOf({ ends, seeds: 3 });
    expect(found).toMatchObject({ verdict: "cured", scores: [0.2, 0.4, 0.2], runs: 3 });
    expect(found!.asked).toEqual(["r", patient(1), patient(2), label(1), label(2), label(3), label(4)]);
    // Half is not below half.
    expect(await verdictOf({ ends: { ...ends, [label(4)]: 0.125 }, seeds: 3 })).toMatchObject({ verdict: "better" });
    expect(await verdictOf({ ends: { ...ends, [label(3)]: NaN }, seeds: 3 })).toMatchObject({ verdict: "better" });
  });

  it("one seed is confirmed by none, and what is no better is not asked again", async () => {
    expect((await verdictOf({ ends: { r: 0.05 }, seeds: 1 }))!.asked).toEqual(["r"]);
    expect((await verdictOf({ ends: { r: 0.25 }, seeds: 3 }))!.asked).toEqual(["r"]);
    const ends = { r: 0.05, ...stuck, [label(1)]: 0.2, [label(2)]: 0.2 };
    const better = await verdictOf({ ends, seeds: 3 });
    expect(better).toMatchObject({ verdict: "better", runs: 3 });
    expect(better!.asked).toHaveLength(5);
  });

  it("where the time is out it is judged by those that were run", async () => {
    // The remedy, two untreated ones, one more with the remedy.
    const ends = { r: 0.05, ...stuck, [label(1)]: 0.1 };
    expect(await verdictOf({ ends, seeds: 3, budget: 4 })).toMatchObject({ verdict: "cured", scores: [0.2, 0.4] });
  });

  it("the patient is trained once from each seed, whatever is tried", async () => {
    const { trials, asked } = trialsOf({
      ends: { r: 0.2, s: 0.2, ...stuck, [label(1)]: 0.2, [label(2)]: 0.2, [`s, seed ${SEED + 1}`]: 0.2, [`s, seed ${SEED + 2}`]: 0.2 }, // prettier-ignore
      seeds: 3,
    });
    await trials.run(remedyOf());
    await trials.run(remedyOf({ id: "s" }));
    expect(asked.filter((one) => one.startsWith("the patient"))).toEqual([patient(1), patient(2)]);
    expect(trials.untreated.map(({ end }) => end)).toEqual([0.25, 0.25, 0.25]);
  });
});

describe("where rows can be learnt by heart", () => {
  it("rows that were kept out decide, where they are held", async () => {
    const { trials } = trialsOf({ ends: { r: 0.2 }, scale: { rows: "held" } });
    expect((await trials.run(remedyOf()))!.scores).toEqual([Infinity]); // there are none
  });

  const folds = [base.subject, base.subject];
  const onFresh = (end: number, fresh: Partial<FreshResult> | null, more: Partial<Given> = {}, scale: Partial<Scale> = {}) =>
    verdictOf({ ends: { r: end }, fresh, scale: { rows: "fresh", folds, untreated: 0.9, learnt: 0.6, ...scale }, ...more }); // prettier-ignore

  it("fresh ones decide: the worse of both counts, and what is no better than a constant there is 1 at least", async () => {
    const good = { beats: true, relative: 0.4 };
    expect(await onFresh(0.05, good)).toMatchObject({ scores: [0.4], verdict: "cured" });
    expect(await onFresh(0.2, { ...good, relative: 0.3 })).toMatchObject({ scores: [0.8] });
    expect((await onFresh(0.05, good))!.asked).toEqual(["r", "r on fresh rows: made, made"]);
    expect(await onFresh(0.05, null)).toMatchObject({ scores: [1], verdict: "worse" });
    expect(await onFresh(0.05, { beats: false, relative: 0.4 })).toMatchObject({ scores: [1] });
    // Not asked where it is no better on its own rows.
    const same = await onFresh(0.225, good);
    expect(same).toMatchObject({ scores: [0.9], verdict: "same" });
    expect(same!.asked).toEqual(["r"]);
    // Shares of the constant's loss, whatever the start was; what is no number is ∞.
    expect(await onFresh(0.2, good, { start: 0.05 })).toMatchObject({ scores: [0.8] });
    expect(await onFresh(NaN, good)).toMatchObject({ scores: [Infinity], verdict: "diverged" });
  });

  it("no better beyond chance than the patient on the same rows is no better", async () => {
    const own = Float64Array.of(1, 1, 1, 1);
    const rows = (...values: number[]) => ({ beats: true, relative: 0.4, rows: Float64Array.from(values) });
    expect(await onFresh(0.05, rows(0.5, 0.6, 0.5, 0.6), {}, { own })).toMatchObject({ scores: [0.4] });
    expect(await onFresh(0.05, rows(0.5, 1.5, 0.9, 1), {}, { own })).toMatchObject({ scores: [0.9], verdict: "same" });
    expect(await onFresh(0.05, { ...rows(0.5, 1.5, 0.9, 1), relative: 0.95 }, {}, { own })).toMatchObject({ scores: [0.95] }); // prettier-ignore
  });

  it("too costly to be asked, a remedy did nothing", async () => {
    expect(await onFresh(0.05, { beats: true, relative: 0.4 }, { budget: 2 })).toMatchObject({ scores: [0.9] });
    expect(await onFresh(0.05, { beats: true, relative: 0.4 }, { budget: 3 })).toMatchObject({ scores: [0.4] });
  });

  it("a remedy that cannot be made of a part of the rows is made of none", async () => {
    let times = 0;
    const apply: Remedy["apply"] = (subject) => (times++ === 1 ? null : subject);
    const found = await onFresh(0.05, null, { remedy: { apply } });
    expect(found!.asked.at(-1)).toBe("r on fresh rows: none, made");
  });

  const shuffled = (own: readonly number[], other: readonly number[], more: Partial<Given> = {}) =>
    verdictOf({ ends: { r: own, "r on shuffled targets": other }, scale: { rows: "shuffled" }, ...more });

  it("no faster than the same targets in another order, by a tenth of the mean loss, is by heart", async () => {
    expect(await shuffled([0.2, 0.1], [0.2, 0.2])).toMatchObject({ scores: [0.4], verdict: "cured" });
    expect(await shuffled([1.7, 0.1], [1, 1])).toMatchObject({ scores: [1], verdict: "same" });
    expect(await shuffled([0.9, 0.0], [1, 0])).toMatchObject({ scores: [1] }); // 0.45 is not below 0.9 · 0.5
    expect(await shuffled([0.1], [NaN])).toMatchObject({ scores: [1] });
    expect(await shuffled([0.1], [1], { budget: 1 })).toMatchObject({ scores: [1] });
    expect(await shuffled([0.1], [0.1], { scale: { rows: "shuffled", untreated: 0.75 } })).toMatchObject({ scores: [0.75] }); // prettier-ignore
  });

  it("what is within a hair of a constant answer, or no better than untreated, is not asked", async () => {
    const near = await shuffled([0.25 * (1 - 0.0144)], []);
    expect(near!.asked).toEqual(["r"]);
    expect((await shuffled([0.25 * (1 - 0.0145)], [1]))!.asked).toHaveLength(2);
    const untreated = await shuffled([0.2], [], { scale: { rows: "shuffled", untreated: 0.8 } });
    expect(untreated).toMatchObject({ scores: [0.8], asked: ["r"] });
  });
});
