import { type Gradiometer, load, type Mlp, type Optimizer } from "gradiometer";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LossKind } from "../../assembly/abi.js";
import { Kernels, lcg } from "../support/kernels.js";
import { binaryCrossEntropy, crossEntropy, type Expected, ulps } from "../support/losses.js";

const TAILS = [10, 15, 17, 20, 50, 100].flatMap((o) => [o, -o]);
const SIZES = [1, 2, 3, 4, 5, 17];
const ROUNDING = 2 ** -24;

const kernels = new Kernels();
beforeEach(() => {
  kernels.reset();
});

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

/** Loss and gradients of rows of n, by the float32 kernel and by its float64 twin. */
function measure(kind: LossKind, n: number, output: ArrayLike<number>, target: ArrayLike<number>) {
  const { wasm } = kernels;
  const [o, y] = [kernels.floats(output), kernels.floats(target)];
  const gradient = kernels.floats(new Float32Array(output.length));
  const double = kernels.doubles(output.length);
  const batch = output.length / n;
  const loss = wasm.loss(kind, batch, n, o.at, y.at, gradient.at);
  const loss64 = wasm.loss64(kind, batch, n, o.at, y.at, double.at);
  expect(o.intact && y.intact && gradient.intact).toBe(true);
  return { loss, gradient: Array.from(gradient.view), loss64, gradient64: Array.from(double.view) };
}

/** A row that is all of the batch. */
const row = (kind: LossKind, output: readonly number[], target: readonly number[]) =>
  measure(kind, output.length, output, target);

/** Rounded to float32, as the kernels get it. */
const rounded = (values: readonly number[]) => values.map(Math.fround);

/** Holds a row's loss and gradient to so many ulp of float32, and the twin's to 1e-14. */
function expectWithin(limit: number, name: string, found: ReturnType<typeof row>, expected: Expected): void {
  expect(ulps(found.loss, expected.loss), `loss of ${name}`).toBeLessThanOrEqual(limit);
  expect(Math.abs(found.loss64 - expected.loss), `loss of ${name} in float64`).toBeLessThanOrEqual(
    1e-14 * expected.loss,
  );
  expected.gradient.forEach((exact, j) => {
    const [single = NaN, double = NaN] = [found.gradient[j], found.gradient64[j]];
    expect(ulps(single, exact), `gradient ${j} of ${name}`).toBeLessThanOrEqual(limit);
    expect(Math.abs(double - exact), `gradient ${j} of ${name} in float64`).toBeLessThanOrEqual(
      1e-14 * Math.abs(exact),
    );
  });
}

describe("the binary cross-entropy keeps its digits", () => {
  it.each([0, 1])("on both sides, target %d: within 2 ulp", (y) => {
    for (const o of TAILS) {
      kernels.reset();
      expectWithin(2, `${o}, ${y}`, row(LossKind.BinaryCrossEntropy, [o], [y]), binaryCrossEntropy(o, y));
    }
  });

  it("everywhere between −104 and 104: within 2 ulp", () => {
    const { real } = lcg(3);
    for (let i = 0; i < 5_000; i++) {
      kernels.reset();
      const o = Math.fround(104 * real() * Math.abs(real()));
      const y = i % 2;
      expectWithin(2, `${o}, ${y}`, row(LossKind.BinaryCrossEntropy, [o], [y]), binaryCrossEntropy(o, y));
    }
  });

  it("with soft targets: to the rounding of what is subtracted", () => {
    const { real } = lcg(4);
    for (let i = 0; i < 5_000; i++) {
      kernels.reset();
      const o = Math.fround(30 * real());
      const y = Math.fround(i % 3 === 0 ? 10 ** (-8 * Math.abs(real())) : Math.abs(real()));
      const found = row(LossKind.BinaryCrossEntropy, [o], [y]);
      const exact = binaryCrossEntropy(o, y);
      const [gradient = NaN, scale = NaN] = [exact.gradient[0], exact.scale[0]];
      expect(Math.abs((found.gradient[0] ?? NaN) - gradient), `${o}, ${y}`).toBeLessThan(4 * ROUNDING * scale);
      expect(ulps(found.loss, exact.loss), `loss of ${o}, ${y}`).toBeLessThanOrEqual(2);
    }
  });
});

