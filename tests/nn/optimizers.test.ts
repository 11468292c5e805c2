import { type Gradiometer, load, type Optimizer, type TrainerConfig } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { lcg } from "../support/kernels.js";
import { largestDifference, relativeError } from "../support/oracle.js";
import { rateAt, recurrence } from "../support/recurrence.js";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

const SIZES = [4, 6, 6, 3];
const { real } = lcg(11);
const X = Float32Array.from({ length: 40 }, real);
const Y = Float32Array.from({ length: 30 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 1 : 0));

/** Every kind of update, with the options that change its course. */
const OPTIMIZERS: readonly Optimizer[] = [
  { kind: "sgd", learningRate: 0.1 },
  { kind: "sgd", learningRate: { start: 0.1, decay: 0.99 }, momentum: 0.9, nesterov: true, weightDecay: 0.01 },
  { kind: "sign-sgd", learningRate: { start: 0.01, decay: 0.995 } },
  { kind: "sign-sgd", learningRate: 0.003, momentum: 0.9 },
  { kind: "rprop" },
  { kind: "rprop", form: "rprop+", initialStep: 0.003, maxStep: 0.05 },
  { kind: "rprop", form: "rprop-", etaMinus: 0.7, etaPlus: 1.05, minStep: 1e-4 },
  { kind: "adam", learningRate: 0.01 },
  { kind: "adam", learningRate: { start: 0.03, decay: 0.99 }, beta1: 0.5, beta2: 0.9, epsilon: 1e-4, weightDecay: 0.1 },
  { kind: "adam", learningRate: 0.001, beta1: 0, beta2: 0 },
  { kind: "rmsprop", learningRate: 0.003 },
  { kind: "rmsprop", learningRate: { start: 0.01, decay: 0.999 }, alpha: 0.9, epsilon: 1e-3 },
];

const training = (optimizer: Optimizer): TrainerConfig => ({ loss: "cross-entropy", optimizer });

describe("300 steps in float32 against the recurrence in float64, driven by the same gradients", () => {
  const STEPS = 300;
  it.each(OPTIMIZERS)("%j", (optimizer) => {
    using network = lab.mlp({ sizes: SIZES, seed: 1 });
    const trainer = network.trainer(training(optimizer));
    const start = network.parameters();
    const course = start.map(({ values }) => Array.from(values, (p) => ({ p, next: recurrence(optimizer) })));
    for (let t = 0; t < STEPS; t++) {
      const { gradients } = network.backward(X, Y, "cross-entropy");
      trainer.step(X, Y);
      gradients.forEach(({ values }, k) => {
        course[k]?.forEach((entry, i) => {
          entry.p = entry.next(entry.p, values[i] ?? Number.NaN, t);
        });
      });
    }
    network.parameters().forEach(({ name, values }, k) => {
      const expected = course[k]?.map(({ p }) => p) ?? [];
      // In each step p is rounded by at most 2⁻²⁴ of itself, and the errors of all increments are allowed as much.
      expect(relativeError(values, expected), name).toBeLessThan(2 * STEPS * 2 ** -24);
      expect(largestDifference(values, start[k]?.values ?? []), name).toBeGreaterThan(0.01);
    });
  });
});

/** A linear unit without bias; its gradient is −2 (y − w·x) x, at w = 0 −2 y x. */
function unit(inputs: number, optimizer: Optimizer, rest: Partial<TrainerConfig> = {}) {
  const network = lab.mlp({ sizes: [inputs, 1], bias: false, init: "zeros" });
  const trainer = network.trainer({ loss: "sum-squared-error", optimizer, ...rest });
  const values = () => Array.from(network.parameters()[0]?.values ?? []);
  return { network, trainer, values };
}

