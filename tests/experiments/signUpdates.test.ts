import { describe, expect, test } from "vitest";
import { holdsItsClaims, resultOf } from "../support/heldClaims.js";
import { tableOf, valuesOf } from "../support/results.js";

const id = "sign-updates";

// one net of each kind and a tenth of the points
holdsItsClaims(id, { runs: [{ parameters: { nets: 1, samples: 40 } }], small: { steps: 0 } });

describe("sign-updates", () => {
  test.each([
    ["rprop+", "1 .9 .78 .636 .4632 .25584 .007008 -.2915904 .007008 -.1422912 .007008 -.0676416 .007008"],
    ["rprop-", "1 .9 .78 .636 .4632 .25584 .007008 -.2915904 -.1422912 .03686784 -.05271168 -.00792192 .045825792"],
    ["irprop-", "1 .9 .78 .636 .4632 .25584 .007008 -.2915904 -.2915904 -.1422912 .03686784 .03686784 -.05271168"],
  ])("%s takes the printed steps", async (rule, printed) => {
    const table = tableOf(await resultOf(id, { steps: 0 }), "positions");
    const digits = printed.split(" ").map((word) => ({ x: Number(word), places: word.split(".")[1]?.length ?? 0 }));
    digits.forEach(({ x, places }, step) => {
      const [wide] = valuesOf(table, "x", { rule, step });
      const [narrow] = valuesOf(table, "float32 net", { rule, step });
      expect(Number(wide).toFixed(places)).toBe(x.toFixed(places));
      expect(Math.abs(Number(narrow) - x)).toBeLessThan(1e-6);
    });
  });

  test("signSGD goes down in steps of η and then swings about the minimum", async () => {
    const table = tableOf(await resultOf(id, { steps: 0 }), "positions");
    const x = valuesOf(table, "x", { rule: "signSGD" }).map(Number);
    for (let step = 0; step <= 10; step++) expect(x[step]).toBeCloseTo(1 - step / 10, 12);
    for (const late of x.slice(10)) expect(Math.abs(late)).toBeLessThan(0.1 + 1e-12);
  });
});
