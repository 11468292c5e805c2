import type { Activation, CellName, NormName } from "../types.js";
import type { Refusal } from "./types.js";

/** z W + b. */
export interface AffineStep {
  readonly kind: "affine";
  readonly fanIn: number;
  readonly fanOut: number;
  /** [fanIn, fanOut], the step's own copy. */
  readonly weight: Float32Array;
  bias: Float32Array | null;
}

/** A norm over `width` units, at inference. */
export interface NormStep {
  readonly kind: "norm";
  readonly norm: NormName;
  readonly width: number | null;
  readonly epsilon: number;
  /** Of batch alone: the share of the new batch, as PyTorch has it. */
  readonly momentum?: number;
  weight: Float32Array | null;
  bias: Float32Array | null;
  /** Of batch alone. */
  readonly mean: Float32Array | null;
  readonly variance: Float32Array | null;
}

/** scale ⊙ z + shift, each a number or one per unit. */
export interface ScaleStep {
  readonly kind: "scale";
  readonly scale: number | Float32Array;
  readonly shift: number | Float32Array;
}

/** A recurrent layer whose last step goes on; tensors in this package's order and shapes. */
export interface RecurrentStep {
  readonly kind: "recurrent";
  readonly cell: CellName;
  /** Of a simple cell alone. */
  readonly activation?: Activation;
  readonly inputs: number;
  readonly hidden: number;
  /** [inputs, gates · hidden] */
  readonly input: Float32Array;
  /** [hidden, gates · hidden] */
  readonly recurrent: Float32Array;
  bias: Float32Array | null;
  /** Of a gru alone, with a bias. */
  readonly candidate: Float32Array | null;
}

/** What any format says of one layer: name, operator, and what it does. */
export type Step = { readonly name: string; readonly operator: string } & (
  | AffineStep
  | NormStep
  | ScaleStep
  | RecurrentStep
  | { readonly kind: "activation"; readonly activation: Activation }
  | { readonly kind: "softmax" }
  | { readonly kind: "nothing"; readonly why: string }
);

/** One kind of step. */
export type StepOf<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

/** A refusal as every reader words it. */
export function refusal(layer: string, operator: string, what: string): Refusal {
  return { layer, operator, reason: `${what}; record a trace instead` };
}

/** [rows, columns] ← entry(row, column). */
export function matrix(rows: number, columns: number, entry: (row: number, column: number) => number): Float32Array {
  const values = new Float32Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++) values[at] = entry(row, column);
  return values;
}