describe("rprop on f = x²/2 from x = 1 with a first step of .1", () => {
  // prettier-ignore
  const TRACES = {
    "rprop+": [1, 0.9, 0.78, 0.636, 0.4632, 0.25584, 0.007008, -0.2915904, 0.007008, -0.1422912, 0.007008, -0.0676416, 0.007008],
    "rprop-": [1, 0.9, 0.78, 0.636, 0.4632, 0.25584, 0.007008, -0.2915904, -0.1422912, 0.03686784, -0.05271168, -0.00792192, 0.045825792],
    "irprop-": [1, 0.9, 0.78, 0.636, 0.4632, 0.25584, 0.007008, -0.2915904, -0.2915904, -0.1422912, 0.03686784, 0.03686784, -0.05271168],
  } as const;
  it.each(["rprop+", "rprop-", "irprop-"] as const)("%s", (form) => {
    using network = lab.mlp({ sizes: [1, 1], bias: false });
    network.setParameters({ "layers.0.weight": [1] });
    const trainer = network.trainer({
      loss: "mean-squared-error",
      optimizer: { kind: "rprop", form, initialStep: 0.1 },
    });
    // Over the rows x = 1 and x = 0 the mean of (w x − 0)² is w²/2.
    for (const expected of TRACES[form]) {
      expect(Math.abs((network.parameters()[0]?.values[0] ?? Number.NaN) - expected)).toBeLessThan(1e-6);
      trainer.step([1, 0], [0, 0]);
    }
  });

  it("needs no large gradients: it moves a weight as fast where they are 1e-30", () => {
    const course = (scale: number) => {
      using network = lab.mlp({ sizes: [1, 1], bias: false, init: "zeros" });
      const trainer = network.trainer({ loss: "sum-squared-error", optimizer: { kind: "rprop" } });
      for (let i = 0; i < 10; i++) trainer.step([scale], [1]);
      return network.parameters()[0]?.values[0];
    };
    expect(course(1e-30)).toBe(course(1e-3));
  });
});

describe("state", () => {
  it.each(OPTIMIZERS)("two halves are the whole, to the last bit of every slot: %j", (optimizer) => {
    using whole = lab.mlp({ sizes: SIZES, seed: 1 });
    const through = whole.trainer(training(optimizer));
    for (let i = 0; i < 40; i++) through.step(X, Y);
    for (const half of [0, 1, 17]) {
      using first = lab.mlp({ sizes: SIZES, seed: 1 });
      const begun = first.trainer(training(optimizer));
      for (let i = 0; i < half; i++) begun.step(X, Y);
      const { network, trainer } = lab.restore(structuredClone(begun.state()));
      for (let i = half; i < 40; i++) trainer.step(X, Y);
      expect(network.hash()).toBe(whole.hash());
      expect(trainer.state()).toEqual(through.state());
      network.dispose();
    }
  });

  it("has the options with every default, and the slots by name", () => {
    const described = (optimizer: Optimizer) => {
      using network = lab.mlp({ sizes: [2, 2] });
      const { training: kept, slots } = network.trainer(training(optimizer)).state();
      return { ...kept.optimizer, slots: Object.keys(slots) };
    };
    expect(described({ kind: "rprop" })).toEqual({
      kind: "rprop",
      form: "irprop-",
      initialStep: 0.01,
      etaMinus: 0.5,
      etaPlus: 1.2,
      minStep: 1e-6,
      maxStep: 50,
      slots: ["sign", "step"],
    });
    expect(described({ kind: "adam", learningRate: 0.1 })).toEqual({
      kind: "adam",
      learningRate: 0.1,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0,
      slots: ["mean", "square"],
    });
    expect(described({ kind: "rmsprop", learningRate: 0.1 })).toEqual({
      kind: "rmsprop",
      learningRate: 0.1,
      alpha: 0.99,
      epsilon: 1e-8,
      slots: ["square"],
    });
  });

  it("with more steps skipped or clipped than taken is refused", () => {
    using network = lab.mlp({ sizes: [2, 2] });
    const state = network.trainer(training({ kind: "adam", learningRate: 0.1 })).state();
    for (const name of ["skippedSteps", "clippedSteps"])
      expect(() => lab.restore({ ...state, [name]: 1 })).toThrow(`state.${name}: expected an integer from 0 to 0`);
  });
});

describe("steps that norm clipping skips", () => {
  it.each(OPTIMIZERS.filter((optimizer) => rateAt(optimizer, 1) === rateAt(optimizer, 0)))(
    "leave no trace in %j",
    (optimizer) => {
      const run = (bad: boolean) => {
        const { network, trainer, values } = unit(3, optimizer, { clip: { kind: "norm", limit: 1e30 } });
        for (let i = 0; i < 6; i++) {
          if (bad && i % 2 === 0) trainer.step([3e38, 0, 1], [1]);
          trainer.step([1, -2, 0.5], [1]);
        }
        const result = { values: values(), slots: trainer.state().slots, skipped: trainer.skippedSteps };
        network.dispose();
        return result;
      };
      const { skipped, ...kept } = run(true);
      expect(skipped).toBe(3);
      expect({ ...kept, skipped: 0 }).toEqual(run(false));
    },
  );
});

