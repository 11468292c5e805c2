import { load } from "gradiometer";
import { experiments, type Result, run } from "gradiometer/experiments";
import { describe, expect, test } from "vitest";

const lab = await load();
const { claims } = experiments.find(({ id }) => id === "degradation")!;

const check = (result: Result) => {
  for (const { id, holds, foreseen, measured } of result.claims)
    expect({ id, measured, holds }).toEqual({ id, measured, holds: foreseen });
};
const cells = (result: Result, table: string, column: string) =>
  result.tables.find(({ name }) => name.startsWith(table))!.columns.find(({ name }) => name === column)!.values;

describe("degradation", () => {
  test("every claim is as foreseen, one net of each kind", async () => {
    const result = await run(lab, "degradation", { repeats: 1 });
    expect(result.claims.map(({ id }) => id)).toEqual(claims.map(({ id }) => id));
    check(result);
    const losses = cells(result, "nets", "training loss").map(Number);
    expect(losses[0]!).toBeCloseTo(0.13, 1);
    expect(losses[3]!).toBeGreaterThan(1.8);
    // in each row, training and test stand side by side
    expect(cells(result, "nets", "test loss").length).toBe(losses.length);
  });

  test.each([
    [1, "relu", 11],
    [2, "tanh", 6],
  ])("and with seed %i those of %s", async (seed, activation, count) => {
    const result = await run(lab, "degradation", { repeats: 1, activations: [activation] }, { seed });
    expect(result.claims.length).toBe(count);
    check(result);
  });

  test("inserted layers leave every output and the loss as they are, at 3, 18 and 48 layers", async () => {
    const parameters = { activations: ["relu"], skips: ["none"], repeats: 1, steps: 40 };
    const result = await run(lab, "degradation", parameters);
    expect(cells(result, "ReLU identity", "inserted")).toEqual([3, 18, 48]);
    expect(cells(result, "ReLU identity", "outputs that differ")).toEqual([0, 0, 0]);
    expect(cells(result, "ReLU identity", "training loss after")).toEqual(
      cells(result, "ReLU identity", "training loss before"),
    );
  });

  test.each(claims)("the control of $id comes out the other way", async ({ id, control, foreseen }) => {
    const result = await run(lab, "degradation", control);
    expect(result.claims.find((claim) => claim.id === id)?.holds).toBe(!foreseen);
  });
});
