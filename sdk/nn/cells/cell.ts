import type { Core } from "../../core/create.js";
import type { ResolvedActivation } from "../activation.js";
import type { BufferSpec, Site, TensorSpec } from "../ops/op.js";

/** Sizes of a recurrent layer. */
export interface CellShape {
  readonly inputs: number;
  readonly hidden: number;
}

/** One step of a recurrent layer over one set of buffers. Steps count from 0. */
export interface BoundCell {
  /** Where x_t W_x + b of all steps is wanted, [time, batch, gates · hidden]. */
  readonly gates: number;
  /** h of all steps, [time, batch, hidden]. */
  readonly h: number;
  /** What `backward` needs of each step, and where training leaves ∂L/∂ the sums of each step: as wide as the gates. */
  readonly delta: number;
  /** The same for h_{t−1} W_h; where the two are one, the same address. */
  readonly recurrentDelta: number;
  /** ∂L/∂c_t on its way back, [batch, hidden]; 0 without a cell beside h. */
  readonly dc: number;
  /** Takes one step; returns 1 when a pre-activation is NaN or infinite. */
  forward(step: number, batch: number): number;
  /**
   * One step back: ∂L/∂h_t at `dh` and ∂L/∂c_t at `dc` become those parts of ∂L/∂h_{t−1} and ∂L/∂c_{t−1} that do not pass
   * W_h; `delta` and `recurrentDelta`, of one step, may be the places of this step. `total`, unless 0, gets ∂L/∂c_t with what
   * comes through h_t.
   */
  backward(
    step: number,
    batch: number,
    dh: number,
    dc: number,
    total: number,
    delta: number,
    recurrentDelta: number,
  ): void;
  /** Once after all steps: gradients of tensors that are the cell's own. */
  finish?(rows: number): void;
}

/** One step of one sequence in float64. */
export interface CellTwin {
  /**
   * (h, c) ← the next state, from `fed` = x_t W_x + b, [gates · hidden]; writes ∂(h, c)_t/∂(h, c)_{t−1} transposed to
   * `factor`, rows `stride` numbers apart.
   */
  step(fed: number, factor: number, stride: number): void;
}

/** Where a twin works: float64 blocks of one sequence, tensors in float32. */
export interface CellSite64 {
  readonly core: Core;
  /** The state, [states · hidden], zero at first: h, then c. */
  readonly state: number;
  /** `workOf(hidden)` numbers. */
  readonly work: number;
  readonly tensor: (name: string) => number;
}

/** What is known of a kind of recurrent cell. A new one is one file here and a row in cells/index.ts. */
export interface Cell {
  /** φ of each gate: as many blocks of `hidden` columns in W_x, W_h and b. */
  readonly gates: readonly ResolvedActivation[];
  /**
   * The gate whose bias says how long the cell keeps what it has, the one that gets the opposite under chrono, and where
   * the first begins; null without such a gate.
   */
  readonly keeps: { readonly gate: number; readonly opposite: number | null; readonly bias: number } | null;
  /** Vectors of `hidden` numbers that a step hands on: h, or h and c. */
  readonly states: number;
  /** Whether a part of ∂L/∂h_{t−1} does not pass W_h: `backward` leaves it in `dh`. */
  readonly direct: boolean;
  /** Tensors beside W_x, W_h and b. */
  tensors(shape: CellShape): readonly TensorSpec[];
  buffers(shape: CellShape): readonly BufferSpec[];
  bind(site: Site, shape: CellShape): BoundCell;
  /** Float64 numbers that a twin works with. */
  workOf(hidden: number): number;
  bind64(site: CellSite64, shape: CellShape): CellTwin;
}

/** u_t ← init + h_{t−1} W_h, the product of one step: every cell's first half. */
export function recurrentProduct(
  { core, tensor }: Site,
  hidden: number,
  columns: number,
): (batch: number, before: number, init: number, initStep: number, to: number) => void {
  const { wasm, workspace } = core;
  const weight = tensor("recurrent.weight");
  const [row, wide] = [4 * hidden, 4 * columns];
  return (batch, before, init, initStep, to) => {
    wasm.gemm(batch, columns, hidden, before, row, weight, wide, init, initStep, to, wide, workspace);
  };
}
