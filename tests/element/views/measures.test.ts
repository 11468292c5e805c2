import { beforeAll, describe, expect, it } from "vitest";
import { load } from "../../../sdk/entry/inline.js";
import { twoMoons } from "../../../sdk/data/moons.js";
import { VIEWS, DEFAULT_OPTIONS, type ViewId, type ViewOptions } from "../../../sdk/element/state/state.js";
import { type Measured, measureView } from "../../../sdk/element/views/measures.js";
import { BINS, type ViewValues } from "../../../sdk/element/views/values.js";
import { UnitState } from "../../../sdk/probe/unitStates.js";
import { activationSlope, activationValue } from "../../../sdk/theory/activation.js";
import { correlationMap } from "../../../sdk/theory/correlation.js";
import type { Gradiometer, MlpConfig } from "../../../sdk/types.js";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

const LOSS = "cross-entropy";

/** A net on two moons, as the lab has it. */
function subject(config: Omit<MlpConfig, "sizes"> & { width: number; depth: number }): Measured & Disposable {
  const { width, depth, ...rest } = config;
  const { x, y } = twoMoons(lab, { samples: 60, noise: 0.1, seed: 1 });
  const net = lab.mlp({ sizes: [2, ...Array<number>(depth).fill(width), 2], seed: 1, ...rest });
  const rows = { x, y, inputs: 2, outputs: 2, task: "classes" } as const;
  return { lab, net, x, y, rows, loss: LOSS, [Symbol.dispose]: () => net.dispose() };
}

function valuesOf<Id extends ViewId>(view: Id, of: Measured, options: Partial<ViewOptions> = {}): ViewValues[Id] {
  const look = { view, options: { ...DEFAULT_OPTIONS, ...options }, table: false };
  return measureView(look, of, true)[view] as ViewValues[Id];
}

/** Steps so long that the parameters end as NaN. */
function breakNet({ net, x, y }: Measured): void {
  const trainer = net.trainer({ loss: LOSS, optimizer: { kind: "sgd", learningRate: 3e38 } });
  for (let step = 0; step < 8; step++) trainer.step(x, y);
  trainer.dispose();
}

