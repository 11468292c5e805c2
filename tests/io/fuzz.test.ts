import { expect, it } from "vitest";
import { fuzz } from "../support/fuzz.js";

it("3,000 mutated files: refused with BAD_FILE or read as what they say (npm run fuzz takes 100,000)", async () => {
  const { accepted, refused } = await fuzz({ files: 3000, seed: 7 });
  expect(accepted + refused).toBe(3000);
  expect(accepted).toBeGreaterThan(50);
  expect(refused).toBeGreaterThan(2000);
});
