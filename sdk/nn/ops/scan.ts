import type { Core } from "../../core/create.js";
import { Purpose, streamOf } from "../../core/random.js";
import type { ForgetBias, Init } from "../../types.js";
import type { BoundCell, Cell, CellShape } from "../cells/cell.js";
import { initialise } from "../initialise.js";
import type { Bound, OpBase, Site } from "./op.js";

/** How the weights of the gates are drawn, each gate's block by itself. */
export interface GateDraws {
  readonly init: Init;
  readonly recurrentInit: Init;
  readonly seed: number;
  /** Where the bias of the gate that keeps begins, in a cell that has one. */
  readonly forgetBias: ForgetBias | undefined;
}

/** A recurrent layer: takes in sequences, [time, batch, fanIn], and puts out the last h, [batch, fanOut]. */
export interface ScanOp extends OpBase {
  readonly kind: "scan";
  readonly cell: Cell;
  bind(site: Site): BoundScan;
}

/** A recurrent layer over one set of buffers. */
export interface BoundScan extends Bound {
  readonly cell: BoundCell;
}

const WEIGHT = "input.weight";
const RECURRENT = "recurrent.weight";
const BIAS = "recurrent.bias";

export function scan(
  layer: number,
  { inputs, hidden }: CellShape,
  cell: Cell,
  bias: boolean,
  draws: GateDraws,
): ScanOp {
  const columns = cell.gates.length * hidden;
  return {
    kind: "scan",
    layer,
    fanIn: inputs,
    fanOut: hidden,
    cell,
    tensors: [
      { name: WEIGHT, shape: [inputs, columns] },
      { name: RECURRENT, shape: [hidden, columns] },
      ...(bias ? [{ name: BIAS, shape: [columns] }, ...cell.tensors({ inputs, hidden })] : []),
    ],
    statistics: [],
    buffers: cell.buffers({ inputs, hidden }),
    initialise: (core, tensor) => {
      draw(core, tensor, { inputs, hidden }, cell, draws);
    },
    bind: (site) => bind(site, { inputs, hidden }, cell),
  };
}

function bind(site: Site, shape: CellShape, cell: Cell): BoundScan {
  const { core, input: x, output, outputGradient: dh, inputGradient: dx, tensor, gradient } = site;
  const { arena, wasm, workspace } = core;
  const { inputs, hidden } = shape;
  const columns = cell.gates.length * hidden;
  const [row, wide] = [4 * hidden, 4 * columns];
  const bound = cell.bind(site, shape);
  const { gates, h, delta, recurrentDelta, dc } = bound;
  const [weight, recurrent, bias] = [tensor(WEIGHT), tensor(RECURRENT), tensor(BIAS)];
  // W_hᵀ stands where its gradient will, for as long as there is none.
  const [dWeight, dRecurrent, dBias] = [gradient(WEIGHT), gradient(RECURRENT), gradient(BIAS)];
  return {
    cell: bound,
    forward: (batch, time) => {
      // What of the sums does not depend on h is one product over all steps.
      wasm.affineForward(time * batch, inputs, columns, x, weight, bias, gates, workspace);
      let nonFinite = 0;
      for (let step = 0; step < time; step++) nonFinite |= bound.forward(step, batch);
      const last = (h + row * batch * (time - 1)) >>> 2;
      arena.all.copyWithin(output >>> 2, last, last + batch * hidden);
      return nonFinite;
    },
    backward: (batch, time) => {
      // With W_hᵀ each step's product reads rows: for one sequence that is three times as fast.
      wasm.transpose(hidden, columns, recurrent, dRecurrent);
      if (dc) arena.f32(dc, batch * hidden).fill(0);
      const size = wide * batch;
      const [init, initStep] = cell.direct ? [dh, row] : [0, 0];
      for (let step = time - 1; step >= 0; step--) {
        const through = recurrentDelta + size * step;
        bound.backward(step, batch, dh, dc, 0, delta + size * step, through);
        if (step > 0)
          wasm.gemm(batch, hidden, columns, through, wide, dRecurrent, row, init, initStep, dh, row, workspace);
      }
      const rows = time * batch;
      wasm.gemmTransposedA(inputs, columns, rows, x, 4 * inputs, delta, wide, 0, 0, dWeight, wide, workspace);
      // h_0 = 0 adds nothing: h_1 … h_{T−1} stand against the sums of the steps 2 … T.
      const later = recurrentDelta + size;
      wasm.gemmTransposedA(hidden, columns, rows - batch, h, row, later, wide, 0, 0, dRecurrent, wide, workspace);
      if (dBias) wasm.columnSums(rows, columns, delta, dBias);
      bound.finish?.(rows);
      if (dx) wasm.gemmTransposedB(rows, inputs, columns, delta, wide, weight, wide, 0, 0, dx, 4 * inputs, workspace);
    },
  };
}

