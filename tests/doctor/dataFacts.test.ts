/** What the data say: the best constant answer, and the least loss of an output, by trying all answers there are. */
import { type Activation, load, type Loss } from "gradiometer";
import { activationValue } from "gradiometer/theory";
import { describe, expect, it } from "vitest";
import { coreOf } from "../../sdk/core/create.js";
import { dataFacts, rangeOf } from "../../sdk/doctor/dataFacts.js";
import { checkWhole } from "../../sdk/doctor/patient.js";
import { ACTIVATION_NAMES } from "../../sdk/nn/activation.js";

const core = coreOf(await load());

const factsOf = (loss: Loss, y: readonly number[], outputs = 1, activation: Activation = "linear") =>
  dataFacts(
    core,
    checkWhole({
      config: { sizes: [1, outputs], activation: [activation] },
      training: { loss, optimizer: { kind: "sgd", learningRate: 1 }, epochs: 1 },
      data: { x: Array.from({ length: y.length / outputs }, (_, row) => row), y },
    }),
  );

/** All that an output can be, near enough, by its activation of u from −60 to 60. */
const reachable = (activation: Activation): number[] =>
  Array.from({ length: 12_001 }, (_, index) => activationValue(activation, (index - 6000) / 100));

const single: Record<"mean-squared-error" | "binary-cross-entropy", (o: number, y: number) => number> = {
  "mean-squared-error": (o, y) => (o - y) ** 2,
  "binary-cross-entropy": (o, y) => Math.max(o, 0) - o * y + Math.log1p(Math.exp(-Math.abs(o))),
};

describe("what an output can be", () => {
  it.each(ACTIVATION_NAMES)("%s", (activation) => {
    const [low, high] = rangeOf(activation);
    const all = reachable(activation);
    const [least, most] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
    // softsign comes near its ends as 1/u.
    if (low === -Infinity) expect(least).toBeLessThan(-0.5);
    else expect(Math.abs(least - low)).toBeLessThan(activation === "softsign" ? 0.02 : 1e-5);
    if (high === Infinity) expect(most).toBeGreaterThan(50);
    else expect(Math.abs(most - high)).toBeLessThan(activation === "softsign" ? 0.02 : 1e-5);
    expect(all.every((one) => one >= low && one <= high)).toBe(true);
  });

  it.each(ACTIVATION_NAMES)("the least loss of %s, by trying", (activation) => {
    const y = [-3, -0.5, 0, 0.25, 0.75, 1, 4].map(Math.fround);
    const all = reachable(activation).filter((one) => Math.abs(one) < 8);
    const free = Array.from({ length: 4001 }, (_, index) => (index - 2000) / 250);
    for (const loss of ["mean-squared-error", "binary-cross-entropy"] as const) {
      const own = loss === "mean-squared-error" ? y : y.filter((one) => one >= 0 && one <= 1);
      const best = (outputs: readonly number[], target: number) =>
        outputs.reduce((least, one) => Math.min(least, single[loss](one, target)), Infinity);
      // What the loss of a perfect answer without a range is, is the targets' own.
      const floor = (target: number) => (target === 0 || target === 1 ? 0 : best(free, target));
      const bounded = (target: number) => {
        const [low, high] = rangeOf(activation);
        const ends = [low, high].filter(Number.isFinite);
        // A target at 0 or 1 is reached at the open end.
        if ((target === 0 && low === -Infinity) || (target === 1 && high === Infinity)) return 0;
        return best([...all, ...ends], target);
      };
      const wanted = own.reduce((sum, target) => sum + bounded(target) - floor(target), 0) / own.length;
      const { least } = factsOf(loss, own, 1, activation);
      if (rangeOf(activation)[0] === -Infinity) expect(least).toBe(0);
      else expect(Math.abs(least - wanted)).toBeLessThan(2e-3 * Math.max(wanted, 0.01));
      if (loss === "mean-squared-error")
        expect(factsOf("sum-squared-error", own, 1, activation).least).toBeCloseTo(least * own.length, 12);
    }
  });

  it("the least cross-entropy: one class as high as can be, the others as low", () => {
    const y = [1, 0, 0, 0, 1, 0];
    expect(factsOf("cross-entropy", y, 3, "sigmoid").least).toBeCloseTo(Math.log(1 + 2 * Math.exp(-1)), 12);
    expect(factsOf("cross-entropy", y, 3, "tanh").least).toBeCloseTo(Math.log(1 + 2 * Math.exp(-2)), 12);
    expect(factsOf("cross-entropy", y, 3, "relu").least).toBe(0);
    expect(factsOf("cross-entropy", [0.5, 0.5, 0, 0, 1, 0], 3, "tanh").least).toBe(0);
  });
});

describe("the best answer that does not look", () => {
  it("is the mean, whatever the loss", () => {
    const y = [0, 1, 0.5, 0.25, 0.5, 0.75];
    const losses = (loss: Loss, outputs: number): number => {
      const rows = y.length / outputs;
      const means = Array.from({ length: outputs }, (_, j) => y.filter((__, at) => at % outputs === j).reduce((a, b) => a + b) / rows); // prettier-ignore
      const all = y.map((target, at) => {
        const p = means[at % outputs]!;
        if (loss === "cross-entropy") return -target * Math.log(p);
        if (loss === "binary-cross-entropy") return -target * Math.log(p) - (1 - target) * Math.log(1 - p);
        return (target - p) ** 2;
      });
      const sum = all.reduce((a, b) => a + b, 0);
      return loss === "sum-squared-error" ? sum : loss === "cross-entropy" ? sum / rows : sum / y.length;
    };
    for (const loss of ["mean-squared-error", "sum-squared-error", "cross-entropy", "binary-cross-entropy"] as const)
      expect(factsOf(loss, y, 2).constant, loss).toBeCloseTo(losses(loss, 2), 12);
    // Of all the same nothing is left, to the last digits of float32.
    const same = Array<number>(3).fill(Math.fround(0.1));
    expect(factsOf("mean-squared-error", same).constant).toBe(0);
    expect(factsOf("binary-cross-entropy", [0, 0]).constant).toBe(0);
  });

  it("shares of the largest class, and how far the targets vary", () => {
    expect(factsOf("cross-entropy", [1, 0, 1, 0, 1, 0, 0, 1], 2).largestClass).toBe(0.75);
    expect(factsOf("binary-cross-entropy", [0, 0, 0, 1]).largestClass).toBe(0.75);
    expect(factsOf("binary-cross-entropy", [1, 1, 0, 1]).largestClass).toBe(0.75);
    expect(factsOf("binary-cross-entropy", [1, 0, 1, 0], 2).largestClass).toBe(0);
    expect(factsOf("mean-squared-error", [0, 1]).largestClass).toBe(0);
    expect(factsOf("mean-squared-error", [9, 11]).targetSpread).toBe(0.1);
    expect(factsOf("mean-squared-error", [-0.25, 0.75]).targetSpread).toBe(0.5);
    expect(factsOf("mean-squared-error", [0, -9, 0, -11], 2).targetSpread).toBe(0.1);
    expect(factsOf("mean-squared-error", [3, -1, 2]).targets).toEqual([
      { mean: 4 / 3, std: expect.closeTo(Math.sqrt(26 / 9), 12) as number, min: -1, max: 3 },
    ]);
  });
});
