/** @module-tag long */
import { run } from "gradiometer/experiments";
import { expect, test } from "vitest";
import { holdsItsClaims, lab, resultOf } from "../support/heldClaims.js";
import { columnOf, numbersOf, tableOf } from "../support/results.js";

const id = "jacobian-spectrum";
const SMALL = { nets: 1, sizes: [8], matrices: 1 };

holdsItsClaims(id, { small: SMALL });

test("C8: [[1, 2], [3, 4]], and a product whose singular values are not the products", async () => {
  const table = tableOf(await resultOf(id, SMALL), "two matrices");
  const largest = numbersOf(table, "largest singular value");
  const smallest = numbersOf(table, "smallest");
  expect(largest[0]).toBeCloseTo(5.4649857042, 10);
  expect(smallest[0]).toBeCloseTo(0.3659661906, 10);
  expect([largest.slice(1), smallest.slice(1)]).toEqual([
    [2, 2, 1, 4],
    [0.5, 0.5, 1, 0.25],
  ]);
});

test("C6: a layer's Jacobian is [units, units below]; C8: each gain of δ is at most the largest singular value", async () => {
  const table = tableOf(await resultOf(id, SMALL), "layers");
  const units = columnOf(table, "rows");
  expect([units[0], units[20]]).toEqual([32, 8]);
  expect(new Set(columnOf(table, "columns"))).toEqual(new Set([32]));
  const gains = columnOf(table, "gain of δ");
  expect(gains[20]).toBeNull();
  numbersOf(table, "largest possible gain").forEach((most, row) => {
    expect(Number(gains[row])).toBeLessThanOrEqual(most);
  });
  const toTheEnd = numbersOf(table, "‖J‖ to the end");
  numbersOf(table, "product of norms to the end").forEach((product, row) => {
    expect(toTheEnd[row]! / product).toBeLessThan(1 + 1e-12);
  });
});

test("C10: the mean is 8/(3π) up to 1/n, the largest is on theory's line at every n", async () => {
  const matrices = 8;
  const table = tableOf(await run(lab, id, { nets: 1, matrices }), "square Gaussian matrices");
  const n = numbersOf(table, "n");
  const [largest, theory, high] = ["largest", "theory at n", "+ 2 s.d."].map((name) => numbersOf(table, name));
  numbersOf(table, "mean").forEach((mean, row) => {
    expect(Math.abs(mean - 8 / (3 * Math.PI))).toBeLessThan(0.5 / n[row]!);
    if (n[row]! < 32) return; // of smaller matrices Johnstone's law is only a sketch
    const error = (high![row]! - theory![row]!) / 2 / Math.sqrt(matrices);
    expect(Math.abs(largest![row]! - theory![row]!)).toBeLessThan(4 * error);
  });
});
