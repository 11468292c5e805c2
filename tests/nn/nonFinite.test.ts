import { type Gradiometer, load, type RnnConfig, type TrainerConfig } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

describe("numbers that are not finite, in a perceptron", () => {
  /** Weights so large that the forward pass overflows in layer 1. */
  function explode(clip?: TrainerConfig["clip"]) {
    const sick = lab.mlp({ sizes: [2, 3, 3, 1], activation: "relu", init: { kind: "normal", std: 1 }, seed: 2 });
    const huge = Float32Array.from({ length: 9 }, () => 3e38);
    sick.setParameters({ "layers.0.weight": new Float32Array(6).fill(1e30), "layers.1.weight": huge });
    const trainer = sick.trainer({
      loss: "sum-squared-error",
      optimizer: { kind: "sgd", learningRate: 0.1 },
      ...(clip && { clip }),
    });
    return { sick, trainer };
  }

  it("are reported with step, layer and tensor; nothing throws and the update is applied", () => {
    const { sick, trainer } = explode();
    const loss = trainer.step([1, 1], [0]);
    expect(Number.isFinite(loss)).toBe(false);
    expect(trainer.firstNonFinite).toEqual({ step: 0, layer: 1, tensor: "u" });
    trainer.step([1, 1], [0]);
    expect(trainer.firstNonFinite?.step).toBe(0);
    expect(trainer.skippedSteps).toBe(0);
    expect(sick.parameters().some(({ values }) => values.some(Number.isNaN))).toBe(true);
    sick.dispose();
  });

  it("skip the update when the norm is clipped", () => {
    const { sick, trainer } = explode({ kind: "norm", limit: 1 });
    const before = sick.hash();
    trainer.step([1, 1], [0]);
    trainer.step([1, 1], [0]);
    expect(sick.hash()).toBe(before);
    expect(trainer.skippedSteps).toBe(2);
    expect(trainer.steps).toBe(2);
    sick.dispose();
  });

  it("name a parameter that overflows in the update", () => {
    using unit = lab.mlp({ sizes: [1, 1], bias: false, init: "zeros" });
    unit.setParameters({ "layers.0.weight": [3e38] });
    const trainer = unit.trainer({ loss: "sum-squared-error", optimizer: { kind: "sgd", learningRate: 1e38 } });
    trainer.step([1e-3], [-1e37]);
    expect(trainer.firstNonFinite).toMatchObject({ step: 0, layer: 0 });
  });

  it("leave the last finite state, with keepLastFinite", () => {
    using unit = lab.mlp({ sizes: [1, 1], bias: false, init: "zeros" });
    const trainer = unit.trainer({
      loss: "sum-squared-error",
      optimizer: { kind: "sgd", learningRate: 1e10 },
      keepLastFinite: true,
    });
    expect(trainer.lastFinite()?.steps).toBe(0);
    while (!trainer.firstNonFinite && trainer.steps < 100) trainer.step([1], [1]);
    const state = trainer.lastFinite();
    expect(state?.steps).toBe(trainer.firstNonFinite?.step);
    expect(state?.parameters["layers.0.weight"]?.every(Number.isFinite)).toBe(true);
    const again = lab.restore(state!);
    again.trainer.step([1], [1]);
    expect(again.trainer.firstNonFinite).toEqual(trainer.firstNonFinite);
    again.network.dispose();
  });
});

describe("numbers that are not finite, in a recurrent network", () => {
  const rate = { kind: "sgd", learningRate: 1e-3 } as const;
  /** What one step over `time` steps of x finds first, in a network of one unit in each place. */
  function first(
    config: Partial<RnnConfig>,
    parameters: Record<string, number[]>,
    x: number[],
    target: number,
    training: Partial<TrainerConfig> = {},
  ) {
    using unit = lab.rnn({ inputs: 1, hidden: 1, bias: false, ...config });
    unit.setParameters(parameters);
    const trainer = unit.trainer({ loss: "sum-squared-error", optimizer: rate, ...training });
    trainer.step({ values: x, time: x.length }, [target]);
    return trainer.firstNonFinite;
  }
  const one = { "input.weight": [1], "recurrent.weight": [1], "readout.weight": [1] };
  const linear = { activation: "linear", outputs: 1 } as const;

  it.each<[string, ReturnType<typeof first>, Parameters<typeof first>]>([
    [
      "u of a later step",
      { step: 0, layer: 0, tensor: "u" },
      [linear, { ...one, "recurrent.weight": [1e30] }, [1, 0, 0], 0],
    ],
    ["u of the readout", { step: 0, layer: 1, tensor: "u" }, [linear, { ...one, "readout.weight": [3e38] }, [2], 0]],
    ["the loss", { step: 0, layer: 1, tensor: "loss" }, [linear, one, [3e38], -3e38]],
    [
      "the loss without a readout",
      { step: 0, layer: 0, tensor: "loss" },
      [{ activation: "linear" }, { "input.weight": [1] }, [3e38], -3e38],
    ],
    ["the readout's delta", { step: 0, layer: 1, tensor: "delta" }, [linear, one, [3e38], 0]],
    ["the readout's gradient", { step: 0, layer: 1, tensor: "gradient" }, [linear, one, [1e20], 0]],
    [
      "delta of the recurrent layer",
      { step: 0, layer: 0, tensor: "delta" },
      [{ outputs: 1 }, { ...one, "readout.weight": [1e25] }, [1], 0],
    ],
    [
      "the recurrent layer's gradient",
      { step: 0, layer: 0, tensor: "gradient" },
      [{ outputs: 1 }, { ...one, "input.weight": [1e-20] }, [1e20], -1e20],
    ],
    [
      "a parameter of the readout",
      { step: 0, layer: 1, tensor: "parameter" },
      [linear, { ...one, "readout.weight": [0] }, [1], -1e5, { optimizer: { kind: "sgd", learningRate: 3e38 } }],
    ],
    [
      "a parameter of the recurrent layer",
      { step: 0, layer: 0, tensor: "parameter" },
      [linear, one, [1], -1e5, { optimizer: { kind: "sgd", learningRate: 3e38 } }],
    ],
  ])("%s", (_, expected, args) => {
    expect(first(...args)).toEqual(expected);
  });

  it("skip the update when the norm is clipped, and keep the last finite state", () => {
    using unit = lab.rnn({ inputs: 1, hidden: 1, activation: "linear", bias: false });
    unit.setParameters({ "input.weight": [1], "recurrent.weight": [1] });
    const trainer = unit.trainer({
      loss: "sum-squared-error",
      optimizer: rate,
      clip: { kind: "norm", limit: 1 },
      keepLastFinite: true,
    });
    trainer.step({ values: [1, 1], time: 2 }, [0]);
    const hash = unit.hash();
    trainer.step({ values: [1e38, 1e38], time: 2 }, [-3e38]);
    expect(trainer.skippedSteps).toBe(1);
    expect(trainer.clippedFraction).toBe(0.5);
    expect(unit.hash()).toBe(hash);
    const state = trainer.lastFinite();
    expect(state?.steps).toBe(1);
    const { network: again } = lab.restore(state!);
    expect(again.hash()).toBe(hash);
    again.dispose();
  });
});
