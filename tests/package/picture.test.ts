/** @module-tag package */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const script = new URL("../../scripts/picture.mjs", import.meta.url);

it("docs/images/vanishing.svg is what npm run picture draws", async () => {
  const { picture } = (await import(script.href)) as { picture(): Promise<string> };
  const drawn = readFileSync(new URL("../../docs/images/vanishing.svg", import.meta.url), "utf8");
  expect(await picture()).toBe(drawn);
});
