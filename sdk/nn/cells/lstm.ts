import { resolveActivation } from "../activation.js";
import { type Cell, recurrentProduct } from "./cell.js";
import { gateActivations64, type GateOf, gateOf } from "./gates64.js";

const SIGMOID = resolveActivation("sigmoid");
const TANH = resolveActivation("tanh");

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers 2000), gates i f g o as in PyTorch's LSTM:
 * c_t = f ⊙ c_{t−1} + i ⊙ g, h_t = o ⊙ tanh(c_t), each gate from x_t W_x + b + h_{t−1} W_h.
 */
export const lstmCell: Cell = {
  gates: [SIGMOID, SIGMOID, TANH, SIGMOID],
  states: 2,
  direct: false,
  keeps: { gate: 1, opposite: 0, bias: 1 },
  tensors: () => [],
  buffers: ({ hidden }) => [
    { name: "h", columns: hidden, extent: "steps" },
    { name: "c", columns: hidden, extent: "steps" },
    { name: "gates", columns: 4 * hidden, extent: "steps" },
    { name: "slope", columns: 4 * hidden, extent: "steps", training: true },
    { name: "squashed", columns: hidden, extent: "steps", training: true },
    { name: "squashedSlope", columns: hidden, extent: "steps", training: true },
    { name: "dc", columns: hidden, extent: "batch", training: true },
  ],
  bind: (site, { hidden }) => {
    const { core, training, buffer } = site;
    const { wasm } = core;
    const product = recurrentProduct(site, hidden, 4 * hidden);
    const [h, c, gates] = [buffer("h"), buffer("c"), buffer("gates")];
    const [slope, squashed, squashedSlope] = training
      ? [buffer("slope"), buffer("squashed"), buffer("squashedSlope")]
      : [0, 0, 0];
    const row = 4 * hidden;
    return {
      gates,
      h,
      delta: slope,
      recurrentDelta: slope,
      dc: training ? buffer("dc") : 0,
      forward: (step, batch) => {
        const at = row * batch * step;
        const before = step > 0 ? at - row * batch : 0;
        const own = gates + 4 * at;
        if (step > 0) product(batch, h + before, own, 4 * row, own);
        // prettier-ignore
        return wasm.lstmForward(batch, hidden, own, slope && slope + 4 * at, step && c + before, c + at, squashed && squashed + at, squashedSlope && squashedSlope + at, h + at);
      },
      backward: (step, batch, dh, dc, total, delta) => {
        const at = row * batch * step;
        // prettier-ignore
        wasm.lstmBackward(batch, hidden, gates + 4 * at, slope + 4 * at, step && c + at - row * batch, squashed + at, squashedSlope + at, dh, dc, total, delta);
      },
    };
  },
  workOf: (hidden) => 14 * hidden,
  bind64: ({ core, state, work, tensor }, { hidden }) => {
    const { arena, wasm } = core;
    const weightAt = tensor("recurrent.weight");
    const squashedAt = work + 8 * 12 * hidden;
    return {
      step: (fed, factor, stride) => {
        wasm.affineForward64(1, hidden, 4 * hidden, state, weightAt, 0, work);
        const sums = arena.f64(work, 4 * hidden);
        const input = arena.f64(fed, 4 * hidden);
        for (let k = 0; k < sums.length; k++) sums[k] = sums[k]! + input[k]!;
        gateActivations64(core, lstmCell.gates, hidden, work);
        const [i, f, g, o]: [GateOf, GateOf, GateOf, GateOf] = [0, 1, 2, 3].map((gate) =>
          gateOf(core, lstmCell.gates, hidden, work, gate),
        ) as [GateOf, GateOf, GateOf, GateOf];
        const [h, c] = [arena.f64(state, hidden), arena.f64(state + 8 * hidden, hidden)];
        const weight = arena.f32(weightAt, 4 * hidden * hidden);
        const to = arena.f64(factor, 2 * hidden * stride);
        const before = c.slice();
        for (let k = 0; k < hidden; k++) c[k] = f.value[k]! * before[k]! + i.value[k]! * g.value[k]!;
        wasm.activate64(TANH.kind, 0, hidden, state + 8 * hidden, squashedAt, squashedAt + 8 * hidden);
        const [squashed, slope] = [arena.f64(squashedAt, hidden), arena.f64(squashedAt + 8 * hidden, hidden)];
        for (let k = 0; k < hidden; k++) {
          const through = o.value[k]! * slope[k]!;
          for (let j = 0; j < hidden; j++) {
            const w = (gate: number): number => weight[(4 * j + gate) * hidden + k]!;
            const cell =
              w(0) * i.slope[k]! * g.value[k]! + w(1) * f.slope[k]! * before[k]! + w(2) * g.slope[k]! * i.value[k]!;
            to[j * stride + k] = w(3) * o.slope[k]! * squashed[k]! + through * cell;
            to[j * stride + hidden + k] = cell;
          }
          to[(hidden + k) * stride + k] = through * f.value[k]!;
          to[(hidden + k) * stride + hidden + k] = f.value[k]!;
          h[k] = o.value[k]! * squashed[k]!;
        }
      },
    };
  },
};
