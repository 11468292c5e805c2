/**
 * All of the theory over a net of parameters, to the last bit: it is + − × ÷ √ in float64, so that it is the same in every engine.
 * What the numbers must be, the other tests here hold by formulas and by values of mpmath; this one sees when one moves.
 * `npx vitest run tests/theory/golden.test.ts -u` writes tests/golden/theoryNet.json.
 */
import * as theory from "gradiometer/theory";
import { expect, it } from "vitest";
import { ACTIVATION_NAMES } from "../../sdk/nn/activation.js";
import { angle, exp, expm1, ln, log1p, normalCdf, power, power1p, sine, tanh } from "../../sdk/theory/elementary.js";
import { logSumOfSquares } from "../../sdk/theory/homogeneous.js";
import { lawOf } from "../../sdk/theory/laws.js";
import { pairOf } from "../../sdk/theory/pairs.js";
import { falsePosition } from "../../sdk/theory/roots.js";
import { asFile, exactly, short } from "../support/golden.js";

/** What a call gives, or the error that it throws. */
function given(call: () => unknown): string {
  try {
    return exactly(call());
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}, ${message}`;
  }
}

const ACTIVATIONS = [...ACTIVATION_NAMES, { kind: "leaky-relu", alpha: 0.3 } as const];
const nameOf = (activation: (typeof ACTIVATIONS)[number]) =>
  typeof activation === "string" ? activation : "leaky 0.3";
const NETS = [
  [0, 0],
  [0, 0.5],
  [0.9, 0],
  [1, 0],
  [1.5, 0.05],
  [2, 0],
  [4, 0.3],
  [1e-13, 0],
  [1e200, 0],
] as const;
/** Of those, one of each phase: pairs of inputs take a hundred times as long. */
const PAIR_NETS = NETS.filter(([weight]) => [0, 0.9, 4, 1e200].includes(weight));

/** Answer → the arguments that have it: long ones as a digest. */
const held = (answers: readonly string[]): string => {
  const all = answers.join("\n");
  return all.length > 120 ? short(all) : all;
};

it("of one layer: values, moments, fixed points, critical points, norms", async () => {
  const found: Record<string, Record<string, string>> = {};
  for (const activation of ACTIVATIONS) {
    const at = [-1e300, -40, -3, -1, -1e-9, -0, 0, 1e-9, 0.5, 2, 7, 40, 1e300];
    const q = [0, 1e-30, 1e-6, 0.3, 1, 8, 1e6, 1e30];
    const ensembles = NETS.map(([weightVariance, biasVariance]) => ({ activation, weightVariance, biasVariance }));
    found[nameOf(activation)] = {
      values: held(at.map((u) => given(() => [theory.activationValue(activation, u), theory.activationSlope(activation, u)]))), // prettier-ignore
      bounds: given(() => theory.activationBounds(activation)),
      moments: held(q.map((one) => given(() => theory.activationMoments({ activation, q: one })))),
      fields: held(ensembles.map((one) => given(() => theory.meanField(one)))),
      way: held(ensembles.map((one) => given(() => theory.varianceMap({ ...one, depth: 4, inputMoment: 0.7 })))),
      critical: held([0, 0.05].map((biasVariance) => given(() => theory.criticalPoint({ activation, biasVariance })))), // prettier-ignore
      norms: held((["layer", "rms", "batch"] as const).map((norm) => given(() => theory.normGradientFactor({ activation, norm })))), // prettier-ignore
      bands: held(
        [
          { biasVariance: 0, weightVariance: 1.5 },
          { biasVariance: 0.1, weightVariance: 2, inputMoment: 0.5 },
          { weightVariance: 1e200 },
        ].map((one) => given(() => theory.bands({ activation, widths: [3, 8, 20, 9, 8], ...one }))),
      ),
    };
  }
  await expect(asFile(found)).toMatchFileSnapshot("../golden/theoryLayers.json");
});

it("of two inputs: where their correlation goes, and how", async () => {
  const found: Record<string, Record<string, string>> = {};
  for (const activation of ACTIVATIONS) {
    const law = lawOf("activation", activation);
    const limits = [0, 0.4, Infinity].flatMap((q) => [0, 0.3].map((distance) => [q, distance] as const));
    const pairs = limits.map(([q, distance]) =>
      given(() => {
        const { second, apart, slopes } = pairOf(law, q, distance);
        return [second, apart, slopes()];
      }),
    );
    const nets = PAIR_NETS.map(([weightVariance, biasVariance]) => ({ activation, weightVariance, biasVariance }));
    const fields = nets.map((one) => given(() => theory.correlationField(one)));
    const normed = (["layer", "rms"] as const).map((norm) =>
      given(() => theory.correlationField({ activation, weightVariance: 1.5, biasVariance: 0.05, norm })),
    );
    const way = nets.map((one) =>
      given(() => theory.correlationMap({ ...one, correlation: -0.5, depth: 2, inputMoment: 0.7 })),
    );
    found[nameOf(activation)] = { pairs: held(pairs), fields: held(fields), normed: held(normed), way: held(way) };
  }
  const net = { activation: "tanh", weightVariance: 2, biasVariance: 0 } as const;
  found["refused"] = {
    batch: given(() => theory.correlationField({ ...net, norm: "batch" as "layer" })),
    norm: given(() => theory.correlationField({ ...net, norm: "group" as "layer" })),
    correlation: given(() => theory.correlationMap({ ...net, correlation: 1.0000001, depth: 1 })),
    depth: given(() => theory.correlationMap({ ...net, correlation: 0, depth: 0 })),
    infinite: given(() =>
      theory.correlationMap({ activation: "linear", weightVariance: 1e200, biasVariance: 0, correlation: 0, depth: 4 }),
    ),
    unlike: given(() => theory.correlationField({ ...net, bias: 1 } as typeof net)),
  };
  await expect(asFile(found)).toMatchFileSnapshot("../golden/theoryPairs.json");
});

it("of depth, of products, of finite width, and the functions that all of it is made of", async () => {
  const grid = Array.from({ length: 400 }, (_, index) => (index - 200) / 7);
  const sizes = grid.map((x) => 2 ** Math.round(5 * x) * (1 + Math.abs(x) / 60));
  const units = Array.from({ length: 201 }, (_, index) => index / 100);
  const of = (f: (x: number) => number, all: readonly number[]) => short(exactly(all.map(f)));
  const found = {
    exp: of(exp, [...grid, ...grid.map((x) => 26 * x)]),
    ln: of(ln, [
      ...sizes,
      5e-324,
      3e-310,
      0.7071067811865475,
      0.7071067811865476,
      1.414213562373095,
      1.4142135623730951,
    ]),
    log1p: of(log1p, [...sizes, ...sizes.map((x) => -x), -1, Infinity, 1e-20]),
    expm1: of(expm1, [...grid, 0.7, -0.7, 0.70001, 1e-20]),
    tanh: of(tanh, grid),
    normalCdf: of(normalCdf, [...grid, 0.7071067811865475, -0.7071067811865475, -38.6, -38.7]),
    angle: of(angle, [...units, 1e-300]),
    sine: of(
      sine,
      units.map((x) => (x * Math.PI) / 4),
    ),
    power: of((n) => power(1.5, n), [0, 1, 2, 3, 10, 37]),
    power1p: of((n) => power1p(1e-9, n) + power1p(0.25, n), [0, 1, 2, 3, 10, 37]),
    logSums: of((n) => exp(logSumOfSquares(n, 0.2).mean) + logSumOfSquares(n, 0).variance, [1, 2, 3, 8, 100]),
    roots: [
      falsePosition((x) => x * x - 2, { low: 0, high: 2 }),
      falsePosition((x) => x * x * x - 0.001, { low: -1, high: 2 }),
      falsePosition((x) => x - 1, { low: 1, high: 2 }),
      falsePosition((x) => 1 + x, { low: 1, high: 2 }),
      falsePosition((x) => 3 - x, { low: 1, high: 2 }),
    ],
    dying: [1, 3, 30, 400].map((width) => given(() => theory.dyingRelu({ width, depth: 5 }))),
    gradientCorrelation: [1, 2, 10, 100].map((depth) => given(() => theory.gradientCorrelation(depth))),
    residualGrowth: [0, 0.1, 1].map((gain) => given(() => theory.residualGrowth({ gain, depth: 20 }))),
    saxe: [0.5, 4].map((strength) =>
      given(() => theory.saxeTime({ strength, start: 0.01, end: 0.4 * strength, tau: 3 })),
    ),
    underflow: [0, 0.01, 0.25, 0.5, 0.9999, 1, 2].map((factor) => given(() => theory.underflowDepth({ factor }))),
    bound: ACTIVATION_NAMES.map((activation) =>
      given(() => theory.jacobianBound({ activation, weightNorm: 1.5, depth: 3 })),
    ),
    hanin: [[8], [8, 20, 3], [], [0], 4].map((widths) => given(() => theory.haninMoment(widths as number[]))),
    forward: [1, 2, 3, 32].map((width) => given(() => theory.reluForwardFactor({ width, depth: 6 }))),
    forwardWeight: [1, 1e300, 1.0001e300].map((weightVariance) =>
      given(() => theory.reluForwardFactor({ width: 8, depth: 6, weightVariance })),
    ),
    textbook: (["sigmoid", "tanh"] as const).flatMap((activation) =>
      [-20, -8, 0, 3, 9.5].map((u) => given(() => theory.textbookSlope({ activation, u }))),
    ),
    newman: [1, 2, 5].map((n) => given(() => theory.newmanExponents(n))),
    edge: [1, 2, 30, 1e6].map((depth) => given(() => theory.fussCatalanEdge(depth))),
    isometry: (["linear", "relu", "tanh"] as const).map((activation) =>
      given(() => theory.isometryVariance({ activation, q: 1.5, depth: 4, weights: "gaussian" })),
    ),
    repeated: [0.9, 1.0000001, 3].map((gain) => given(() => theory.repeatedGain({ gain, count: 1000 }))),
    norm: given(() => theory.normGradientFactor({ activation: "tanh", norm: "group" as "layer" })),
  };
  await expect(asFile(found)).toMatchFileSnapshot("../golden/theoryNumbers.json");
});
