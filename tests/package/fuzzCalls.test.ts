import { expect, it } from "vitest";

const { fuzz } = (await import(new URL("../../scripts/fuzzCalls.mjs", import.meta.url).href)) as {
  fuzz(calls: number, seed: number): Promise<{ refused: number; faults: Map<string, unknown> }>;
};

/** `npm run fuzz:calls` makes a hundred thousand. */
it("4,000 calls of all entries, right and wrong: every error has a code, and leaves all as it was", async () => {
  const { refused, faults } = await fuzz(4000, 7);
  expect([...faults.keys()]).toEqual([]);
  expect(refused).toBeGreaterThan(1500);
});
