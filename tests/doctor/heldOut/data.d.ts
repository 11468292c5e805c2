import type { Gradiometer, Sequence } from "gradiometer";

/** A row's `data`: the kind, its options, and what is done to x and y afterwards. */
export interface HeldOutData {
  readonly kind: string;
  readonly rows: number;
  readonly seed: number;
  readonly [option: string]: unknown;
}

/** What a row's `data` stands for. */
export interface MadeData {
  /** As a patient's. */
  x: Float32Array | (Sequence & { readonly values: Float32Array });
  /** As a patient's. */
  y: Float32Array;
  /** Numbers in a row of x, or in a step of a sequence. */
  columns: number;
  /** Numbers in a row of y. */
  outputs: number;
  /** The answers without noise, where they are known. */
  truth?: Float32Array;
  /** The probability of each class, or of 1, where it is known. */
  chances?: number[][];
}

export function heldOutData(lab: Gradiometer, data: HeldOutData): MadeData;
