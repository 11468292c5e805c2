/** @module-tag long */
import { run } from "gradiometer/experiments";
import { expect, test } from "vitest";
import { spectralNorm } from "../../sdk/experiments/tools/norms.js";
import { holdsItsClaims, lab } from "../support/heldClaims.js";
import { columnOf, numbersOf, tableOf } from "../support/results.js";

holdsItsClaims("depth-sweep", {
  runs: [
    {
      parameters: { depths: [2, 30], steps: 0 },
      claims: ["C2.quarter", "C7.bound", "C7.loose", "C15.standard", "C16.orthogonal", "C16.error", "C16.all-bounded"],
    },
    {
      parameters: { depths: [30], activations: ["tanh"], initialisations: ["orthogonal"], repeats: 1, steps: 500 },
      claims: ["C16.trains"],
    },
    { parameters: { depths: [2, 10], initialisations: ["standard"], repeats: 3 }, claims: ["C15.stuck", "C19.order"] },
  ],
  control: { repeats: 3 },
  small: { depths: [2, 3], steps: 2, repeats: 1 },
});

test("power iteration finds the spectral norm", () => {
  const norm = (rows: number, columns: number, values: number[]) =>
    spectralNorm({ name: "w", shape: [rows, columns], values: Float32Array.from(values) });
  expect(norm(2, 2, [1, 2, 3, 4])).toBeCloseTo(5.4649857042, 9);
  expect(norm(2, 3, [0, -3, 0, 2, 0, 0])).toBeCloseTo(3, 9);
  expect(norm(2, 2, [1, 0, 0, 1])).toBeCloseTo(1, 12);
  expect(Math.abs(norm(2, 2, [1, 0, 0, 1 - 2 ** -20]) - 1)).toBeLessThan(1e-6); // nearly equal: the slowest case
  expect(norm(3, 2, [0, 0, 0, 0, 0, 0])).toBe(0);
});

test("the bound with orthogonal weights is the error above times the largest slope, and Frobenius is looser", async () => {
  const parameters = { depths: [6], activations: ["sigmoid"], initialisations: ["orthogonal"], steps: 0 };
  const table = tableOf(await run(lab, "depth-sweep", parameters), "layers");
  const delta = numbersOf(table, "‖δ‖");
  const bound = numbersOf(table, "bound on ‖δ‖");
  const frobenius = numbersOf(table, "bound with ‖W‖_F");
  expect(delta.length).toBe(7);
  for (let layer = 0; layer < 5; layer++) {
    expect(bound[layer]! / delta[layer + 1]!).toBeCloseTo(0.25, 6);
    expect(frobenius[layer]! / bound[layer]!).toBeCloseTo(Math.sqrt(32), 4);
  }
  expect(columnOf(table, "bound on ‖δ‖").at(-1)).toBeNull();
});

test("claims about nets that were not asked for are left out", async () => {
  const { claims } = await run(lab, "depth-sweep", {
    depths: [2],
    activations: ["relu"],
    initialisations: ["he-normal"],
    steps: 0,
  });
  expect(claims.map(({ id }) => id)).toEqual(["C7.bound", "C7.loose"]);
});

test("numbers that JSON cannot hold become words", async () => {
  const parameters = {
    depths: [3],
    activations: ["relu"],
    initialisations: ["he-normal"],
    steps: 60,
    learningRate: 1000,
    repeats: 1,
  };
  const result = await run(lab, "depth-sweep", parameters);
  expect(columnOf(tableOf(result, "nets"), "training loss")).toEqual(["NaN"]);
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});
