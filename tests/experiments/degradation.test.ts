import { run } from "gradiometer/experiments";
import { expect, test } from "vitest";
import { claimsOf, holdsItsClaims, lab } from "../support/heldClaims.js";
import { columnOf, numbersOf, tableOf } from "../support/results.js";

const id = "degradation";
/** Those that speak of nets of tanh alone; all others are measured without them. */
const ofTanh = ["C17.shallow", "C17.plain-tanh"];
const ofBoth = ["C17.at-twenty", "C17.deeper-better", "C17.underfits", "C17.scaled"];

// one net of each kind; with the other seeds one activation each
holdsItsClaims(id, {
  runs: [
    { parameters: { repeats: 1 }, seeds: [0] },
    {
      parameters: { repeats: 1, activations: ["relu"] },
      seeds: [1],
      claims: claimsOf(id).filter((name) => !ofTanh.includes(name)),
    },
    { parameters: { repeats: 1, activations: ["tanh"] }, seeds: [2], claims: [...ofTanh, ...ofBoth] },
  ],
  small: { repeats: 1, steps: 2 },
});

test("the losses of plain tanh: .13 at depth 2, hardly below ln 10 at depth 50; training and test stand side by side", async () => {
  const parameters = { repeats: 1, activations: ["tanh"], skips: ["none"], depths: [2, 50] };
  const table = tableOf(await run(lab, id, parameters), "nets");
  const losses = numbersOf(table, "training loss");
  expect(losses[0]!).toBeCloseTo(0.13, 1);
  expect(losses[1]!).toBeGreaterThan(1.8);
  expect(columnOf(table, "test loss").length).toBe(losses.length);
});

test("inserted layers leave every output and the loss as they are, at 3, 18 and 48 layers", async () => {
  const parameters = { activations: ["relu"], skips: ["none"], repeats: 1, steps: 40 };
  const result = await run(lab, id, parameters);
  expect(columnOf(tableOf(result, "ReLU identity"), "inserted")).toEqual([3, 18, 48]);
  expect(columnOf(tableOf(result, "ReLU identity"), "outputs that differ")).toEqual([0, 0, 0]);
  expect(columnOf(tableOf(result, "ReLU identity"), "training loss after")).toEqual(
    columnOf(tableOf(result, "ReLU identity"), "training loss before"),
  );
});
