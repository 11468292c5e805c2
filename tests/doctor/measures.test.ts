/** The small measures that verdicts stand on, at their ends: shares of a loss, cost of a training, which rows, which points. */
import { load } from "gradiometer";
import { describe, expect, it } from "vitest";
import { coreOf } from "../../sdk/core/create.js";
import { Budget, epochSeconds, stepsPerEpoch, trainingSeconds, withinTrial } from "../../sdk/doctor/budget.js";
import { foldsFor, foldsOf } from "../../sdk/doctor/freshRows.js";
import { type Case, checkPatient, checkWhole, evenly, patientOf, samplesAt } from "../../sdk/doctor/patient.js";
import { beyondChance } from "../../sdk/doctor/rowLosses.js";
import { limit } from "../../sdk/doctor/thresholds.js";
import { curveOf } from "../../sdk/doctor/training.js";
import { hasLearnt, isStuck, median, reference, relative } from "../../sdk/doctor/verdict.js";
import { makeData } from "../../sdk/doctor/zooData.js";

const lab = await load();
const core = coreOf(lab);
const SGD = { kind: "sgd", learningRate: 0.5 };
const numbers = (n: number) => Array.from({ length: n }, (_, index) => index);

const mlpOf = (rows: number, more: { epochs?: number; batch?: number; holdout?: number } = {}) => {
  const { holdout, ...training } = more;
  return {
    config: { sizes: [2, 5, 1] },
    training: { loss: "mean-squared-error", optimizer: SGD, epochs: 10, ...training },
    data: { x: numbers(2 * rows), y: numbers(rows) },
    ...(holdout !== undefined && { holdout }),
  };
};
const rnnOf = (cell: string) => ({
  config: { inputs: 2, hidden: 3, outputs: 1, cell },
  training: { loss: "mean-squared-error", optimizer: SGD, epochs: 10 },
  data: { x: { values: numbers(2 * 4 * 5), time: 4 }, y: numbers(5) },
});

describe("shares of a loss", () => {
  it("of the smaller of start and constant; nothing is learnt where a constant is right", () => {
    expect(reference({ start: 3, end: 0, constant: 2 })).toBe(2);
    expect(reference({ start: 1, end: 0, constant: 2 })).toBe(1);
    expect(reference({ start: NaN, end: 0, constant: 2 })).toBe(2);
    expect(relative({ start: 3, end: 1, constant: 2 })).toBe(0.5);
    expect(relative({ start: 3, end: NaN, constant: 2 })).toBe(Infinity);
    expect(relative({ start: 3, end: 1, constant: 0 })).toBe(Infinity);
    expect(relative({ start: 3, end: 0, constant: 0 })).toBe(1);
    expect(relative({ start: 0, end: 0, constant: 2 })).toBe(0);
    expect([0.5, 0.4999].map((end) => hasLearnt({ start: 1, end, constant: 1 }))).toEqual([false, true]);
    expect([1 - limit("stuck"), 0.98].map((end) => isStuck({ start: 1, end, constant: 1 }))).toEqual([true, false]);
    expect([[3, 1, 2], [4, 1, 2, 3], [7]].map(median)).toEqual([2, 2.5, 7]);
  });

  it("one row says nothing, and a difference of two standard errors is chance", () => {
    const of = (...values: number[]) => Float64Array.from(values);
    expect(beyondChance(of(1), of(0))).toBe(false);
    expect(beyondChance(of(1, 1), of(0, 0))).toBe(true);
    // Differences 3 and 1: mean 2, variance 2 over n − 1, so that two standard errors are 2.
    expect(beyondChance(of(3, 1), of(0, 0))).toBe(false);
    expect(beyondChance(of(3, 1.1), of(0, 0))).toBe(true);
    expect(beyondChance(of(4, 2), of(1, 1))).toBe(false);
    expect(beyondChance(of(1, 1), of(1, 1))).toBe(false);
  });
});

