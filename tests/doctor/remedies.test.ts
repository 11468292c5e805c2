/** What each remedy makes of a case, remedy by remedy. */
import type { Optimizer } from "gradiometer";
import { describe, expect, it } from "vitest";
import { stableRate } from "../../sdk/doctor/edge.js";
import type { Observation } from "../../sdk/doctor/observation.js";
import { type Case, checkWhole } from "../../sdk/doctor/patient.js";
import { remedies, testsOf } from "../../sdk/doctor/remedies.js";

const SGD = { kind: "sgd", learningRate: 0.5 } as const;

interface Given {
  config?: object;
  optimizer?: Optimizer;
  epochs?: number;
  batch?: number;
  clip?: object;
  time?: number;
}

/** A case of eight rows, or of eight sequences where `time` is given. */
function caseOf({ config, optimizer = SGD, epochs = 20, batch, clip, time }: Given = {}): Case {
  const x = Array.from({ length: 16 * (time ?? 1) }, (_, index) => (index % 5) - 2);
  const y = Array.from({ length: 8 }, (_, index) => index % 2);
  const own = time === undefined ? { sizes: [2, 4, 4, 1] } : { inputs: 2, hidden: 4, outputs: 1 };
  return checkWhole({
    config: { ...own, ...config },
    training: {
      ...{ loss: "mean-squared-error", optimizer, epochs },
      ...(batch !== undefined && { batch }),
      ...(clip && { clip }),
    },
    data: { x: time === undefined ? x : { values: x, time }, y },
  });
}

const apply = (id: string, given: Given | Case = {}, seen: Observation | null = null): Case | null =>
  remedies.find((remedy) => remedy.id === id)!.apply("kind" in given ? given : caseOf(given), seen);
const optimizerOf = (id: string, given?: Given, seen?: Observation) =>
  apply(id, given, seen ?? null)?.training.optimizer ?? null;
const seen = (curvature: number, weights = 1) =>
  ({ curvature: { before: curvature }, weights: { before: weights } }) as unknown as Observation;

describe("the learning rate", () => {
  it.each([
    ["rate-up-10", 5],
    ["rate-up-100", 50],
    ["rate-down-10", 0.05],
    ["rate-down-100", 0.005],
  ])("%s", (id, rate) => {
    expect(optimizerOf(id)).toMatchObject({ kind: "sgd", learningRate: expect.closeTo(rate, 9) as number });
    const scheduled = { kind: "adam", learningRate: { start: 0.5, decay: 0.9 } } as const;
    expect(optimizerOf(id, { optimizer: scheduled })).toMatchObject({
      learningRate: { start: expect.closeTo(rate, 9) as number, decay: 0.9 },
    });
  });

  it("of Rprop is its first step, never above its largest", () => {
    const rprop = { kind: "rprop", initialStep: 1, maxStep: 50 } as const;
    expect(optimizerOf("rate-up-10", { optimizer: rprop })).toMatchObject({ initialStep: 10, maxStep: 50 });
    expect(optimizerOf("rate-up-100", { optimizer: rprop })).toMatchObject({ initialStep: 100, maxStep: 100 });
    expect(optimizerOf("rate-up-10", { optimizer: { kind: "rprop" } })).toMatchObject({
      initialStep: expect.closeTo(0.1, 12) as number,
    });
  });

  it("by the curvature: half of what is stable, in two digits; nothing within a tenth of the rate, or without a measure", () => {
    expect(optimizerOf("rate-by-edge", {}, seen(3))).toMatchObject({
      learningRate: expect.closeTo(0.33, 12) as number,
    });
    expect(optimizerOf("rate-by-edge", {}, seen(2.1))).toBeNull(); // 0.48
    expect(optimizerOf("rate-by-edge", {}, seen(1.7))).toMatchObject({
      learningRate: expect.closeTo(0.59, 12) as number,
    });
    expect(optimizerOf("rate-by-edge")).toBeNull();
    expect(optimizerOf("rate-by-edge", {}, seen(NaN))).toBeNull();
    expect(optimizerOf("rate-by-edge", {}, seen(0))).toBeNull();
    const adam = { kind: "adam", learningRate: 0.5 } as const;
    expect(optimizerOf("rate-by-edge", { optimizer: adam }, seen(NaN, 4))).toMatchObject({
      learningRate: expect.closeTo(0.1, 12) as number,
    });
    expect(optimizerOf("rate-by-edge", { optimizer: { kind: "rprop" } }, seen(1))).toBeNull();
    const words = remedies.find(({ id }) => id === "rate-by-edge")!;
    expect(words.change(caseOf(), seen(3))).toContain("half of what the curvature allows, 0.33");
    expect(words.change(caseOf({ optimizer: adam }), seen(3, 4))).toContain("a fortieth of the weights' size, 0.1");
  });

  it("that is stable: 2/λ, by its momentum; none for optimizers that scale their own steps", () => {
    expect(stableRate(SGD, 4)).toBe(0.5);
    expect(stableRate({ ...SGD, momentum: 0.5 }, 4)).toBe(0.75);
    expect(stableRate({ ...SGD, momentum: 0.5, nesterov: true }, 4)).toBe(0.375);
    for (const kind of ["adam", "sign-sgd", "rmsprop"] as const)
      expect(stableRate({ kind, learningRate: 1 }, 4)).toBeNaN();
  });
});

