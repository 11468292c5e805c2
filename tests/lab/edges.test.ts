import { type Activation, type Gradiometer, load, type TrainerState } from "gradiometer";
import { spirals } from "gradiometer/data";
import { beforeAll, describe, expect, it } from "vitest";

/** Where numbers leave their format, memory grows under a view, or a state was tampered with. */
let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

const log2 = (activation: Activation, time: number): number => {
  using network = lab.rnn({ inputs: 1, hidden: 2, activation });
  network.setParameters({ "recurrent.weight": [2, 0, 0, 2], "input.weight": [1, 1] });
  return network.spectrum({ values: new Float32Array(time).fill(0.5), time }).log10Product[0] ?? NaN;
};

describe("spectra", () => {
  it("of weights are right in a fresh lab, whose memory grows on the way", async () => {
    const fresh = await load();
    using network = fresh.mlp({ sizes: [784, 256, 256, 10] });
    const x = new Float32Array(784).fill(0.1);
    const first = network.spectrum(x).weights;
    expect(first.every((values) => (values[0] ?? 0) > 0.5)).toBe(true);
    expect(network.spectrum(x).weights).toEqual(first);
  });

  it("go on where the activations have left float64", () => {
    for (const activation of ["linear", "relu", "leaky-relu", "elu"] as const)
      expect(log2(activation, 3000) / (3000 * Math.log10(2))).toBeCloseTo(1, 9);
    // The slopes of the others reach 1 within some steps.
    for (const activation of ["gelu", "silu", "softplus"] as const)
      expect(Math.abs(log2(activation, 3000) - log2(activation, 1000) - 2000 * Math.log10(2))).toBeLessThan(1e-6);
    // A homogeneous net has the same slopes for every positive multiple of its input.
    using network = lab.mlp({
      sizes: Array(301).fill(32),
      activation: "relu",
      init: { kind: "normal", std: 3 },
      seed: 1,
    });
    const at = (scale: number) => network.spectrum(new Array(32).fill(0.5 * scale)).log10InputOutput;
    expect(at(1)).toEqual(at(2 ** -1000));
  });

  it("of nested sequences are those of flat ones", () => {
    using network = lab.rnn({ inputs: 2, hidden: 3 });
    const rows = [
      [0.1, 0.2],
      [0.3, 0.4],
      [0.5, 0.6],
    ];
    const nested = { values: rows as unknown as number[], time: 3 };
    expect(network.spectrum(nested)).toEqual(network.spectrum({ values: rows.flat(), time: 3 }));
  });
});

it("the norms of hidden gradients keep their digits through saturated units", () => {
  using network = lab.rnn({ inputs: 1, hidden: 1, activation: "tanh", init: "zeros" });
  network.setParameters({ "recurrent.weight": [1], "recurrent.bias": [40] });
  const time = 6;
  const x = { values: new Float32Array(time), time };
  const { hiddenGradientNorms } = network.backward(x, [0.5], "sum-squared-error");
  const { perStep } = network.spectrum(x);
  let expected = 1;
  for (let t = time; t >= 1; t--) {
    expect((hiddenGradientNorms[t - 1] ?? 0) / expected).toBeCloseTo(1, 5);
    expected *= perStep[t - 1]?.[0] ?? NaN;
  }
});

it("a gradient whose square leaves float32 is named, though it is finite itself", () => {
  for (const kind of ["adam", "rmsprop"] as const) {
    using network = lab.mlp({ sizes: [1, 1], bias: false });
    network.setParameters({ "layers.0.weight": [1] });
    const optimizer = { kind, learningRate: 1 };
    const trainer = network.trainer({ loss: "mean-squared-error", optimizer, keepLastFinite: true });
    trainer.step([1e10], [0]);
    trainer.step([1], [0]);
    expect(trainer.firstNonFinite).toEqual({ step: 0, layer: 0, tensor: "gradient" });
    expect(trainer.lastFinite()?.steps).toBe(0);
  }
});

it("the last finite state after fit goes on as the last state does", async () => {
  const x = [1, 2, 3, 4, 5, 6];
  const y = [1, 0, 1];
  const network = lab.mlp({ sizes: [2, 3, 1] });
  const optimizer = { kind: "sgd", learningRate: 0.01 } as const;
  const trainer = network.trainer({ loss: "mean-squared-error", optimizer, keepLastFinite: true });
  await trainer.fit(x, y, { epochs: 2, batch: 1 });
  const goOn = async (state: TrainerState<"mlp">) => {
    const restored = lab.restore(state);
    const [epoch] = await restored.trainer.fit(x, y, { epochs: 1, batch: 1 });
    return { epoch: epoch?.epoch, loss: epoch?.loss, hash: restored.network.hash() };
  };
  const [last, kept] = [trainer.state(), trainer.lastFinite()];
  expect(await goOn(kept as TrainerState<"mlp">)).toEqual(await goOn(last));
});

it("states that no trainer ever had are refused", () => {
  using network = lab.mlp({ sizes: [2, 3, 1] });
  const trainer = network.trainer({ loss: "mean-squared-error", optimizer: { kind: "sgd", learningRate: 0.1 } });
  trainer.step([1, 2], [1]);
  const state = trainer.state();
  for (const [change, message] of [
    [{ rate: -1 }, /state\.rate/],
    [{ rate: NaN }, /state\.rate/],
    [{ steps: 2 ** 53 - 1 }, /state\.steps/],
    [{ firstNonFinite: { step: 1000, layer: 0, tensor: "u" } }, /state\.firstNonFinite\.step/],
  ] as const) {
    expect(() => lab.restore({ ...state, ...change })).toThrow(message);
  }
});

it("spirals without a turn are straight lines", () => {
  const { x } = spirals(lab, { turns: 0, noise: 0, samples: 6 });
  expect(x.filter((_, i) => i % 2 === 1)).toEqual(new Float32Array(6));
});