describe("the cross-entropy keeps its digits", () => {
  it.each([
    ["first", [1, 0]],
    ["second", [0, 1]],
  ] as const)("on both sides, the %s class right: within 2 ulp", (_, y) => {
    for (const o of TAILS) {
      for (const output of [
        [o, 0],
        [0, o],
        [o / 2, -o / 2],
        [o + 3, 3],
      ]) {
        kernels.reset();
        expectWithin(2, `[${output.join()}]`, row(LossKind.CrossEntropy, output, y), crossEntropy(output, y));
      }
    }
  });

  it("of outputs whose difference is no float32: within 2 ulp", () => {
    const { real } = lcg(5);
    for (let i = 0; i < 5_000; i++) {
      kernels.reset();
      const output = rounded([45 * real(), 45 * real()]);
      const y = i % 2 ? [1, 0] : [0, 1];
      expectWithin(2, `[${output.join()}]`, row(LossKind.CrossEntropy, output, y), crossEntropy(output, y));
    }
  });

  it.each(SIZES)("of %d outputs, one of them right: within a rounding for each term", (n) => {
    const { real, integer } = lcg(n);
    for (let i = 0; i < 1_000; i++) {
      kernels.reset();
      const output = rounded(Array.from({ length: n }, () => 25 * real()));
      const right = Math.abs(integer(n - 1));
      const y = Array.from({ length: n }, (_, j) => Number(j === right));
      expectWithin(2 + n / 4, `[${output.join()}]`, row(LossKind.CrossEntropy, output, y), crossEntropy(output, y));
    }
  });

  it.each(SIZES)("of %d outputs with soft targets: to the rounding of what is subtracted", (n) => {
    const { real } = lcg(n);
    for (let i = 0; i < 1_000; i++) {
      kernels.reset();
      const output = rounded(Array.from({ length: n }, () => 12 * real()));
      const parts = Array.from({ length: n }, () => Math.abs(real()) ** (i % 8));
      const total = parts.reduce((a, b) => a + b, 0) * (1 + 9e-4 * real());
      const y = rounded(parts.map((part) => part / total));
      const found = row(LossKind.CrossEntropy, output, y);
      const exact = crossEntropy(output, y);
      exact.gradient.forEach((gradient, j) => {
        const bound = (6 + n) * ROUNDING * (exact.scale[j] ?? NaN);
        expect(Math.abs((found.gradient[j] ?? NaN) - gradient), `[${output.join()}], ${j}`).toBeLessThanOrEqual(bound);
        expect(Math.abs((found.gradient64[j] ?? NaN) - gradient)).toBeLessThanOrEqual(1e-14 * (exact.scale[j] ?? NaN));
      });
      expect(Math.abs(found.loss - exact.loss)).toBeLessThanOrEqual((4 + n) * ROUNDING * exact.loss);
    }
  });

  it("of 1,000 outputs, the others far below: their sum keeps its digits", () => {
    const { real } = lcg(8);
    const output = rounded(Array.from({ length: 1000 }, () => 3 * real()));
    output[300] = 24;
    const y = output.map((_, j) => Number(j === 300));
    const exact = crossEntropy(output, y);
    const found = row(LossKind.CrossEntropy, output, y);
    expect(Math.abs(found.loss / exact.loss - 1)).toBeLessThan(1e-6);
    expect(Math.abs((found.gradient[300] ?? NaN) / (exact.gradient[300] ?? NaN) - 1)).toBeLessThan(1e-6);
  });

  it("of equal outputs, however many are the largest", () => {
    for (let n = 1; n <= 17; n++) {
      for (let equal = 1; equal <= n; equal++) {
        kernels.reset();
        const output = Array.from({ length: n }, (_, j) => (j < equal ? 4 : -20));
        const y = Array.from({ length: n }, (_, j) => Number(j === 0));
        expectWithin(2, `${equal} of ${n}`, row(LossKind.CrossEntropy, output, y), crossEntropy(output, y));
      }
    }
  });
});

