import { load, type Activation, type Gradiometer, type Norm } from "gradiometer";
import { preflight } from "gradiometer/doctor";
import { normGradientFactor } from "gradiometer/theory";
import { beforeAll, describe, expect, it } from "vitest";

let lab: Gradiometer;
beforeAll(async () => {
  lab = await load();
});

const deep = (activation: Activation, norm: Norm, depth: number, init = "glorot-uniform" as const) => ({
  sizes: [2, ...Array<number>(depth).fill(32), 2],
  activation,
  norm,
  init,
});

describe("a net with norms before its first step", () => {
  it.each(["tanh", "relu", "sigmoid", "gelu"] as const)("has the factor of its norm: %s", (activation) => {
    for (const norm of ["layer", "rms", "batch"] as const) {
      const { layers } = preflight(lab, deep(activation, norm, 10));
      const factor = normGradientFactor({ activation, norm });
      for (const { chi } of layers.slice(1, -1)) expect(chi).toBeCloseTo(factor, 9);
    }
  });

  it("loses its gradient in sigmoids behind layer norm, and not behind batch norm (C30)", () => {
    expect(preflight(lab, deep("sigmoid", "layer", 10)).findings).toEqual(["vanishing-backward"]);
    expect(preflight(lab, deep("sigmoid", "batch", 30)).findings).toEqual([]);
    expect(preflight(lab, deep("sigmoid", "none", 10)).findings).not.toEqual([]);
  });

  it("is not sick of a gradient that batch norm makes grow (C31), nor of large weights (C32)", () => {
    expect(preflight(lab, deep("relu", "batch", 50)).findings).toEqual([]);
    const large = { ...deep("relu", "layer", 10), init: { kind: "variance", weight: 9, bias: 0 } } as const;
    expect(preflight(lab, large).findings).toEqual([]);
    expect(preflight(lab, { ...large, norm: "none" }).findings).toEqual(["exploding-forward"]);
  });

  it("with skips adds to a stream that is not normalised: χ falls to 1 as the stream grows", () => {
    const { layers } = preflight(lab, { ...deep("relu", "layer", 20), skip: "identity" });
    const chis = layers.slice(1, -1).map(({ chi }) => chi);
    for (const [l, chi] of chis.slice(1).entries()) expect(chi).toBeLessThan(chis[l]!);
    expect(chis.at(-1)!).toBeLessThan(1.1);
  });
});

describe("a gated net before its first step", () => {
  const gated = (cell: "lstm" | "gru", forgetBias?: number | { kind: "chrono"; longest: number }) =>
    preflight(lab, { inputs: 2, hidden: 32, outputs: 1, cell, ...(forgetBias !== undefined && { forgetBias }) });

  it("keeps σ(b) of its state a step (C33)", () => {
    expect(gated("lstm").layers[0]!.chi).toBeCloseTo(0.7310585786300049 ** 2, 9);
    expect(gated("gru").layers[0]!.chi).toBeCloseTo(0.25, 9);
    expect(gated("lstm", Math.log(99)).layers[0]!.chi).toBeCloseTo(0.99 ** 2, 6);
  });

  it("forgets over the lag unless it is told how long to keep", () => {
    expect(gated("gru").findings).toEqual(["recurrent-lag"]);
    expect(gated("lstm", { kind: "chrono", longest: 100 }).findings).toEqual([]);
  });
});
