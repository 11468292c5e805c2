import { type Init, type Mlp } from "gradiometer";
import { beforeAll, describe, expect, it } from "vitest";
import { nearest } from "../../sdk/core/nearest.js";
import { preflight } from "../../sdk/doctor/preflight.js";
import { load } from "../../sdk/entry/module.js";
import { ACTIVATION_NAMES, checkActivation, resolveActivation } from "../../sdk/nn/activation.js";
import { INIT_NAMES, INIT_ROWS, type InitRow } from "../../sdk/nn/initialisations.js";
import { checkInit, ensembleOf } from "../../sdk/nn/initialise.js";
import { lawOf } from "../../sdk/theory/laws.js";
import { openModule } from "../support/core.js";

type Lab = Awaited<ReturnType<typeof load>>;
let lab: Lab;
beforeAll(async () => {
  lab = await load({ module: openModule() });
});

describe.each(ACTIVATION_NAMES)("the rows of %s say the same", (name) => {
  const row = resolveActivation(name);
  const law = lawOf("activation", name);

  it("largest slope, sides that saturate, homogeneity", () => {
    expect(row.maxSlope).toBeCloseTo(Math.max(-law.slopeRange[0], law.slopeRange[1]), 14);
    const [left, right] = law.atInfinity.map((slope) => slope === 0);
    expect(row.saturates).toBe(left && right ? "both" : left ? "left" : "none");
    expect(law.homogeneous).toBe(row.homogeneous(row.alpha));
    if (law.homogeneous !== null) for (const u of [-3, -0.1, 0.7, 9]) expect(law.value(4 * u)).toBe(4 * law.value(u));
    else expect(law.value(-4)).not.toBeCloseTo(4 * law.value(-1), 6);
  });

  it("oddness, and the slope from the value where it can be had", () => {
    const points = [-3, -1.2, -0.3, 0.4, 1.1, 2.5];
    expect(points.every((u) => law.value(-u) === -law.value(u))).toBe(law.odd);
    const increasing = law.slopeRange[0] >= 0;
    expect(law.slopeFromValue !== null).toBe(increasing);
    for (const u of points) {
      const slope = law.slopeFromValue?.(law.value(u));
      if (slope !== undefined) expect(slope).toBeCloseTo(law.slope(u), 13);
    }
  });
});

/** A value that every kind accepts for every number. */
const NUMBER = 0.7;
const example = (kind: string): Init => {
  const names = Object.keys(INIT_ROWS[kind]!.numbers);
  const numbers = Object.fromEntries(names.map((name) => [name, NUMBER]));
  return (names.length > 0 ? { kind, ...numbers } : kind) as Init;
};
const kinds = Object.keys(INIT_ROWS);

describe.each(kinds)("the row of %s", (kind) => {
  const init = example(kind);

  it("σ_w² is the mean square of x W: ‖W‖²/fanOut, and that of b is σ_b²", () => {
    for (const [fanIn, fanOut] of [
      [300, 200],
      [200, 300],
      [250, 250],
    ] as const) {
      const measures = INIT_ROWS[kind]!.needs === "data";
      const initData = Float32Array.from({ length: 200 * fanIn }, (_, i) => 2 * Math.sin(i * i));
      const inputMoment = measures ? initData.reduce((sum, x) => sum + x * x, 0) / initData.length : 1;
      const layer = { index: 0, fanIn, fanOut, activation: "tanh", inputMoment } as const;
      const { weightVariance, biasVariance } = ensembleOf(init, layer);
      const network: Mlp = lab.mlp({ sizes: [fanIn, fanOut, 2], init, seed: 5, ...(measures && { initData }) });
      const [weight, bias] = network.parameters().map(({ values }) => values.reduce((sum, v) => sum + v * v, 0));
      network.dispose();
      // Six standard errors of a variance of so many normal numbers; LSUV stops within a tenth.
      const band = measures ? 0.1 : 6 * Math.sqrt(2 / (fanIn * fanOut));
      expect(Math.abs(weight! / fanOut - weightVariance)).toBeLessThanOrEqual(band * weightVariance);
      expect(Math.abs(bias! / fanOut - biasVariance)).toBeLessThanOrEqual(6 * Math.sqrt(2 / fanOut) * biasVariance);
    }
  });

  it("random where it says so, a word where all its numbers have one", () => {
    const twin = (seed: number): string => {
      const initData = Float32Array.from({ length: 40 }, (_, i) => Math.sin(i * i));
      const network = lab.mlp({ sizes: [4, 4], init, seed, ...(kind === "lsuv" && { initData }) });
      try {
        return network.hash();
      } finally {
        network.dispose();
      }
    };
    expect(twin(1) !== twin(2)).toBe(INIT_ROWS[kind]!.entries !== "fixed");
    const word = INIT_NAMES.includes(kind as never);
    if (word) expect(checkInit("init", kind, true)).toBe(kind);
    else expect(() => checkInit("init", kind, true)).toThrow(`did you mean { kind: "${kind}", `);
  });
});

