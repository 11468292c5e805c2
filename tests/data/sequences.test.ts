import { GradiometerError, load } from "gradiometer";
import { addingProblem, copyTask, oneHot, type SequenceTask, spirals, temporalOrder } from "gradiometer/data";
import { describe, expect, test } from "vitest";

const lab = await load();

/** Step t of one sequence. */
const at = ({ x, inputs, count }: SequenceTask, t: number, row: number): number[] =>
  Array.from(x.values.subarray(inputs * (t * count + row), inputs * (t * count + row + 1)));

/** The place of the only 1 in a one-hot step. */
function symbolOf(step: readonly number[]): number {
  expect([...step].sort().slice(-2)).toEqual([0, 1]);
  expect(step.reduce((sum, value) => sum + value, 0)).toBe(1);
  return step.indexOf(1);
}

const steps = (task: SequenceTask, row: number): number[][] =>
  Array.from({ length: task.x.time }, (_, t) => at(task, t, row));

describe("adding problem", () => {
  test("two marks, one in each half, and their values' sum", () => {
    for (const time of [2, 3, 10, 25]) {
      const task = addingProblem(lab, { samples: 50, time });
      expect([task.x.values.length, task.x.time, task.y.length]).toEqual([time * 50 * 2, time, 50]);
      for (let row = 0; row < 50; row++) {
        const own = steps(task, row);
        const marked = own.flatMap(([, mark], t) => (mark === 1 ? [t] : []));
        expect(own.every(([value = -1, mark]) => value >= 0 && value < 1 && (mark === 0 || mark === 1))).toBe(true);
        expect(marked).toHaveLength(2);
        expect(marked[0]).toBeLessThan(Math.floor(time / 2));
        expect(marked[1]).toBeGreaterThanOrEqual(Math.floor(time / 2));
        expect(task.y[row]).toBe(Math.fround(own[marked[0]!]![0]! + own[marked[1]!]![0]!));
      }
    }
  });

  test("values and marks are uniform, and who says 1 is wrong by 1/6", () => {
    const samples = 5000;
    const task = addingProblem(lab, { samples, time: 10 });
    const marks = Array.from({ length: 10 }, (_, t) => {
      let sum = 0;
      for (let row = 0; row < samples; row++) sum += at(task, t, row)[1]!;
      return sum;
    });
    // 1000 of 5000 each; four standard deviations are 113.
    for (const count of marks) expect(Math.abs(count - 1000)).toBeLessThan(113);
    const error = task.y.reduce((sum, y) => sum + (y - 1) ** 2, 0) / samples;
    // The squares' standard deviation is .197, so that of the mean .0028.
    expect(Math.abs(error - 1 / 6)).toBeLessThan(4 * 0.0028);
  });
});

describe("temporal order", () => {
  test("one of A and B at two places, distractors elsewhere, and the class of the pair", () => {
    for (const time of [3, 4, 10, 33, 50]) {
      const task = temporalOrder(lab, { samples: 60, time });
      const tenths = (n: number) => Math.floor((n * time) / 10);
      for (let row = 0; row < 60; row++) {
        const symbols = steps(task, row).map(symbolOf);
        const places = symbols.flatMap((symbol, t) => (symbol < 2 ? [t] : []));
        expect(places).toHaveLength(2);
        const [first = -1, second = -1] = places;
        expect(first >= tenths(1) && first <= tenths(2) && second >= tenths(4) && second <= tenths(5)).toBe(true);
        expect(task.labels[row]).toBe(2 * symbols[first]! + symbols[second]!);
      }
      expect(task.y).toEqual(oneHot(task.labels, 4));
    }
  });

  test("all classes and all distractors come up alike", () => {
    const task = temporalOrder(lab, { samples: 4000, time: 20 });
    const classes = [0, 0, 0, 0];
    for (const label of task.labels) classes[label]!++;
    for (const count of classes) expect(Math.abs(count - 1000)).toBeLessThan(4 * 27.4);
    const last = [0, 0, 0, 0, 0, 0];
    for (let row = 0; row < 4000; row++) last[symbolOf(at(task, 19, row))]!++;
    expect(last.slice(0, 2)).toEqual([0, 0]);
    for (const count of last.slice(2)) expect(Math.abs(count - 1000)).toBeLessThan(4 * 27.4);
  });
});