describe("what a training costs", () => {
  const seconds = (layers: number, products: number, count: number, perRow: number, steps: number) =>
    steps * layers * 1e-6 + count * (3 * products * 1.2e-10 + perRow * 2e-9);

  it("of a perceptron and of every cell", () => {
    const subject = checkWhole(mlpOf(12, { batch: 5 }));
    expect(stepsPerEpoch(subject)).toBe(3);
    expect(stepsPerEpoch(checkWhole(mlpOf(12, { batch: 99 })))).toBe(1);
    expect(stepsPerEpoch(checkWhole(mlpOf(12)))).toBe(1);
    expect(epochSeconds(subject)).toBeCloseTo(seconds(2, 2 * 5 + 5 * 1, 12, 2, 3), 15);
    expect(trainingSeconds(subject)).toBe(10 * epochSeconds(subject));
    for (const [cell, gates] of [["simple", 1], ["lstm", 4], ["gru", 3]] as const)
      expect(epochSeconds(checkWhole(rnnOf(cell)))).toBeCloseTo(seconds(9, gates * 4 * 3 * 5 + 3, 5, 8, 1), 15); // prettier-ignore
  });

  it("is cut to the steps that are asked for, one epoch at least, and taken from what is left", () => {
    const subject = checkWhole(mlpOf(12, { batch: 5 }));
    expect([1, 6, 7, 29, 30, 300].map((steps) => withinTrial(subject, steps).epochs)).toEqual([1, 2, 2, 9, 10, 10]);
    expect(withinTrial({ ...subject, epochs: 1e12 }, undefined).epochs).toBe(Math.floor(limit("trialSeconds") / epochSeconds(subject))); // prettier-ignore
    const whole: Case = { ...subject, epochs: limit("examinationSeconds") / 4 / epochSeconds(subject) };
    const budget = new Budget();
    expect(budget.take(whole, 2)).toBe(true);
    expect(budget.take(whole, 3)).toBe(false);
    budget.charge(whole);
    expect(budget.take(whole)).toBe(true);
    expect(budget.take({ ...whole, epochs: 1 })).toBe(false);
  });
});

describe("which rows", () => {
  it("evenly taken, and of sequences step by step", () => {
    expect(evenly(10, 4)).toEqual([0, 2, 5, 7]);
    expect(evenly(3, 4)).toEqual([0, 1, 2]);
    const { x, y, count } = samplesAt(checkWhole(rnnOf("simple")), [1, 4]);
    expect([...x]).toEqual([2, 3, 8, 9, 12, 13, 18, 19, 22, 23, 28, 29, 32, 33, 38, 39]);
    expect([[...y], count]).toEqual([[1, 4], 2]);
  });

  it("folds: five parts, all of them of few rows, two of more, one of many", () => {
    expect([1, 1999, 2000, 4999, 5000].map(foldsOf)).toEqual([5, 5, 2, 2, 1]);
    const folds = foldsFor(core, checkWhole(mlpOf(12)));
    expect(folds.map(({ count, held }) => [count, held!.count])).toEqual([[9, 3], [9, 3], [10, 2], [10, 2], [10, 2]]);
    expect(folds.flatMap(({ held }) => [...held!.y]).sort((a, b) => a - b)).toEqual(numbers(12));
    for (const { y, held } of folds) expect([...y, ...held!.y].sort((a, b) => a - b)).toEqual(numbers(12));
  }); // prettier-ignore

  it("a holdout is a share, rounded, and leaves rows on both sides", () => {
    const kept = checkPatient(core, mlpOf(12, { holdout: 0.2 }));
    expect([kept.count, kept.held!.count]).toEqual([10, 2]);
    const rows = [...kept.y];
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect([...rows, ...kept.held!.y].sort((a, b) => a - b)).toEqual(numbers(12));
    expect(checkPatient(core, mlpOf(12, { holdout: 0 })).held).toBeNull();
    for (const holdout of [0.04, 0.96])
      expect(() => checkPatient(core, mlpOf(12, { holdout }))).toThrow("a share that leaves rows on both sides of 12");
    for (const holdout of [-0.1, 1])
      expect(() => checkPatient(core, mlpOf(12, { holdout }))).toThrow("0 ≤ holdout < 1");
  });

  it("a sequence is whole steps, and the same comes out as went in", () => {
    const given = rnnOf("simple");
    const wrong = { ...given, data: { ...given.data, x: { values: numbers(40), time: 3 } } };
    expect(() => checkWhole(wrong)).toThrow("data.x.time: expected a number of steps that 20 rows can be cut into");
    for (const x of [numbers(40), null, { values: numbers(40) }])
      expect(() => checkWhole({ ...given, data: { ...given.data, x } })).toThrow(
        "expected a sequence { values, time }",
      );
    expect(patientOf(checkWhole(given))).toMatchObject({ training: { epochs: 10 }, data: { x: { time: 4 } } });
    expect(patientOf(checkWhole(given)).training).not.toHaveProperty("batch");
    expect(patientOf(checkWhole(mlpOf(12, { batch: 5 }))).training).toMatchObject({ batch: 5 });
  });

  it("a curve has a hundred points at most, first and last among them", () => {
    const run = (n: number) => ({ losses: numbers(n) });
    expect(curveOf([])).toEqual({ epochs: [], losses: [] });
    expect(curveOf([run(1)])).toEqual({ epochs: [1], losses: [[0]] });
    expect(curveOf([run(100)]).epochs).toEqual(numbers(100).map((one) => one + 1));
    const { epochs, losses } = curveOf([run(199), { losses: numbers(199).map((one) => -one) }]);
    expect(epochs).toEqual(numbers(100).map((one) => 2 * one + 1));
    expect(losses[0]).toEqual(numbers(100).map((one) => 2 * one));
    expect(losses[1]!.at(-1)).toBe(-198);
  });
});

