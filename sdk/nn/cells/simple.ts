import type { ResolvedActivation } from "../activation.js";
import { Grown } from "../ops/grown.js";
import { type Cell, recurrentProduct } from "./cell.js";

/** h_t = φ(x_t W_x + h_{t−1} W_h + b): one gate, and no state but h. */
export function simpleCell(activation: ResolvedActivation): Cell {
  const { kind, alpha } = activation;
  return {
    gates: [activation],
    keeps: null,
    states: 1,
    direct: false,
    tensors: () => [],
    buffers: ({ hidden }) => [
      { name: "h", columns: hidden, extent: "steps" },
      { name: "slope", columns: hidden, extent: "steps", training: true },
    ],
    bind: (site, { hidden }) => {
      const { wasm } = site.core;
      const [h, slope] = [site.buffer("h"), site.training ? site.buffer("slope") : 0];
      const product = recurrentProduct(site, hidden, hidden);
      const row = 4 * hidden;
      return {
        gates: h,
        h,
        delta: slope,
        recurrentDelta: slope,
        dc: 0,
        forward: (step, batch) => {
          const size = row * batch;
          const at = h + size * step;
          if (step > 0) product(batch, at - size, at, row, at);
          return wasm.activationForward(kind, alpha, batch * hidden, at, at, slope && slope + size * step);
        },
        backward: (step, batch, dh, _dc, _total, delta) => {
          wasm.activationBackward(batch * hidden, dh, slope + row * batch * step, 0, delta);
        },
      };
    },
    workOf: (hidden) => 2 * hidden,
    bind64: ({ core, state, work, tensor }, { hidden }) => {
      const { arena, wasm } = core;
      const grown = new Grown(core);
      const weightAt = tensor("recurrent.weight");
      const [u, slope] = [work, work + 8 * hidden];
      return {
        step: (fed, factor, stride) => {
          wasm.affineForward64(1, hidden, hidden, state, weightAt, 0, u);
          grown.add(hidden, fed, u);
          grown.activate(activation, hidden, u, state, slope);
          grown.settle([state, hidden]);
          const to = arena.f64(factor, hidden * stride);
          const weight = arena.f32(weightAt, hidden * hidden);
          const slopes = arena.f64(slope, hidden);
          for (let i = 0; i < hidden; i++)
            for (let j = 0; j < hidden; j++) to[i * stride + j] = weight[i * hidden + j]! * slopes[j]!;
        },
      };
    },
  };
}