/** The stream of a gate's matrix: those of one gate have had 0 and 1 from the first, and the readout has 2. */
const indexOf = (gate: number, recurrent: 0 | 1): number => (gate === 0 ? 0 : 1 + 2 * gate) + recurrent;

/** Each gate's block of W_x and of W_h from a stream of its own. */
function draw(
  core: Core,
  tensor: (name: string) => number,
  { inputs, hidden }: CellShape,
  { gates, keeps }: Cell,
  { init, recurrentInit, seed, forgetBias }: GateDraws,
): void {
  const bias = tensor(BIAS);
  const matrices = [
    { init, fanIn: inputs, to: tensor(WEIGHT), recurrent: 0 },
    { init: recurrentInit, fanIn: hidden, to: tensor(RECURRENT), recurrent: 1 },
  ] as const;
  for (const { init: own, fanIn, to, recurrent } of matrices) {
    for (const [gate, activation] of gates.entries()) {
      const target = { core, seed, index: indexOf(gate, recurrent), fanIn, fanOut: hidden, activation };
      const gateBias = bias && bias + 4 * gate * hidden;
      if (gates.length === 1) initialise(own, { ...target, weight: to, bias: gateBias });
      else
        core.arena.scratch(4 * fanIn * hidden, "weights of a gate", (weight) => {
          initialise(own, { ...target, weight, bias: gateBias });
          copyBlock(core, fanIn, hidden, weight, to + 4 * gate * hidden, gates.length * hidden);
        });
    }
  }
  if (keeps && bias && forgetBias !== undefined) drawForgetBias(core, bias, hidden, keeps, { forgetBias, seed });
}

/** The stream of chrono's draw among those of biases, beyond that of any matrix. */
const CHRONO = 2 ** 16;

/** How long the gate that keeps does so at first: b, or ln U(1, longest − 1) (Tallec & Ollivier 2018). */
function drawForgetBias(
  { arena, wasm }: Core,
  bias: number,
  hidden: number,
  keeps: NonNullable<Cell["keeps"]>,
  { forgetBias, seed }: { forgetBias: ForgetBias; seed: number },
): void {
  const block = (gate: number): number => bias + 4 * gate * hidden;
  const own = block(keeps.gate);
  if (typeof forgetBias === "number") {
    arena.f32(own, hidden).fill(forgetBias);
    return;
  }
  wasm.uniform(seed, streamOf(Purpose.Bias, CHRONO), hidden, own, 1, forgetBias.longest - 1);
  const values = arena.f32(own, hidden);
  for (let k = 0; k < hidden; k++) values[k] = wasm.log64(values[k]!);
  if (keeps.opposite !== null) arena.f32(block(keeps.opposite), hidden).set(values.map((value) => -value));
}

/** to ← from [rows, columns], rows of `to` `step` floats apart. */
function copyBlock({ arena }: Core, rows: number, columns: number, from: number, to: number, step: number): void {
  for (let row = 0; row < rows; row++) {
    const start = (from >>> 2) + row * columns;
    arena.all.copyWithin((to >>> 2) + row * step, start, start + columns);
  }
}
