/** @module-tag long */
import { run } from "gradiometer/experiments";
import { dyingRelu } from "gradiometer/theory";
import { expect, test } from "vitest";
import { holdsItsClaims, lab } from "../support/heldClaims.js";
import { columnOf, tableOf } from "../support/results.js";

// half of the trainings and of the births
holdsItsClaims("dying-relu", {
  runs: [{ parameters: { repeats: 5, nets: 300 } }],
  small: { nets: 20, repeats: 2, steps: 20 },
});

test("Lu's probability, each share within five of its standard errors", async () => {
  const nets = 500;
  const result = await run(lab, "dying-relu", { widths: [3, 5], depths: [3, 12], nets, rates: [] });
  const table = tableOf(result, "dead at birth");
  const [widths, depths] = [columnOf(table, "width").map(Number), columnOf(table, "depth").map(Number)];
  columnOf(table, "share dead").forEach((share, index) => {
    const p = dyingRelu({ width: widths[index]!, depth: depths[index]! });
    expect(Math.abs(Number(share) - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / nets));
  });
});

test("without widths only the training, without rates only the births", async () => {
  const small = { nets: 10, repeats: 1, steps: 2 };
  const trained = await run(lab, "dying-relu", { ...small, widths: [] });
  expect(trained.tables.map(({ name }) => name)).toEqual(["dead units after training", "each run"]);
  expect(trained.claims.some(({ id }) => id === "C14.birth")).toBe(false);
  const born = await run(lab, "dying-relu", { ...small, rates: [] });
  expect(born.tables.map(({ name }) => name)).toEqual(["dead at birth: 10 nets each"]);
});