describe("another optimizer", () => {
  it("keeps a schedule, and is none where it is there already", () => {
    expect(optimizerOf("adam")).toMatchObject({ kind: "adam", learningRate: 0.01 });
    expect(optimizerOf("adam", { optimizer: { ...SGD, learningRate: { start: 1, decay: 0.9 } } })).toMatchObject({
      learningRate: { start: 0.01, decay: 0.9 },
    });
    expect(optimizerOf("adam", { optimizer: { kind: "adam", learningRate: 1 } })).toBeNull();
    expect(optimizerOf("sign-sgd")).toMatchObject({ kind: "sign-sgd", learningRate: { start: 0.01, decay: 0.995 } });
    expect(optimizerOf("sign-sgd", { optimizer: { ...SGD, learningRate: { start: 1, decay: 0.9 } } })).toMatchObject({
      learningRate: { start: 0.01, decay: 0.9 },
    });
    expect(optimizerOf("sign-sgd", { optimizer: { kind: "rprop" } })).toMatchObject({
      learningRate: { start: 0.01, decay: 0.995 },
    });
    expect(optimizerOf("rprop")).toMatchObject({ kind: "rprop", initialStep: 0.001 });
  });

  it("keeps the weight decay, or is not tried", () => {
    const optimizer = { ...SGD, weightDecay: 0.1 };
    expect(optimizerOf("adam", { optimizer })).toMatchObject({ kind: "adam", weightDecay: 0.1 });
    expect(optimizerOf("sign-sgd", { optimizer })).toBeNull();
    expect(optimizerOf("rprop", { optimizer })).toBeNull();
  });

  it("Rprop takes whole batches alone; momentum is for plain descent without it", () => {
    expect(optimizerOf("rprop", { batch: 7 })).toBeNull();
    expect(optimizerOf("rprop", { batch: 8 })).not.toBeNull();
    expect(optimizerOf("momentum")).toMatchObject({ kind: "sgd", learningRate: 0.5, momentum: 0.9 });
    expect(optimizerOf("momentum", { optimizer: { ...SGD, momentum: 0.1 } })).toBeNull();
    expect(optimizerOf("momentum", { optimizer: { kind: "adam", learningRate: 1 } })).toBeNull();
  });

  it("the gradient is clipped to norm 1 unless it is clipped by its norm", () => {
    expect(apply("clip-norm")!.training.clip).toEqual({ kind: "norm", limit: 1 });
    expect(apply("clip-norm", { clip: { kind: "value", limit: 1 } })!.training.clip).toEqual({
      kind: "norm",
      limit: 1,
    });
    expect(apply("clip-norm", { clip: { kind: "norm", limit: 5 } })).toBeNull();
  });
});

