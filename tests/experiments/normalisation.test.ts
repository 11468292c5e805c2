/** @module-tag long */
import { correlationMap, normGradientFactor } from "gradiometer/theory";
import { expect, test } from "vitest";
import { claimsOf, holdsItsClaims, resultOf } from "../support/heldClaims.js";
import { columnOf, numbersOf, tableOf, valuesOf } from "../support/results.js";

const id = "normalisation";
/** Nothing but wide nets. */
const wide = { trained: [] };
/** Hardly any wide nets, one net of each kind that is trained and half of the points. */
const trained = { activations: ["linear"], width: 8, rows: 8, depth: 3, nets: 2, repeats: 1, samples: 100 };
const ofTraining = claimsOf(id).filter((name) => /^C3[02]|^C31\.(trains|enough|stuck)$/.test(name));
/** Fifty layers take most of the time. */
const ofFifty = ["C31.trains", "C31.enough", "C31.stuck"];
const small = { ...trained, deep: 4, steps: 2, depths: [2] };

holdsItsClaims(id, {
  runs: [
    { parameters: wide, seeds: [0, 1], claims: claimsOf(id).filter((name) => !ofTraining.includes(name)) },
    { parameters: { ...trained, trained: ["deep-relu"] }, seeds: [0], claims: ofFifty },
    {
      parameters: { ...trained, trained: ["sigmoid", "large-relu"], depths: [10] },
      claims: ofTraining.filter((name) => !ofFifty.includes(name)),
    },
  ],
  small,
});

test("C29: theory's printed digits stand beside the measurement", async () => {
  const table = tableOf(await resultOf(id, wide), "factor per layer");
  const theory = (norm: string, activation: string) =>
    Number(valuesOf(table, "theory", { norm, activation })[0]).toFixed(6);
  for (const norm of ["layer", "rms"])
    expect(["linear", "relu", "tanh", "sigmoid"].map((activation) => theory(norm, activation))).toEqual([
      "1.000000",
      "1.000000",
      "1.177807",
      "0.152827",
    ]);
  expect(["linear", "relu", "tanh", "sigmoid"].map((activation) => theory("batch", activation))).toEqual([
    "1.000000",
    "1.466942",
    "1.177807",
    "1.033592",
  ]);
});

test("C29: 8, 32 and 128 rows behind a batch norm, each nearer to the law", async () => {
  const table = tableOf(await resultOf(id, wide), "factor per layer");
  const pick = { norm: "batch", activation: "relu", "σ_w²": 1 };
  const rows = valuesOf(table, "rows", pick).map(Number);
  const factors = valuesOf(table, "measured", pick).map(Number);
  expect([...rows].sort((a, b) => a - b)).toEqual([8, 32, 128]);
  const at = (count: number) => factors[rows.indexOf(count)]!;
  expect(at(8)).toBeGreaterThan(at(32));
  expect(at(32)).toBeGreaterThan(at(128));
  expect(at(32)).toBeCloseTo(1.52, 1);
  expect(Math.abs(at(128) - normGradientFactor({ activation: "relu", norm: "batch" }))).toBeLessThan(0.05);
});

test("C31: theory's lines are the correlation map behind a layer norm, and level behind a batch norm", async () => {
  const table = tableOf(await resultOf(id, wide), "50 × 128 ReLU");
  const layer = valuesOf(table, "theory: into φ", { norm: "layer" }).map(Number);
  const map = correlationMap({
    activation: "relu",
    weightVariance: 1,
    biasVariance: 0,
    norm: "layer",
    correlation: 0,
    depth: 50,
  });
  expect(layer).toEqual(map.map(({ correlation }) => correlation));
  expect(new Set(valuesOf(table, "theory: out of φ", { norm: "batch" }).map((c) => Number(c).toFixed(6)))).toEqual(
    new Set(["0.318310"]),
  );
  // wide nets follow the line; the first layers closely
  const measured = valuesOf(table, "mean cosine of two rows into φ", { norm: "layer" }).map(Number);
  for (let l = 0; l < 5; l++) expect(Math.abs(measured[l]! - layer[l]!)).toBeLessThan(0.05);
});

test("a norm by name is one of the three columns of the losses, and a net that broke down is told", async () => {
  const table = tableOf(await resultOf(id, { ...trained, trained: ["large-relu"] }), "two moons");
  expect(columnOf(table, "norm")).toEqual(["none", "layer", "batch"]);
  expect(numbersOf(table, "not finite").slice(1)).toEqual([0, 0]);
});
