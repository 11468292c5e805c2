import type { Core } from "../core/create.js";
import type { Engine } from "../nn/engine.js";
import { lossGradient64 } from "../nn/loss.js";
import { type Plan, placedScan } from "../nn/plan.js";
import type { Doubles, Loss, Sequence } from "../types.js";

/**
 * Gradients are brought to norms about 2⁶⁴, to a power of two: what W_h makes of them stays below 2¹²⁸, and a slope as small
 * as float32 has them leaves all their digits.
 */
const LOW = 2 ** 48;
const HIGH = 2 ** 80;
/** One factor, and the largest that is made of them at once: a float32 too. */
const FACTOR = 2 ** 16;
const LARGE = 2 ** 96;

/** ‖∂J/∂h_t‖ over the batch, t = 1 … time, and ‖∂J/∂c_t‖ where there is a cell beside h. */
export interface StateGradients {
  readonly hidden: Doubles;
  readonly cell: Doubles | null;
}

/** ∂J/∂h_T in float64 at an address: the gradient of the loss, through the readout if there is one. */
function lastGradient(
  { core, graph, parameters }: Engine<"rnn", Sequence>,
  { output }: Plan,
  { batch, loss, target, to }: { batch: number; loss: Loss; target: number; to: number },
): void {
  const { fanOut: hidden } = graph.layers[0]!;
  const readout = graph.layers[1];
  if (!readout) {
    lossGradient64(core, loss, batch, hidden, { output, target, to });
    return;
  }
  core.arena.scratch(8 * batch * readout.fanOut, "gradient of the readout", (at) => {
    lossGradient64(core, loss, batch, readout.fanOut, { output, target, to: at });
    const weight = parameters.at(parameters.layout.byName.get(readout.weight));
    core.wasm.affineBackward64(batch, hidden, readout.fanOut, weight, at, to);
  });
}

/** The power of two that brings a norm between LOW and HIGH; 1 for 0, ∞ and NaN. */
function rescale(norm: number): number {
  if (!(norm > 0 && norm < Infinity)) return 1;
  let factor = 1;
  while (norm * factor < LOW) factor *= FACTOR;
  while (norm * factor > HIGH) factor /= FACTOR;
  return factor;
}

function normOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

/**
 * ‖∂J/∂h_t‖ of the staged batch for every step, through all later steps. Call it after a forward pass of the plan and
 * before the backward pass, which overwrites the slopes.
 *
 * In float32 a gradient that halves at every step is 0 after 149 of them, and one that doubles is infinite after 128; a
 * saturated unit takes 35 decades at once. So the norms have a chain of their own: it begins with the float64 gradient of
 * the loss, and is scaled by powers of two, which round nothing.
 */
export function measureStateGradients(
  engine: Engine<"rnn", Sequence>,
  plan: Plan,
  batch: number,
  loss: Loss,
): StateGradients {
  const { core, graph, parameters, time } = engine;
  const { arena, wasm, workspace } = core;
  const { buffers } = engine.ready(batch, true);
  const scan = placedScan(plan);
  const { cell } = scan.bound;
  const { direct, gates } = scan.op.cell;
  const { fanOut: hidden } = graph.layers[0]!;
  const columns = gates.length * hidden;
  const count = batch * hidden;
  const [row, wide] = [4 * hidden, 4 * columns];
  const found = { hidden: new Float64Array(time), cell: cell.dc ? new Float64Array(time) : null };
  const bytes = { exact: 8 * count, transposed: row * columns, state: 4 * count, sums: 4 * batch * columns };
  const all = bytes.exact + bytes.transposed + 3 * bytes.state + 2 * bytes.sums;
  return arena.scratch(all, "gradients of the states", (exact) => {
    const transposed = exact + bytes.exact;
    const dh = transposed + bytes.transposed;
    const dc = found.cell ? dh + bytes.state : 0;
    const total = found.cell ? dh + 2 * bytes.state : 0;
    const delta = dh + 3 * bytes.state;
    const through = cell.recurrentDelta === cell.delta ? delta : delta + bytes.sums;
    const weight = parameters.at(parameters.layout.byName.get("recurrent.weight"));
    wasm.transpose(hidden, columns, weight, transposed);
    lastGradient(engine, plan, { batch, loss, target: buffers.y, to: exact });
    let unit = beginChain(core, count, exact, dh);
    for (let step = time - 1; step >= 0; step--) {
      const [h2, c2] = [wasm.sumOfSquares(count, dh), dc ? wasm.sumOfSquares(count, dc) : 0];
      found.hidden[step] = h2 && Math.sqrt(h2) * unit;
      for (let left = rescale(Math.sqrt(h2 + c2)), factor; left !== 1; left /= factor) {
        factor = Math.min(left, LARGE);
        wasm.scale(count, factor, dh, dh);
        if (dc) wasm.scale(count, factor, dc, dc);
        unit /= factor;
      }
      cell.backward(step, batch, dh, dc, total, delta, through);
      if (found.cell) {
        const norm = Math.sqrt(wasm.sumOfSquares(count, total));
        found.cell[step] = norm && norm * unit;
      }
      const [init, initStep] = direct ? [dh, row] : [0, 0];
      if (step > 0)
        wasm.gemm(batch, hidden, columns, through, wide, transposed, row, init, initStep, dh, row, workspace);
    }
    return found;
  });
}

/** dh ← the float64 gradient in the middle of float32; returns the unit that it is counted in. */
function beginChain({ arena, wasm }: Core, count: number, exact: number, dh: number): number {
  const factor = rescale(normOf(arena.f64(exact, count)));
  wasm.narrow(count, exact, dh, factor);
  return 1 / factor;
}