describe("data of a net's file", () => {
  it("a regression by its formula, moved as it is asked", () => {
    const made = (more: object = {}, options: object = {}) => {
      const { x, y } = makeData(lab, { generator: "regression", options: { samples: 4, ...options }, ...more });
      return { x: [...(x as Float32Array)], y: [...(y as Float32Array)] };
    };
    const plain = made();
    plain.y.forEach((target, row) => {
      const [a, b] = [plain.x[2 * row]!, plain.x[2 * row + 1]!];
      expect(target).toBeCloseTo(a - 0.5 * b + 0.25 * a * b, 6);
    });
    expect(made({}, { constant: 3 }).y).toEqual([3, 3, 3, 3]);
    expect(made({ scale: [2, 1] }).x[0]).toBeCloseTo(2 * plain.x[0]!, 6);
    expect(made({ scale: [2, 1] }).x[1]).toBe(plain.x[1]);
    expect(made({ shift: [0, 5] }).x[3]).toBeCloseTo(plain.x[3]! + 5, 6);
    expect(made({ target: { scale: 2, shift: 1 } }).y[2]).toBeCloseTo(2 * plain.y[2]! + 1, 6);
    expect((makeData(lab, { generator: "regression" }).y as Float32Array).length).toBe(200);
    for (const scale of [[], "2", ["2"]])
      expect(() => made({ scale })).toThrow("data.scale: expected numbers, one for each input");
    expect(() => makeData(lab, { generator: "moons" })).toThrow("data.generator: expected one of two-moons, spirals");
  });

  it("of imbalanced moons the second has every 30th point, or every so many", () => {
    const second = (options: object) => {
      const y = makeData(lab, { generator: "imbalanced-moons", options: { samples: 240, ...options } }).y as Float32Array; // prettier-ignore
      return [y.length / 2, y.filter((value, at) => at % 2 === 1 && value === 1).length];
    };
    expect(second({})).toEqual([124, 4]);
    expect(second({ keep: 40 })).toEqual([123, 3]);
    expect(second({ keep: 1 })).toEqual([240, 120]);
  });
});