describe("gradients of −∞, 0 and −2, of NaN and ∞", () => {
  const cases: readonly [Optimizer, number[]][] = [
    [{ kind: "sgd", learningRate: 0.5 }, [Infinity, 0, 1]],
    [{ kind: "sgd", learningRate: 0.5, momentum: 0.5 }, [Infinity, 0, 1]],
    [{ kind: "sign-sgd", learningRate: 0.5 }, [0.5, 0, 0.5]],
    [{ kind: "rprop", initialStep: 0.25, form: "rprop+" }, [0.25, 0, 0.25]],
    [{ kind: "rprop", initialStep: 0.25, form: "rprop-" }, [0.25, 0, 0.25]],
    [{ kind: "rprop", initialStep: 0.25 }, [0.25, 0, 0.25]],
    [{ kind: "adam", learningRate: 0.5 }, [Number.NaN, 0, 0.5]],
    [{ kind: "rmsprop", learningRate: 0.5, alpha: 0.75 }, [Number.NaN, 0, 1]],
  ];
  it.each(cases)("%j goes to %j", (optimizer, expected) => {
    const { network, trainer, values } = unit(3, optimizer, { keepLastFinite: true });
    // 2·3e38 is beyond float32.
    trainer.step([3e38, 0, 1], [1]);
    const near = (value: number): unknown => (Number.isFinite(value) ? expect.closeTo(value, 6) : value);
    expect(values()).toEqual(expected.map(near));
    expect(trainer.firstNonFinite).toEqual({ step: 0, layer: 0, tensor: "gradient" });
    expect(trainer.lastFinite()?.steps).toBe(0);
    network.dispose();
  });

  it.each(OPTIMIZERS)("NaN makes its parameter NaN in %j", (optimizer) => {
    const { network, trainer, values } = unit(2, optimizer);
    // δ = 2·3e38 = ∞ and ∞·0 = NaN.
    trainer.step([0, 1], [-3e38]);
    expect(values()[0]).toBeNaN();
    expect(trainer.firstNonFinite?.step).toBe(0);
    network.dispose();
  });

  it.each<Optimizer>([
    { kind: "adam", learningRate: 0.5 },
    { kind: "rmsprop", learningRate: 0.5 },
  ])("a square beyond float32 stops the parameter, and is no finite state: %j", (optimizer) => {
    const { network, trainer, values } = unit(1, optimizer, { keepLastFinite: true });
    trainer.step([1], [1e20]);
    expect(values()).toEqual([0]);
    trainer.step([1], [1]);
    expect(values()).toEqual([0]);
    expect(trainer.lastFinite()?.steps).toBe(0);
    network.dispose();
  });
});

describe("options", () => {
  const bad: readonly [string, object, RegExp][] = [
    [
      "no kind",
      { kind: "adamw", learningRate: 0.1 },
      /optimizer\.kind: expected one of sgd, sign-sgd, rprop, adam, rmsprop/,
    ],
    [
      "a rate for rprop",
      { kind: "rprop", learningRate: 0.1 },
      /optimizer\.learningRate: unknown option; allowed are kind/,
    ],
    [
      "a form that is none",
      { kind: "rprop", form: "toString" },
      /optimizer\.form: expected one of rprop\+, rprop-, irprop-/,
    ],
    ["a step of zero", { kind: "rprop", initialStep: 0 }, /optimizer\.initialStep/],
    ["a step below float32", { kind: "rprop", minStep: 1e-50 }, /optimizer\.minStep/],
    [
      "bounds that cross",
      { kind: "rprop", minStep: 0.1, maxStep: 0.01 },
      /optimizer\.maxStep: expected a number ≥ minStep/,
    ],
    ["an η⁻ that does not shrink", { kind: "rprop", etaMinus: 1 }, /optimizer\.etaMinus/],
    ["an η⁺ that does not grow", { kind: "rprop", etaPlus: 1 }, /optimizer\.etaPlus/],
    ["no rate", { kind: "adam" }, /optimizer\.learningRate/],
    ["a β₁ of 1", { kind: "adam", learningRate: 0.1, beta1: 1 }, /optimizer\.beta1/],
    ["a β₂ that is 1 in float32", { kind: "adam", learningRate: 0.1, beta2: 0.99999999 }, /optimizer\.beta2/],
    ["an ε of zero", { kind: "adam", learningRate: 0.1, epsilon: 0 }, /optimizer\.epsilon/],
    ["a negative decay", { kind: "adam", learningRate: 0.1, weightDecay: -1 }, /optimizer\.weightDecay/],
    ["an α that is no number", { kind: "rmsprop", learningRate: 0.1, alpha: "0.9" }, /optimizer\.alpha/],
  ];
  it.each(bad)("refuses %s", (_, optimizer, message) => {
    using network = lab.mlp({ sizes: [2, 2] });
    const make = () => network.trainer(training(optimizer as Optimizer));
    expect(make).toThrow(message);
    expect(make).toThrow(expect.objectContaining({ code: "BAD_OPTION" }) as Error);
  });
});