describe("weight decay", () => {
  const decayed = { optimizer: { ...SGD, weightDecay: 0.2 } };
  it("is taken away or made a thousandth, where there is some", () => {
    expect(optimizerOf("no-decay", decayed)).toMatchObject({ weightDecay: 0 });
    expect(optimizerOf("less-decay", decayed)).toMatchObject({ weightDecay: expect.closeTo(0.0002, 12) as number });
    expect(optimizerOf("no-decay")).toBeNull();
    expect(optimizerOf("less-decay")).toBeNull();
  });

  it("is added so that a weight falls by e in a tenth of the training, where there is none", () => {
    // 10/(0.5 · 20 epochs · 1 step), and with 2 steps per epoch.
    expect(optimizerOf("add-decay")).toMatchObject({ weightDecay: 1 });
    expect(optimizerOf("add-decay", { batch: 4 })).toMatchObject({ weightDecay: 0.5 });
    expect(optimizerOf("add-decay", { epochs: 60 })).toMatchObject({ weightDecay: 0.33 });
    expect(optimizerOf("add-decay", decayed)).toBeNull();
    expect(optimizerOf("add-decay", { optimizer: { kind: "rprop" } })).toBeNull();
    expect(optimizerOf("add-decay", { optimizer: { kind: "sign-sgd", learningRate: 1 } })).toBeNull();
    expect(optimizerOf("add-decay", { optimizer: { kind: "adam", learningRate: 0.5 } })).toMatchObject({
      weightDecay: 1,
    });
  });
});

it("longer and shorter trainings", () => {
  expect(apply("longer")!.epochs).toBe(60);
  expect(apply("ten-times-longer")!.epochs).toBe(200);
  expect(apply("shorter")!.epochs).toBe(2);
  expect(apply("shorter", { epochs: 9 })!.epochs).toBe(1);
  expect(apply("shorter", { epochs: 1 })).toBeNull();
  const { change } = remedies.find(({ id }) => id === "shorter")!;
  expect(change(caseOf({ epochs: 29 }), null)).toBe("stop after a tenth of the epochs, 2");
});

describe("the network", () => {
  const sizesOf = (id: string, sizes: number[]) => (apply(id, { config: { sizes } })?.config as { sizes: number[] } | undefined)?.sizes; // prettier-ignore

  it("is made four times as wide, 32 units at least and 512 at most", () => {
    expect(sizesOf("wider", [2, 4, 4, 1])).toEqual([2, 32, 32, 1]);
    expect(sizesOf("wider", [2, 20, 1])).toEqual([2, 80, 1]);
    expect(sizesOf("wider", [2, 511, 20, 1])).toEqual([2, 512, 80, 1]);
    expect(sizesOf("wider", [2, 512, 20, 1])).toBeUndefined();
    expect(sizesOf("wider", [2, 1])).toBeUndefined();
    const hidden = (units: number, outputs: number | undefined = 1) =>
      (apply("wider", { time: 2, config: { hidden: units, outputs } })?.config as { hidden: number } | undefined)?.hidden; // prettier-ignore
    expect(hidden(4)).toBe(32);
    expect(hidden(127)).toBe(508);
    expect(hidden(128)).toBeUndefined();
  });

  it("gets another hidden layer, of 16 units or as wide as its widest", () => {
    expect(sizesOf("hidden-layer", [2, 1])).toEqual([2, 16, 1]);
    expect(sizesOf("hidden-layer", [2, 20, 4, 1])).toEqual([2, 20, 4, 20, 1]);
    expect(apply("hidden-layer", { time: 2 })).toBeNull();
  });

  it("gets a norm, where it has hidden layers and none", () => {
    expect(apply("batch-norm")!.config).toMatchObject({ norm: "batch" });
    expect(apply("layer-norm")!.config).toMatchObject({ norm: "layer" });
    expect(apply("batch-norm", { config: { norm: "layer" } })).toBeNull();
    expect(apply("batch-norm", { config: { sizes: [2, 1] } })).toBeNull();
    expect(apply("batch-norm", { time: 2 })).toBeNull();
  });

  it("gets skips where two hidden layers are alike", () => {
    expect(apply("scaled-skips")!.config).toMatchObject({ skip: "scaled" });
    expect(apply("scaled-skips", { config: { sizes: [2, 4, 5, 1] } })).toBeNull();
    expect(apply("scaled-skips", { config: { skip: "scaled" } })).toBeNull();
    expect(apply("scaled-skips", { time: 2 })).toBeNull();
  });

  it("gets gated cells in place of simple ones, and gates that keep for as long as its sequences are", () => {
    for (const cell of ["lstm", "gru"]) {
      expect(apply(cell, { time: 4 })!.config).toMatchObject({ cell });
      expect(apply(cell, { time: 4, config: { cell: "lstm" } })).toBeNull();
      expect(apply(cell)).toBeNull();
    }
    const chrono = (time: number, cell: string) => apply("chrono", { time, config: { cell } });
    expect(chrono(3, "lstm")!.config).toMatchObject({ forgetBias: { kind: "chrono", longest: 3 } });
    expect(chrono(2, "lstm")).toBeNull();
    expect(chrono(3, "simple")).toBeNull();
  });

  it("of ReLU is no cure for one of ReLU", () => {
    expect(apply("relu", { config: { activation: "sigmoid" } })!.config).toMatchObject({
      activation: ["relu", "relu", "linear"],
    });
    expect(apply("relu", { config: { activation: "relu" } })).toBeNull();
    expect(apply("relu", { time: 2 })).toBeNull();
  });
});

