import { activationCosts, run } from "gradiometer/experiments";
import { activationSlope } from "gradiometer/theory";
import { afterEach, describe, expect, test, vi } from "vitest";
import { holdsItsClaims, lab, resultOf } from "../support/heldClaims.js";
import { refusal } from "../support/refusal.js";
import { claimOf, columnOf, tableOf } from "../support/results.js";

const FEW = { draws: 2000, points: 101 };

holdsItsClaims("activation-gallery", { small: FEW });

test("C11: the printed digits", async () => {
  const result = await resultOf("activation-gallery", FEW);
  expect(claimOf(result, "C11.sigmoid").measured).toBe(0.9999546021312976);
  expect(claimOf(result, "C11.slope").measured).toBe(4.539580773595167e-5);
  expect(Number(claimOf(result, "C11.slope").measured).toFixed(5)).toBe("0.00005");
});

test("C11, C14: E φ'² of ReLU is ½, of leaky ReLU (1 + α²)/2, of linear units 1", async () => {
  const result = await run(lab, "activation-gallery", { activations: ["relu", "leaky-relu", "linear"] });
  const table = tableOf(result, "over random u");
  expect(columnOf(table, "E φ'², theory")).toEqual([0.5, (1 + 0.01 * 0.01) / 2, 1]);
  columnOf(table, "E φ'²").forEach((value, index) => {
    const error = Number(columnOf(table, "s.e. of E φ'²")[index]);
    expect(Math.abs(Number(value) - Number(columnOf(table, "E φ'², theory")[index]))).toBeLessThan(5.5 * error + 1e-6);
  });
});

test("C13: which outputs are centred on zero", async () => {
  const table = tableOf(await resultOf("activation-gallery", FEW), "over random u");
  const centred = columnOf(table, "activation").filter((_, index) => columnOf(table, "centred on 0")[index] === "yes");
  expect(centred).toEqual(["linear", "tanh", "selu", "softsign"]); // selu is made so
});

test("the curves are the theory's to float32's digits", async () => {
  const table = tableOf(await run(lab, "activation-gallery", { ...FEW, shown: 3 }), "curves");
  const [names, u, slope] = ["activation", "u", "φ'"].map((name) => columnOf(table, name));
  u!.forEach((at, index) => {
    const exact = activationSlope(names![index] as "tanh", Number(at));
    expect(Math.abs(Number(slope![index]) - exact)).toBeLessThan(2e-7 * Math.max(1, Math.abs(exact)));
  });
});

test("the cost of an element is measured beside the result", () => {
  const { used } = lab.memory();
  const costs = activationCosts(lab, ["relu", "sigmoid"]);
  expect(costs.map(({ activation }) => activation)).toEqual(["relu", "sigmoid"]);
  for (const { value, both } of costs) expect(Math.min(value, both)).toBeGreaterThan(0);
  expect(lab.memory().used).toBe(used);
});

describe("what an element costs, by the clock", () => {
  afterEach(() => void vi.restoreAllMocks());

  test("one that moves seldom is waited for: nanoseconds per element, the best of three", () => {
    let reads = 0;
    vi.spyOn(performance, "now").mockImplementation(() => 4 * Math.floor(reads++ / 41)); // 1 + 40 reads for 4 ms
    const [relu] = activationCosts(lab, ["relu"]);
    expect(relu!.activation).toBe("relu");
    // Fifty calls per read, of 2048 elements each; the second kind finds the clock one read on.
    expect(relu!.value).toBeCloseTo(4e6 / (41 * 50 * 2048), 12);
    expect(relu!.both).toBeCloseTo(4e6 / (40 * 50 * 2048), 12);
  });

  test("one that stands still is UNSUPPORTED", () => {
    vi.spyOn(performance, "now").mockReturnValue(7);
    expect(() => activationCosts(lab, ["linear"])).toThrow(refusal("UNSUPPORTED", /a clock that moves/));
  });
});
