/** @module-tag long */
import { expect, test } from "vitest";
import { claimsOf, holdsItsClaims, resultOf } from "../support/heldClaims.js";
import { columnOf, tableOf, valuesOf } from "../support/results.js";

const id = "degradation";
const ofTanh = ["C17.shallow", "C17.plain-tanh"];
const ofBoth = ["C17.at-twenty", "C17.deeper-better", "C17.underfits", "C17.scaled"];
/** Of ReLU nets with identity skips, the shallowest and the deepest. */
const ofIdentity = ["C17.explodes", "C17.not-trained", "C17.doubles"];
/** Of nets with a norm. */
const ofNorms = ["C17.norms", "C17.layer", "C17.batch-tanh"];
const ofRelu = claimsOf(id).filter((name) => ![...ofTanh, ...ofIdentity, ...ofNorms].includes(name));

/** One net of each kind that a claim speaks of. */
const learning = { repeats: 1, skips: ["none", "scaled"], norms: [] };
const normed = { repeats: 1, normRepeats: 1, skips: ["none"], activations: ["tanh"], depths: [2, 50] };
const identity = { repeats: 1, skips: ["identity"], norms: [], activations: ["relu"], depths: [2, 50] };

// with other seeds than 0 one activation each
holdsItsClaims(id, {
  runs: [
    { parameters: learning, seeds: [0], claims: [...ofTanh, ...ofRelu] },
    { parameters: { ...learning, activations: ["relu"] }, seeds: [1], claims: ofRelu },
    { parameters: { ...learning, activations: ["tanh"] }, seeds: [2], claims: [...ofTanh, ...ofBoth] },
    { parameters: identity, claims: ofIdentity },
    { parameters: normed, claims: ofNorms },
  ],
  small: { repeats: 1, normRepeats: 1, steps: 2, depths: [2, 5] },
});

test("the losses of plain tanh: .13 at depth 2, hardly below ln 10 at depth 50; training and test stand side by side", async () => {
  const table = tableOf(await resultOf(id, learning), "nets");
  const plain = { activation: "tanh", "between layers": "plain" };
  expect(Number(valuesOf(table, "training loss", { ...plain, depth: 2 })[0])).toBeCloseTo(0.13, 1);
  expect(Number(valuesOf(table, "training loss", { ...plain, depth: 50 })[0])).toBeGreaterThan(1.8);
  for (const loss of valuesOf(table, "test loss", plain)) expect(loss).toBeGreaterThan(0);
});

test("inserted layers leave every output and the loss as they are, at 3, 18 and 48 layers", async () => {
  const result = await resultOf(id, learning);
  expect(columnOf(tableOf(result, "ReLU identity"), "inserted")).toEqual([3, 18, 48]);
  expect(columnOf(tableOf(result, "ReLU identity"), "outputs that differ")).toEqual([0, 0, 0]);
  expect(columnOf(tableOf(result, "ReLU identity"), "training loss after")).toEqual(
    columnOf(tableOf(result, "ReLU identity"), "training loss before"),
  );
});
