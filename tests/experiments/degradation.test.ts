import { expect, test } from "vitest";
import { claimsOf, holdsItsClaims, resultOf } from "../support/heldClaims.js";
import { columnOf, tableOf, valuesOf } from "../support/results.js";

const id = "degradation";
/** Those that speak of nets of tanh alone; all others are measured without them. */
const ofTanh = ["C17.shallow", "C17.plain-tanh"];
const ofBoth = ["C17.at-twenty", "C17.deeper-better", "C17.underfits", "C17.scaled"];

const oneOfEach = { repeats: 1 };

// with the other seeds one activation each
holdsItsClaims(id, {
  runs: [
    { parameters: oneOfEach, seeds: [0] },
    {
      parameters: { repeats: 1, activations: ["relu"] },
      seeds: [1],
      claims: claimsOf(id).filter((name) => !ofTanh.includes(name)),
    },
    { parameters: { repeats: 1, activations: ["tanh"] }, seeds: [2], claims: [...ofTanh, ...ofBoth] },
  ],
  small: { repeats: 1, steps: 2, depths: [2, 5] },
});

test("the losses of plain tanh: .13 at depth 2, hardly below ln 10 at depth 50; training and test stand side by side", async () => {
  const table = tableOf(await resultOf(id, oneOfEach), "nets");
  const plain = { activation: "tanh", skips: "plain" };
  expect(Number(valuesOf(table, "training loss", { ...plain, depth: 2 })[0])).toBeCloseTo(0.13, 1);
  expect(Number(valuesOf(table, "training loss", { ...plain, depth: 50 })[0])).toBeGreaterThan(1.8);
  for (const loss of valuesOf(table, "test loss", plain)) expect(loss).toBeGreaterThan(0);
});

test("inserted layers leave every output and the loss as they are, at 3, 18 and 48 layers", async () => {
  const result = await resultOf(id, oneOfEach);
  expect(columnOf(tableOf(result, "ReLU identity"), "inserted")).toEqual([3, 18, 48]);
  expect(columnOf(tableOf(result, "ReLU identity"), "outputs that differ")).toEqual([0, 0, 0]);
  expect(columnOf(tableOf(result, "ReLU identity"), "training loss after")).toEqual(
    columnOf(tableOf(result, "ReLU identity"), "training loss before"),
  );
});