describe("an initialisation added to the table alone", () => {
  const rows = INIT_ROWS as Record<string, InitRow>;
  const sizes = [32, ...Array.from({ length: 10 }, () => 32), 32];

  it("is drawn, and right in the pre-flight", () => {
    const he = rows["he-normal"]!;
    rows["lecun-twice"] = { ...he, draw: (target, numbers) => he.draw(target, numbers) };
    try {
      const config = { sizes, activation: "relu", init: "lecun-twice" as Init } as const;
      const { findings, layers } = preflight(lab, config);
      expect(findings).toEqual([]);
      for (const { chi, forward } of layers.slice(0, -1)) expect([chi, forward]).toEqual([1, 1]);
      const [one, other] = [lab.mlp(config), lab.mlp({ ...config, init: "he-normal" })];
      expect(one.hash()).toBe(other.hash());
      one.dispose();
      other.dispose();
    } finally {
      delete rows["lecun-twice"];
    }
    expect(() => preflight(lab, { sizes, init: "lecun-twice" as Init })).toThrow("init: expected one of");
  });

  it("a row that lacks what theory needs is a type error", () => {
    const he = rows["he-normal"]!;
    // @ts-expect-error σ_w² is missing
    const row: InitRow = { numbers: {}, draw: he.draw.bind(he), entries: "independent", needs: "nothing" };
    expect(row.entries).toBe("independent");
  });

  it("the pre-flight refuses what the network refuses", () => {
    const gelu = { sizes: [4, 4, 4, 1], activation: "gelu", init: "critical" } as const;
    expect(() => preflight(lab, gelu)).toThrow('"critical" has no point where χ₁ = 1 for the activation of layer 0');
  });
});

describe("the nearest right word", () => {
  it.each([
    ["ReLU", "relu"],
    ["rleu", "relu"],
    ["LeakyReLU", "leaky-relu"],
    ["leaky_relu", "leaky-relu"],
    ["tahn", "tanh"],
    ["Sigmoid", "sigmoid"],
    ["sigmod", "sigmoid"],
    ["swish", "silu"],
    ["logistic", "sigmoid"],
    ["soft sign", "softsign"],
  ])("of activations: %s → %s", (came, meant) => {
    const message = `activation: expected one of ${ACTIVATION_NAMES.join(", ")}, but got "${came}"; did you mean "${meant}"?`;
    expect(() => checkActivation("activation", came)).toThrow(message);
  });

  it.each([
    ["glorot", '"glorot-uniform"'],
    ["xavier", '"glorot-uniform"'],
    ["Kaiming_Normal", '"he-normal"'],
    ["he", '"he-uniform"'],
    ["ortogonal", '"orthogonal"'],
    ["zero", '"zeros"'],
    ["uniform", '{ kind: "uniform", limit }'],
    [{ kind: "Orthogonal", gain: 2 }, '{ kind: "orthogonal", gain }'],
  ])("of initialisations: %j → %s", (came, meant) => {
    expect(() => checkInit("init", came)).toThrow(`; did you mean ${meant}?`);
  });

  it.each(["", "x", "softmax", "quadratic", "🙂", "r".repeat(1e6)])("none: %.20s", (came) => {
    expect(() => checkActivation("activation", came)).toThrow(/^(?!.*did you mean).*but got/);
  });

  it("initials, beginnings, and other names", () => {
    const losses = ["sum-squared-error", "mean-squared-error", "cross-entropy", "binary-cross-entropy"];
    expect(["mse", "SSE", "bce", "crossentropy", "binary"].map((word) => nearest(word, losses))).toEqual([
      "mean-squared-error",
      "sum-squared-error",
      "binary-cross-entropy",
      "cross-entropy",
      "binary-cross-entropy",
    ]);
    expect(nearest("lr", ["momentum"], { lr: "learningRate" })).toBe("learningRate");
    expect(nearest("constructor", losses)).toBeUndefined();
  });
});
