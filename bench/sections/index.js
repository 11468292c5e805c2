/**
 * What is measured, each with what is wanted of it: { id, title, measure(context) → data for JSON, tables(data),
 * targets(data) → { what, atLeast or atMost, unit, got: number or { median, lower, upper } } }.
 */
import { coldStart } from "./coldStart.js";
import { elementary } from "./elementary.js";
import { growth } from "./growth.js";
import { inference } from "./inference.js";
import { memory } from "./memory.js";
import { products } from "./products.js";
import { size } from "./size.js";
import { training } from "./training.js";

export const SECTIONS = [training, products, elementary, inference, coldStart, memory, growth, size];