describe("copy task", () => {
  test("symbols, blanks, then the question; y is what was shown", () => {
    for (const [symbols, length, lag] of [
      [8, 1, 20],
      [3, 4, 0],
      [2, 2, 5],
    ] as const) {
      const task = copyTask(lab, { samples: 40, symbols, length, lag });
      expect([task.x.time, task.inputs, task.outputs]).toEqual([length + lag + 1, symbols + 2, length * symbols]);
      for (let row = 0; row < 40; row++) {
        const seen = steps(task, row).map(symbolOf);
        expect(seen.slice(0, length)).toEqual(Array.from(task.labels.subarray(row * length, (row + 1) * length)));
        expect(seen.slice(length)).toEqual([...new Array<number>(lag).fill(symbols), symbols + 1]);
      }
      expect(task.y).toEqual(oneHot(task.labels, symbols));
      expect(new Set(task.labels).size).toBe(symbols);
    }
  });

  test("fits the losses that it names", () => {
    using one = lab.rnn({ inputs: 10, hidden: 4, outputs: 8, init: "zeros" });
    const single = copyTask(lab, { samples: 30 });
    expect(one.backward(single.x, single.y, "cross-entropy").loss).toBeCloseTo(Math.log(8), 5);
    using many = lab.rnn({ inputs: 6, hidden: 4, outputs: 12, init: "zeros" });
    const several = copyTask(lab, { samples: 30, symbols: 4, length: 3 });
    expect(many.backward(several.x, several.y, "binary-cross-entropy").loss).toBeCloseTo(Math.LN2, 5);
  });
});

describe("spirals", () => {
  test("without noise they are arms that go round", () => {
    const { x, labels, y, count } = spirals(lab, { samples: 12, classes: 3, turns: 2, noise: 0, standardise: false });
    expect(count).toBe(12);
    expect(y).toEqual(oneHot(labels, 3));
    for (let row = 0; row < 12; row++) {
      expect(labels[row]).toBe(row % 3);
      const radius = (Math.floor(row / 3) + 1) / 4;
      const angle = 2 * Math.PI * (2 * radius + (row % 3) / 3);
      expect(x[2 * row]).toBeCloseTo(radius * Math.cos(angle), 6);
      expect(x[2 * row + 1]).toBeCloseTo(radius * Math.sin(angle), 6);
    }
  });

  test("standardised, with the noise that was asked for", () => {
    const { x } = spirals(lab);
    for (const column of [0, 1]) {
      const values = Array.from({ length: 400 }, (_, row) => x[2 * row + column]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / 400;
      expect(mean).toBeCloseTo(0, 6);
      expect(Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 400)).toBeCloseTo(1, 6);
    }
    const clean = spirals(lab, { samples: 20_000, noise: 0, standardise: false });
    const noisy = spirals(lab, { samples: 20_000, noise: 0.3, standardise: false });
    const squares = noisy.x.reduce((sum, value, index) => sum + (value - clean.x[index]!) ** 2, 0);
    expect(Math.sqrt(squares / noisy.x.length)).toBeCloseTo(0.3, 2);
  });
});

describe.each([
  ["adding problem", addingProblem],
  ["temporal order", temporalOrder],
  ["copy task", copyTask],
] as const)("%s", (_, make) => {
  test("the options alone decide, and a sample does not depend on how many there are", () => {
    expect(make(lab, { samples: 20, seed: 3 })).toEqual(make(lab, { samples: 20, seed: 3 }));
    expect(make(lab, { samples: 20, seed: 3 })).not.toEqual(make(lab, { samples: 20, seed: 4 }));
    const few = make(lab, { samples: 5, seed: 3 });
    const many = make(lab, { samples: 50, seed: 3 });
    for (let row = 0; row < 5; row++) expect(steps(few, row)).toEqual(steps(many, row));
    expect(few.y).toEqual(many.y.subarray(0, few.y.length));
  });
});

test.each<[string, () => unknown, string]>([
  ["samples", () => addingProblem(lab, { samples: 0 }), "samples: expected an integer from 1 to 1000000, but got 0"],
  ["time", () => addingProblem(lab, { time: 1 }), "time: expected an integer from 2"],
  ["time of the order", () => temporalOrder(lab, { time: 2 }), "time: expected an integer from 3"],
  ["seed", () => temporalOrder(lab, { seed: -1 }), "seed"],
  ["too much", () => temporalOrder(lab, { samples: 1e6, time: 1000 }), "samples: expected at most 2^28 numbers"],
  ["an option", () => addingProblem(lab, { length: 5 } as object), "options.length"],
  ["symbols", () => copyTask(lab, { symbols: 1 }), "symbols: expected an integer from 2 to 255"],
  ["length", () => copyTask(lab, { length: 0 }), "length"],
  ["lag", () => copyTask(lab, { lag: -1 }), "lag: expected an integer from 0"],
  ["too long", () => copyTask(lab, { lag: 2 ** 27 }), "samples: expected at most 2^28 numbers"],
  ["classes", () => spirals(lab, { classes: 1 }), "classes"],
  ["turns", () => spirals(lab, { turns: Number.NaN }), "turns: expected a number from 0 to 100, but got NaN"],
  ["noise", () => spirals(lab, { noise: -1 }), "noise"],
  ["lab", () => addingProblem({} as never), "lab"],
])("a bad argument is named: %s", (_, action, message) => {
  expect(action).toThrow(GradiometerError);
  expect(action).toThrow(message);
});
