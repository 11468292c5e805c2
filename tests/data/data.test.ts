import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { GradiometerError, load } from "gradiometer";
import { accuracy, digits, type LabelledRows, oneHot, standardise, takeRows, twoMoons } from "gradiometer/data";
import { describe, expect, test } from "vitest";

const lab = await load();
const csv = gunzipSync(readFileSync(new URL("../../sdk/data/digits.csv.gz", import.meta.url)));

/** An image as its line of the file, so that images can be compared and counted. */
function lines({ x, labels, count }: LabelledRows): string[] {
  return Array.from({ length: count }, (_, row) =>
    [...x.subarray(64 * row, 64 * row + 64).map((value) => value * 16), labels[row]].join(","),
  );
}

const bytes = ({ x, y, labels }: LabelledRows) =>
  [x, y, labels].map((part) => Buffer.from(part.buffer).toString("base64"));

function errorOf(action: () => unknown): GradiometerError {
  try {
    action();
  } catch (error) {
    if (error instanceof GradiometerError) return error;
    throw error;
  }
  throw new Error("expected an error");
}

describe("digits", () => {
  test("the file is the one that was published", () => {
    const hash = createHash("sha256").update(csv).digest("hex");
    expect(hash).toBe("6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8");
  });

  test("train and test together are the file, image for image", async () => {
    const { train, test: held } = await digits(lab);
    expect([train.count, held.count]).toEqual([1438, 359]);
    const all = [...lines(train), ...lines(held)].sort();
    expect(all).toEqual(csv.toString("utf8").trimEnd().split("\n").sort());
    expect(new Set(all).size).toBe(1797); // no image twice, so the two halves share none
  });

  test("classes, and the first image of the file", async () => {
    const { train, test: held } = await digits(lab, { test: 0 });
    expect([train.count, held.count, held.x.length]).toEqual([1797, 0, 0]);
    const counts = new Array<number>(10).fill(0);
    for (const label of train.labels) counts[label]!++;
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    const first = lines(train).indexOf(csv.toString("utf8").split("\n", 1)[0]!);
    expect(train.labels[first]).toBe(0);
    expect([...train.x.subarray(64 * first, 64 * first + 8)]).toEqual([0, 0, 5 / 16, 13 / 16, 9 / 16, 1 / 16, 0, 0]);
    expect([...train.y.subarray(10 * first, 10 * first + 10)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test("the seed alone decides the split", async () => {
    const again = await digits(lab, { seed: 7 });
    expect(bytes((await digits(lab, { seed: 7 })).train)).toEqual(bytes(again.train));
    expect(bytes((await digits(lab, { seed: 8 })).train)).not.toEqual(bytes(again.train));
    expect((await digits(lab, { test: 0.5 })).test.count).toBe(899);
    expect((await digits(lab, { test: 0.99999 })).train.count).toBe(1);
  });

  test("says whose they are", async () => {
    expect((await digits(lab)).attribution).toMatch(/Alpaydin.*Kaynak.*UCI.*1998.*CC BY 4\.0/);
  });
});

describe("two moons", () => {
  test("standardised: mean 0, standard deviation 1, both classes alike in number", () => {
    const { x, y, labels, count } = twoMoons(lab);
    expect(count).toBe(400);
    for (const column of [0, 1]) {
      const values = Array.from({ length: count }, (_, row) => x[2 * row + column]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / count;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
      expect(mean).toBeCloseTo(0, 6);
      expect(Math.sqrt(variance)).toBeCloseTo(1, 6);
    }
    expect(labels.reduce((sum, label) => sum + label, 0)).toBe(200);
    expect(y).toEqual(oneHot(labels, 2));
  });

  test("without noise they are two half circles", () => {
    const { x, labels } = twoMoons(lab, { samples: 11, noise: 0, standardise: false });
    for (let row = 0; row < 11; row++) {
      const [size, t] = labels[row] === 0 ? [6, row / 2] : [5, (row - 1) / 2];
      const angle = (Math.PI * t) / (size - 1);
      const [across, up] =
        labels[row] === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
      expect(x[2 * row]).toBeCloseTo(across, 6);
      expect(x[2 * row + 1]).toBeCloseTo(up, 6);
    }
  });

  test("noise has the standard deviation that was asked for", () => {
    const clean = twoMoons(lab, { samples: 20_000, noise: 0, standardise: false });
    const noisy = twoMoons(lab, { samples: 20_000, noise: 0.3, standardise: false });
    const squares = noisy.x.reduce((sum, value, index) => sum + (value - clean.x[index]!) ** 2, 0);
    expect(Math.sqrt(squares / noisy.x.length)).toBeCloseTo(0.3, 2);
  });

  test("the options alone decide", () => {
    expect(bytes(twoMoons(lab, { seed: 3 }))).toEqual(bytes(twoMoons(lab, { seed: 3 })));
    expect(bytes(twoMoons(lab, { seed: 3 }))).not.toEqual(bytes(twoMoons(lab, { seed: 4 })));
  });
});

describe("rows", () => {
  test("standardise leaves its argument alone and a constant column at 0", () => {
    const values = Float32Array.of(1, 5, 3, 5);
    expect([...standardise(values, 2)]).toEqual([-1, 0, 1, 0]);
    expect([...values]).toEqual([1, 5, 3, 5]);
  });

  test("accuracy counts largest outputs, the first of equal ones, and never a NaN", () => {
    expect(accuracy([0, 1, 1, 0, 2, 2, NaN, 1], [1, 0, 0, 1])).toBe(0.75);
  });

  test("takeRows copies in order", () => {
    expect([...takeRows(Float32Array.of(1, 2, 3, 4, 5, 6), 2, [2, 0])]).toEqual([5, 6, 1, 2]);
  });
});

test.each([
  [{ seed: -1 }, "seed: expected an integer ≥ 0, but got -1"],
  [{ test: 1 }, "test: expected a number with 0 ≤ test < 1, but got 1"],
  [{ tset: 0.2 }, "tset"],
])("digits name a bad option: %o", async (options, message) => {
  const error = (await digits(lab, options as object).catch((caught: unknown) => caught)) as GradiometerError;
  expect(error.code).toBe("BAD_OPTION");
  expect(error.message).toContain(message);
});

test.each([
  [
    "samples",
    () => twoMoons(lab, { samples: 2.5 }),
    "BAD_OPTION",
    "samples: expected an integer from 2 to 1000000, but got 2.5",
  ],
  ["noise", () => twoMoons(lab, { noise: NaN }), "BAD_OPTION", "noise: expected a number from 0 to 1000, but got NaN"],
  [
    "standardise",
    () => twoMoons(lab, { standardise: 1 as never }),
    "BAD_OPTION",
    "standardise: expected true or false, but got 1",
  ],
  ["lab", () => twoMoons({} as never), "BAD_OPTION", "lab"],
  ["labels", () => oneHot([0, 3], 3), "BAD_OPTION", "labels[1]: expected an integer from 0 to 2, but got 3"],
  [
    "indices",
    () => takeRows(new Float32Array(4), 2, [2]),
    "BAD_OPTION",
    "indices[0]: expected an integer from 0 to 1, but got 2",
  ],
  ...[-1, 0.5, 2.5, NaN].map((index): [string, () => unknown, string, string] => [
    `an index of ${index}`,
    () => takeRows(new Float32Array(4), 2, [0, index]),
    "BAD_OPTION",
    `indices[1]: expected an integer from 0 to 1, but got ${index}`,
  ]),
  ["columns", () => standardise([1, 2, 3], 2), "BAD_SHAPE", "values: expected a multiple of 2 numbers, but got 3"],
  ["output", () => accuracy([1, 2, 3], [0, 1]), "BAD_SHAPE", "output"],
])("a bad argument is named: %s", (_, action, code, message) => {
  const error = errorOf(action);
  expect(error.code).toBe(code);
  expect(error.message).toContain(message);
});

test("two and three moons' points are the ends of the arcs", () => {
  const of = (samples: number) => [...twoMoons(lab, { samples, noise: 0, standardise: false }).x];
  expect(of(2)).toEqual([1, 0, 0, 0.5]);
  const [x0, y0, x1, y1, x2, y2] = of(3);
  expect([x0, y0, x1, y1, x2]).toEqual([1, 0, 0, 0.5, -1]);
  expect(Math.abs(y2!)).toBeLessThan(1e-7);
});
