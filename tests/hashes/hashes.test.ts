import { load } from "gradiometer";
import { published, reproduce } from "gradiometer/hashes";
import { expect, it } from "vitest";

/** A change here belongs under "Numerics" in CHANGELOG.md. */
it.each(published.map((entry) => [entry.name, entry] as const))("%s", async (_, entry) => {
  expect(await reproduce(await load(), entry)).toBe(entry.hash);
});
