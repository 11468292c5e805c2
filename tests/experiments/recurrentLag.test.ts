import { run } from "gradiometer/experiments";
import { describe, expect, test } from "vitest";
import { holdsItsClaims, lab, resultOf } from "../support/heldClaims.js";
import { claimOf, tableOf, valuesOf } from "../support/results.js";

const id = "recurrent-lag";

const small = { nets: 1, draws: 1 };

holdsItsClaims(id, { small });

describe("recurrent-lag", () => {
  test(".9¹⁰⁰ = 2.656e-5 and 1.1¹⁰⁰ = 13780.6, as printed", async () => {
    const table = tableOf(await resultOf(id, small), "gradient over lag");
    const at = (net: string) => Number(valuesOf(table, "‖∂J/∂h_t‖/‖∂J/∂h_T‖", { net, lag: 100 })[0]);
    expect(at("linear, 0.9·Q").toExponential(3)).toBe("2.656e-5");
    expect(at("linear, 1.1·Q").toFixed(1)).toBe("13780.6");
    expect(at("linear, 1·Q")).toBeCloseTo(1, 5);
  });

  test("C21: a relative error of order one, median 1.1 within its error", async () => {
    const result = await run(lab, id, { draws: 1, nets: 801 });
    const errors = valuesOf(tableOf(result, "∂h_T"), "relative error")
      .map(Number)
      .sort((a, b) => a - b);
    // 95 % of the medians of n draws lie between the order statistics n/2 ± √n
    const [low, high] = [errors[Math.floor(400 - Math.sqrt(801))]!, errors[Math.ceil(400 + Math.sqrt(801))]!];
    expect(low).toBeLessThan(1.15);
    expect(high).toBeGreaterThan(1.05);
    expect(claimOf(result, "C21.order-one").measured).toBe(errors[400]);
  });

  test("C22: a fifth of the orthogonal draws within four standard errors, and hardly any of the Gaussian ones", async () => {
    const draws = 100;
    const result = await run(lab, id, { nets: 1, draws });
    const share = Number(claimOf(result, "C22.orthogonal").measured);
    expect(Math.abs(share - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / draws));
    expect(claimOf(result, "C22.gaussian").measured).toBeLessThan(0.05);
  });
});