describe("rows and sizes", () => {
  const losses = [LossKind.CrossEntropy, LossKind.BinaryCrossEntropy, LossKind.MeanSquaredError] as const;

  it.each(losses)(
    "kind %d: a row's gradient does not depend on the rows beside it, nothing is read or written outside",
    (kind) => {
      for (const n of SIZES) {
        for (let batch = 1; batch <= 9; batch++) {
          kernels.reset();
          const { real } = lcg(100 * n + batch);
          const output = rounded(Array.from({ length: batch * n }, () => 20 * real()));
          const target = output.map((_, i) => Number(i % n === Math.floor(i / n) % n));
          const all = measure(kind, n, output, target);
          let loss = 0;
          for (let i = 0; i < batch; i++) {
            const place = [i * n, i * n + n] as const;
            const alone = measure(kind, n, output.slice(...place), target.slice(...place));
            const share = Math.fround(1 / batch);
            all.gradient.slice(...place).forEach((gradient, j) => {
              const exact = (alone.gradient64[j] ?? NaN) / batch;
              expect(ulps(gradient, exact), `${n} × ${batch}, row ${i}`).toBeLessThanOrEqual(4 + n / 4);
              if (kind === LossKind.CrossEntropy)
                expect(gradient).toBe(Math.fround(share * (alone.gradient[j] ?? NaN)));
            });
            all.gradient64.slice(...place).forEach((gradient, j) => {
              const exact = (alone.gradient64[j] ?? NaN) / batch;
              expect(Math.abs(gradient - exact)).toBeLessThanOrEqual(1e-15 * Math.abs(exact));
            });
            loss += alone.loss64 / batch;
          }
          expect(Math.abs(all.loss - loss)).toBeLessThanOrEqual(1e-6 * loss);
          expect(Math.abs(all.loss64 - loss)).toBeLessThanOrEqual(1e-14 * loss);
        }
      }
    },
  );
});

describe("extremes", () => {
  it("loss and gradient are finite for outputs up to 3e38", () => {
    for (const o of [3e38, -3e38, 1e30, -1e30, 1e-38, -1e-45, 0, -0]) {
      for (const y of [0, 1, 0.25]) {
        kernels.reset();
        const found = row(LossKind.BinaryCrossEntropy, [o], [y]);
        const exact = binaryCrossEntropy(Math.fround(o), y);
        expect(ulps(found.loss, exact.loss), `loss of ${o}, ${y}`).toBeLessThanOrEqual(2);
        expect(ulps(found.gradient[0] ?? NaN, exact.gradient[0] ?? NaN), `${o}, ${y}`).toBeLessThanOrEqual(2);
      }
    }
    for (const output of [
      [3e38, 3e38],
      [3e38, 0],
      [-3e38, 0],
      [-3e38, -3e38],
      [3e38, -3e38],
      [1e-45, -1e-45],
    ]) {
      kernels.reset();
      const y = [Number((output[0] ?? 0) >= (output[1] ?? 0)), Number((output[0] ?? 0) < (output[1] ?? 0))];
      expectWithin(2, output.join(), row(LossKind.CrossEntropy, output, y), crossEntropy(output, y));
    }
  });

  it("NaN stays NaN", () => {
    for (const [kind, output] of [
      [LossKind.BinaryCrossEntropy, [NaN]],
      [LossKind.CrossEntropy, [NaN, 1]],
      [LossKind.CrossEntropy, [1, NaN]],
      [LossKind.CrossEntropy, [1, Infinity]],
    ] as const) {
      kernels.reset();
      const found = row(kind, output, output.length === 1 ? [1] : [1, 0]);
      expect([found.loss, found.loss64, ...found.gradient, ...found.gradient64].every(Number.isNaN)).toBe(true);
    }
  });
});

