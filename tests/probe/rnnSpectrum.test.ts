import { load, type Gradiometer } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

const wave = (length: number) => Array.from({ length }, (_, i) => Math.fround(((37 * i) % 101) / 50 - 1));
const ln10 = Math.log(10);

describe("the spectrum of a recurrent net", () => {
  it("of ρQ, linear, is ρ at every step and ρ^T for the product (C20), beyond float64 too", () => {
    for (const [gain, time] of [
      [0.9, 100],
      [1.1, 100],
      [0.5, 2000],
      [2, 1500],
    ] as const) {
      using network = lab.rnn({
        inputs: 2,
        hidden: 8,
        activation: "linear",
        recurrentInit: { kind: "orthogonal", gain },
      });
      const x = { values: new Float32Array(2 * time), time };
      const { perStep, product, log10Product } = network.spectrum(x);
      expect(perStep).toHaveLength(time);
      // The weights are float32: each is off by up to 2⁻²⁴, and so is each value.
      for (const sigma of perStep.at(-1) ?? []) expect(Math.abs(sigma / gain - 1)).toBeLessThan(3e-7);
      for (const log of log10Product) {
        expect(Math.abs(log - (time * Math.log(gain)) / ln10)).toBeLessThan((time * 3e-7) / ln10);
      }
      if (time === 100) expect(product[0]! / gain ** 100).toBeCloseTo(1, 4);
      if (time === 2000) expect([...product]).toEqual(new Array(8).fill(0));
      if (time === 1500) expect([...product]).toEqual(new Array(8).fill(Infinity));
    }
  });

  it("is that of the float64 recurrence: the product's largest value bounds and meets the growth of a difference", () => {
    const [inputs, hidden, time] = [3, 5, 7];
    using network = lab.rnn({ inputs, hidden, recurrentInit: { kind: "normal", std: 0.8 }, seed: 3 });
    const [wx, wh, b] = network.parameters().map(({ values }) => values);
    const x = wave(inputs * time);
    const run = (h0: readonly number[]) => {
      let h = [...h0];
      for (let t = 0; t < time; t++) {
        h = Array.from({ length: hidden }, (_, j) => {
          let u = b![j]!;
          for (let i = 0; i < inputs; i++) u += x[t * inputs + i]! * wx![i * hidden + j]!;
          for (let i = 0; i < hidden; i++) u += h[i]! * wh![i * hidden + j]!;
          return Math.tanh(u);
        });
      }
      return h;
    };
    // ∂h_T/∂h_0 by central differences; Σσ² is its squared Frobenius norm.
    const step = 1e-5;
    let squares = 0;
    for (let i = 0; i < hidden; i++) {
      const at = (sign: number) => run(Array.from({ length: hidden }, (_, j) => (i === j ? sign * step : 0)));
      const [up, down] = [at(1), at(-1)];
      for (let j = 0; j < hidden; j++) squares += ((up[j]! - down[j]!) / (2 * step)) ** 2;
    }
    const { product, perStep } = network.spectrum({ values: x, time });
    expect(product.reduce((sum, sigma) => sum + sigma * sigma, 0) / squares).toBeCloseTo(1, 7);
    const bound = perStep.reduce((most, sigmas) => most * sigmas[0]!, 1);
    expect(product[0]!).toBeLessThanOrEqual(bound);
  });

  it("wants one sequence, and leaves no memory behind", () => {
    using network = lab.rnn({ inputs: 2, hidden: 3 });
    const { used } = lab.memory();
    network.spectrum({ values: [1, 2, 3, 4], time: 2 });
    const after = lab.memory().used;
    expect(() => network.spectrum({ values: new Float32Array(8), time: 2 })).toThrow(
      expect.objectContaining({ code: "BAD_SHAPE", message: "x: expected one sequence, but got 2" }) as Error,
    );
    expect(() => network.spectrum({ values: [1, NaN], time: 1 })).toThrow(
      expect.objectContaining({ code: "NOT_FINITE" }) as Error,
    );
    network.spectrum({ values: [1, 2, 3, 4], time: 2 });
    expect(lab.memory().used).toBe(after);
    expect(after).toBeGreaterThanOrEqual(used);
    network.dispose();
    expect(() => network.spectrum({ values: [1, 2], time: 1 })).toThrow(
      expect.objectContaining({ code: "DISPOSED" }) as Error,
    );
  });
});