describe("measures of the views", () => {
  it.each(["z", "delta", "gradient"] as const)("histograms of %s are a flow's", (quantity) => {
    using of = subject({ activation: "sigmoid", init: "standard", width: 32, depth: 10 });
    const { counts, ranges, std, nonFinite, bins } = valuesOf("histograms", of, { quantity });
    const part = quantity === "gradient" ? "weightGradient" : quantity;
    const { layers } = of.net.flow(of.x, of.y, LOSS, { bins: BINS, only: [part] });
    expect(bins).toBe(BINS);
    layers.forEach((layer, l) => {
      expect([...counts.subarray(BINS * l, BINS * (l + 1))]).toEqual([...layer[part].histogram!.counts]);
      expect([ranges[2 * l], ranges[2 * l + 1], std[l]]).toEqual([layer[part].min, layer[part].max, layer[part].std]);
    });
    expect([...nonFinite]).toEqual(layers.map(() => 0));
  });

  it("units are one state each, whose share of dead ones is a flow's", () => {
    using of = subject({ activation: "relu", init: "he-normal", width: 4, depth: 40 });
    const states = valuesOf("units", of);
    const { layers } = of.net.flow(of.x, of.y, LOSS, { only: ["dead"] });
    expect(states.map((layer) => layer.filter((state) => state === UnitState.Dead).length / layer.length)).toEqual(
      layers.map(({ dead }) => dead),
    );
  });

  it("the spectrum is that of the first row, as logarithms", () => {
    using of = subject({ activation: "tanh", init: "orthogonal", width: 8, depth: 3 });
    const { layers, whole } = valuesOf("spectrum", of)!;
    const { layers: expected, log10InputOutput } = of.net.spectrum(of.x.subarray(0, 2));
    expect(whole).toEqual(log10InputOutput);
    expect(layers.map((powers) => [...powers])).toEqual(expected.map((values) => Array.from(values, Math.log10)));
  });

  it("the spectrum is not measured in most frames, nor of a net that it would hold up", () => {
    using of = subject({ activation: "tanh", width: 256, depth: 50 });
    expect(valuesOf("spectrum", of)).toBeNull();
    const look = { view: "spectrum", options: DEFAULT_OPTIONS, table: false } as const;
    expect(measureView(look, of, false)).toEqual({});
  });

  it("correlations are the API's, and theory's those of the map", () => {
    using of = subject({ activation: "relu", init: "he-normal", width: 64, depth: 8 });
    const { input, layers, theory } = valuesOf("correlation", of);
    const expected = of.net.correlations(of.x);
    expect(input).toBe(expected.input);
    expect([...layers]).toEqual(expected.layers.map(({ u }) => u));
    const map = correlationMap({
      activation: "relu",
      weightVariance: 2,
      biasVariance: 0,
      correlation: input,
      depth: 9,
    });
    map.forEach(({ correlation }, l) => expect(theory[l]).toBeCloseTo(correlation, 9));
  });

  it.each([{ skip: "identity" }, { norm: "batch" }, { init: "zeros" }] as const)(
    "theory has no correlations for %j",
    (rest) => {
      using of = subject({ activation: "tanh", width: 8, depth: 3, ...rest });
      expect(valuesOf("correlation", of).theory).toHaveLength(0);
    },
  );

  it("the chain multiplies to what is left of ‖δ‖", () => {
    using of = subject({ activation: "sigmoid", init: "standard", width: 32, depth: 10 });
    const { layers } = of.net.flow(of.x, of.y, LOSS, { only: ["delta"] });
    const product = valuesOf("chain", of).reduce((all, share) => all * share, 1);
    expect(product / (layers[0]!.delta.norm / layers[10]!.delta.norm)).toBeCloseTo(1, 5);
  });

  it.each([0.5, 1, 1.5, 2])("a linear cell's lag is ρ^k, ρ = %d", (radius) => {
    using of = subject({ width: 2, depth: 1 });
    const { norms, theory } = valuesOf("lag", of, { radius, steps: 200 });
    expect(norms).toHaveLength(200);
    norms.forEach((norm, t) => {
      expect(Number.isFinite(norm)).toBe(true);
      expect(norm / theory[t]!).toBeCloseTo(1, 3);
      expect(theory[t]! / theory[199]! / radius ** (199 - t)).toBeCloseTo(1, 9);
    });
  });

  it.each(["lstm", "gru"] as const)("%s has lags without a law", (cell) => {
    using of = subject({ width: 2, depth: 1 });
    const { norms, theory } = valuesOf("lag", of, { cell, steps: 20 });
    expect(norms.every((norm) => norm > 0 && norm < Infinity)).toBe(true);
    expect(theory).toHaveLength(0);
    expect(valuesOf("lag", of, { cell, steps: 21 }).norms).toHaveLength(21);
    expect(valuesOf("lag", of, { cell, steps: 2, radius: 0 }).norms).toHaveLength(2);
  });

  it("the gallery has the curve of theory, and the chosen point", () => {
    using of = subject({ activation: "gelu", width: 2, depth: 1 });
    const { curve, at, steepest, activation } = valuesOf("gallery", of, { point: -0.75 });
    expect([activation, curve.length, curve[0], curve.at(-3)]).toEqual(["gelu", 3 * 161, -8, 8]);
    for (let i = 0; i < curve.length; i += 3) {
      expect(curve[i + 1]).toBeCloseTo(activationValue("gelu", curve[i]!), 9);
      expect(curve[i + 2]).toBeCloseTo(activationSlope("gelu", curve[i]!), 9);
    }
    expect(at[0]).toBe(-0.75);
    expect(at[2]).toBeCloseTo(activationSlope("gelu", -0.75), 9);
    expect(steepest).toBeCloseTo(1.1289, 4);
  });

  it.each([
    { width: 1, depth: 1 },
    { width: 256, depth: 1 },
    { width: 1, depth: 50 },
    { width: 4, depth: 50, skip: "scaled", norm: "rms" },
    { width: 3, depth: 2, norm: "batch", activation: "relu" },
  ] as const)("every view measures %j, broken or not", (config) => {
    using of = subject(config);
    const measureAll = (): void => {
      for (const view of VIEWS) {
        const value = valuesOf(view, of);
        if (view === "time" || view === "ratio") expect(value).toBeNull();
        else expect(value, view).toBeDefined();
      }
    };
    measureAll();
    breakNet(of);
    measureAll();
  });

  it("what is not a number says so: ReLU, N(0, 9/n), after a few steps", () => {
    using of = subject({ activation: "relu", init: { kind: "variance", weight: 9, bias: 0 }, width: 32, depth: 10 });
    const trainer = of.net.trainer({ loss: LOSS, optimizer: { kind: "sgd", learningRate: 0.5 } });
    for (let step = 0; step < 6; step++) trainer.step(of.x, of.y);
    const { layers } = valuesOf("correlation", of);
    expect(layers[0]).toBeNaN();
    expect(valuesOf("histograms", of).nonFinite.some((count) => count > 0)).toBe(true);
    expect(valuesOf("units", of)[0]).toContain(UnitState.Broken);
    expect(valuesOf("spectrum", of)!.layers.some((powers) => powers.some(Number.isNaN))).toBe(true);
    expect(valuesOf("chain", of).some(Number.isNaN)).toBe(true);
  });
});