describe("classes of different sizes", () => {
  const classes = (sizes: number[], loss: "cross-entropy" | "binary-cross-entropy", x: number[], y: number[]) =>
    checkWhole({
      config: { sizes },
      training: { loss, optimizer: SGD, epochs: 1 },
      data: { x, y },
    });

  it("become as large as the largest: their rows come again in turn, each with its own target", () => {
    const yesNo = classes([1, 1], "binary-cross-entropy", [1, 2, 3, 4, 5], [0, 1, 0, 0, 1]);
    const even = apply("balance-classes", yesNo)!;
    expect([...even.x]).toEqual([1, 3, 4, 2, 5, 2]);
    expect([...even.y]).toEqual([0, 0, 0, 1, 1, 1]);
    expect(even.count).toBe(6);
    // One half is a yes; a class without rows is none.
    const soft = classes([1, 1], "binary-cross-entropy", [1, 2, 3], [0.5, 0.49, 0.9]);
    expect([...apply("balance-classes", soft)!.x]).toEqual([2, 2, 1, 3]);
    const three = classes([1, 3], "cross-entropy", [1, 2, 3], [0, 0, 1, 1, 0, 0, 1, 0, 0]);
    const balanced = apply("balance-classes", three)!;
    expect([...balanced.x]).toEqual([2, 3, 1, 1]);
    expect([...balanced.y]).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1]);
  });

  it("stay as they are where they are equal, alone, numbers, or those of sequences", () => {
    const loss = "binary-cross-entropy";
    expect(apply("balance-classes", classes([1, 1], loss, [1, 2], [0, 1]))).toBeNull();
    expect(apply("balance-classes", classes([1, 1], loss, [1, 2], [1, 1]))).toBeNull();
    expect(apply("balance-classes")).toBeNull();
    expect(apply("balance-classes", { time: 2 })).toBeNull();
  });
});

it("the tests of a finding are those remedies that help it likely, the likeliest first", () => {
  const tests = testsOf("exploding-backward");
  const likelihoods = tests.map(({ helps }) => helps["exploding-backward"] ?? 0);
  expect(likelihoods.at(0)).toBe(3);
  expect(likelihoods.at(-1)).toBe(2);
  expect([...likelihoods].sort((a, b) => b - a)).toEqual(likelihoods);
  expect(tests.length).toBe(remedies.filter(({ helps }) => (helps["exploding-backward"] ?? 0) >= 2).length);
});
