import { describe, expect, it } from "vitest";
import { judge, judgeAll } from "../../sdk/experiments/claim.js";
import type { ClaimSpec } from "../../sdk/experiments/types.js";

const spec = (low: number | null, high: number | null, more: object = {}): ClaimSpec =>
  ({ id: "C1.a", statement: "s", source: "t", low, high, foreseen: true, ...more }) as ClaimSpec;
const holds = (low: number | null, high: number | null, ...measured: number[]) =>
  measured.map((value) => judge(spec(low, high), value).holds);

describe("a claim", () => {
  it("holds from its lower bound to its upper one, both among them", () => {
    expect(holds(1, 2, 0.999, 1, 1.5, 2, 2.001)).toEqual([false, true, true, true, false]);
    expect(holds(1, null, 0.999, 1, Infinity)).toEqual([false, true, true]);
    expect(holds(null, 2, -Infinity, 2, 2.001)).toEqual([true, true, false]);
    expect(holds(0, 0, -0, 0, 5e-324)).toEqual([true, true, false]);
  });

  it("never holds for NaN, whatever its bounds", () => {
    expect([...holds(1, 2, NaN), ...holds(null, 2, NaN), ...holds(1, null, NaN), ...holds(null, null, NaN)]).toEqual(
      [false, false, false, false], // prettier-ignore
    );
  });

  it("stands beside its measurement as JSON can hold it, without its control", () => {
    const judged = judge(spec(1, null, { unit: "nats", control: {} }), Infinity);
    expect(judged).toEqual({
      ...{ id: "C1.a", statement: "s", source: "t", low: 1, high: null, unit: "nats" },
      ...{ measured: "Infinity", holds: true, foreseen: true },
    });
    expect(judge(spec(1, null), 0.5)).not.toHaveProperty("unit");
  });

  it("is left out where it was not measured; the others keep their order", () => {
    const specs = ["C1.b", "C1.c", "C1.a"].map((id) => spec(0, 1, { id }));
    const judged = judgeAll(specs, { "C1.a": 0.5, "C1.b": 2 });
    expect(judged.map(({ id, holds: own }) => [id, own])).toEqual([["C1.b", false], ["C1.a", true]]); // prettier-ignore
  });
});
