import { load } from "gradiometer";
import { published, reproduce } from "gradiometer/hashes";
import { describe, expect, it } from "vitest";
import { ACTIVATION_NAMES } from "../../sdk/nn/activation.js";
import { CELL_NAMES } from "../../sdk/nn/cells/index.js";
import { INITIALISATIONS } from "../../sdk/nn/initialisations.js";
import { NORMS } from "../../sdk/nn/ops/norm.js";

/** A change here belongs under "Numerics" in CHANGELOG.md. */
it.each(published.map((entry) => [entry.name, entry] as const))("%s", async (_, entry) => {
  expect(await reproduce(await load(), entry)).toBe(entry.hash);
});

describe("every row has a published hash", () => {
  /** All words and kinds that the configurations name, defaults too. */
  const named = new Set<unknown>();
  const collect = (value: unknown): void => {
    if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
    else named.add(value);
  };
  for (const { network, training } of published) {
    collect({ init: "glorot-uniform", activation: "tanh", recurrentInit: "orthogonal", cell: "simple" });
    collect([network, training]);
  }
  it.each([
    ["activation", ACTIVATION_NAMES],
    ["initialisation", Object.keys(INITIALISATIONS)],
    ["norm", Object.keys(NORMS)],
    ["cell", CELL_NAMES],
  ] as const)("%s", (_, names) => {
    expect(names.filter((name) => !named.has(name))).toEqual([]);
  });

  it("no two have one name or one hash", () => {
    for (const key of ["name", "hash"] as const)
      expect(new Set(published.map((entry) => entry[key])).size).toBe(published.length);
  });
});
