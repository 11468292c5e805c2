/** @module-tag long */
import { experiments } from "gradiometer/experiments";
import { expect, test } from "vitest";
import { claimsOf, holdsItsClaims, resultOf } from "../support/heldClaims.js";
import { columnOf, numbersOf, tableOf } from "../support/results.js";

const id = "remedies";
const remedies = experiments.find((one) => one.id === id)!;
const ROWS = (remedies.parameters.properties["rows"]!["items"] as { enum: string[] }).enum;
/** The 30-layer rows cost half of the time. */
const TEN_LAYERS = ROWS.slice(0, 10);
const ofThirtyLayers = ["C26.stuck", "C15.hidden", "C26.halving", "C25.rprop-relu", "C26.he", "C26.orthogonal"];
/** Its bounds are for the median of five. */
const OF_FIVE = "C2.ratio";

/** One net a row and a quarter of the points. */
const oneOfEach = { seeds: 1, samples: 100 };

holdsItsClaims(id, {
  runs: [
    {
      parameters: oneOfEach,
      seeds: [0],
      claims: claimsOf(id).filter((name) => name !== OF_FIVE),
    },
    {
      parameters: { ...oneOfEach, rows: TEN_LAYERS },
      seeds: [7, 12],
      claims: claimsOf(id).filter((name) => name !== OF_FIVE && !ofThirtyLayers.includes(name)),
    },
    { parameters: { rows: ["sigmoid", "relu-glorot"], steps: 0 }, claims: [OF_FIVE, "C15.hidden", "C26.halving"] },
  ],
  control: oneOfEach,
  small: { seeds: 1, samples: 20, steps: 2 },
});

test("the first word of each kind in the table: stuck, too fast, NaN, clipped", async () => {
  const table = tableOf(await resultOf(id, oneOfEach), id);
  const at = ["sigmoid", "sigmoid-rate", "relu-large", "relu-clip"].map((row) => ROWS.indexOf(row));
  const verdicts = columnOf(table, "verdict");
  expect(at.map((row) => verdicts[row])).toEqual(["stuck", "neither", "NaN", "cured"]);
  const losses = numbersOf(table, "final loss, median");
  expect(losses[at[0]!]!.toFixed(4)).toBe("0.6931");
  expect(losses[at[1]!]!.toFixed(2)).toBe("1.04");
});

test("the signal of the ReLU net with Glorot's weights falls by .46 a layer", async () => {
  const result = await resultOf(id, { rows: ["relu-glorot"], steps: 0 });
  const [measured, theory] = ["measured, median", "theory at this width"].map((name) =>
    numbersOf(tableOf(result, "mean square"), name),
  );
  expect(((theory![29]! / theory![0]!) ** (1 / 29)).toFixed(2)).toBe("0.46");
  expect(measured![29]!).toBeLessThan(measured![0]! * 2 ** -25);
});
