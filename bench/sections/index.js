/**
 * What is measured, each with what is wanted of it: { id, title, measure(context) → data for JSON, tables(data),
 * targets(data) → { what, atLeast or atMost, unit, got: number or { median, lower, upper } } }.
 */
import { calls } from "./calls.js";
import { cells } from "./cells.js";
import { coldStart } from "./coldStart.js";
import { elementary } from "./elementary.js";
import { flow } from "./flow.js";
import { growth } from "./growth.js";
import { hash } from "./hash.js";
import { inference } from "./inference.js";
import { memory } from "./memory.js";
import { norms } from "./norms.js";
import { products } from "./products.js";
import { size } from "./size.js";
import { sweeps } from "./sweeps.js";
import { training } from "./training.js";
import { trainings } from "./trainings.js";

export const SECTIONS = [
  ...[training, trainings, sweeps, cells, norms, products, elementary, inference],
  ...[coldStart, hash, flow, calls, memory, growth, size],
];
