/** @module-tag long */
import { load } from "gradiometer";
import { run } from "gradiometer/experiments";
import { expect, test } from "vitest";
import { claimsOf, holdsItsClaims } from "../support/heldClaims.js";
import { claimOf, columnOf, numbersOf, tableOf, valuesOf } from "../support/results.js";

const lab = await load();
const id = "long-memory";

/** Nets that hardly learn, to look at what surrounds the learning. */
const small = { samples: 40, epochs: 1, rivalEpochs: 1, testSamples: 60, guesses: 1000, lengths: [9, 3] };

const ofRivals = ["C23.budget", "C23.irnn", "C34.lstm", "C34.gru"];

// the claims speak of the shortest and the longest
holdsItsClaims(id, {
  runs: [
    {
      parameters: { lengths: [6, 64], rivalEpochs: 0 },
      claims: claimsOf(id).filter((name) => !ofRivals.includes(name)),
    },
    {
      parameters: { lengths: [64], tasks: ["adding"], weights: ["orthogonal"], epochs: 1 },
      seeds: [0],
      claims: ofRivals,
    },
  ],
  small,
});

test("the mean answer has the variance of the sum, and another one its distance squared on top", async () => {
  const at = async (guess: number) => {
    const table = tableOf(await run(lab, id, { ...small, guesses: 20_000, guess }), "the adding problem");
    return [numbersOf(table, "mean squared error")[0]!, numbersOf(table, "standard error")[0]!] as const;
  };
  for (const [guess, theory] of [
    [1, 1 / 6],
    [0.5, 1 / 6 + 1 / 4],
  ] as const) {
    const [error, spread] = await at(guess);
    expect(Math.abs(error - theory)).toBeLessThan(4 * spread);
  }
});

test("nets of one task and length see the same data from the same start, clipped or not", async () => {
  const table = tableOf(await run(lab, id, { ...small, normLimit: 1e6 }), "success");
  expect(columnOf(table, "task").length).toBe(3 * 2 * 3 * 2);
  for (const column of ["loss", "loss without memory", "accuracy", "‖∂J/∂h₁‖/‖∂J/∂h_T‖ before training"]) {
    const of = (clipping: string) => valuesOf(table, column, { clipping });
    expect(of("by norm")).toEqual(of("none"));
  }
  for (const share of numbersOf(table, "share of steps clipped")) expect(share).toBe(0);
});

test("without memory: ln 4 for four classes, and near 1/6 for the sum", async () => {
  const table = tableOf(await run(lab, id, { ...small, testSamples: 2000 }), "success");
  const blank = (task: string) => new Set(valuesOf(table, "loss without memory", { task }));
  expect([...blank("copy"), ...blank("temporal-order")]).toEqual([Math.log(4), Math.log(4)]);
  // 4 standard errors of .197/√2000
  for (const loss of blank("adding")) expect(Math.abs(Number(loss) - 1 / 6)).toBeLessThan(0.0176);
});

test("claims about tasks and weights that were not asked for are left out", async () => {
  const { claims } = await run(lab, id, { ...small, tasks: ["copy"], weights: ["orthogonal"] });
  expect(claims.map((claim) => claim.id)).toEqual(["C23.baseline", "C23.clipping", "C23.orthogonal"]);
});

test("a net that breaks down counts as one that remembers nothing", async () => {
  const parameters = { ...small, tasks: ["adding"], learningRate: 10, momentum: 0.999, epochs: 20 };
  const result = await run(lab, id, parameters);
  const broken = valuesOf(tableOf(result, "success"), "loss", { clipping: "none" });
  expect(broken).toContain("NaN");
  expect(claimOf(result, "C23.near").holds).toBe(false);
  expect(claimOf(result, "C23.far").holds).toBe(true);
});
