import type { NamedInit } from "../types.js";

/** The named initialisations that draw, and need neither data nor an activation. */
export const DRAWN: readonly NamedInit[] = [
  "standard",
  "glorot-uniform",
  "glorot-normal",
  "he-uniform",
  "he-normal",
  "lecun-uniform",
  "lecun-normal",
  "orthogonal",
];