describe("the gradient of each loss in float64", () => {
  it.each([LossKind.SumSquaredError, LossKind.MeanSquaredError, LossKind.CrossEntropy, LossKind.BinaryCrossEntropy])(
    "kind %d is the slope of the loss, by central differences",
    (kind) => {
      const { real } = lcg(kind + 1);
      const [batch, n] = [3, 4];
      const output = rounded(Array.from({ length: batch * n }, () => 3 * real()));
      const target = Array.from({ length: batch * n }, (_, i) => [0.5, 0.25, 0.125, 0.125][i % 4] ?? NaN);
      const { gradient64, gradient } = measure(kind, n, output, target);
      output.forEach((value, i) => {
        const moved = (step: number) => output.map((old, j) => (j === i ? Math.fround(value + step) : old));
        const at = (step: number) => measure(kind, n, moved(step), target).loss64;
        const step = 2 ** -9;
        const slope = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
        expect(Math.abs((gradient64[i] ?? NaN) - slope)).toBeLessThan(1e-8);
        expect(Math.abs((gradient[i] ?? NaN) - slope)).toBeLessThan(1e-6);
        kernels.reset();
      });
    },
  );
});

describe("in a network", () => {
  /** One weight, no bias: the output is w x. */
  const oneWeight = (w: number) => {
    const network = lab.mlp({ sizes: [1, 1], activation: "linear", output: "linear", bias: false });
    network.setParameters({ "layers.0.weight": [w] });
    return network;
  };

  it("a confident output keeps a gradient", () => {
    using binary = oneWeight(1);
    const { loss, gradients, input } = binary.backward([20], [1], "binary-cross-entropy");
    expect(Math.abs(loss / 2.0611537e-9 - 1)).toBeLessThan(1e-7);
    expect(input[0]).toBe(Math.fround(-2.0611536e-9));
    expect(gradients[0]?.values[0]).toBe(Math.fround(20 * (input[0] ?? NaN)));

    using softmax = lab.mlp({ sizes: [2, 2], activation: "linear", bias: false });
    softmax.setParameters({ "layers.0.weight": [1, 0, 0, 1] });
    const result = softmax.backward([[17, 0]], [[1, 0]], "cross-entropy");
    expect(Math.abs(result.loss / 4.13994e-8 - 1)).toBeLessThan(1e-6);
    expect(result.input[0]).toBe(-(result.input[1] ?? NaN));
  });

  /** With σ(o) − y in float32 one side stands still at 17 while the other goes on to −100. */
  it.each<[string, Optimizer]>([
    ["sign-sgd", { kind: "sign-sgd", learningRate: 0.5 }],
    ["rprop", { kind: "rprop", initialStep: 0.5, maxStep: 0.5 }],
  ])("mirror images train alike under %s, step for step", (_, optimizer) => {
    using up = oneWeight(0);
    using down = oneWeight(0);
    const training = { loss: "binary-cross-entropy", optimizer } as const;
    const [upwards, downwards] = [up.trainer(training), down.trainer(training)];
    const weightOf = (network: Mlp) => network.parameters()[0]?.values[0] ?? NaN;
    for (let step = 1; step <= 200; step++) {
      expect(upwards.step([1], [1])).toBe(downwards.step([1], [0]));
      expect(weightOf(up)).toBe(-weightOf(down));
    }
    expect(weightOf(up)).toBe(100);
  });

  it.each<[string, Optimizer]>([
    ["sign-sgd", { kind: "sign-sgd", learningRate: 0.5 }],
    ["rprop", { kind: "rprop", initialStep: 0.5, maxStep: 0.5 }],
  ])("the two classes of a softmax train alike under %s", (_, optimizer) => {
    const network = () => {
      const made = lab.mlp({ sizes: [1, 2], activation: "linear", bias: false });
      made.setParameters({ "layers.0.weight": [0, 0] });
      return made;
    };
    using first = network();
    using second = network();
    const training = { loss: "cross-entropy", optimizer } as const;
    const [one, other] = [first.trainer(training), second.trainer(training)];
    const weightsOf = (net: Mlp) => Array.from(net.parameters()[0]?.values ?? []);
    for (let step = 1; step <= 100; step++) {
      expect(one.step([1], [[1, 0]])).toBe(other.step([1], [[0, 1]]));
      expect(weightsOf(first)).toEqual(weightsOf(second).reverse());
    }
    expect(weightsOf(first)).toEqual([50, -50]);
  });
});
