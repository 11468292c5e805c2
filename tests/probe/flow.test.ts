import { type Activation, type Gradiometer, load } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { lcg } from "../support/kernels.js";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

describe("flow", () => {
  const sizes = [4, 6, 6, 6, 3];
  const batch = 8;
  const { real } = lcg(3);
  const x = Float32Array.from({ length: batch * 4 }, real);
  const y = Float32Array.from({ length: batch * 3 }, (_, i) => (i % 3 === 0 ? 1 : 0));

  it.each<Activation>(["tanh", "relu", "linear"])("agrees with backward: %s", (activation) => {
    using network = lab.mlp({ sizes, activation, skip: "scaled", seed: 8 });
    const { loss, layers } = network.flow(x, y, "cross-entropy");
    const back = network.backward(x, y, "cross-entropy");
    expect(loss).toBe(back.loss);
    layers.forEach((layer, l) => {
      const gradient = back.gradients.find(({ name }) => name === `layers.${l}.weight`)?.values ?? new Float32Array();
      expect(layer.weightGradient.norm).toBeCloseTo(Math.hypot(...gradient), 6);
      expect(layer.weightGradient.max).toBe(Math.max(...gradient));
      expect(layer.updateToWeight).toBeNaN();
      expect(layer.u.nonFinite + layer.z.nonFinite + layer.delta.nonFinite).toBe(0);
      expect(layer.underflow).toBe(0);
    });
    expect(layers.at(-1)?.z.mean).toBeCloseTo(back.output.reduce((s, v) => s + v, 0) / back.output.length, 6);
  });

  it("knows the trainer's rate, saturation and dead units", () => {
    using network = lab.mlp({ sizes: [1, 4, 1], activation: "relu", init: "zeros" });
    network.setParameters({ "layers.0.bias": [1, -1, 2, -2], "layers.1.weight": [1, 1, 1, 1] });
    const trainer = network.trainer({ loss: "sum-squared-error", optimizer: { kind: "sgd", learningRate: 0.5 } });
    const [first, last] = network.flow([1, 2], [0, 0], "sum-squared-error").layers;
    expect(first?.dead).toBe(0.5);
    expect(first?.saturated).toBe(0.5);
    expect(last?.dead).toBe(0);
    expect(last?.updateToWeight).toBeCloseTo((0.5 * (last?.weightGradient.norm ?? 0)) / 2, 6);
    trainer.dispose();
    using tanh = lab.mlp({ sizes: [1, 2, 1], activation: "tanh", init: "zeros" });
    tanh.setParameters({ "layers.0.weight": [10, 0.1] });
    expect(tanh.flow([1], [0], "sum-squared-error").layers[0]).toMatchObject({ saturated: 0.5, dead: 0 });
  });

  it("counts in histograms what lies between min and max", () => {
    using network = lab.mlp({ sizes, seed: 8 });
    const { layers } = network.flow(x, y, "cross-entropy", { bins: 10 });
    for (const { u, delta } of layers) {
      for (const { histogram, min, max } of [u, delta]) {
        expect(histogram?.from).toBe(min);
        expect(histogram?.to).toBe(max);
        expect(histogram?.counts).toHaveLength(10);
      }
    }
    expect(layers[0]?.u.histogram?.counts.reduce((s, c) => s + c, 0)).toBe(batch * 6);
    expect(() => network.flow(x, y, "cross-entropy", { bins: -1 })).toThrow(/bins: expected an integer from 0/);
  });

  it("tells a gradient that vanished in the number format from one that is zero", () => {
    // 80 sigmoid layers of one unit: δ falls by at most ¼ a layer and is 0 in float32 long before the first.
    using deep = lab.mlp({
      sizes: Array.from({ length: 82 }, () => 1),
      activation: "sigmoid",
      init: { kind: "uniform", limit: 1 },
    });
    const { layers } = deep.flow([1], [1], "sum-squared-error");
    expect(layers[0]?.delta.zeros).toBe(1);
    expect(layers[0]?.underflow).toBe(1);
    expect(layers[80]?.underflow).toBe(0);
    // Dead ReLUs: zero in any format.
    using dead = lab.mlp({ sizes: [1, 2, 1], activation: "relu", init: "zeros" });
    dead.setParameters({ "layers.0.bias": [-1, -1], "layers.1.weight": [1, 1] });
    expect(dead.flow([1], [1], "sum-squared-error").layers[0]).toMatchObject({ underflow: 0, dead: 1 });
  });
});
